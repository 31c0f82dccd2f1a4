// In the page: keeps a pool of each contestant, and measures what browser.mjs asks for.
import { measure, warmUp } from "./measure.js";

const base = new URL(".", import.meta.url).href;
const pools = new Map();

async function made(contestant, processes) {
  const { create } = await import(new URL(`contestants/${contestant}.js`, base).href);
  return create(processes, base);
}

globalThis.measureIn = async (contestant, processes, task) => {
  if (processes === 2) {
    if (!pools.has(contestant)) pools.set(contestant, made(contestant, 2));
    return measure(await pools.get(contestant), task);
  }
  const pool = await made(contestant, processes);
  try {
    if (pool.measureItself) return await pool.measureItself(task, true);
    await measure(pool, warmUp(processes, task));
    return await measure(pool, task);
  } finally {
    await pool.end();
  }
};
