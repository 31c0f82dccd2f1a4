import { createRows } from "./webpool.js";

export const create = (processes, base) => createRows(processes, base, "blocks");
