import type { SharedBuffers } from "./codec/shared-buffers";
import type { Realm } from "./program-contract";

/**
 * The caller's own shared memory: the values of a call name it by a number, and a message, which alone can carry it, brings it
 * to the workers. It is sent before the call, so that who waits for it in the event loop gets it.
 */

const nameOf = (number: number): string => `buffer ${number}`;

/** Sends buffers to the workers. */
interface Messenger {
  /** Sends a buffer to all workers, including later ones, without keeping it from being garbage-collected. */
  send(name: string, buffer: SharedArrayBuffer): void;
  delete(name: string): void;
}

/** The buffers of a realm that calls pools. They are released when they are garbage-collected there. */
export class CallersBuffers implements SharedBuffers {
  private readonly numbers = new WeakMap<SharedArrayBuffer, number>();
  private readonly buffers = new Map<number, WeakRef<SharedArrayBuffer>>();
  private count = 0;
  private readonly collected = new FinalizationRegistry<number>((number) => {
    this.buffers.delete(number);
    this.workers?.delete(nameOf(number));
  });

  /** @param workers - undefined if tasks run in this realm */
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

/** The buffers of a processor: those that it has received. */
export class ProcessorsBuffers implements SharedBuffers {
  private readonly numbers = new WeakMap<SharedArrayBuffer, number>();

  constructor(private readonly realm: Realm) {}

  /** The number of a received buffer; undefined for one that was created here, which cannot be passed to the caller. */
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
