/**
 * A node in a tree of the keys of all written objects, in which each key leads from one shape to the next. Objects with the
 * same keys in the same order have the same shape, so that a message contains the keys only once.
 */
export class Shape {
  keys: readonly string[] | undefined;
  /** The last message that contains the keys, and the number of the shape in it. */
  message = 0;
  index = 0;
  /** The shape that followed this one the last time. It is a good guess, since the objects of a list are mostly alike. */
  following: Shape | undefined;

  // Most shapes have one child, for which a Map would be slow.
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

const maxShapes = 5000;

export class ShapeTree {
  private root = new Shape();
  private size = 0;
  private last = this.root;

  find(keys: readonly string[]): Shape {
    const guess = this.last.following;
    if (guess && sameKeys(guess.keys!, keys)) return (this.last = guess);
    if (this.size > maxShapes) {
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
