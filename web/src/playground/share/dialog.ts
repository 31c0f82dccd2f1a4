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

export async function tellCopied(button: HTMLElement, text: string): Promise<void> {
  const before = button.textContent;
  button.textContent = await navigator.clipboard.writeText(text).then(
    () => "Copied",
    () => "Not allowed",
  );
  setTimeout(() => (button.textContent = before), 1_500);
}
