import { create as createIdeal } from "./ideal.js";

// With its counts in an array of their own for each call, as a map gives them: memory that is new has to be mapped first.
export const create = (processes, base) => createIdeal(processes, base, { copies: true });
