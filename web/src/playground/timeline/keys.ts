/** The actions of keys on a timeline. */
export interface KeyActions {
  zoom(factor: number): void;
  /** Pans by a fraction of the visible time. */
  pan(share: number): void;
  fit(): void;
  /** Moves the cursor by a fraction of the visible time. */
  step(share: number): void;
  /** Moves the cursor to the next or previous chunk. */
  jump(direction: 1 | -1): void;
  /** Selects the lane that is `by` lanes further down. */
  lane(by: number): void;
  end(last: boolean): void;
  leave(): void;
}

/** Binds the keys: arrows move the cursor, with Shift they pan, with Ctrl they jump by chunk; + and − zoom, 0 shows all. */
export function bindKeys(canvas: HTMLElement, actions: KeyActions): void {
  canvas.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey) return;
    const act = actionOf(event, actions);
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function actionOf(
  { key, shiftKey, ctrlKey }: KeyboardEvent,
  actions: KeyActions,
): (() => void) | null {
  const sideways = (direction: 1 | -1) => {
    if (ctrlKey) return () => actions.jump(direction);
    if (shiftKey) return () => actions.pan(0.1 * direction);
    return () => actions.step(0.01 * direction);
  };
  switch (key) {
    case "ArrowRight":
      return sideways(1);
    case "ArrowLeft":
      return sideways(-1);
    case "ArrowDown":
      return () => actions.lane(1);
    case "ArrowUp":
      return () => actions.lane(-1);
    case "PageDown":
      return () => actions.jump(1);
    case "PageUp":
      return () => actions.jump(-1);
    case "Home":
      return () => actions.end(false);
    case "End":
      return () => actions.end(true);
    case "+":
    case "=":
      return ctrlKey ? null : () => actions.zoom(0.6);
    case "-":
      return ctrlKey ? null : () => actions.zoom(1 / 0.6);
    case "0":
      return ctrlKey ? null : () => actions.fit();
    case "Escape":
      return () => actions.leave();
    default:
      return null;
  }
}
