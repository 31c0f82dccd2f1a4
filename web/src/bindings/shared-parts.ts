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
    worker.addEventListener("message", (event: MessageEvent<unknown>) => {
      const parts = partsOf(event);
      for (const [name, value] of Object.entries(parts?.set ?? {})) this.set(name, value, worker);
      if (parts?.deleted !== undefined) this.delete(parts.deleted);
    });
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

/** The parts as the realm of a worker sees them. */
export class PartsOfRealm implements PartsToShare {
  private readonly parts = new Map<string, PromiseWithResolvers<unknown>>();
  private readonly values = new Map<string, unknown>();
  // Keeps the original function, since a task or program may replace the global one.
  private readonly page = {
    postMessage: postMessage.bind(globalThis) as (message: unknown) => void,
  };

  constructor() {
    addEventListener("message", (event: MessageEvent<unknown>) => {
      const parts = partsOf(event);
      for (const [name, value] of Object.entries(parts?.set ?? {})) this.keep(name, value);
      if (parts?.deleted !== undefined) this.forget(parts.deleted);
    });
  }

  /** Resolves when the part of that name has arrived. */
  get<T>(name: string): Promise<T> {
    let part = this.parts.get(name);
    if (!part) this.parts.set(name, (part = withResolvers()));
    return part.promise as Promise<T>;
  }

  /** The part of that name; undefined if it has not arrived. */
  now(name: string): unknown {
    return this.values.get(name);
  }

  /** Sends a part to all workers of the module without keeping it here. */
  send(name: string, value: unknown): void {
    post(this.page, { set: { [name]: value } });
  }

  /** Sends a part to all workers of the module; it is available here at once. */
  set(name: string, value: unknown): void {
    this.keep(name, value);
    post(this.page, { set: { [name]: value } });
  }

  delete(name: string): void {
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

function partsOf(event: MessageEvent<unknown>): PartsMessage["webpoolParts"] | undefined {
  const parts = (event.data as Partial<PartsMessage> | null)?.webpoolParts;
  // Emscripten's own listener would warn about such messages.
  if (parts) event.stopImmediatePropagation();
  return parts;
}

function post(
  to: { postMessage(message: PartsMessage): void },
  parts: PartsMessage["webpoolParts"],
) {
  to.postMessage({ webpoolParts: parts });
}
