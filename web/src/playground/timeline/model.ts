/** What the program's own thread did: locked is inside a synchronous call of a pool. */
export interface ProgramSpan {
  state: "running" | "locked" | "free";
  begin: number;
  end: number | null;
}
