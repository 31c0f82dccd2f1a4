/** Gives `object` the property `on<type>`, whose function is called for the target's events as a listener that it added. */
export function provideHandler(object: object, type: string, target: EventTarget): void {
  let handler: ((event: Event) => void) | null = null;
  let listens = false;
  Object.defineProperty(object, `on${type}`, {
    get: () => handler,
    set: (value: typeof handler) => {
      handler = value;
      if (!listens) target.addEventListener(type, (event) => handler?.(event));
      listens = true;
    },
    configurable: true,
  });
}
