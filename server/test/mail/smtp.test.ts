/** Letters over the wire: a real SMTP server takes them, and a real reader reads them. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { smtp } from "../../src/mail/smtp.ts";
import { LOCALES } from "../../src/pages/words/index.ts";
import { writeLetter, type LetterModel } from "../../src/pages/letters/letter.tsx";

let server: SMTPServer;
let url: string;
const taken: { to: string[]; raw: Buffer }[] = [];

beforeAll(async () => {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo: ({ address }, _session, done) =>
      done(address.startsWith("no") ? Object.assign(new Error("no such box"), { responseCode: 550 }) : null),
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        taken.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(parts) });
        done();
      });
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

test("a letter arrives with both its forms, and asks for no answer", async () => {
  const { deliver, close } = smtp(url, "Bookings Inc. <no-reply@bookings.example>");
  const model: LetterModel = {
    kind: "sign_up",
    code: "01234567",
    link: "https://auth.example/sign-up/link?token=abc",
    minutes: 15,
    locale: "ja",
    company: "Bücher & Söhne <x>",
    accent: "#7a1fa2",
  };
  await deliver({ to: "ada@example.com", ...writeLetter(model) }, "0190");
  close();
  const [one] = taken;
  expect(one?.to).toEqual(["ada@example.com"]);
  const read = await PostalMime.parse(one?.raw ?? "");
  expect(read.from).toEqual({ name: "Bookings Inc.", address: "no-reply@bookings.example" });
  expect(read.subject).toContain("Bücher & Söhne <x>");
  expect(read.headers.find(({ key }) => key === "auto-submitted")?.value).toBe("auto-generated");
  // The same at every try (RFC 5322 §3.6.4).
  expect(read.messageId).toBe("<0190@bookings.example>");
  expect(read.text).toContain("0123 4567");
  expect(read.text).toContain(model.link);
  expect(read.html).toContain("Bücher &amp; Söhne &lt;x>");
  expect(read.html).not.toMatch(/<(?:script|img|link|style)|https?:\/\/(?!auth\.example\/)/);
});

test("what the server refuses for good is known as such", async () => {
  const { deliver, close } = smtp(url, "no-reply@bookings.example");
  const error: unknown = await deliver(
    { to: "no@example.com", subject: "s", text: "t", html: "h" },
    "1",
  ).catch((reason: unknown) => reason);
  close();
  expect(error).toMatchObject({ responseCode: 550 });
});

test("a password is not sent without TLS", async () => {
  const { deliver, close } = smtp(url.replace("//", "//user:secret@"), "no-reply@bookings.example");
  await expect(deliver({ to: "ada@example.com", subject: "s", text: "t", html: "h" }, "1")).rejects.toThrow();
  close();
  expect(taken).toHaveLength(1);
});

describe.each(LOCALES)("the letters in %s", (locale) => {
  const common = { locale, company: "Northwind\r\nBcc: eve@evil.example", accent: null };
  const link = "https://auth.example/x?token=abc";
  const models: LetterModel[] = [
    { ...common, kind: "sign_up", code: "12345678", link, minutes: 15 },
    { ...common, kind: "reset", code: "12345678", link, minutes: 15 },
    { ...common, kind: "invitation", link, days: 7 },
    { ...common, kind: "known", link },
    { ...common, kind: "unknown", link },
    { ...common, kind: "changed", change: "password", link },
  ];
  test.each(models)("$kind says the same twice, in one line of subject", (model) => {
    const { subject, text, html } = writeLetter(model);
    expect(subject).not.toMatch(/[\r\n]/);
    expect(text).not.toContain("undefined");
    expect(html.startsWith(`<!doctype html><html lang="${locale}">`)).toBe(true);
    if ("link" in model) for (const form of [text, html]) expect(form).toContain(link);
    if ("code" in model) for (const form of [text, html]) expect(form).toContain("1234 5678");
  });
});
