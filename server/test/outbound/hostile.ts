/** DR-09 — addresses that nobody may make this server ask: the corpus of hostile targets, one list for every test. */
import { expect } from "vitest";
import type { Answer } from "../support/wire.ts";

/** RFC 6890 and beyond: what is nobody's public address. */
export const specialAddresses: readonly string[] = `
  127.0.0.1 127.1.2.3 0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255
  192.168.0.1 192.168.255.255 100.64.0.1 100.127.255.255 169.254.169.254 169.254.170.2 192.0.0.1
  192.0.0.192 192.0.2.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1
  239.255.255.255 240.0.0.1 255.255.255.255 192.88.99.1 :: ::1 ::ffff:127.0.0.1 ::ffff:7f00:1
  ::ffff:169.254.169.254 ::ffff:93.184.215.14 ::127.0.0.1 ::ffff:0:127.0.0.1 64:ff9b::7f00:1
  64:ff9b:1::1 2002:7f00:1::1 2001::1 2001:db8::1 fc00::1 fd00::1 fd00:ec2::254 fe80::1
  fe80::1%eth0 fec0::1 ff02::1 100::1 5f00::1 3fff::1`
  .trim()
  .split(/\s+/);

/** The same kind, written so that a reader of text does not see it. */
export const hiddenAddresses: readonly string[] = [
  "https://2130706433/",
  "https://0x7f000001/",
  "https://0x7f.0.0.1/",
  "https://017700000001/",
  "https://0177.0.0.1/",
  "https://127.1/",
  "https://127.0.1/",
  "https://0/",
  "https://2852039166/latest/meta-data/",
  "https://0xa9fea9fe/",
  "https://0251.0376.0251.0376/",
  "https://169.254.43518/",
  "https://%31%36%39.254.169.254/",
  "https://①②⑦.0.0.1/",
  "https://127。0。0。1/",
  "https://127.0.0.1./",
];

/** Other schemes, other ports, other names of this machine and its network; `auth.example` is ourselves. */
export const otherTargets: readonly string[] = [
  "http://app.example.com/x",
  "http://127.0.0.1/x",
  "file:///etc/passwd",
  "gopher://app.example.com/_x",
  "data:application/json,{}",
  "ftp://app.example.com/x",
  "https://app.example.com:22/x",
  "https://app.example.com:25/x",
  "https://app.example.com:5432/x",
  "https://a:b@app.example.com/x",
  "https://app.example.com/x#y",
  "https://auth.example/oauth/token",
  "https://AUTH.example./x",
  "https://localhost/x",
  "https://localhost./x",
  "https://metadata.google.internal/x",
  "https://printer.local/x",
];

/** All of them as addresses of a document. */
export const hostileTargets: readonly string[] = [
  ...specialAddresses
    .filter((address) => !address.includes("%"))
    .map((address) => `https://${address.includes(":") ? `[${address}]` : address}/x`),
  ...hiddenAddresses,
  ...otherTargets,
];

/** Each member of client metadata that holds an address, with that address. */
export const addressFields: Readonly<Record<string, (target: string) => Record<string, unknown>>> = {
  jwks_uri: (target) => ({ token_endpoint_auth_method: "private_key_jwt", jwks_uri: target }),
  sector_identifier_uri: (target) => ({ sector_identifier_uri: target, subject_type: "pairwise" }),
  logo_uri: (target) => ({ logo_uri: target }),
  client_uri: (target) => ({ client_uri: target }),
  policy_uri: (target) => ({ policy_uri: target }),
  tos_uri: (target) => ({ tos_uri: target }),
  initiate_login_uri: (target) => ({ initiate_login_uri: target }),
  backchannel_logout_uri: (target) => ({ backchannel_logout_uri: target }),
  request_uris: (target) => ({ request_uris: [target] }),
  post_logout_redirect_uris: (target) => ({ post_logout_redirect_uris: [target] }),
};

/** Neither broken, nor a word of what was tried. */
export function expectQuiet({ status, text }: Pick<Answer, "status" | "text">, what: string): void {
  expect(status, what).toBeLessThan(500);
  expect(text, what).not.toMatch(/special_address|unresolved|unreachable|own_host|dialled|ECONN/);
}
