/** A device with one key (WebAuthn): makes it, and answers questions with it, as a browser would hand the answers over. */
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";
import { isoCBOR } from "@simplewebauthn/server/helpers";

const sha = (data: string | Uint8Array): Buffer => createHash("sha256").update(data).digest();
const b64 = (data: string | Uint8Array): string => Buffer.from(data).toString("base64url");

export interface DeviceOptions {
  /** Whose page asks; a phishing page is another. */
  origin: string;
  rpId: string;
  /** Whether the person unlocked the device. */
  verified?: boolean;
}

export class Device {
  readonly id: Buffer = randomBytes(16);
  readonly key: KeyObject;
  readonly publicKey: KeyObject;
  counter = 0;
  handle = "";

  constructor() {
    const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
    this.key = pair.privateKey;
    this.publicKey = pair.publicKey;
  }

  create(asked: { challenge: string; user: { id: string } }, options: DeviceOptions): string {
    this.handle = asked.user.id;
    const { x = "", y = "" } = this.publicKey.export({ format: "jwk" });
    const cose = new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Uint8Array.from(Buffer.from(x, "base64url"))],
      [-3, Uint8Array.from(Buffer.from(y, "base64url"))],
    ]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const credential = Buffer.concat([Buffer.alloc(16), length, this.id, isoCBOR.encode(cose)]);
    const authData = Buffer.concat([this.head(options, 0x40), credential]);
    const attestation = new Map<string, unknown>([
      ["fmt", "none"],
      ["attStmt", new Map()],
      ["authData", Uint8Array.from(authData)],
    ]);
    return this.answer({
      clientDataJSON: this.clientData("webauthn.create", asked.challenge, options),
      attestationObject: b64(isoCBOR.encode(attestation as never)),
      transports: ["internal"],
    });
  }

  get(asked: { challenge: string }, options: DeviceOptions): string {
    this.counter++;
    const authData = this.head(options, 0);
    const clientDataJSON = this.clientData("webauthn.get", asked.challenge, options);
    const signed = Buffer.concat([authData, sha(Buffer.from(clientDataJSON, "base64url"))]);
    return this.answer({
      clientDataJSON,
      authenticatorData: b64(authData),
      signature: b64(sign("sha256", signed, this.key)),
      userHandle: this.handle,
    });
  }

  private head({ rpId, verified = true }: DeviceOptions, more: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    return Buffer.concat([sha(rpId), Buffer.from([0x01 | (verified ? 0x04 : 0) | more]), counter]);
  }

  private clientData(type: string, challenge: string, { origin }: DeviceOptions): string {
    return b64(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  private answer(response: object): string {
    const id = b64(this.id);
    return JSON.stringify({ id, rawId: id, type: "public-key", response, clientExtensionResults: {} });
  }
}
