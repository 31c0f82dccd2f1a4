import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { pythonLanguage } from "@codemirror/lang-python";
import type { Extension } from "@codemirror/state";
import { completion, hoverHelp } from "./documentation.ts";
import { argumentsOf, importedNames, knownAt, membersOf } from "./python-names.ts";

/** Completion and documentation of the names of `multiprocessing`, beside Python's own that the grammar completes. */
export function pythonHelp(): Extension {
  return [pythonLanguage.data.of({ autocomplete: complete }), hoverHelp(knownAt)];
}

function complete(context: CompletionContext): CompletionResult | null {
  const member = context.matchBefore(/\b\w+\.\w*$/);
  if (member) {
    const [owner = "", begun = ""] = member.text.split(".");
    return offer(membersOf(owner, context.state.doc.toString()).map(completion), begun, context);
  }
  const word = context.matchBefore(/\w*$/);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  const before = context.state.sliceDoc(Math.max(0, word.from - 300), word.from);
  const settings = argumentsOf(before).map((name) => ({
    label: `${name}=`,
    type: "property",
    boost: 2,
  }));
  return offer([...settings, ...importedNames().map(completion)], word.text, context);
}

// Nothing more is offered for a name that is whole, so that Enter begins a line, as in `import Pool`.
function offer(
  options: Completion[],
  begun: string,
  { explicit, pos }: CompletionContext,
): CompletionResult | null {
  const isOpen = (text: string) => explicit || options.every(({ label }) => label !== text);
  if (options.length === 0 || !isOpen(begun)) return null;
  const validFor = (text: string) => /^\w*$/.test(text) && isOpen(text);
  return { from: pos - begun.length, options, validFor };
}
