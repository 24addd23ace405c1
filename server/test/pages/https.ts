/** HTTPS in front of a test's server, with a certificate made on the spot, so that samples run with the scheme they print. */
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:tls";

const tool = "openssl";

export interface HttpsFront {
  /** `127.0.0.1:PORT` */
  host: string;
  /** The certificate, which is its own authority: clients are told to trust this file. */
  certificate: string;
  /** Where the decrypted bytes go. */
  target(origin: string): void;
  close(): Promise<void>;
}

/** Whether this machine can make a certificate. */
export function canMakeCertificates(): boolean {
  return openssl("version").status === 0;
}

function openssl(...args: string[]): { status: number | null; stderr: string } {
  return spawnSync(tool, args, { encoding: "utf8" });
}

/** Listens on a free port of 127.0.0.1. */
export async function httpsFront(): Promise<HttpsFront> {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-tls-"));
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  const kind = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"];
  const made = openssl("req", ...kind, "-keyout", key, "-out", certificate, ...subject);
  if (made.status !== 0) throw new Error(`openssl: ${made.stderr}`);
  let behind = { hostname: "127.0.0.1", port: 0 };
  const open = new Set<Socket>();
  const front = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (socket) => {
    const inner = connect(behind.port, behind.hostname);
    for (const [one, other] of [
      [socket, inner],
      [inner, socket],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  front.listen(0, "127.0.0.1");
  await once(front, "listening");
  return {
    host: `127.0.0.1:${(front.address() as AddressInfo).port}`,
    certificate,
    target(origin) {
      const { hostname, port } = new URL(origin);
      behind = { hostname, port: Number(port) };
    },
    async close() {
      for (const socket of open) socket.destroy();
      front.close();
      await once(front, "close");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
