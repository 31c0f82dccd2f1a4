import { describe } from "../bindings/errors";
import { withBytes } from "../bindings/module-memory";
import type { WebpoolModule } from "../bindings/module";

/** Reports a trap or an exception of WebAssembly to the pool, as the error of the kernel that a processor ran. */
export function reportTrap(module: WebpoolModule, context: number, thrown: unknown): void {
  const { name, message } = describe(thrown);
  const start = new TextEncoder().encode(`${name}\0`);
  const bytes = new TextEncoder().encode(`${name}\0${message}\0`);
  withBytes(module, bytes, (at) => module._webpool_trapped(context, at, at + start.length));
}
