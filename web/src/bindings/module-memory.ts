import type { WebpoolModule } from "./module";

/** Bytes and texts in the module's memory. */

/** Calls `use` with the address of a copy of the bytes in the module's memory. */
export function withBytes<T>(
  module: WebpoolModule,
  bytes: Uint8Array,
  use: (address: number) => T,
): T {
  const address = module._malloc(bytes.length || 1);
  if (address === 0) throw outOfMemory();
  try {
    module.HEAPU8.set(bytes, address);
    return use(address);
  } finally {
    module._free(address);
  }
}

/** The error for what does not fit into the module's memory. */
export function outOfMemory(): RangeError {
  return new RangeError(
    "the pool's memory is full; free matrices and shared arrays that are no longer used",
  );
}

/** Decodes UTF-8 text in the module's memory. */
export function readText(module: WebpoolModule, address: number, size: number): string {
  return new TextDecoder().decode(module.HEAPU8.slice(address, address + size));
}
