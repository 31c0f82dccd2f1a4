import type { CardPlaces } from "./places.ts";

/** Binds the buttons that change a program: `data-try` is its name, the other attributes are the settings to change. */
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
