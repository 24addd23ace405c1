/** The words of the account pages in Japanese. */
import type { AccountWords } from "./en.ts";

export const accountJa: AccountWords = {
  again: {
    title: "ご本人であることの確認",
    lead: "安全のため、続ける前にもう一度ご本人であることを確認します。",
    submit: "続ける",
    problem: "まだ続けられません",
    credentials: "パスワードが正しくありません。確認してもう一度お試しください。",
  },
};
