import type { Language, Mode } from "./lessons.ts";

/** What the address says after its `#`: a program, and the settings that differ from the usual ones. */
export interface Route {
  program: string;
  mode: Mode;
  language: Language;
  /** null: as many as the machine has. */
  processes: number | null;
}

/** `#pool_map&mode=async&language=cpp&processes=3`; what is missing or unknown takes its default. */
export function parseRoute(hash: string, programs: ReadonlyMap<string, unknown>): Route | null {
  const [program = "", ...settings] = hash.replace(/^#/, "").split("&");
  if (!programs.has(program)) return null;
  const values = new URLSearchParams(settings.join("&"));
  const processes = Number(values.get("processes"));
  return {
    program,
    mode: values.get("mode") === "async" ? "async" : "sync",
    language: values.get("language") === "cpp" ? "cpp" : "js",
    processes: Number.isInteger(processes) && processes > 0 ? processes : null,
  };
}

export function formatRoute({ program, mode, language, processes }: Route): string {
  const settings = new URLSearchParams();
  if (mode !== "sync") settings.set("mode", mode);
  if (language !== "js") settings.set("language", language);
  if (processes !== null) settings.set("processes", String(processes));
  const text = settings.toString();
  return `#${program}${text && `&${text}`}`;
}
