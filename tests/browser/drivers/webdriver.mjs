// What Marionette and WebDriver have in common: https://www.w3.org/TR/webdriver/

/** The field that holds an element's id. */
export const elementKey = "element-6066-11e4-a52e-4f735466cecf";

/** The field that holds a shadow root's id. */
const shadowKey = "shadow-6066-11e4-a52e-4f735466cecf";

/**
 * The id of the element of that selector, when it is there; in the shadow of another one for `host >>> selector`.
 * @param {string} selector
 * @param {{ element: Function, shadow: Function, inShadow: Function }} commands Those of the protocol, which take a locator
 *   or an id and give what it answers.
 */
export async function find(selector, { element, shadow, inShadow }) {
  const [outer, inner] = selector.split(" >>> ");
  const css = (value) => ({ using: "css selector", value });
  const id = (await element(css(outer)))[elementKey];
  if (inner === undefined) return id;
  return (await inShadow((await shadow(id))[shadowKey], css(inner)))[elementKey];
}

// https://www.w3.org/TR/webdriver/#keyboard-actions
const keys = {
  Alt: "\uE00A",
  ArrowDown: "\uE015",
  ArrowLeft: "\uE012",
  ArrowRight: "\uE014",
  ArrowUp: "\uE013",
  Backspace: "\uE003",
  Control: "\uE009",
  Delete: "\uE017",
  End: "\uE010",
  Enter: "\uE007",
  Escape: "\uE00C",
  Home: "\uE011",
  Meta: "\uE03D",
  PageDown: "\uE00F",
  PageUp: "\uE00E",
  Shift: "\uE008",
  Space: " ",
  Tab: "\uE004",
};
const down = (value) => ({ type: "keyDown", value });
const up = (value) => ({ type: "keyUp", value });
const keyboard = (actions) => ({ actions: [{ type: "key", id: "keyboard", actions }] });

/** The parameters of Perform Actions for a text that is typed. */
export const typed = (text) =>
  keyboard([...text.replaceAll("\n", keys.Enter)].flatMap((key) => [down(key), up(key)]));

/** The same for keys that are pressed together: "Control+a". */
export function pressed(combination) {
  const names = combination.split(/(?<=.)\+/).map((name) => {
    if (!keys[name] && [...name].length !== 1) throw new Error(`press: unknown key ${name}`);
    return keys[name] ?? name;
  });
  return keyboard([...names.map(down), ...names.toReversed().map(up)]);
}

/** One connection for all pages: commands go to the current window, and are given to it one page at a time. */
export class Windows {
  #switchTo;
  #turn = Promise.resolve();
  #current;

  constructor(switchTo) {
    this.#switchTo = switchTo;
  }

  /** Calls `commands` while `window` is current; the next turn begins when it has returned or, if a promise, ended. */
  turn(window, commands) {
    const turn = this.#turn.then(async () => {
      if (this.#current !== window) {
        this.#current = undefined;
        await this.#switchTo(window);
        this.#current = window;
      }
      return commands();
    });
    this.#turn = turn.catch(() => {});
    return turn;
  }
}
