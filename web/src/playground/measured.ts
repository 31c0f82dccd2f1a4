/** Measurements on the reader's computer, in the order of the table. */
const rows = [
  ["start-up", "Starting a program"],
  ["apply", "One call of apply"],
  ["map", "map, for each item"],
  ["speed-up", "Best speed-up"],
] as const;
export type Measured = (typeof rows)[number][0];

const measured = new Map<Measured, string>();
const listeners = new Set<() => void>();

/** Records a measurement of a figure or program. */
export function noteMeasured(name: Measured, value: string): void {
  measured.set(name, value);
  for (const listener of listeners) listener();
}

/** The measurements so far, each with its label. */
export function measuredRows(): [string, string][] {
  return rows.map(([name, label]) => [label, measured.get(name) ?? "not measured yet"]);
}

/** Calls `listener` when something has been measured. */
export function whenMeasured(listener: () => void): void {
  listeners.add(listener);
}
