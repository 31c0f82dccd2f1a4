import { firstState, languages, type CardState, type Language, type Mode } from "../run/program.ts";
import { packText, unpackText } from "./packed-text.ts";

/** The content of a URL's hash: a program, and its settings and source where they differ from the defaults. */
export interface Address {
  program: string;
  state: CardState;
  /** Whether its source cannot be unpacked, for example since the link was truncated. */
  broken: boolean;
}

/** The default language of a frame. It is not Python, which would load megabytes into the pages of authors. */
export const usualInFrames: Language = "js";

/**
 * Parses `#pool_map&mode=async&language=cpp&processes=3&code=…`. Missing and unknown values have their defaults; that of the
 * language is `usual`, the one of the guide's cards.
 */
export async function parseAddress(
  hash: string,
  usual: Language = firstState.language,
): Promise<Address> {
  const [program = "", ...settings] = hash.replace(/^#/, "").split("&");
  return { program: decoded(program), ...(await parseSettings(settings.join("&"), usual)) };
}

/** Parses the settings after the program's name, as `formatSettings` writes them. */
export async function parseSettings(
  settings: string,
  usual: Language,
): Promise<Omit<Address, "program">> {
  const values = new URLSearchParams(settings);
  const processes = Number(values.get("processes"));
  const packed = values.get("code");
  const source = packed === null ? null : await unpackText(packed);
  const mode = values.get("mode") === "async" ? "async" : "sync";
  return {
    state: {
      mode,
      language: languageNamed(values.get("language")) ?? unnamed(mode, packed, usual),
      processes: Number.isInteger(processes) && processes > 0 ? processes : null,
      source,
    },
    broken: packed !== null && source === null,
  };
}

/** The language of a name in URLs, attributes and classes of listings; null if there is none. */
export function languageNamed(name: string | null): Language | null {
  if (name === "javascript") return "js";
  if (name === "py") return "python";
  if (name === "c++") return "cpp";
  return languages.find((language) => language === name) ?? null;
}

/** The language of an address that names none. One with a mode or a text has a program in JavaScript. */
function unnamed(mode: Mode, text: string | null, usual: Language): Language {
  return mode === "async" || text !== null ? "js" : usual;
}

/** Formats the settings that differ from the defaults, as `mode=async&code=…`. */
export async function formatSettings(state: CardState, usual: Language): Promise<string> {
  const settings = new URLSearchParams();
  if (state.mode !== "sync") settings.set("mode", state.mode);
  if (state.language !== unnamed(state.mode, state.source, usual))
    settings.set("language", state.language === "js" ? "javascript" : state.language);
  if (state.processes !== null) settings.set("processes", String(state.processes));
  if (state.source !== null) settings.set("code", await packText(state.source));
  return settings.toString();
}

export async function formatAddress(program: string, state: CardState): Promise<string> {
  const settings = await formatSettings(state, firstState.language);
  return `#${program}${settings && `&${settings}`}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
