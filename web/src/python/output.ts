import type { Realm } from "../bindings/program-contract";

/** The console of an interpreter: prints the output of Python line by line. */
export class Output {
  readonly log: LineWriter;
  readonly error: LineWriter;

  constructor(realm: Realm) {
    this.log = new LineWriter((text, partial) => realm.print(text, "log", partial));
    this.error = new LineWriter((text, partial) => realm.print(text, "error", partial));
  }

  /** Prints the output that does not end with a newline yet. */
  readonly flush = (): void => {
    this.log.flush();
    this.error.flush();
  };
}

class LineWriter {
  private readonly decoder = new TextDecoder();
  // The incomplete last line.
  private held = "";

  constructor(private readonly print: (text: string, partial: boolean) => void) {}

  readonly write = (bytes: Uint8Array): number => {
    const text = this.held + this.decoder.decode(bytes, { stream: true });
    let from = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", from)) {
      this.print(text.slice(from, end), false);
      from = end + 1;
    }
    this.held = text.slice(from);
    return bytes.length;
  };

  flush(): void {
    if (this.held !== "") this.print(this.held, true);
    this.held = "";
  }
}
