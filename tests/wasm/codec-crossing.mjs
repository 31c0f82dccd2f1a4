// The codec of values that cross (web/src/bindings/codec.ts), for its tests in Node.
import { fileURLToPath } from "node:url";
import { build } from "../../web/node_modules/esbuild/lib/main.js";

const { outputFiles } = await build({
  absWorkingDir: fileURLToPath(new URL("../../web", import.meta.url)),
  entryPoints: ["src/bindings/codec.ts"],
  bundle: true,
  format: "esm",
  write: false,
});
const { contents } = outputFiles[0];
export const codec = await import(
  `data:text/javascript;base64,${Buffer.from(contents).toString("base64")}`
);

/** Where messages are written: shared memory, as that of the pool. */
export const memory = new Uint8Array(new SharedArrayBuffer(64 * 1024 * 1024));
/** What arrives of a value, behind other bytes. */
export const cross = (value) => {
  const message = codec.encode(value);
  message.store(memory, 3);
  return codec.decode(memory, 3, message.size);
};
