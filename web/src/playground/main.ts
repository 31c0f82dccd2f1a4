import { mountPlaces } from "./card/places.ts";
import { RunQueue } from "./card/run-queue.ts";
import { bindContents } from "./contents.ts";
import { part } from "./dom.ts";
import { mountFigures } from "./figures/mount.ts";
import { loadLibrary } from "./run/library.ts";
import { bindThemeButton } from "./theme.ts";

const queue = new RunQueue(); // programs and figures measure: one at a time
mountPlaces(document, { queue });
mountFigures(document, queue);
bindContents(part(document, ".contents"));
bindThemeButton(part(document, "[data-part=theme]"));

// The note stands there from the first paint on; only the library knows the reason's words.
if (document.documentElement.dataset.threads === "none") {
  void loadLibrary().then(
    ({ support }) => {
      if (support.reason) part(document, "[data-part=threads-reason]").textContent = support.reason;
    },
    (error: Error) => console.error(error),
  );
}
