import library from "virtual:webpool-library";
import { mountPlaces } from "./card/places.ts";
import { bindPrompts } from "./card/prompts.ts";
import { RunQueue } from "./run/run-queue.ts";
import { bindContents } from "./contents.ts";
import { part, whenIdle } from "./dom.ts";
import { mountFigures } from "./figures/mount.ts";
import { mountMachine } from "./machine.ts";
import { loadLibrary } from "./run/library.ts";
import { keepForOffline } from "../site/offline.ts";
import { bindThemeButton } from "./theme.ts";

const queue = new RunQueue(); // shared, since programs and figures must not disturb each other's measurements
bindPrompts(document, mountPlaces(document, { queue }));
mountFigures(document, queue);
mountMachine(part(document, "[data-part=machine]"));
bindContents(part(document, ".contents"));
bindThemeButton(part(document, "[data-part=theme]"));

// Waits until the page is idle, since the service worker fetches all its files.
addEventListener("load", () => whenIdle(() => void keepForOffline(library)), { once: true });

// The note is visible already (site/early.ts); the library has the text of the reason.
const { webpoolReady } = globalThis as { webpoolReady?: Promise<void> };
void webpoolReady?.then(async () => {
  if (document.documentElement.dataset.threads !== "none") return;
  const { support } = await loadLibrary();
  if (support.reason) part(document, "[data-part=threads-reason]").textContent = support.reason;
});
