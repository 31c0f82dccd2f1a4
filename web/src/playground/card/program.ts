/** The languages of programs, in the order of their tabs. */
export const languages = ["python", "js", "cpp"] as const;
export type Language = (typeof languages)[number];
/** The languages whose programs the reader can edit: C++ is compiled with the site. */
export type ScriptLanguage = Exclude<Language, "cpp">;
export type Mode = "sync" | "async";

export const languageNames: Readonly<Record<Language, string>> = {
  python: "Python",
  js: "JavaScript",
  cpp: "C++",
};

/** A text of a program, and a listing of it where there is one. */
export interface ProgramText {
  readonly text: string;
  readonly listing: HTMLElement | null;
}

/** The texts of one program: of each language that it has, one for each mode; the same one twice where it has but one. */
export type ProgramTexts = Readonly<Partial<Record<Language, Readonly<Record<Mode, ProgramText>>>>>;

/** What a card shows and runs; what a link to it has to say. */
export interface CardState {
  mode: Mode;
  language: Language;
  /** null: as many as the machine has. */
  processes: number | null;
  /** The text that can be edited where it is not the guide's own; null where it is. */
  source: string | null;
}

export const firstState: CardState = {
  mode: "sync",
  language: "js",
  processes: null,
  source: null,
};

/** The languages that a program has, in the order of their tabs. */
export function languagesOf(texts: ProgramTexts): Language[] {
  return languages.filter((language) => texts[language]);
}

/** A program with one text in one language. */
export function textsOf(language: Language, text: string): ProgramTexts {
  const only = { text, listing: null };
  return { [language]: { sync: only, async: only } };
}

const listingNames: Readonly<Record<Language, Readonly<Record<Mode, string>>>> = {
  python: { sync: "python", async: "python-async" },
  js: { sync: "sync", async: "async" },
  cpp: { sync: "cpp", async: "cpp-async" },
};

/** Takes the texts from the listings that stand in a card's place. */
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
