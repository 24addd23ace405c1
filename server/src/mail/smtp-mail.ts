/** Mail as the settings say: the company's mail server with a queue before it, or none. */
import type { Mail } from "./ports.ts";
import { mailQueue, type QueueWorld } from "./queue.ts";
import { isPermanent, smtp } from "./smtp.ts";

/** Null when no mail server is configured. */
export function smtpMail(
  { smtp_url, mail_from }: { smtp_url: string | null; mail_from: string | null },
  log: QueueWorld["log"],
): Mail | null {
  if (smtp_url === null || mail_from === null) return null;
  const { deliver, close } = smtp(smtp_url, mail_from);
  const later = (ms: number, then: () => void): (() => void) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  };
  const queue = mailQueue({ deliver, isPermanent, later, log });
  return {
    send: (letter) => queue.send(letter),
    async close() {
      await queue.close();
      close();
    },
  };
}
