import { EditorView } from "@codemirror/view";

/** Uses the colours of the page (styles/tokens.css), so that one theme serves light and dark. */
export const theme = EditorView.theme({
  "&": { height: "100%", color: "var(--ink)", backgroundColor: "transparent" },
  "&.cm-focused, .cm-content:focus-visible": { outline: "none" }, // editor.css frames the pane
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "var(--code-line)", overflow: "auto" },
  ".cm-content": { padding: "0.25rem 0 1rem", caretColor: "var(--accent)" },
  ".cm-line": { padding: "0 1rem 0 0.25rem" },
  ".cm-gutters": {
    minWidth: "var(--number-width)",
    justifyContent: "flex-end",
    border: "none",
    color: "var(--code-comment)",
    backgroundColor: "var(--surface)",
  },
  ".cm-gutter-lint": { width: "0.9rem" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "1.6rem", padding: "0 0.5rem 0 0" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine, &.cm-focused .cm-activeLineGutter": {
    backgroundColor: "color-mix(in srgb, var(--sunken) 70%, transparent)",
  },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground":
    { backgroundColor: "var(--selection)" },
  ".cm-selectionMatch": { backgroundColor: "var(--accent-soft)" },
  "&.cm-focused .cm-matchingBracket": {
    backgroundColor: "var(--accent-soft)",
    outline: "1px solid var(--accent)",
  },
  // CodeMirror's own marker is an image in a data: URL, which a strict policy blocks.
  ".cm-lint-marker-error": {
    content: "normal",
    width: "0.5rem",
    height: "0.5rem",
    margin: "0.4rem 0.2rem",
    borderRadius: "50%",
    backgroundColor: "var(--danger)",
  },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--danger) 1px",
    textUnderlineOffset: "0.25em",
  },
  ".cm-tooltip, .cm-panels": {
    border: "1px solid var(--line)",
    borderRadius: "var(--radius-s)",
    color: "var(--ink)",
    backgroundColor: "var(--surface)",
    boxShadow: "var(--shadow)",
  },
  ".cm-panels": { borderRadius: "0", boxShadow: "none" },
  ".cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": {
    color: "var(--on-accent)",
    backgroundColor: "var(--accent)",
  },
  ".cm-diagnostic": { fontFamily: "var(--font)", padding: "0.375rem 0.625rem" },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--danger)" },
  ".cm-textfield, .cm-button": {
    border: "1px solid var(--line-strong)",
    borderRadius: "0.25rem",
    color: "var(--ink)",
    background: "var(--surface)",
    fontSize: "0.875rem",
  },
});
