import { textOf } from "../bindings/errors";
import { withBytes } from "../bindings/module-memory";
import { MessageKind } from "../bindings/layout";
import type { WebpoolModule } from "../bindings/module";
import type { CallNote } from "../bindings/program-contract";
import type { CallLog, CallRecord } from "../bindings/runtime";

/** How many calls of a program are described, since a loop may make a hundred thousand. */
const maxCalls = 500;
/** How many items of a call are described. */
const maxItems = 64;

/** Sends descriptions of a program's calls to the page, for its timeline: source positions, items and results. */
export class CallNotes implements CallLog {
  // How many jobs each pool has had, by its number.
  private readonly jobs = new Map<number, number>();
  private calls = 0;

  /** @param url - the URL of the program, which its stack frames contain */
  constructor(
    private readonly module: WebpoolModule,
    private readonly url: string,
  ) {}

  called(pool: number, items: ArrayLike<unknown>, spread: boolean): CallRecord {
    const job = this.jobs.get(pool) ?? 0;
    this.jobs.set(pool, job + 1);
    const id = { pool, job };
    if (++this.calls > maxCalls) return { ended: () => {}, failed: warnOfUnread };
    const write = spread
      ? (item: unknown) => (item as readonly unknown[]).map(shortText).join(", ")
      : shortText;
    const { module } = this;
    sendCallNote(module, { ...id, ...this.position(), items: listOf(items, write) });
    return {
      ended: (results) => {
        const list = ArrayBuffer.isView(results) || Array.isArray(results) ? results : [results];
        sendCallNote(module, { ...id, results: listOf(list as ArrayLike<unknown>, shortText) });
      },
      failed: (error) => sendCallNote(module, { ...id, unreadError: textOf(error) }),
    };
  }

  private position(): { line?: number; column?: number } {
    const match = /^:(\d+):(\d+)/.exec((new Error().stack ?? "").split(this.url)[1] ?? "");
    return match ? { line: Number(match[1]), column: Number(match[2]) } : {};
  }
}

/** Prints that an async call has failed and that the program has not read its result. */
export function warnOfUnread(error: unknown): void {
  console.warn(
    `An asynchronous call failed, and the program did not read its result: ${textOf(error)}\n` +
      "Use await or get() to have the error raised in the program, or pass an errorCallback.",
  );
}

/** Sends the description of a call to the page, unless there is no memory for it. */
export function sendCallNote(module: WebpoolModule, note: CallNote): void {
  const bytes = new TextEncoder().encode(JSON.stringify(note));
  try {
    withBytes(module, bytes, (at) =>
      module._webpool_send_message(MessageKind.call, 0, at, bytes.length),
    );
  } catch {
    // The call itself may have enough.
  }
}

function listOf(items: ArrayLike<unknown>, write: (item: unknown) => string): string[] {
  return Array.from({ length: Math.min(items.length, maxItems) }, (_, item) => {
    try {
      return write(items[item]);
    } catch {
      return "…"; // an object that cannot be read
    }
  });
}

const maxLength = 24;

/** An abbreviated description of a value. */
function shortText(value: unknown): string {
  const text =
    typeof value === "string"
      ? JSON.stringify(value)
      : typeof value === "object" && value !== null
        ? Array.isArray(value) || ArrayBuffer.isView(value)
          ? `[${Array.from((value as unknown[]).slice(0, 6), simpleText).join(", ")}${(value as unknown[]).length > 6 ? ", …" : ""}]`
          : (value.constructor?.name ?? "object")
        : simpleText(value);
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}

function simpleText(value: unknown): string {
  if (typeof value === "number" && !Number.isInteger(value))
    return String(Number(value.toPrecision(6)));
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "[…]" : "{…}";
  return typeof value === "function" ? "function" : String(value);
}
