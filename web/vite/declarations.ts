import ts from "typescript";

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

/** Reads a file of declarations: what it declares, and the names that it exports. */
export function readDeclarations(text: string): { declared: Api; exported: Set<string> } {
  const file = ts.createSourceFile("api.d.ts", text, ts.ScriptTarget.Latest, true);
  const declared: Api = {};
  const exported = new Set<string>();
  const bases = new Map<ApiEntry, string[]>();
  for (const statement of statementsOf(file)) {
    if (ts.isExportDeclaration(statement)) {
      const { exportClause } = statement;
      if (exportClause && ts.isNamedExports(exportClause))
        for (const { name } of exportClause.elements) exported.add(name.text);
      continue;
    }
    const found = nameAndKind(statement);
    if (!found) continue;
    const entry = (declared[found.name] ??= {
      kind: found.kind,
      signatures: [],
      doc: "",
      members: {},
    });
    entry.signatures.push(headOf(statement, file));
    entry.doc ||= docOf(statement);
    if (ts.isClassDeclaration(statement) || ts.isInterfaceDeclaration(statement)) {
      for (const member of statement.members) addMember(entry.members, member, file);
      bases.set(entry, basesOf(statement));
    } else if (ts.isVariableStatement(statement)) {
      const { type } = statement.declarationList.declarations[0]!;
      if (type && ts.isTypeLiteralNode(type))
        for (const member of type.members) addMember(entry.members, member, file);
    }
  }
  const membersOf = (entry: ApiEntry): ApiEntry["members"] => ({
    ...Object.assign(
      {},
      ...(bases.get(entry) ?? []).flatMap((name) =>
        Object.hasOwn(declared, name) ? [membersOf(declared[name]!)] : [],
      ),
    ),
    ...entry.members,
  });
  const all = Object.entries(declared).map(([name, entry]) => [
    name,
    { ...entry, members: membersOf(entry) },
  ]);
  return { declared: Object.fromEntries(all) as Api, exported };
}

/** The names after `extends`. */
function basesOf(node: ts.ClassDeclaration | ts.InterfaceDeclaration): string[] {
  return (node.heritageClauses ?? [])
    .filter(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
    .flatMap(({ types }) => types.map(({ expression }) => expression.getText()));
}

/** The statements of the file and of its `declare global`. */
function statementsOf(file: ts.SourceFile): ts.Statement[] {
  return file.statements.flatMap((statement) =>
    ts.isModuleDeclaration(statement) && statement.body && ts.isModuleBlock(statement.body)
      ? [...statement.body.statements]
      : [statement],
  );
}

function nameAndKind(node: ts.Statement): { name: string; kind: ApiEntry["kind"] } | undefined {
  if (ts.isClassDeclaration(node)) return { name: node.name!.text, kind: "class" };
  if (ts.isInterfaceDeclaration(node)) return { name: node.name.text, kind: "interface" };
  if (ts.isFunctionDeclaration(node)) return { name: node.name!.text, kind: "function" };
  if (ts.isTypeAliasDeclaration(node)) return { name: node.name.text, kind: "type" };
  if (!ts.isVariableStatement(node)) return undefined;
  const { name } = node.declarationList.declarations[0]!;
  return ts.isIdentifier(name) ? { name: name.text, kind: "constant" } : undefined;
}

function addMember(
  members: Record<string, ApiMember>,
  member: ts.ClassElement | ts.TypeElement,
  file: ts.SourceFile,
): void {
  const { name } = member;
  const flags = ts.getCombinedModifierFlags(member);
  if (
    !name ||
    !ts.isIdentifier(name) ||
    flags & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)
  )
    return;
  const isMethod = ts.isMethodDeclaration(member) || ts.isMethodSignature(member);
  const entry = ((Object.hasOwn(members, name.text) ? members[name.text] : undefined) ??
    (members[name.text] = {
      kind: isMethod ? "method" : "property",
      signatures: [],
      doc: "",
      isStatic: (flags & ts.ModifierFlags.Static) !== 0,
    }))!;
  entry.signatures.push(formOf(member, file).replace(/^((static|readonly|get) )+/, ""));
  entry.doc ||= docOf(member);
}

const printer = ts.createPrinter({ removeComments: true });

/** The declaration without its body. */
function headOf(node: ts.Statement, file: ts.SourceFile): string {
  const text = formOf(node, file);
  const hasBody = ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node);
  return (hasBody ? text.slice(0, text.indexOf("{")).trim() : text).replace(
    /^(export |declare )+/,
    "",
  );
}

function formOf(node: ts.Node, file: ts.SourceFile): string {
  const text = printer.printNode(ts.EmitHint.Unspecified, node, file);
  return text.replace(/\s+/g, " ").replace(/[;\s]+$/, "");
}

/** A comment's text: lines of a paragraph in one, links as the names they lead to. */
function docOf(node: ts.Node): string {
  const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).slice(-1);
  if (!comment) return "";
  const own = ts.getTextOfJSDocComment(comment.comment) ?? "";
  const tags = (comment.tags ?? []).map((tag) => {
    const text = ts.getTextOfJSDocComment(tag.comment) ?? "";
    return ts.isJSDocParameterTag(tag) ? `${tag.name.getText()}: ${text.replace(/^- /, "")}` : text;
  });
  return [own, ...tags]
    .join("\n\n")
    .replace(/\{@link (\w+)\}/g, "$1")
    .replace(/```\w*\n([\s\S]*?)```/g, (_, code: string) => `\n\n${code.trim()}\n\n`)
    .replace(/(?<!\n)\n(?!\n)/g, " ")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
