/** TLS client certificates, made on the spot, and the ways in which a proxy writes them into a header. */
import { spawnSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestServer } from "./server.ts";

export interface TestCertificate {
  pem: string;
  /** PEM. */
  key: string;
  /** RFC 8705 §3.1, `x5t#S256`. */
  thumbprint: string;
  /** For a JWK (RFC 7517 §4.7). */
  x5c: readonly string[];
  /** RFC 9440 §2.1. */
  rfc9440: string;
  /** As nginx has it in `$ssl_client_escaped_cert`. */
  escaped: string;
}

/** A self-signed one. `subject` as openssl's `-subj`; `names` as lines of its section of alternative names. */
export function testCertificate(subject: string, names: readonly string[] = []): TestCertificate {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-certificate-"));
  const [config, key, cert] = ["config", "key.pem", "cert.pem"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const extensions = names.length === 0 ? "" : "x509_extensions=e\n[e]\nsubjectAltName=@s\n[s]\n";
  writeFileSync(config, `[req]\ndistinguished_name=d\n${extensions}${names.join("\n")}\n[d]\n`);
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  const files = ["-config", config, "-keyout", key, "-out", cert];
  const made = spawnSync("openssl", ["req", ...kind, ...files, "-utf8", "-subj", subject], {
    encoding: "utf8",
  });
  if (made.status !== 0) throw new Error(made.stderr);
  const pem = readFileSync(cert, "utf8");
  const { raw } = new X509Certificate(pem);
  const certificate = {
    pem,
    key: readFileSync(key, "utf8"),
    thumbprint: createHash("sha256").update(raw).digest("base64url"),
    x5c: [raw.toString("base64")],
    rfc9440: `:${raw.toString("base64")}:`,
    escaped: encodeURIComponent(pem),
  };
  rmSync(folder, { recursive: true });
  return certificate;
}

/** A proxy at 127.0.0.1 that hands on certificates, and says so when it verified one. */
export const behindProxy = {
  trusted_proxies: ["127.0.0.1"],
  client_certificate_format: "rfc9440",
  client_certificate_verified_header: "Client-Verify",
} as const;

/** What that proxy sends for a client with this certificate. */
export const presents = (certificate: TestCertificate, verify = "SUCCESS"): Record<string, string> => ({
  "client-cert": certificate.rfc9440,
  "client-verify": verify,
});

/** Certificates are of today: so the server's clock must be, too. */
export function setToToday({ clock }: Pick<TestServer, "clock">): void {
  clock.advance(Date.now() + 60_000 - clock.now());
}
