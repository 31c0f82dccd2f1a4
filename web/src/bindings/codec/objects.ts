import { Container } from "./tags";

/** Stands for a hole in an array, or a missing key. */
export const absent: unique symbol = Symbol("absent");

/** Marks that the remaining elements of an array follow as keys and values. */
export const sparse: unique symbol = Symbol("sparse");

/** Creates a deferred object, still empty. */
export const containers: Record<Exclude<Container, Container.error>, () => object> = {
  [Container.object]: () => ({}),
  [Container.array]: () => [],
  [Container.map]: () => new Map(),
  [Container.set]: () => new Set(),
};

/** Whether all objects inherit a property of that name, such as `__proto__`, so that it cannot simply be assigned. */
export function isInherited(key: string): boolean {
  return key in Object.prototype;
}

/** Defines an own property, even for an inherited key. */
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
