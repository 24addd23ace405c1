/** The settings of this server, to be read: each with its value, where it comes from and what it is. Secrets are only said to be set. */
import { Type } from "typebox";
import type { List } from "../json.ts";
import { operation, type Operation } from "../operation.ts";
import { listOf } from "../shapes.ts";

export interface SettingJson {
  key: string;
  value: string;
  origin: string;
  doc: string;
}

const Text = Type.String();

export const listSettings: Operation<List<SettingJson>> = operation({
  name: "setting.list",
  method: "GET",
  path: "/settings",
  summary: "The settings of this server, where each comes from, and what it is. For staff.",
  target: "none",
  who: { staff: "reviewer" },
  fresh: false,
  input: Type.Object({}, { additionalProperties: false }),
  output: listOf(Type.Object({ key: Text, value: Text, origin: Text, doc: Text })),
  run: (desk) => Promise.resolve({ items: [...desk.explain()] }),
});
