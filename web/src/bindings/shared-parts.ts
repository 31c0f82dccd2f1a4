import type { PartsMessage, PartsToShare } from "./program-contract";

// The original, since a task may replace the global one.
const { Promise } = globalThis;

/**
 * Values that the page and the workers of a module share by messages, since they cannot be in the module's memory: compiled
 * modules, and separate shared memory. Each worker receives the existing parts when it starts, and later ones when set.
 */
export class SharedParts implements PartsToShare {
  private readonly values = new Map<string, () => unknown>();
  private readonly workers = new Set<WeakRef<Worker>>();

  /** Sends the existing parts to a new worker, and forwards to all workers the parts that it sets. */
  connect(worker: Worker): void {
    this.workers.add(new WeakRef(worker));
    receive(
      worker,
      (name, value) => this.set(name, value, worker),
      (name) => this.delete(name),
    );
    if (this.values.size === 0) return;
    const values = Array.from(this.values, ([name, value]) => [name, value()] as const);
    post(worker, { set: Object.fromEntries(values) });
  }

  /** `sender`: the worker that has the value already. Messages to one that is blocked would be kept until it has ended. */
  set(name: string, value: unknown, sender?: Worker): void {
    this.values.set(name, () => value);
    this.postAll({ set: { [name]: value } }, sender);
  }

  /** Like `set`, for a value that may be garbage-collected before it is deleted. */
  send(name: string, value: object): void {
    const reference = new WeakRef(value);
    this.values.set(name, () => reference.deref());
    this.postAll({ set: { [name]: value } });
  }

  delete(name: string): void {
    if (this.values.delete(name)) this.postAll({ deleted: name });
  }

  private postAll(parts: PartsMessage["webpoolParts"], sender?: Worker): void {
    for (const reference of this.workers) {
      const worker = reference.deref();
      if (!worker) this.workers.delete(reference);
      else if (worker !== sender) post(worker, parts);
    }
  }
}

/** The parts as the realm of a worker sees them; the methods are those of {@link Realm}. */
export class PartsOfRealm {
  private readonly parts = new Map<string, PromiseWithResolvers<unknown>>();
  private readonly values = new Map<string, unknown>();
  // Keeps the original function, since a task or program may replace the global one.
  private readonly page = {
    postMessage: postMessage.bind(globalThis) as (message: unknown) => void,
  };

  constructor() {
    receive(
      globalThis,
      (name, value) => this.keep(name, value),
      (name) => this.forget(name),
    );
  }

  /** Resolves when the part of that name has arrived. */
  part<T>(name: string): Promise<T> {
    let part = this.parts.get(name);
    if (!part) this.parts.set(name, (part = withResolvers()));
    return part.promise as Promise<T>;
  }

  /** The part of that name; undefined if it has not arrived. */
  partNow(name: string): unknown {
    return this.values.get(name);
  }

  /** Sends a part to all workers of the module without keeping it here. */
  sendPart(name: string, value: unknown): void {
    post(this.page, { set: { [name]: value } });
  }

  /** Sends a part to all workers of the module; it is available here at once. */
  setPart(name: string, value: unknown): void {
    this.keep(name, value);
    post(this.page, { set: { [name]: value } });
  }

  deletePart(name: string): void {
    this.forget(name);
    post(this.page, { deleted: name });
  }

  // Resolves pending get() calls with the value, and replaces an older value of that name for later ones.
  private keep(name: string, value: unknown): void {
    this.values.set(name, value);
    this.parts.get(name)?.resolve(value);
    const part = withResolvers();
    part.resolve(value);
    this.parts.set(name, part);
  }

  private forget(name: string): void {
    this.parts.delete(name);
    this.values.delete(name);
  }
}

// Promise.withResolvers, which browsers before 2024 lack.
function withResolvers(): PromiseWithResolvers<unknown> {
  const resolvers = {} as PromiseWithResolvers<unknown>;
  resolvers.promise = new Promise((resolve, reject) =>
    Object.assign(resolvers, { resolve, reject }),
  );
  return resolvers;
}

// Listens for the messages of `post`.
function receive(
  from: EventTarget,
  set: (name: string, value: unknown) => void,
  remove: (name: string) => void,
): void {
  from.addEventListener("message", (event) => {
    const parts = (event as MessageEvent<Partial<PartsMessage> | null>).data?.webpoolParts;
    if (!parts) return;
    event.stopImmediatePropagation(); // Emscripten's own listener would warn about such messages
    for (const [name, value] of Object.entries(parts.set ?? {})) set(name, value);
    if (parts.deleted !== undefined) remove(parts.deleted);
  });
}

function post(
  to: { postMessage(message: PartsMessage): void },
  parts: PartsMessage["webpoolParts"],
) {
  to.postMessage({ webpoolParts: parts });
}
