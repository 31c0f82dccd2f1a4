import { create as createWebpool } from "./webpool.js";

export const create = async (processes, base) => {
  const { sync, setRows, freeRows, rows, end } = await createWebpool(processes, base, false);
  return { sync, setRows, freeRows, rows, end };
};
