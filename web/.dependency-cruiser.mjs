// The layers of web/src (see web/src/README.md): imports, those of types included, point downwards and never in a circle.
const above = (layer, ...allowed) => ({
  name: `${layer} imports only what lies below it`,
  severity: "error",
  from: { path: `^src/${layer}/` },
  to: { path: "^src/", pathNot: [layer, ...allowed].map((folder) => `^src/${folder}`) },
});

const abovePart = (part, ...allowed) => ({
  name: `playground/${part} imports only what lies below it`,
  severity: "error",
  from: { path: `^src/playground/${part}/` },
  to: {
    path: "^src/playground/[^/]+/",
    pathNot: [`${part}/`, ...allowed].map((folder) => `^src/playground/${folder}`),
  },
});

const layers = [
  above("threads"),
  above("bindings", "threads/"),
  above("package", "bindings/"),
  above("processor", "bindings/"),
  above("program", "processor/", "bindings/"),
  above("webpool", "processor/", "bindings/"),
  above("python", "webpool/", "program/", "processor/", "bindings/"),
  above("site"),
  // The page uses the library's public names alone.
  above("playground", "site/", "webpool/index\\.ts$"),
  above("embed", "playground/", "site/", "webpool/index\\.ts$"),
  above("authors", "playground/"),
];

export default {
  forbidden: [
    { name: "no circle", severity: "error", from: {}, to: { circular: true } },
    {
      name: "every import is found",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^(virtual:|webpool$|\\./lib/)" },
    },
    ...layers,
    {
      name: "every folder is a layer",
      severity: "error",
      from: { path: "^src/", pathNot: layers.map(({ from }) => from.path) },
      to: {},
    },
    // Within the page: cards and figures use what shows a run, which uses what a run is.
    ...["timeline", "console", "editor", "share"].map((part) => abovePart(part, "run/")),
    abovePart("run"),
    abovePart("figures", "run/", "share/"),
    abovePart("card", "run/", "timeline/", "console/", "editor/", "share/"),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      extensions: [".ts", ".d.ts", ".js", ".mjs"],
      exportsFields: ["exports"],
      conditionNames: ["import"],
    },
  },
};
