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

const pool = await Pool.create();

// starmapAsync unpacks each pair: area(1, 2), area(3, 4), …
print("starmap:", await pool.starmapAsync(area, rectangles));

// mapAsync hands over one argument, so the function has to
// unpack the pair.
const products = await pool.mapAsync(
  (pair) => pair[0] * pair[1],
  rectangles,
);
print("map:", products);

pool.close();
await pool.joinAsync();
