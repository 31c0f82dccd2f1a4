import { element } from "../dom.ts";

/** Creates and opens a dialog, which is removed when it is closed. */
export function openDialog(
  host: HTMLElement,
  title: string,
  ...content: Node[]
): HTMLDialogElement {
  const close = element("button", { className: "button button-quiet", textContent: "Close" });
  close.type = "button";
  const heading = element("h2", { textContent: title });
  const dialog = element(
    "dialog",
    { className: "dialog" },
    element("div", { className: "dialog-head" }, heading, close),
    ...content,
  );
  dialog.setAttribute("aria-label", title);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  // Keeps Ctrl+Enter in the dialog from running the program.
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  host.append(dialog);
  dialog.showModal();
  return dialog;
}

/** A read-only text with a button to copy it. */
export function copyField(label: string, text: string, rows = 1): HTMLElement {
  const field = element("textarea", { className: "copy-text" });
  field.readOnly = true;
  field.rows = rows;
  field.value = text;
  field.setAttribute("aria-label", label);
  field.addEventListener("focus", () => field.select());
  const copy = element("button", { className: "button", textContent: "Copy" });
  copy.type = "button";
  copy.addEventListener("click", () => void tellCopied(copy, text));
  return element("div", { className: "copy-field" }, field, copy);
}

/** Copies a text, and tells it in the label of the button for a moment. */
export async function tellCopied(button: HTMLElement, text: string): Promise<void> {
  const label = (button.dataset.label ??= button.textContent); // it may be pressed again meanwhile
  // Without HTTPS there is no clipboard.
  const copied = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error("no clipboard"));
  button.textContent = await copied.then(
    () => "Copied",
    () => "Not allowed",
  );
  setTimeout(() => (button.textContent = label), 1_500);
}
