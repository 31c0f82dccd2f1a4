/** The first element within `root` that matches a selector. Throws if there is none. */
export function part<E extends HTMLElement>(root: ParentNode, selector: string): E {
  const element = root.querySelector<E>(selector);
  if (!element) throw new Error(`the page has no ${selector}`);
  return element;
}

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: { className?: string; textContent?: string } = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  Object.assign(made, properties);
  made.append(...children);
  return made;
}

/** Calls `work` when the browser has nothing more urgent to do (Safari has no idle callback). */
export function whenIdle(work: () => void): void {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(work, { timeout: 500 });
  else setTimeout(work, 100);
}

/** Returns a function that calls `f` once when it was not called for `delay` milliseconds. */
export function debounce(f: () => void, delay: number): { (): void; cancel(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(f, delay);
  };
  return Object.assign(later, { cancel: () => clearTimeout(timer) });
}
