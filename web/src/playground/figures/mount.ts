import type { RunQueue } from "../run/run-queue.ts";

type Maker = (root: HTMLElement, queue: RunQueue) => void;

const makers: Record<string, () => Promise<Maker>> = {
  model: () => import("./model.ts").then((module) => module.modelFigure),
  speedup: () => import("./speedup.ts").then((module) => module.speedupFigure),
  overhead: () => import("./overhead.ts").then((module) => module.overheadFigure),
  chunksize: () => import("./chunksize.ts").then((module) => module.chunksizeFigure),
  matrix: () => import("./matrix.ts").then((module) => module.matrixFigure),
};

/** Replaces the text of each figure by the live figure when it is about to become visible. */
export function mountFigures(page: Document, queue: RunQueue): void {
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        void mount(target as HTMLElement, queue);
      }
    },
    { rootMargin: "800px" },
  );
  for (const figure of page.querySelectorAll<HTMLElement>("[data-figure]")) {
    near.observe(figure);
    const place = figure.querySelector<HTMLElement>(".figure-place");
    if (place) waitForFocus(place);
  }
}

/** Lets Tab stop at a figure that has no controls yet, so that it is not passed over. */
function waitForFocus(place: HTMLElement): void {
  place.tabIndex = 0;
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", "The figure is being loaded");
}

/** Hands the focus on to the first control of the figure, if Tab has stopped there. */
function passFocus(place: HTMLElement): void {
  const hadFocus = place === document.activeElement;
  for (const name of ["tabindex", "role", "aria-label"]) place.removeAttribute(name);
  if (hadFocus)
    place.querySelector<HTMLElement>("input, select, button")?.focus({ preventScroll: true });
}

async function mount(figure: HTMLElement, queue: RunQueue): Promise<void> {
  try {
    const make = await makers[figure.dataset.figure ?? ""]?.();
    make?.(figure, queue);
    figure.dataset.mounted = "";
  } catch (error) {
    console.error("webpool: a figure could not be loaded", error);
  }
  const place = figure.querySelector<HTMLElement>(".figure-place");
  if (place) passFocus(place);
}
