/** RFC 8705 §3 — tokens that are bound to a TLS client certificate: over the API's own TLS, behind a proxy, and never as plain bearer tokens. */
import { spawnSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, request } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { guarded } from "../src/for/node.ts";
import type { Connection, GuardOptions } from "../src/index.ts";
import { API, CLAIMS, makeGuard, makeWorld, passport, short, token } from "./support/issuer.ts";

function certificate(name: string): { pem: string; key: string; der: Buffer; thumbprint: string } {
  const folder = mkdtempSync(join(tmpdir(), "guard-certificate-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  const subject = ["-subj", `/CN=${name}`, "-addext", "subjectAltName=IP:127.0.0.1"];
  const made = spawnSync("openssl", ["req", ...kind, "-keyout", key, "-out", cert, ...subject]);
  if (made.status !== 0) throw new Error(String(made.stderr));
  const pem = readFileSync(cert, "utf8");
  const { raw } = new X509Certificate(pem);
  const thumbprint = createHash("sha256").update(raw).digest("base64url");
  const files = { pem, key: readFileSync(key, "utf8"), der: raw, thumbprint };
  rmSync(folder, { recursive: true });
  return files;
}

const own = certificate("own");
const other = certificate("other");
const bound = token({ cnf: { "x5t#S256": own.thumbprint } });
const proxy = { trustedProxies: ["10.0.0.0/8", "fd00::/8"] };
const rfc9440 = ({ der }: typeof own): string => `:${der.toString("base64")}:`;

const over = (der: Buffer | null, peer: string | null = "192.0.2.1"): Connection => ({
  peer,
  certificate: () => der,
});

async function ask(
  mtls: GuardOptions["mtls"],
  connection: Connection | null,
  headers: Record<string, string> = {},
  jwt: string = bound,
  more: Partial<GuardOptions> = {},
): Promise<string> {
  const guard = makeGuard(makeWorld(), { ...(mtls === undefined ? {} : { mtls }), ...more });
  const all = new Headers({ authorization: `Bearer ${jwt}`, ...headers });
  return short(await guard.check({ method: "GET", url: "/bookings", headers: all, connection }));
}

describe("the API's own TLS", () => {
  test("RS-08 the certificate of the connection must be the token's", async () => {
    expect(await ask(true, over(own.der))).toBe("pass");
    expect(await ask(true, over(other.der))).toBe("401 certificate_differs");
    expect(await ask(true, over(null))).toBe("401 certificate_missing");
    expect(await ask(true, null)).toBe("401 certificate_missing");
  });

  test("RS-08 a guard that asks for no certificate refuses the token, whatever is presented", async () => {
    expect(await ask(undefined, over(own.der))).toBe("401 sender_constrained");
  });

  test("RS-08 both JWT profiles; two bindings at once, an empty one, and the scheme of DPoP are refused", async () => {
    const cnf = { "x5t#S256": own.thumbprint };
    const both = { profiles: ["passport", "rfc9068"] as const };
    expect(await ask(true, over(own.der), {}, passport({ cnf }), both)).toBe("pass");
    expect(await ask(true, over(other.der), {}, passport({ cnf }), both)).toBe("401 certificate_differs");
    for (const wrong of [{ ...cnf, jkt: "x" }, { "x5t#S256": "" }, { "x5t#S256": 1 }, { x5t: "x" }, {}])
      expect(await ask(true, over(own.der), {}, token({ cnf: wrong }))).toBe("401 sender_constrained");
    const asDpop = { authorization: `DPoP ${bound}` };
    expect(await ask(true, over(own.der), asDpop)).toBe("401 token_not_bound");
  });

  test("a token without a binding still passes, with a certificate and without", async () => {
    expect(await ask(true, over(own.der), {}, token())).toBe("pass");
    expect(await ask(true, over(null), {}, token())).toBe("pass");
  });

  test("RS-08 a remembered token is held against the connection of each call", async () => {
    const guard = makeGuard(makeWorld(), { mtls: true });
    const headers = new Headers({ authorization: `Bearer ${bound}` });
    const call = async (der: Buffer | null): Promise<string> =>
      short(await guard.check({ method: "GET", url: "/bookings", headers, connection: over(der) }));
    expect([await call(own.der), await call(other.der), await call(null), await call(own.der)]).toEqual([
      "pass",
      "401 certificate_differs",
      "401 certificate_missing",
      "pass",
    ]);
  });

  test("RS-08 an opaque token is bound by what introspection says (RFC 8705 §3.2)", async () => {
    const world = makeWorld();
    world.answer = { ...CLAIMS, active: true, token_type: "Bearer", cnf: { "x5t#S256": own.thumbprint } };
    const introspection = { client_id: "api", client_secret: "x" };
    const guard = makeGuard(world, { mtls: true, profiles: ["opaque"], introspection });
    const headers = new Headers({ authorization: "Bearer opaque" });
    const call = async (der: Buffer): Promise<string> =>
      short(await guard.check({ method: "GET", url: "/bookings", headers, connection: over(der) }));
    expect([await call(own.der), await call(other.der)]).toEqual(["pass", "401 certificate_differs"]);
  });
});

describe("behind a proxy", () => {
  test.each(["10.1.2.3", "::ffff:10.1.2.3", "fd00::1"])("RS-08 %s is believed", async (peer) => {
    expect(await ask(proxy, over(null, peer), { "client-cert": rfc9440(own) })).toBe("pass");
    expect(await ask(proxy, over(null, peer), { "client-cert": rfc9440(other) })).toBe(
      "401 certificate_differs",
    );
    // The proxy's own certificate is not the client's.
    expect(await ask(proxy, over(own.der, peer))).toBe("401 certificate_missing");
  });

  test.each(["11.0.0.1", "192.0.2.1", "::1", "not an address", null])(
    "RS-08 a header from %s is air: only its own TLS counts",
    async (peer) => {
      const header = { "client-cert": rfc9440(own) };
      expect(await ask(proxy, over(null, peer), header)).toBe("401 certificate_missing");
      expect(await ask(proxy, over(other.der, peer), header)).toBe("401 certificate_differs");
      expect(await ask(proxy, over(own.der, peer), { "client-cert": rfc9440(other) })).toBe("pass");
    },
  );

  test("RS-08 without named proxies no header counts, wherever it comes from", async () => {
    expect(await ask(true, over(null, "127.0.0.1"), { "client-cert": rfc9440(own) })).toBe(
      "401 certificate_missing",
    );
  });

  test("URL-encoded PEM in a header of its own name", async () => {
    const nginx = { ...proxy, header: "X-SSL-Cert", format: "pem" } as const;
    const header = { "x-ssl-cert": encodeURIComponent(own.pem) };
    expect(await ask(nginx, over(null, "10.0.0.1"), header)).toBe("pass");
    for (const value of ["%zz", "x", rfc9440(own), encodeURIComponent(own.pem + other.pem)])
      expect(await ask(nginx, over(null, "10.0.0.1"), { "x-ssl-cert": value })).toBe(
        "401 certificate_missing",
      );
  });

  test("two headers are none", async () => {
    const twice = `${rfc9440(own)}, ${rfc9440(own)}`;
    expect(await ask(proxy, over(null, "10.0.0.1"), { "client-cert": twice })).toBe(
      "401 certificate_missing",
    );
  });
});

test.each([
  [{ trustedProxies: ["0.0.0.0/0"] }],
  [{ trustedProxies: ["10.0.0.0/33"] }],
  [{ trustedProxies: ["proxy.example"] }],
  [{ trustedProxies: ["10.0.0.0/8/8"] }],
  [{ header: "a b" }],
  [{ format: "der" as "pem" }],
])("a wrong option is a TypeError at start: %j", (mtls) => {
  expect(() => makeGuard(makeWorld(), { mtls })).toThrow(/guard: mtls\./);
});

test("RFC 9728 §2 the API's document says that such tokens are taken", () => {
  const name = "tls_client_certificate_bound_access_tokens";
  const on = makeGuard(makeWorld(), { resource: true, mtls: true });
  const off = makeGuard(makeWorld(), { resource: true });
  expect(on.protectedResource?.document[name]).toBe(true);
  expect(off.protectedResource?.document).not.toHaveProperty(name);
});

test("RS-08 a real handshake: node:https asks for a certificate, and the token says which one is right", async () => {
  const world = makeWorld();
  const guard = makeGuard(world, { mtls: true });
  const tls = { key: own.key, cert: own.pem, requestCert: true, rejectUnauthorized: false };
  const server = createServer(
    tls,
    guarded(guard, (_request, response) => void response.end(API)),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const call = async (client: typeof own | null): Promise<number> => {
    const sent = request({
      host: "127.0.0.1",
      port,
      path: "/bookings",
      ca: own.pem,
      agent: false,
      headers: { authorization: `Bearer ${bound}` },
      ...(client === null ? {} : { cert: client.pem, key: client.key }),
    }).end();
    const [response] = (await once(sent, "response")) as [{ statusCode: number; resume(): void }];
    response.resume();
    return response.statusCode;
  };
  expect([await call(own), await call(other), await call(null)]).toEqual([200, 401, 401]);
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});
