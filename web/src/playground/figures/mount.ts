const makers: Record<string, () => Promise<(root: HTMLElement) => void>> = {
  model: () => import("./model.ts").then((module) => module.modelFigure),
  speedup: () => import("./speedup.ts").then((module) => module.speedupFigure),
  overhead: () => import("./overhead.ts").then((module) => module.overheadFigure),
  chunksize: () => import("./chunksize.ts").then((module) => module.chunksizeFigure),
  matrix: () => import("./matrix.ts").then((module) => module.matrixFigure),
};

/** Makes the page's figures live, each when it comes near the window; until then its place holds its text. */
export function mountFigures(page: Document): void {
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        void mount(target as HTMLElement);
      }
    },
    { rootMargin: "800px" },
  );
  for (const figure of page.querySelectorAll<HTMLElement>("[data-figure]")) near.observe(figure);
}

async function mount(figure: HTMLElement): Promise<void> {
  try {
    const make = await makers[figure.dataset.figure ?? ""]?.();
    make?.(figure);
    figure.dataset.mounted = "";
  } catch (error) {
    console.error("webpool: a figure could not be loaded", error);
  }
}
