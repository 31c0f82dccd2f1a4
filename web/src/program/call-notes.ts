import { withBytes } from "../bindings/function-table";
import { MessageKind } from "../bindings/layout";
import type { WebpoolModule } from "../bindings/module";
import type { CallNote } from "../bindings/program-contract";
import type { CallLog } from "../bindings/runtime";

/** So many calls of a program are described: a loop may make a hundred thousand. */
const mostCalls = 500;
/** So many of a call's items. */
const mostItems = 64;

/** Tells the page what a program's calls are about, for its timeline: where they stand, their items and their results. */
export class CallNotes implements CallLog {
  private readonly pools = new Map<number, { index: number; jobs: number }>();
  private calls = 0;

  /** @param url - of the program's text, which names its frames in stacks */
  constructor(
    private readonly module: WebpoolModule,
    private readonly url: string,
  ) {}

  called(address: number, items: ArrayLike<unknown>, spread: boolean): (results: unknown) => void {
    let pool = this.pools.get(address);
    if (!pool) this.pools.set(address, (pool = { index: this.pools.size, jobs: 0 }));
    const place = { pool: pool.index, job: pool.jobs++ };
    if (++this.calls > mostCalls) return () => {};
    const write = spread
      ? (item: unknown) => (item as readonly unknown[]).map(shortText).join(", ")
      : shortText;
    this.send({ ...place, ...this.position(), items: listOf(items, write) });
    return (results) => {
      const list = ArrayBuffer.isView(results) || Array.isArray(results) ? results : [results];
      this.send({ ...place, results: listOf(list as ArrayLike<unknown>, shortText) });
    };
  }

  private position(): { line?: number; column?: number } {
    const match = /^:(\d+):(\d+)/.exec((new Error().stack ?? "").split(this.url)[1] ?? "");
    return match ? { line: Number(match[1]), column: Number(match[2]) } : {};
  }

  private send(note: CallNote): void {
    const bytes = new TextEncoder().encode(JSON.stringify(note));
    withBytes(this.module, bytes, (at) =>
      this.module._webpool_send_message(MessageKind.call, 0, at, bytes.length),
    );
  }
}

function listOf(items: ArrayLike<unknown>, write: (item: unknown) => string): string[] {
  return Array.from({ length: Math.min(items.length, mostItems) }, (_, item) => {
    try {
      return write(items[item]);
    } catch {
      return "…"; // an object that cannot be read
    }
  });
}

const longest = 24;

/** A value in a few letters. */
function shortText(value: unknown): string {
  const text =
    typeof value === "string"
      ? JSON.stringify(value)
      : typeof value === "object" && value !== null
        ? Array.isArray(value) || ArrayBuffer.isView(value)
          ? `[${Array.from((value as unknown[]).slice(0, 6), simpleText).join(", ")}${(value as unknown[]).length > 6 ? ", …" : ""}]`
          : (value.constructor?.name ?? "object")
        : simpleText(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function simpleText(value: unknown): string {
  if (typeof value === "number" && !Number.isInteger(value))
    return String(Number(value.toPrecision(6)));
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "[…]" : "{…}";
  return typeof value === "function" ? "function" : String(value);
}
