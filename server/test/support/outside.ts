/** An outside for a test: remembers what was posted to it, and answers as it is told. */
import type { Delivery, Ports } from "../../src/oauth/ports.ts";

export interface Posted {
  url: string;
  fields: Readonly<Record<string, string>>;
}

export interface Outside {
  port: Pick<Ports["outbound"], "post">;
  posted: Posted[];
  /** What the next posts get, until it is told something else; 200 at first. */
  answer(delivery: Delivery): void;
}

export function outside(): Outside {
  const posted: Posted[] = [];
  let next: Delivery = { outcome: "answered", status: 200 };
  return {
    posted,
    answer: (delivery) => (next = delivery),
    port: {
      async post(url, fields) {
        posted.push({ url, fields });
        return next;
      },
    },
  };
}
