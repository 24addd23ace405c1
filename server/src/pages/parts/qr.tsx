/** A QR code as one drawing of ours: dark squares on a light ground whatever the colours of the page, so that cameras read it. */
import type { VNode } from "preact";
import { encode } from "uqr";

/** `label` is what it shows, for who cannot see it. */
export function Qr({ text, label }: { text: string; label: string }): VNode {
  const { data, size } = encode(text, { border: 4 });
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} width="240" height="240" role="img" aria-label={label}>
      <path class="qr-ground" d={`M0 0h${size}v${size}H0z`} />
      <path class="qr-squares" d={squares.join("")} />
    </svg>
  );
}
