import type { Language } from "./program.ts";

/** An explanation of an error in plain words, for learners. */
export interface Explanation {
  text: string;
  /** The line of the error, if the error itself does not have it. */
  line?: number;
  /** The language that the source seems to be in, if it is not that of its tab. */
  language?: Language;
}

export interface Rule {
  /** Matches the error's name and message, `Name: message`, of all browsers. */
  when: RegExp;
  say(match: RegExpMatchArray, source: string): string | Explanation | null;
}
