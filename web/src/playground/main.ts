import { mountPlaces } from "./card/places.ts";
import { bindPrompts } from "./card/prompts.ts";
import { RunQueue } from "./card/run-queue.ts";
import { bindContents } from "./contents.ts";
import { part } from "./dom.ts";
import { mountFigures } from "./figures/mount.ts";
import { loadLibrary } from "./run/library.ts";
import { bindThemeButton } from "./theme.ts";

const queue = new RunQueue(); // programs and figures measure: one at a time
bindPrompts(document, mountPlaces(document, { queue }));
mountFigures(document, queue);
bindContents(part(document, ".contents"));
bindThemeButton(part(document, "[data-part=theme]"));

// The note stands there as soon as that is known; only the library knows the reason's words.
const { webpoolReady } = globalThis as { webpoolReady?: Promise<void> };
void webpoolReady?.then(async () => {
  if (document.documentElement.dataset.threads !== "none") return;
  const { support } = await loadLibrary();
  if (support.reason) part(document, "[data-part=threads-reason]").textContent = support.reason;
});
