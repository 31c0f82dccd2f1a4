import type { CardState } from "../playground/card/program.ts";
import { parseSettings } from "../playground/share/address.ts";

/** What the address of a frame says. */
export interface EmbedOptions {
  /** The program's name as the address has it; empty where there is none. */
  example: string;
  state: CardState;
  /** Whether a text in it cannot be read. */
  broken: boolean;
  /** Run when it is first seen. */
  autorun: boolean;
  /** To keep to, in CSS pixels; null: as high as its program needs. */
  height: number | null;
}

/** `embed.html?example=map&processes=4&autorun=1&height=420#mode=async&code=…`; settings may stand in either part. */
export async function parseOptions(url: URL): Promise<EmbedOptions> {
  const values = new URLSearchParams(url.search);
  for (const [name, value] of new URLSearchParams(url.hash.slice(1))) values.set(name, value);
  const height = Number(values.get("height"));
  return {
    example: values.get("example") ?? "",
    ...(await parseSettings(values.toString())),
    autorun: values.has("autorun") && !["0", "false"].includes(values.get("autorun")!),
    height: height > 0 ? height : null,
  };
}

/** The program of that name, also without the prefix that most of the guide's have: `map` is `pool_map`. */
export function programNamed(example: string, programs: readonly string[]): string | null {
  const wanted = example === "apply" ? "map_apply" : example;
  return [wanted, `pool_${wanted}`].find((name) => programs.includes(name)) ?? null;
}
