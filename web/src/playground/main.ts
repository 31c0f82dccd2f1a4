import { mountPlaces } from "./card/places.ts";
import { bindPrompts } from "./card/prompts.ts";
import { RunQueue } from "./card/run-queue.ts";
import { bindContents } from "./contents.ts";
import { part, whenIdle } from "./dom.ts";
import { mountFigures } from "./figures/mount.ts";
import { mountMachine } from "./machine.ts";
import { loadLibrary } from "./run/library.ts";
import { keepForOffline } from "../site/offline.ts";
import { bindThemeButton } from "./theme.ts";

const queue = new RunQueue(); // programs and figures measure: one at a time
bindPrompts(document, mountPlaces(document, { queue }));
mountFigures(document, queue);
mountMachine(part(document, "[data-part=machine]"));
bindContents(part(document, ".contents"));
bindThemeButton(part(document, "[data-part=theme]"));

// When nothing else is to do: the worker fetches what the page has.
addEventListener("load", () => whenIdle(() => void keepForOffline()), { once: true });

// The note stands there as soon as that is known; only the library knows the reason's words.
const { webpoolReady } = globalThis as { webpoolReady?: Promise<void> };
void webpoolReady?.then(async () => {
  if (document.documentElement.dataset.threads !== "none") return;
  const { support } = await loadLibrary();
  if (support.reason) part(document, "[data-part=threads-reason]").textContent = support.reason;
});
