import { pythonApi, type PythonName } from "./python-api.ts";

/** A name in a program and what it is. */
export interface KnownPython {
  name: string;
  entry: PythonName;
}

type TypeName = keyof typeof pythonApi;

/** How a variable gets a value of each type: by an assignment, or as the target of `with`. */
const makers: [string, TypeName][] = [
  [String.raw`(?:\w+(?:\([^()\n]*\))?\.)*Pool\(`, "Pool"],
  [String.raw`\w+\.(?:map|starmap|apply)_async\(`, "AsyncResult"],
  [String.raw`\w+\.imap(?:_unordered)?\(`, "IMapIterator"],
  [String.raw`(?:\w+\.)*get_context\(`, "multiprocessing"],
];

/**
 * The type of a name in a program, guessed from its import or the call that gives its value. The text may come with a link, so
 * the expressions take time in proportion to its length: a line is searched from its beginning alone, if to its end.
 */
function typeOf(name: string, text: string): TypeName | null {
  const imported = name === "multiprocessing" ? "" : String.raw`[ \t]+as[ \t]+${name}`;
  if (new RegExp(String.raw`^[ \t]*import[ \t]+multiprocessing${imported}\b`, "m").test(text))
    return "multiprocessing";
  for (const [call, type] of makers) {
    const assigned = String.raw`\b${name}\s*=\s*${call}`;
    const entered = String.raw`^[ \t]*(?:async[ \t]+)?with[ \t]+${call}.*\)[ \t]+as[ \t]+${name}\b`;
    if (new RegExp(`${assigned}|${entered}`, "m").test(text)) return type;
  }
  return null;
}

/** What can follow `name.` in a program. */
export function membersOf(name: string, text: string): KnownPython[] {
  const type = typeOf(name, text);
  return type ? known(pythonApi[type]) : [];
}

/** The names that `from multiprocessing import …` can bring. */
export function importedNames(): KnownPython[] {
  return known(pythonApi.multiprocessing);
}

/** The name of the library at a position of a line, or the member if it follows a dot. */
export function knownAt(line: string, column: number, text: string): KnownPython | null {
  for (const match of line.matchAll(/(?:(\w+)\s*\.\s*)?(\w+)/g)) {
    const [all, owner, last = ""] = match;
    const end = match.index + all.length;
    if (column < end - last.length || column > end) continue;
    const names = owner ? membersOf(owner, text) : importedNames();
    return names.find(({ name }) => name === last) ?? null;
  }
  return null;
}

/** The arguments by name that a call takes whose parenthesis is open before the cursor: `pool.map(f, xs, chunk`. */
export function argumentsOf(before: string): string[] {
  const call = /\b(\w+)\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*$/.exec(before)?.[1];
  const entries = Object.values(pythonApi).flatMap((members) => known(members));
  const signature = entries.find(({ name }) => name === call)?.entry.signatures[0] ?? "";
  return [...signature.matchAll(/(\w+)=/g)].map(([, argument]) => argument!);
}

function known(members: Readonly<Record<string, PythonName>>): KnownPython[] {
  return Object.entries(members).map(([name, entry]) => ({ name, entry }));
}
