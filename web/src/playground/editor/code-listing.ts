import { element } from "../dom.ts";

/** A text to read: a listing of the guide, beside the program that can be edited. */
export class CodeListing {
  readonly #box: HTMLElement;
  readonly #label: string;

  constructor(box: HTMLElement, label: string) {
    this.#box = box;
    this.#label = label;
  }

  open(listing: HTMLElement | null): void {
    const copy =
      listing?.cloneNode(true) ??
      element("p", { className: "hint", textContent: "The page was built without this text." });
    if (copy instanceof HTMLElement && listing) {
      copy.setAttribute("role", "group");
      copy.setAttribute("aria-label", this.#label);
    }
    this.#box.replaceChildren(copy);
  }
}
