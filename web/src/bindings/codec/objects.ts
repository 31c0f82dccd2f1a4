import { Container } from "./tags";

/** How objects are made of what a message says. */

/** Stands for what an array or an object does not have. */
export const absent: unique symbol = Symbol("absent");

/** Says that what follows of an array goes by its keys. */
export const sparse: unique symbol = Symbol("sparse");

/** Makes what a deferred object is. */
export const containers: Record<Container, () => object> = {
  [Container.object]: () => ({}),
  [Container.array]: () => [],
  [Container.map]: () => new Map(),
  [Container.set]: () => new Set(),
};

/** Whether a key has a meaning for all objects. */
export function isInherited(key: string): boolean {
  return key in Object.prototype;
}

/** Defines a property whatever its key is. */
export function define(object: Record<string, unknown>, key: string, value: unknown): void {
  if (value === absent) return;
  if (!isInherited(key)) object[key] = value;
  else
    Object.defineProperty(object, key, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    });
}
