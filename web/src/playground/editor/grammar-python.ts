import { python } from "@codemirror/lang-python";
import { indentUnit } from "@codemirror/language";
import { EditorState, type Extension } from "@codemirror/state";
import { pythonHelp } from "./python-help.ts";

export const grammar: Extension = [
  python(),
  pythonHelp(),
  indentUnit.of("    "),
  EditorState.tabSize.of(4),
];
