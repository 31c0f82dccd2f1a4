/** One name of the library: how it is written, and what its documentation says. */
export interface ApiEntry {
  kind: "class" | "interface" | "function" | "constant" | "type";
  /** Its forms, each as declared. */
  signatures: string[];
  /** The text of its documentation, paragraphs apart; empty where it has none. */
  doc: string;
  members: Record<string, ApiMember>;
  /** Known in a program without an import. */
  global?: boolean;
}

export interface ApiMember {
  kind: "method" | "property";
  signatures: string[];
  doc: string;
  isStatic: boolean;
}

export type Api = Record<string, ApiEntry>;

const declaration =
  /^export (?:declare )?(?:abstract )?(class|interface|function|const|type) (\w+)(.*)$/;
const member = /^ {4}(?:readonly )?(static )?(?:readonly )?(?:get )?(\w+)(\??)([(<:].*)$/;

/**
 * Reads what the TypeScript compiler writes for a module: declarations at the line's begin, members four spaces in, each
 * after its comment. It is no parser of TypeScript, and need not be one.
 */
export function readDeclarations(text: string): Api {
  const lines = text.split("\n");
  const api: Api = {};
  let owner: ApiEntry | null = null;
  let doc = "";
  for (let at = 0; at < lines.length; ++at) {
    const line = lines[at]!;
    if (/^\s*\/\*\*/.test(line)) {
      const from = at;
      while (!lines[at]!.includes("*/")) ++at;
      doc = plainDoc(lines.slice(from, at + 1));
      continue;
    }
    if (line === "}" || line === "};") owner = null;
    const top = declaration.exec(line);
    const inner = owner && member.exec(line);
    if (top) {
      const [, kind, name, rest] = top;
      const isBlock = rest!.endsWith("{");
      let whole = isBlock ? line.slice(0, -1) : line;
      while (!isBlock && !/;$/.test(whole) && at + 1 < lines.length)
        whole += ` ${lines[++at]!.trim()}`;
      const entry = (api[name!] ??= {
        kind: kind === "const" ? "constant" : (kind as ApiEntry["kind"]),
        signatures: [],
        doc: "",
        members: {},
      });
      entry.signatures.push(whole.replace(/^export (declare )?/, "").replace(/[:;]?\s*$/, ""));
      entry.doc ||= doc;
      if (isBlock) owner = entry;
    } else if (inner && owner && !/^ {4}(private|protected|constructor)\b/.test(line)) {
      const [, isStatic, name, optional, rest] = inner;
      let whole = rest!;
      while (!isComplete(whole) && at + 1 < lines.length) whole += ` ${lines[++at]!.trim()}`;
      const own = Object.hasOwn(owner.members, name!) ? owner.members[name!]! : null;
      const entry: ApiMember = own ?? {
        kind: /^[(<]/.test(rest!) ? "method" : "property",
        signatures: [],
        doc: "",
        isStatic: isStatic !== undefined,
      };
      entry.signatures.push(`${name}${optional}${whole.replace(/;$/, "")}`);
      entry.doc ||= doc;
      owner.members[name!] = entry;
    }
    doc = "";
  }
  return api;
}

/** Whether all that was opened is closed, and the declaration ends. */
function isComplete(text: string): boolean {
  let depth = 0;
  for (const letter of text.replaceAll("=>", "")) {
    if ("({[<".includes(letter)) depth++;
    if (")}]>".includes(letter)) depth--;
  }
  return depth <= 0 && text.endsWith(";");
}

/** A comment's text: lines of a paragraph in one, `{@link x}` as x, tags in words. */
function plainDoc(lines: string[]): string {
  return lines
    .map((line) => line.replace(/^\s*(\/\*\*|\*\/|\*)?\s?/, "").replace(/\s*\*\/\s*$/, ""))
    .join("\n")
    .trim()
    .replace(/\{@link (\w+)\}/g, "$1")
    .replace(/^@param (\w+) - /gm, "$1: ")
    .replace(/^@(\w+)\s*/gm, "")
    .replace(/```\w*\n([\s\S]*?)```/g, (_, code: string) => `\n\n${code.trim()}\n\n`)
    .replace(/(?<!\n)\n(?!\n)/g, " ")
    .replace(/\n{3,}/g, "\n\n");
}
