import type { SharedBuffers } from "./codec/shared-buffers";
import type { Realm } from "./program-contract";

/**
 * The caller's own shared memory: the values of a call name it by a number, and a message, which alone can carry it, brings it
 * to the workers. It is sent before the call, so that who waits for it in the event loop gets it.
 */

const nameOf = (number: number): string => `buffer ${number}`;

/** Brings buffers to the workers. */
interface Messenger {
  /** Sends it to all workers, also to those that start later, without keeping it from being collected. */
  send(name: string, buffer: SharedArrayBuffer): void;
  delete(name: string): void;
}

/** Those of a realm that calls a pool. They go when nobody there holds them any more. */
export class CallersBuffers implements SharedBuffers {
  private readonly numbers = new WeakMap<SharedArrayBuffer, number>();
  private readonly buffers = new Map<number, WeakRef<SharedArrayBuffer>>();
  private count = 0;
  private readonly collected = new FinalizationRegistry<number>((number) => {
    this.buffers.delete(number);
    this.workers?.delete(nameOf(number));
  });

  /** @param workers - undefined where tasks run in this realm */
  constructor(private readonly workers: Messenger | undefined) {}

  numberOf(buffer: SharedArrayBuffer): number {
    let number = this.numbers.get(buffer);
    if (number !== undefined) return number;
    number = ++this.count;
    this.workers?.send(nameOf(number), buffer);
    this.numbers.set(buffer, number);
    this.buffers.set(number, new WeakRef(buffer));
    this.collected.register(buffer, number);
    return number;
  }

  bufferOf(number: number): SharedArrayBuffer | undefined {
    return this.buffers.get(number)?.deref();
  }
}

/** Those of a processor: the ones that have come. */
export class ProcessorsBuffers implements SharedBuffers {
  private readonly numbers = new WeakMap<SharedArrayBuffer, number>();

  constructor(private readonly realm: Realm) {}

  /** Of one that came; undefined for one that was made here, which the caller could not get. */
  numberOf(buffer: SharedArrayBuffer): number | undefined {
    return this.numbers.get(buffer);
  }

  bufferOf(number: number): SharedArrayBuffer | undefined {
    const buffer = this.realm.partNow(nameOf(number)) as SharedArrayBuffer | undefined;
    if (buffer) this.numbers.set(buffer, number);
    return buffer;
  }

  async arrival(number: number): Promise<void> {
    await this.realm.part(nameOf(number));
  }
}
