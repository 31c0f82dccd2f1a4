import { LanguageSupport, LRLanguage } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { parser } from "@lezer/cpp";

/** C++ is only read here: its grammar is all that is needed of the language. */
export const grammar: Extension = new LanguageSupport(LRLanguage.define({ parser }));
