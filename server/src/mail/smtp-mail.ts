/** Mail as the settings say: the company's mail server with a queue before it, or none. */
import type { Mail } from "./ports.ts";
import { mailQueue, type QueueWorld } from "./queue.ts";
import { isPermanent, smtp } from "./smtp.ts";

/** Null when no mail server is configured. */
export function smtpMail(
  { smtp_url, mail_from }: { smtp_url: string | null; mail_from: string | null },
  world: Omit<QueueWorld, "deliver" | "isPermanent">,
): Mail | null {
  if (smtp_url === null || mail_from === null) return null;
  const server = smtp(smtp_url, mail_from);
  const queue = mailQueue({ ...world, deliver: server.deliver, isPermanent });
  return {
    ...queue,
    async close() {
      await queue.close();
      server.close();
    },
  };
}
