import { create as createIdeal } from "./ideal.js";

export const create = (processes, base) => createIdeal(processes, base, { reads: true });
