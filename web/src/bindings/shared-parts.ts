import type { PartsMessage, PartsToShare } from "./program-contract";

/**
 * What the page and the workers of a module hand each other by messages, beside the module's memory: compiled modules, and
 * shared memory of its own. Each worker is given all parts that there are as it starts, and later ones when they come.
 */
export class SharedParts implements PartsToShare {
  private readonly values = new Map<string, unknown>();
  private readonly workers = new Set<WeakRef<Worker>>();

  /** Gives a new worker what there is, and passes on what the worker gives. */
  connect(worker: Worker): void {
    this.workers.add(new WeakRef(worker));
    worker.addEventListener("message", (event: MessageEvent<unknown>) => {
      const parts = partsOf(event);
      for (const [name, value] of Object.entries(parts?.set ?? {})) this.set(name, value);
      if (parts?.deleted !== undefined) this.delete(parts.deleted);
    });
    if (this.values.size > 0) post(worker, { set: Object.fromEntries(this.values) });
  }

  set(name: string, value: unknown): void {
    this.values.set(name, value);
    this.postAll({ set: { [name]: value } });
  }

  delete(name: string): void {
    if (this.values.delete(name)) this.postAll({ deleted: name });
  }

  private postAll(parts: PartsMessage["webpoolParts"]): void {
    for (const reference of this.workers) {
      const worker = reference.deref();
      if (worker) post(worker, parts);
      else this.workers.delete(reference);
    }
  }
}

/** The same in the realm of a worker. */
export class PartsOfRealm implements PartsToShare {
  private readonly parts = new Map<string, PromiseWithResolvers<unknown>>();
  // The worker's own: a task or program may replace the realm's.
  private readonly page = {
    postMessage: postMessage.bind(globalThis) as (message: unknown) => void,
  };

  constructor() {
    addEventListener("message", (event: MessageEvent<unknown>) => {
      const given = partsOf(event);
      for (const [name, value] of Object.entries(given?.set ?? {})) this.keep(name, value);
      if (given?.deleted !== undefined) this.parts.delete(given.deleted);
    });
  }

  /** Resolves when the part of that name has come. */
  get<T>(name: string): Promise<T> {
    let part = this.parts.get(name);
    if (!part) this.parts.set(name, (part = withResolvers()));
    return part.promise as Promise<T>;
  }

  /** Hands a part to all workers of the module; this one has it at once. */
  set(name: string, value: unknown): void {
    this.keep(name, value);
    post(this.page, { set: { [name]: value } });
  }

  delete(name: string): void {
    this.parts.delete(name);
    post(this.page, { deleted: name });
  }

  // One that waits gets it; later the newest of that name counts.
  private keep(name: string, value: unknown): void {
    this.parts.get(name)?.resolve(value);
    const part = withResolvers();
    part.resolve(value);
    this.parts.set(name, part);
  }
}

// Promise.withResolvers, which browsers of 2023 lack.
function withResolvers(): PromiseWithResolvers<unknown> {
  const resolvers = {} as PromiseWithResolvers<unknown>;
  resolvers.promise = new Promise((resolve, reject) =>
    Object.assign(resolvers, { resolve, reject }),
  );
  return resolvers;
}

function partsOf(event: MessageEvent<unknown>): PartsMessage["webpoolParts"] | undefined {
  const parts = (event.data as Partial<PartsMessage> | null)?.webpoolParts;
  // Emscripten's own listener does not know such messages.
  if (parts) event.stopImmediatePropagation();
  return parts;
}

function post(
  to: { postMessage(message: PartsMessage): void },
  parts: PartsMessage["webpoolParts"],
) {
  to.postMessage({ webpoolParts: parts });
}
