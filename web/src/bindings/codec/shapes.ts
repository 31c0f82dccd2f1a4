/**
 * The keys of objects that were written, as a tree: each key leads from one shape to the next. Objects with the same keys in
 * the same order have one shape, whose keys are in a message once.
 */
export class Shape {
  keys: readonly string[] | undefined;
  /** The message that has the keys, and the number of the shape there. */
  message = 0;
  index = 0;
  /** The shape that came after this one the last time: objects of a list are mostly alike, or take turns. */
  following: Shape | undefined;

  // Most shapes have one child; a map for it would take longer than all the rest.
  private firstKey: string | undefined;
  private firstChild: Shape | undefined;
  private others: Map<string, Shape> | undefined;

  child(key: string): Shape | undefined {
    return key === this.firstKey ? this.firstChild : this.others?.get(key);
  }

  add(key: string): Shape {
    const child = new Shape();
    if (this.firstKey === undefined) {
      this.firstKey = key;
      this.firstChild = child;
    } else {
      (this.others ??= new Map<string, Shape>()).set(key, child);
    }
    return child;
  }
}

const mostShapes = 5000;

export class ShapeTree {
  private root = new Shape();
  private size = 0;
  private last = this.root;

  find(keys: readonly string[]): Shape {
    const guess = this.last.following;
    if (guess && sameKeys(guess.keys!, keys)) return (this.last = guess);
    if (this.size > mostShapes) {
      this.root = this.last = new Shape();
      this.size = 0;
    }
    let shape = this.root;
    for (let at = 0; at < keys.length; ++at) {
      let child = shape.child(keys[at]!);
      if (!child) {
        child = shape.add(keys[at]!);
        ++this.size;
      }
      shape = child;
    }
    shape.keys ??= keys;
    this.last.following = shape;
    return (this.last = shape);
  }
}

function sameKeys(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; ++at) if (one[at] !== other[at]) return false;
  return true;
}
