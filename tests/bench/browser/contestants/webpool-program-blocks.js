import { create as createProgram } from "./webpool-program.js";

export const create = (processes, base) => createProgram(processes, base, "blocks");
