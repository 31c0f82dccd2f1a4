/** The actions of pointer gestures on a timeline. Positions are pixels within the canvas. */
export interface Gestures {
  /** Multiplies the visible time by `factor`, around a position. */
  zoom(factor: number, x: number): void;
  pan(pixels: number): void;
  /** The pointer is at a position; null when it has left. */
  hover(place: { x: number; y: number } | null): void;
  /** Moves the cursor to a position. */
  scrub(place: { x: number; y: number }): void;
}

/** The height of the area at the top of the canvas where dragging moves the cursor. */
const axisHeight = 20;

/**
 * Binds the gestures. Mouse: drag to pan, wheel to zoom (only with focus or Ctrl, so that the wheel can scroll the page over
 * the timeline), Shift and wheel to pan. Touch: drag to pan, two fingers to zoom; vertical drags scroll the page.
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
