/** A web site of somebody else for tests: TLS for one name, with a certificate of its own, on a free port. */
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { RequestListener } from "node:http";
import { createServer } from "node:https";
import { connect, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Site {
  /** PEM: trust it or not. */
  ca: string;
  /** Who was dialled, in order. */
  dialled: string[];
  /** Dials the site whatever is asked for, and remembers what was. */
  dial(address: string, port: number): Socket;
  answer(listener: RequestListener): void;
  close(): Promise<void>;
}

const silence: RequestListener = (_request, response) => void response.end();

/** The site of `host`. */
export async function siteOf(host: string): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-site-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  const subject = ["-subj", `/CN=${host}`, "-addext", `subjectAltName=DNS:${host}`];
  const made = spawnSync("openssl", ["req", ...kind, "-keyout", key, "-out", cert, ...subject], {
    encoding: "utf8",
  });
  if (made.status !== 0) throw new Error(made.stderr);
  let listener = silence;
  const ca = readFileSync(cert, "utf8");
  const server = createServer({ key: readFileSync(key), cert: ca }, (request, response) =>
    listener(request, response),
  );
  rmSync(folder, { recursive: true });
  server.on("tlsClientError", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const dialled: string[] = [];
  return {
    ca,
    dialled,
    dial(address, asked) {
      dialled.push(`${address} ${asked}`);
      return connect({ host: "127.0.0.1", port });
    },
    answer: (next) => void (listener = next),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Answers with a body as JSON. */
export const json =
  (body: string, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    void response.writeHead(200, { "content-type": "application/json", ...headers }).end(body);
