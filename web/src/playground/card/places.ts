import { listings } from "virtual:listings";
import recorded from "../../../programs/recorded/first.json";
import { Drafts } from "../drafts.ts";
import { loadLibrary } from "../run/library.ts";
import type { RecordedRun } from "../run/recorded.ts";
import { formatAddress, languageNamed, parseAddress, type Address } from "../share/address.ts";
import { mountCard, type Card } from "./card.ts";
import type { CardServices } from "./contract.ts";
import { firstState, readListings } from "../run/program.ts";
import { RunQueue } from "../run/run-queue.ts";

const processors = navigator.hardwareConcurrency || 1;

/** A card is built when it is this far from the visible area, so that it is complete when it becomes visible. */
const ahead = "600px";

/**
 * Builds the cards of a page, each when it is about to become visible, and applies the page's URL: a link to a program sets the
 * state of its card, and `?language=python` selects the language of all cards that have it.
 */
export function mountPlaces(page: Document, services: Partial<CardServices> = {}): CardPlaces {
  return new CardPlaces(page, {
    loadLibrary,
    queue: new RunQueue(),
    drafts: new Drafts(),
    link: async (program, state) => {
      const url = new URL(page.URL);
      url.search = ""; // ?language= would be another default than that of the link
      url.hash = await formatAddress(program, state);
      return url.href;
    },
    embedBase: new URL("./", page.baseURI),
    ...services,
  });
}

export class CardPlaces {
  readonly #services: CardServices;
  readonly #places = new Map<string, HTMLElement>();
  readonly #cards = new Map<string, Card>();
  readonly #observer: IntersectionObserver;
  readonly #language =
    languageNamed(new URLSearchParams(location.search).get("language")) ?? firstState.language;

  constructor(page: Document, services: CardServices) {
    this.#services = services;
    this.#observer = new IntersectionObserver((entries) => this.#look(entries), {
      rootMargin: `${ahead} 0px`,
    });
    for (const place of page.querySelectorAll<HTMLElement>(".card-place[data-program]")) {
      this.#places.set(place.dataset.program!, place);
      this.#observer.observe(place);
      // Keyboard focus may reach a place before it is near the visible area.
      place.addEventListener("focusin", () => this.card(place.dataset.program!), { once: true });
    }
    void this.#follow();
    window.addEventListener("hashchange", () => void this.#follow());
  }

  /** Returns the card of a program, and builds it if necessary; null if the page has no place for it. */
  card(program: string, address?: Address): Card | null {
    const known = this.#cards.get(program);
    const place = this.#places.get(program);
    if (known || !place) return known ?? null;
    this.#observer.unobserve(place);
    const title = place.dataset.title ?? program;
    const hadFocus = place.contains(document.activeElement);
    const card = mountCard(
      place.querySelector<HTMLElement>(".card") ?? place,
      {
        program,
        title,
        language: this.#language,
        ...address?.state,
        origin: address ? originOf(address) : null,
        ...(program === "first" && {
          recorded: address ? null : (recorded as RecordedRun),
          runLabel: processors === 1 ? "Run it here" : `Run it on your ${processors} processors`,
        }),
      },
      this.#services,
    );
    if (hadFocus)
      place.querySelector<HTMLElement>("[data-part=editor] .code")?.focus({ preventScroll: true });
    this.#cards.set(program, card);
    if (!("highlighted" in place.dataset)) void this.#highlight(program, card);
    return card;
  }

  /** Loads the listings with syntax highlighting. The page contains plain ones to keep it small. */
  async #highlight(program: string, card: Card): Promise<void> {
    const loaded = await listings[program]?.().catch(() => null); // without it the text stays plain
    if (!loaded) return;
    const template = document.createElement("template");
    template.innerHTML = loaded.html; // from the build of this site
    card.highlight(readListings(template.content));
  }

  #look(entries: readonly IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of entries)
      if (isIntersecting) this.card((target as HTMLElement).dataset.program!);
  }

  async #follow(): Promise<void> {
    if (!location.hash.includes("&")) return; // no settings: the browser scrolls to the section
    const address = await parseAddress(location.hash, this.#language);
    const place = this.#places.get(address.program);
    if (!place) return;
    const known = this.#cards.get(address.program);
    if (known) known.show(address.state, originOf(address));
    else this.card(address.program, address);
    // The hash with settings is not the id of an element, so the browser does not scroll.
    (document.getElementById(address.program) ?? place).scrollIntoView();
  }
}

function originOf({ state, broken }: Address): string | null {
  if (broken)
    return "The link that you followed has a text that cannot be read: this is the guide’s.";
  if (state.source === null) return null;
  return "This program came with the link that you followed. Read it before you run it.";
}
