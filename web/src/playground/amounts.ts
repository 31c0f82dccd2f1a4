/** "2 rounds", "1 round", "200,000 rows". */
export function amount(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

/** A number of bytes in megabytes, as "9.6". */
export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
