// What tasks find without an import.
import { expectTypeOf } from "expect-type";
import type { Pool } from "webpool";
import type {} from "webpool/globals";

declare const pool: Pool;
pool.map(
  (x) => {
    print("item", x);
    sleep(10);
    expectTypeOf(processor.index).toEqualTypeOf<number>();
    expectTypeOf(processor.signal).toEqualTypeOf<AbortSignal>();
    return processor.index;
  },
  [1],
);
