import type { Layout } from "./draw.ts";

/** Shows a tooltip below a lane, or above it if there is no room below. */
export function placeTip(
  tip: HTMLElement,
  text: string,
  x: number,
  lane: number,
  layout: Layout,
): void {
  tip.textContent = text;
  const left = Math.min(x + 12, layout.width - tip.offsetWidth - 8);
  const below = layout.axis + (lane + (layout.hasProgram ? 1 : 0) + 1) * layout.step + 4;
  const fits = below + tip.offsetHeight <= layout.height;
  const top = fits ? below : below - layout.step - tip.offsetHeight - 8;
  tip.style.translate = `${Math.max(4, left)}px ${Math.max(0, top)}px`;
}
