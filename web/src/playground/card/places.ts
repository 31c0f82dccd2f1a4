import { listings } from "virtual:listings";
import recorded from "../../../programs/recorded/first.json";
import { Drafts } from "../drafts.ts";
import { loadLibrary } from "../run/library.ts";
import type { RecordedRun } from "../run/recorded.ts";
import { formatAddress, languageNamed, parseAddress, type Address } from "../share/address.ts";
import { mountCard, type Card } from "./card.ts";
import type { CardServices } from "./contract.ts";
import { readListings } from "./program.ts";
import { RunQueue } from "./run-queue.ts";

const processors = navigator.hardwareConcurrency || 1;

/** How far below the window a card is built, so that it stands when it comes into view. */
const ahead = "600px";

/**
 * Builds the cards of a page, each when its place comes near the window, and follows the address: a link to a program
 * opens its card with what the link says, and `?language=python` chooses the language of all cards that have it.
 */
export function mountPlaces(page: Document, services: Partial<CardServices> = {}): CardPlaces {
  return new CardPlaces(page, {
    loadLibrary,
    queue: new RunQueue(),
    drafts: new Drafts(),
    link: async (program, state) => {
      const url = new URL(page.URL);
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
  readonly #language = languageNamed(new URLSearchParams(location.search).get("language")) ?? "js";

  constructor(page: Document, services: CardServices) {
    this.#services = services;
    this.#observer = new IntersectionObserver((entries) => this.#look(entries), {
      rootMargin: `${ahead} 0px`,
    });
    for (const place of page.querySelectorAll<HTMLElement>(".card-place[data-program]")) {
      this.#places.set(place.dataset.program!, place);
      this.#observer.observe(place);
      // The keyboard may come to a place before the window does: its card is built before the focus goes on.
      place.addEventListener("focusin", () => this.card(place.dataset.program!), { once: true });
    }
    void this.#follow();
    window.addEventListener("hashchange", () => void this.#follow());
  }

  /** The card of a program, built now if it was not yet; null where the page has no such place. */
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

  /** The page has the texts as they are, which keeps it small. */
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
    if (!location.hash.includes("&")) return; // nothing for a card: the browser goes to the section
    const address = await parseAddress(location.hash);
    const place = this.#places.get(address.program);
    if (!place) return;
    const known = this.#cards.get(address.program);
    if (known) known.show(address.state, originOf(address));
    else this.card(address.program, address);
    // Such an address names no element, so the browser stays where it is.
    (document.getElementById(address.program) ?? place).scrollIntoView();
  }
}

function originOf({ state, broken }: Address): string | null {
  if (broken)
    return "The link that you followed has a text that cannot be read: this is the guide’s.";
  if (state.source === null) return null;
  return "This program came with the link that you followed. Read it before you run it.";
}
