/** The parts of `WebpoolModule` from which `ModuleMemory` is made. */
interface GrowingModule {
  readonly webpoolWorkers: { memory(): WebAssembly.Memory };
  _webpool_memory(): number;
}

/** The parts of `WebpoolModule` with which memory is allocated. */
interface AllocatingModule {
  readonly memory: ModuleMemory;
  _malloc(size: number): number;
  _free(address: number): void;
}

/**
 * The module's memory, which any thread may have grown since it was last read. A view may be kept for addresses that were known
 * when it was taken; for a later one, read the property again.
 */
export class ModuleMemory {
  /** What the memory can grow to, in bytes. */
  readonly limit: number;
  /** The buffers that this realm has had views of: each time the memory has grown, it has another one. */
  readonly buffers: ArrayBufferLike[] = [];
  private bytes!: Uint8Array;
  private words!: Int32Array;
  private unsigned!: Uint32Array;
  private numbers!: Float64Array;
  // Index of the word that holds the size of the memory; the next one holds the limit.
  private readonly size: number;

  constructor(private readonly module: GrowingModule) {
    this.size = module._webpool_memory() >> 2;
    this.renew();
    this.limit = this.unsigned[this.size + 1]!;
  }

  get HEAPU8(): Uint8Array {
    this.look();
    return this.bytes;
  }
  get HEAP32(): Int32Array {
    this.look();
    return this.words;
  }
  get HEAPU32(): Uint32Array {
    this.look();
    return this.unsigned;
  }
  get HEAPF64(): Float64Array {
    this.look();
    return this.numbers;
  }

  private look(): void {
    if (this.unsigned[this.size]! > this.bytes.length) this.renew();
  }

  private renew(): void {
    const memory = this.module.webpoolWorkers.memory();
    // V8 interrupts other threads to have them see that the memory has grown, which may still be to come in this one. To grow
    // it by nothing makes `buffer` that of now.
    if (this.buffers.length > 0) memory.grow(0);
    const { buffer } = memory;
    this.buffers.push(buffer);
    this.bytes = new Uint8Array(buffer);
    this.words = new Int32Array(buffer);
    this.unsigned = new Uint32Array(buffer);
    this.numbers = new Float64Array(buffer);
  }
}

/** Calls `use` with the address of a copy of the bytes in the module's memory. */
export function withBytes<T>(
  module: AllocatingModule,
  bytes: Uint8Array,
  use: (address: number) => T,
): T {
  const address = module._malloc(bytes.length || 1);
  if (address === 0) throw outOfMemory();
  try {
    module.memory.HEAPU8.set(bytes, address);
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
export function readText(
  module: Pick<AllocatingModule, "memory">,
  address: number,
  size: number,
): string {
  return new TextDecoder().decode(module.memory.HEAPU8.slice(address, address + size));
}
