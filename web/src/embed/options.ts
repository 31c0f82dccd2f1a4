import type { CardState } from "../playground/run/program.ts";
import { parseSettings, usualInFrames } from "../playground/share/address.ts";

/** The settings in the URL of a frame. */
export interface EmbedOptions {
  /** The name of the program as given; empty if there is none. */
  example: string;
  state: CardState;
  /** Whether its source cannot be unpacked. */
  broken: boolean;
  /** Whether to run the program when it is first visible. */
  autorun: boolean;
  /** A fixed height in CSS pixels; null to use as much as the program needs. */
  height: number | null;
}

/** Parses `embed.html?example=map&processes=4&autorun=1&height=420#mode=async&code=…`. Settings may be in either part. */
export async function parseOptions(url: URL): Promise<EmbedOptions> {
  const values = new URLSearchParams(url.search);
  for (const [name, value] of new URLSearchParams(url.hash.slice(1))) values.set(name, value);
  const height = Number(values.get("height"));
  return {
    example: values.get("example") ?? "",
    ...(await parseSettings(values.toString(), usualInFrames)),
    autorun: values.has("autorun") && !["0", "false"].includes(values.get("autorun")!),
    height: height > 0 ? height : null,
  };
}

/** The full name of a program. The prefix that most programs of the guide have can be omitted: `map` is `pool_map`. */
export function programNamed(example: string, programs: readonly string[]): string | null {
  const wanted = example.replace(/^(?:pool_)?apply$/, "map_apply");
  return [wanted, `pool_${wanted}`].find((name) => programs.includes(name)) ?? null;
}
