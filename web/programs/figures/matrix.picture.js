import { Matrix } from "webpool";

// numpy's numbers for this seed: the first rows are the same, however many follow.
const { rows, columns, seed, low, high } = settings;
const data = Matrix.random(rows, columns, { seed, low, high });
print(JSON.stringify({ rows: data.rows().map((row) => [...row]) }));
