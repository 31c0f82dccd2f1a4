/** The languages of programs, in the order of their tabs. */
export const languages = ["python", "js", "cpp"] as const;
export type Language = (typeof languages)[number];
export type Mode = "sync" | "async";

export const languageNames: Readonly<Record<Language, string>> = {
  python: "Python",
  js: "JavaScript",
  cpp: "C++",
};

/** The source of a program, and the element that shows it, if there is one. */
export interface ProgramText {
  readonly text: string;
  readonly listing: HTMLElement | null;
}

/** The sources of a program, by language and mode. If a language has only one, it is used for both modes. */
export type ProgramTexts = Readonly<Partial<Record<Language, Readonly<Record<Mode, ProgramText>>>>>;

/** The state of a card, which links to it contain. */
export interface CardState {
  mode: Mode;
  language: Language;
  /** The number of processors; null for as many as the machine has. */
  processes: number | null;
  /** The edited source; null for the guide's own. */
  source: string | null;
}

export const firstState: CardState = {
  mode: "sync",
  language: "python",
  processes: null,
  source: null,
};

/** The languages that a program has, in the order of their tabs. */
export function languagesOf(texts: ProgramTexts): Language[] {
  return languages.filter((language) => texts[language]);
}

/** Whether a program has two sources in a language, one for each mode. */
export function hasModes(texts: ProgramTexts, language: Language): boolean {
  const text = texts[language];
  return text !== undefined && text.sync.text !== text.async.text;
}

/** A program that consists of one source in one language. */
export function textsOf(language: Language, text: string): ProgramTexts {
  const only = { text, listing: null };
  return { [language]: { sync: only, async: only } };
}

const listingNames: Readonly<Record<Language, Readonly<Record<Mode, string>>>> = {
  python: { sync: "python", async: "python-async" },
  js: { sync: "sync", async: "async" },
  cpp: { sync: "cpp", async: "cpp-async" },
};

/** Reads the sources from the listings in the place of a card. */
export function readListings(place: ParentNode): ProgramTexts {
  const read = (name: string): ProgramText | null => {
    const listing = place.querySelector<HTMLElement>(`.listing[data-text="${name}"] .code`);
    return listing && { text: listing.textContent, listing };
  };
  const texts: Partial<Record<Language, Record<Mode, ProgramText>>> = {};
  for (const language of languages) {
    const sync = read(listingNames[language].sync);
    if (sync) texts[language] = { sync, async: read(listingNames[language].async) ?? sync };
  }
  return texts;
}
