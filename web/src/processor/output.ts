import { kindOf } from "../bindings/options";
import { runtimeInspect } from "../bindings/platform";
import { outOfMemory, withBytes } from "../bindings/module-memory";
import { type Level, levels, MessageKind, partialOutput } from "../bindings/layout";
import type { WebpoolModule } from "../bindings/module";
import { realm } from "../bindings/realm";
import { wait } from "./original-atomics";

/** Keeps a task from being killed while it runs the pool's own code. */
export interface KillGuard {
  protect<T>(run: () => T): T;
}

let inspect: ((value: unknown) => string) | undefined;

/** Sets how browsers print objects as text. The on-demand library does it, since only the output of programs is text there. */
export function provideInspect(own: (value: unknown) => string): void {
  inspect = own;
}

/** Whether `provideInspect` was called. */
export function canInspect(): boolean {
  return inspect !== undefined;
}

/** Formats a typed array by its first elements. */
export function arrayText(array: Uint8Array): string {
  const list = Array.from(array.subarray(0, 100));
  const rest = array.length - list.length;
  return `${array.constructor.name}(${array.length}) [${list.join(", ")}${rest > 0 ? `, … ${rest} more` : ""}]`;
}

function text(value: unknown): string {
  if (typeof value === "string") return value;
  try {
    if (ArrayBuffer.isView(value) && !(value instanceof DataView))
      return arrayText(value as Uint8Array);
    if (value instanceof Error)
      return String(value.stack).includes(value.message) ? value.stack! : String(value);
    if (value === null || (typeof value !== "object" && typeof value !== "function"))
      return Object.is(value, -0) ? "-0" : typeof value === "bigint" ? `${value}n` : String(value);
    return (runtimeInspect() ?? inspect ?? String)(value); // the runtime's own outside of browsers
  } catch {
    return "[an object that cannot be read]";
  }
}

/** Returns how long to sleep; throws a `TypeError` unless it is a number. */
export function requireSleep(milliseconds: unknown): number {
  if (typeof milliseconds === "number" && !Number.isNaN(milliseconds))
    return Math.max(0, milliseconds);
  throw new TypeError(`sleep takes a number of milliseconds; ${kindOf(milliseconds)} was given`);
}

/** Blocks the thread for that time. */
export function sleep(milliseconds: number): void {
  const limit = requireSleep(milliseconds);
  nothing ??= new Int32Array(new SharedArrayBuffer(4));
  wait(nothing, 0, 0, limit);
}
let nothing: Int32Array | undefined;

/** Defines `print` and `sleep` for tasks and programs. Sends their output to the host if the host requests it. */
export function provideOutput(module: WebpoolModule, guard: KillGuard): void {
  const own = realm();
  if (own) own.print = (...output) => sendOutput(module, guard, ...output);
  const scope = globalThis as unknown as Record<string, unknown>;
  const { print, ...methods } = printers(module, guard);
  scope["sleep"] = sleep;
  scope["print"] = print;
  // Node freezes it with --frozen-intrinsics.
  if (!Object.isFrozen(console)) Object.assign(console, methods);
}

// With `partial` the line does not end.
function sendOutput(
  module: WebpoolModule,
  guard: KillGuard,
  output: string,
  level: Level,
  partial: boolean,
): void {
  const bytes = new TextEncoder().encode(output);
  const a = levels.indexOf(level) + (partial ? partialOutput : 0);
  const sent = guard.protect(() =>
    withBytes(module, bytes, (at) =>
      module._webpool_send_message(MessageKind.output, a, at, bytes.length),
    ),
  );
  if (sent === 0) throw outOfMemory();
}

/** `print`, and the methods of the console if the host requests the output. */
export function printers(
  module: WebpoolModule,
  guard: KillGuard,
): Record<string, (...values: unknown[]) => void> {
  if (module._webpool_output_to_host() === 0) {
    return { print: (...values) => console.log(...values) };
  }
  const printer =
    (level: Level) =>
    (...values: unknown[]): void =>
      sendOutput(module, guard, values.map(text).join(" "), level, false);
  return {
    print: printer("log"),
    ...Object.fromEntries(levels.map((level) => [level, printer(level)])),
  };
}
