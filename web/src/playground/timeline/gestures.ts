/** What a reader does with a timeline, in the terms of what it means; positions are pixels within the canvas. */
export interface Gestures {
  /** Shows `factor` times as much around a place. */
  zoom(factor: number, x: number): void;
  pan(pixels: number): void;
  /** Looks at a place; null: no longer. */
  hover(place: { x: number; y: number } | null): void;
  /** Puts the cursor there. */
  scrub(place: { x: number; y: number }): void;
}

/** The top of the canvas, where a drag moves the cursor rather than what is shown. */
const axisHeight = 20;

/**
 * Mouse: drag to move, wheel to zoom (once the timeline has the focus or with Ctrl, so that the page can be scrolled past
 * it), Shift and wheel to move. Touch: drag to move, two fingers to zoom; up and down scrolls the page.
 */
export function bindGestures(canvas: HTMLElement, gestures: Gestures): void {
  const pointers = new Map<number, { x: number; y: number }>();
  let scrubs = false;
  let moved = 0;

  const placeOf = (event: MouseEvent) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const place = placeOf(event);
    pointers.set(event.pointerId, place);
    canvas.setPointerCapture(event.pointerId);
    moved = 0;
    scrubs = pointers.size === 1 && place.y < axisHeight;
    if (scrubs) gestures.scrub(place);
  });

  canvas.addEventListener("pointermove", (event) => {
    const place = placeOf(event);
    const before = pointers.get(event.pointerId);
    if (!before) return gestures.hover(place);
    pointers.set(event.pointerId, place);
    moved += Math.abs(place.x - before.x);
    if (scrubs) return gestures.scrub(place);
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (!other) {
      gestures.pan(before.x - place.x);
      return gestures.hover(place);
    }
    const distance = (x: number) => Math.max(Math.abs(x - other.x), 8);
    gestures.zoom(distance(before.x) / distance(place.x), (place.x + other.x) / 2);
    gestures.pan((before.x - place.x) / 2);
  });

  const end = (event: PointerEvent) => {
    const place = pointers.get(event.pointerId);
    if (place && !scrubs && moved < 4 && pointers.size === 1 && event.type === "pointerup")
      gestures.scrub(place);
    pointers.delete(event.pointerId);
    if (pointers.size === 0) scrubs = false;
  };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  canvas.addEventListener("pointerleave", () => pointers.size === 0 && gestures.hover(null));

  canvas.addEventListener(
    "wheel",
    (event) => {
      const focused = document.activeElement === canvas;
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1;
      const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault();
        gestures.pan(sideways * unit);
      } else if (event.ctrlKey || event.metaKey || focused) {
        event.preventDefault();
        gestures.zoom(1.002 ** (event.deltaY * unit * (event.ctrlKey ? 3 : 1)), placeOf(event).x);
      }
    },
    { passive: false },
  );
}
