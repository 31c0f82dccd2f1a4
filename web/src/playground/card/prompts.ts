import type { CardPlaces } from "./places.ts";

/** Binds the buttons that make a change to a program: `data-try` names it, the rest says what to set. */
export function bindPrompts(page: Document, places: CardPlaces): void {
  for (const button of page.querySelectorAll<HTMLButtonElement>("[data-try]")) {
    button.addEventListener("click", () => {
      const { try: program, processes, knob, value } = button.dataset;
      const card = places.card(program!);
      if (processes) card?.show({ processes: Number(processes) });
      if (knob) card?.setKnob(knob, Number(value));
    });
  }
}
