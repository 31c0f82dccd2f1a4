import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { unifiedMergeView } from "@codemirror/merge";
import {
  Compartment,
  EditorState,
  Prec,
  StateEffect,
  StateField,
  type Extension,
  type Text,
} from "@codemirror/state";
import {
  Decoration,
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  type DecorationSet,
} from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import type { CodeView, CodeViewOptions, Document, Mark } from "./code-view.ts";
import { grammarOf, loadGrammar } from "./grammars.ts";
import { theme } from "./codemirror-theme.ts";

/** Creates an editor with CodeMirror. This file is loaded on demand, since it is the largest part of the page's script. */
export function createCodeMirror(parent: HTMLElement, options: CodeViewOptions): CodeView {
  const comparison = new Compartment();
  const common = [extensionsFor(options), comparison.of([])];
  const open = ({ text, ...document }: Document) =>
    EditorState.create({ doc: text, extensions: [common, extensionsOf(document)] });
  const view = new EditorView({ parent });
  let opened: Document | null = null;

  return {
    get text() {
      return view.state.doc.toString();
    },
    open(document) {
      view.setState(open(document));
      opened = document;
      if (grammarOf(document.language)) return;
      void loadGrammar(document.language).then((loaded) => {
        if (opened === document) view.dispatch({ effects: grammar.reconfigure(loaded) });
      });
    },
    change(changes) {
      view.dispatch({ changes });
    },
    mark(mark) {
      view.dispatch(setDiagnostics(view.state, mark ? [diagnostic(view.state.doc, mark)] : []));
    },
    point(line) {
      view.dispatch({ effects: pointed.of(line) });
    },
    compare(other) {
      const shown = other === null ? [] : unifiedMergeView({ original: other, ...comparing });
      view.dispatch({ effects: comparison.reconfigure(shown) });
    },
    goTo(line, column) {
      view.dispatch({ selection: { anchor: offset(view.state.doc, line, column) } });
      view.dispatch({
        effects: EditorView.scrollIntoView(view.state.selection.main, { y: "center" }),
      });
      view.focus();
    },
    focus() {
      view.focus();
    },
  };
}

const grammar = new Compartment();

function extensionsOf({ language, label, isFixed }: Omit<Document, "text">): Extension {
  return [
    grammar.of(grammarOf(language) ?? []),
    EditorState.readOnly.of(isFixed),
    EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
  ];
}

const comparing = { mergeControls: false, gutter: true, syntaxHighlightDeletions: true };

/** The highlighted line. */
const pointed = StateEffect.define<number | null>();
const pointedLine = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, { effects, newDoc, changes }) {
    let lines = shown.map(changes);
    for (const effect of effects) {
      if (!effect.is(pointed)) continue;
      const line = effect.value;
      const isThere = line !== null && line >= 1 && line <= newDoc.lines;
      lines = isThere
        ? Decoration.set(lineSetApart.range(newDoc.line(line).from))
        : Decoration.none;
    }
    return lines;
  },
  provide: (field) => EditorView.decorations.from(field),
});
const lineSetApart = Decoration.line({ class: "line-pointed" });

function extensionsFor({ onChange, onRun, onLine }: CodeViewOptions): Extension {
  const run = () => {
    onRun();
    return true;
  };
  return [
    lineNumbers(),
    lintGutter(),
    history(),
    drawSelection(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    pointedLine,
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    autocompletion(),
    syntaxHighlighting(classHighlighter),
    theme,
    Prec.highest(
      keymap.of([
        { key: "Mod-Enter", run },
        { key: "Ctrl-Enter", run },
      ]),
    ),
    // Tab is not bound, so that keyboard users can leave the editor.
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...historyKeymap,
      ...searchKeymap,
      ...defaultKeymap,
    ]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange();
      if (!onLine || !(update.selectionSet || update.focusChanged)) return;
      const { head } = update.state.selection.main;
      onLine(update.view.hasFocus ? update.state.doc.lineAt(head).number : null);
    }),
  ];
}

function diagnostic(doc: Text, { line, column, message }: Mark) {
  const place = offset(doc, line, column);
  const { to } = doc.lineAt(place);
  const from = place < to ? place : offset(doc, line, null); // marks the whole line if the position is at its end
  return { from, to, severity: "error" as const, message };
}

/** Converts a position to an offset, and limits it to the text. */
function offset(doc: Text, line: number, column: number | null): number {
  const { from, to, text } = doc.line(Math.min(Math.max(line, 1), doc.lines));
  const indent = text.length - text.trimStart().length;
  return Math.min(from + (column === null ? indent : column - 1), to);
}
