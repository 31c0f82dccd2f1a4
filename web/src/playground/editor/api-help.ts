import type { CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { javascriptLanguage } from "@codemirror/lang-javascript";
import type { Extension } from "@codemirror/state";
import api from "virtual:webpool-api";
import { knownAt, membersOf, optionsOf } from "./api-types.ts";
import { completion, hoverHelp } from "./documentation.ts";

/** Completion and documentation of the names of the library and of the globals of programs. */
export function apiHelp(): Extension {
  return [
    javascriptLanguage.data.of({ autocomplete: complete }),
    hoverHelp((line, column, text) => knownAt(line, column, text, api)),
  ];
}

function complete(context: CompletionContext): CompletionResult | null {
  const text = context.state.doc.toString();
  const member = context.matchBefore(/\b\w+\s*\.\s*\w*$/);
  if (member) {
    const [owner = "", begun = ""] = member.text.split(/\s*\.\s*/);
    const options = membersOf(owner, text, api).map(completion);
    return options.length > 0
      ? { from: context.pos - begun.length, options, validFor: /^\w*$/ }
      : null;
  }
  const word = context.matchBefore(/\w*$/);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  const before = context.state.sliceDoc(Math.max(0, word.from - 300), word.from);
  // Inside of a call's options object: `pool.map(square, numbers, { chunk`.
  const call = /\b(\w+)\((?:[^(){}]|\([^()]*\))*\{(?:[^{}]*,)?\s*$/.exec(before)?.[1];
  const settings = call ? optionsOf(call, api) : [];
  const names = Object.entries(api)
    .filter(([, { kind }]) => kind !== "interface" && kind !== "type")
    .map(([name, entry]) => ({ name, entry }));
  const options = (settings.length > 0 ? settings : names).map(completion);
  return { from: word.from, options, validFor: /^\w*$/ };
}
