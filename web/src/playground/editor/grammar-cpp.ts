import { LanguageSupport, LRLanguage } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { parser } from "@lezer/cpp";

/** The grammar of C++ for syntax highlighting; C++ is read-only, so editing support is not needed. */
export const grammar: Extension = new LanguageSupport(LRLanguage.define({ parser }));
