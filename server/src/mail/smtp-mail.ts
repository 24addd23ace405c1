/** Mail as the settings say: the company's mail server with a queue before it, or none. */
import type { Mail } from "./ports.ts";
import { mailQueue, type QueueWorld } from "./queue.ts";
import { isPermanent, smtp } from "./smtp.ts";

function later(ms: number, work: () => void): () => void {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
}

/** Null when no mail server is configured. */
export function smtpMail(
  { smtp_url, mail_from }: { smtp_url: string | null; mail_from: string | null },
  log: QueueWorld["log"],
): Mail | null {
  if (smtp_url === null || mail_from === null) return null;
  const server = smtp(smtp_url, mail_from);
  const queue = mailQueue({ deliver: server.deliver, isPermanent, later, log });
  return {
    send: (letter) => queue.send(letter),
    async close() {
      await queue.close();
      server.close();
    },
  };
}
