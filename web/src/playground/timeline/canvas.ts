/** Gives a canvas as many pixels as the screen has for it, and its context the unit of a CSS pixel. */
export function fitCanvas(canvas: HTMLCanvasElement, context: CanvasRenderingContext2D): void {
  const ratio = devicePixelRatio;
  const width = Math.round(canvas.clientWidth * ratio);
  const height = Math.round(canvas.clientHeight * ratio);
  // Setting a size clears the canvas, also to the size that it has.
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}

/** Calls `soon` or `now` whenever the size, the theme or the medium changes, and tells whether the canvas is in view. */
export function watchLooks(
  box: HTMLElement,
  canvas: HTMLCanvasElement,
  { now, soon, inView }: { now(): void; soon(): void; inView(isIn: boolean): void },
): void {
  new ResizeObserver(now).observe(box);
  new IntersectionObserver((entries) => inView(entries.at(-1)!.isIntersecting)).observe(canvas);
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"])
    matchMedia(query).addEventListener("change", soon);
  matchMedia("print").addEventListener("change", now); // there is no later frame
  new MutationObserver(soon).observe(document.documentElement, {
    attributeFilter: ["data-theme", "class", "style"],
  });
}
