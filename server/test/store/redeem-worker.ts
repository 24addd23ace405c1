/** A node of its own: redeems codes `from`–`to` of a file, 32 at once, and says each one's hash when it has it. */
import { redeemRange } from "./redeem-range.ts";

const [file = "", name = "", from = "0", to = "0"] = process.argv.slice(2);
await redeemRange(file, name, Number(from), Number(to));
