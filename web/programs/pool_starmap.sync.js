import { Pool } from "webpool";

const rectangles = [
  [1, 2],
  [3, 4],
  [5, 6],
  [7, 8],
];

function area(width, height) {
  sleep(100);
  print(`${width} × ${height} has ended`);
  return width * height;
}

const pool = new Pool();

// starmap unpacks each pair: area(1, 2), area(3, 4), …
print("starmap:", pool.starmap(area, rectangles));

// map hands over one argument, so the function has to unpack
// the pair itself.
print(
  "map:",
  pool.map((pair) => pair[0] * pair[1], rectangles),
);

pool.close();
pool.join();
