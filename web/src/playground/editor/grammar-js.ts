import { javascript } from "@codemirror/lang-javascript";
import { EditorState, type Extension } from "@codemirror/state";
import { apiHelp } from "./api-help.ts";

export const grammar: Extension = [javascript(), apiHelp(), EditorState.tabSize.of(2)];
