// What was measured: values for each work, size and contestant, one or more a round.

const key = (work, size, contestant) => JSON.stringify([work, size, contestant]);

export class Measurements {
  #values = new Map();

  /** Sizes and contestants are listed in the order in which they were first added. */
  add(work, size, contestant, value) {
    if (!(value > 0 || value === 0)) throw new Error(`${work}, ${size}, ${contestant}: ${value}`);
    const name = key(work, size, contestant);
    if (!this.#values.has(name)) this.#values.set(name, { work, size, contestant, values: [] });
    this.#values.get(name).values.push(value);
  }

  of(work, size) {
    return [...this.#values.values()].filter(
      (entry) => entry.work === work && (size === undefined || entry.size === size),
    );
  }
  sizes(work) {
    return [...new Set(this.of(work).map(({ size }) => size))];
  }
  contestants(work) {
    return [...new Set(this.of(work).map(({ contestant }) => contestant))];
  }
  values(work, size, contestant) {
    return this.#values.get(key(work, size, contestant))?.values;
  }
  /** Undefined for what was not measured. */
  median(work, size, contestant) {
    const values = this.values(work, size, contestant);
    return values && quantile(values, 0.5);
  }
  get count() {
    return this.#values.size;
  }

  toJSON() {
    return [...this.#values.values()].map((entry) => ({
      ...entry,
      median: quantile(entry.values, 0.5),
      low: quantile(entry.values, 0.1),
      high: quantile(entry.values, 0.9),
    }));
  }
}

/** Between the two nearest values. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const low = Math.floor(place);
  const next = sorted[Math.min(low + 1, sorted.length - 1)];
  return sorted[low] + (place - low) * (next - sorted[low]);
}
