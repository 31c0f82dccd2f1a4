const importers = new Map<string, string>();

/**
 * Browsers start workers only from scripts of the page's own origin. A library from another one, such as a CDN, is imported
 * by a small script from a blob URL. Its server must allow that by CORS, as it must for the page's own import.
 */
export function startable(script: string): string {
  const { origin } = globalThis;
  if (origin === "null" || new URL(script).origin === origin || !script.startsWith("http"))
    return script;
  let importer = importers.get(script);
  if (importer === undefined) {
    const text = `import ${JSON.stringify(script)};`;
    importer = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    importers.set(script, importer);
  }
  return importer;
}
