export type Language = "js" | "cpp";
export type Mode = "sync" | "async";

/** The texts of one program, as a card shows them. */
export interface ProgramTexts {
  /** The JavaScript text of each mode; the same twice where there is but one. */
  readonly sync: string;
  readonly async: string;
  /** The C++ text, highlighted; null where there is none. */
  readonly cpp: HTMLElement | null;
}

/** What a card shows and runs; what a link to it has to say. */
export interface CardState {
  mode: Mode;
  language: Language;
  /** null: as many as the machine has. */
  processes: number | null;
  /** The JavaScript text where it is not the guide's own; null where it is. */
  source: string | null;
}

export const firstState: CardState = {
  mode: "sync",
  language: "js",
  processes: null,
  source: null,
};

/** Takes the texts from the listings that stand in a card's place. */
export function readListings(place: ParentNode): ProgramTexts {
  const listing = (id: string) =>
    place.querySelector<HTMLElement>(`.listing[data-text="${id}"] .code`);
  const sync = listing("sync")?.textContent ?? "";
  return { sync, async: listing("async")?.textContent ?? sync, cpp: listing("cpp") };
}
