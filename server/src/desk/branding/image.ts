/** What a picture says of itself in its first bytes: kind and size, never its pixels (PNG §11.2.2, ISO/IEC 10918-1 §B.2.2, RFC 9649 §2). */
import type { ImageType } from "./look.ts";

export interface Picture {
  type: ImageType;
  /** Pixels. */
  width: number;
  height: number;
  /** Whether it moves: nobody can stop it (WCAG 2.2.2). */
  moves: boolean;
}

const text = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));

/** Null for whatever is none of the three kinds, or too short to say how large it is. */
export function readPicture(bytes: Uint8Array): Picture | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (text(bytes, 0, 8) === "\x89PNG\r\n\x1a\n") return png(view, bytes);
    if (text(bytes, 0, 3) === "\xff\xd8\xff") return jpeg(view);
    if (text(bytes, 0, 4) === "RIFF" && text(bytes, 8, 4) === "WEBP") return webp(view, bytes);
    return null;
  } catch (error) {
    // It ended before it said it.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function png(view: DataView, bytes: Uint8Array): Picture | null {
  if (text(bytes, 12, 4) !== "IHDR") return null;
  const size = { width: view.getUint32(16), height: view.getUint32(20) };
  let moves = false;
  // `acTL` of an animation stands before the first data.
  for (let at = 8; at + 8 <= bytes.length; at += view.getUint32(at) + 12) {
    const chunk = text(bytes, at + 4, 4);
    moves ||= chunk === "acTL";
    if (chunk === "IDAT") break;
  }
  return { type: "image/png", ...size, moves };
}

/** Markers that begin a frame: SOF0 to SOF15 without the three that are tables. */
const FRAME = new Set([0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);

function jpeg(view: DataView): Picture | null {
  for (let at = 2; view.getUint8(at) === 0xff;) {
    const marker = view.getUint8(at + 1);
    if (FRAME.has(marker))
      return {
        type: "image/jpeg",
        height: view.getUint16(at + 5),
        width: view.getUint16(at + 7),
        moves: false,
      };
    // Any byte 0xFF may stand before a marker.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return null;
}

function webp(view: DataView, bytes: Uint8Array): Picture | null {
  const type = "image/webp";
  const kind = text(bytes, 12, 4);
  if (kind === "VP8X") {
    const one = (at: number): number => 1 + view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
    return { type, width: one(24), height: one(27), moves: (view.getUint8(20) & 0x02) !== 0 };
  }
  if (kind === "VP8L") {
    const bits = view.getUint32(21, true);
    return { type, width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff), moves: false };
  }
  if (kind !== "VP8 ") return null;
  const side = (at: number): number => view.getUint16(at, true) & 0x3fff;
  return { type, width: side(26), height: side(28), moves: false };
}
