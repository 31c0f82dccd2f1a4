import type { Api, ApiEntry, ApiMember } from "../../../vite/declarations.ts";

/** A name in a program and its documentation. */
export interface Known {
  name: string;
  entry: ApiEntry | ApiMember;
}

/** Expressions that initialize a variable, and its type then. */
const makers: [RegExp, string][] = [
  [/^(?:await\s+)?(?:new\s+Pool\b|Pool\.create\b)/, "Pool"],
  [/^\w+\.(?:map|starmap|apply)Async\b/, "AsyncResult"],
  [/^\w+\.imap(?:Unordered)?\b/, "ImapIterator"],
  [/^Matrix\.(?:random|zeros)\b/, "Matrix"],
  [/^\w+\.rows\(\)/, "MatrixRows"],
];

/** The library's type of a name in a program, guessed from its initializer; null if it is unknown. */
export function typeOf(name: string, text: string, api: Api): string | null {
  const own = api[name];
  if (own && own.kind !== "interface") return name;
  const made = new RegExp(`\\b(?:const|let|var|using)\\s+${name}\\s*=\\s*([^;]*)`, "g");
  for (const [, value] of text.matchAll(made)) {
    for (const [pattern, type] of makers) if (pattern.test(value!) && api[type]) return type;
  }
  return null;
}

/** The members to complete after `name.`: static ones for a class, the others for an instance. */
export function membersOf(name: string, text: string, api: Api): Known[] {
  const type = typeOf(name, text, api);
  if (!type) return [];
  const isClass = type === name && api[type]!.kind === "class";
  return Object.entries(api[type]!.members)
    .filter(([, entry]) => entry.isStatic === isClass)
    .map(([member, entry]) => ({ name: member, entry }));
}

/** The name of the library at a position, or the member if it follows a dot. */
export function knownAt(line: string, column: number, text: string, api: Api): Known | null {
  for (const match of line.matchAll(/(?:(\w+)\s*\.\s*)?(\w+)/g)) {
    for (const [owner, name, from] of [
      [match[1], match[2]!, match.index + match[0].length - match[2]!.length],
      [undefined, match[1] ?? "", match.index],
    ] as const) {
      if (name === "" || column < from || column > from + name.length) continue;
      if (owner) return membersOf(owner, text, api).find((known) => known.name === name) ?? null;
      const entry = Object.hasOwn(api, name) ? api[name] : undefined;
      return entry ? { name, entry } : null;
    }
  }
  return null;
}

/** The options to complete inside the options object of a call: `pool.map(f, xs, { …`. */
export function optionsOf(call: string, api: Api): Known[] {
  const types: string[] = /^(map|starmap)$/.test(call)
    ? ["MapOptions"]
    : /Async$/.test(call)
      ? ["MapOptions", "AsyncOptions", "Callbacks"]
      : /^imap/.test(call)
        ? ["ImapOptions"]
        : call === "create" || call === "Pool"
          ? ["PoolOptions"]
          : [];
  return types
    .filter((type) => type !== "MapOptions" || call !== "applyAsync")
    .flatMap((type) => Object.entries(api[type]?.members ?? {}))
    .map(([name, entry]) => ({ name, entry }));
}
