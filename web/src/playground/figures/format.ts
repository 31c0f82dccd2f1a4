/** Formats a time with at most three digits in a suitable unit: "820 ns", "3.1 µs", "14 ms", "2.5 s". */
export function formatTime(ms: number): string {
  if (!Number.isFinite(ms)) return "–";
  if (ms >= 999.5) return `${digits(ms / 1_000)} s`;
  if (ms >= 0.9995) return `${digits(ms)} ms`;
  if (ms >= 0.0009995) return `${digits(ms * 1_000)} µs`;
  return `${digits(ms * 1_000_000)} ns`;
}

/** Formats a round time without trailing zeros: "10 ms" instead of "10.0 ms". */
export function formatTick(ms: number): string {
  return ms === 0
    ? "0"
    : formatTime(ms).replace(/\.?0+ /, (zeros) => (zeros[0] === "." ? " " : zeros));
}

/** Formats a number with two or three significant digits. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  return value.toFixed(size >= 99.5 ? 0 : size >= 9.95 ? 1 : 2);
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.0995 ? 1 : 0)} %`;
}

/** Formats a number with two significant digits, the precision of a measurement of a few rounds. */
export function roughly(value: number): string {
  if (!Number.isFinite(value)) return "–";
  return Number(value.toPrecision(2)).toLocaleString("en", { maximumFractionDigits: 20 });
}

/** Formats a time with two significant digits in a suitable unit. */
export function formatTimeRoughly(ms: number): string {
  if (ms >= 995) return `${roughly(ms / 1_000)} s`;
  if (ms >= 0.995) return `${roughly(ms)} ms`;
  if (ms >= 0.000995) return `${roughly(ms * 1_000)} µs`;
  return `${roughly(ms * 1_000_000)} ns`;
}
