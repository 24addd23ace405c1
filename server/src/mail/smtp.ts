/** RFC 5321, RFC 8314 — hands one letter to the mail server of the setting `smtp_url`; nodemailer speaks the protocol. */
import type { Transporter } from "nodemailer";
import type { Letter } from "./ports.ts";

/** A server that does not answer must not hold the queue for ever. Milliseconds. */
const PATIENCE = 15_000;

/** Resolves when the server has accepted the letter. `id` is the same at every try, so that a doubled letter can be told. */
export type Deliver = (letter: Letter, id: string) => Promise<void>;

/**
 * `url`: `smtps://USER:PASSWORD@HOST:465`, or `smtp://…` where TLS is begun as soon as the server offers it and is
 * demanded where a password is sent.
 */
export function smtp(url: string, from: string): { deliver: Deliver; close: () => void } {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === "smtps:";
  const auth =
    username === "" ? null : { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  const host = /@([^\s>]+)/.exec(from)?.[1] ?? hostname;
  const options = {
    host: hostname.replace(/^\[|\]$/g, ""),
    port: port === "" ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: auth !== null && !secure,
    connectionTimeout: PATIENCE,
    greetingTimeout: PATIENCE,
    socketTimeout: PATIENCE,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(auth === null ? {} : { auth }),
  };
  let transport: Promise<Transporter> | null = null;
  // With the first letter: nothing of it is needed to start.
  const open = async (): Promise<Transporter> =>
    (await import("nodemailer")).createTransport(options, { from });
  return {
    async deliver({ to, subject, text, html }, id) {
      transport ??= open();
      await (
        await transport
      ).sendMail({
        to: { name: "", address: to },
        subject,
        text,
        html,
        // RFC 5322 §3.6.4.
        messageId: `<${id}@${host}>`,
        // RFC 3834 §5: nobody's absence is answered to us.
        headers: { "Auto-Submitted": "auto-generated" },
      });
    },
    close: () => void transport?.then((opened) => opened.close()),
  };
}

/** RFC 5321 §4.2.1: a reply of 5yz will be the same next time. */
export function isPermanent(error: unknown): boolean {
  const code = (error as { responseCode?: unknown }).responseCode;
  return typeof code === "number" && code >= 500;
}
