/**
 * The messages between a frame of this site and the page that embeds it, sent with `postMessage`. Every message is an object
 * with `webpool: 1`, the version, and a `type`. Other messages, and messages from other windows, are ignored.
 */
export const version = 1;

/** A message from the frame to the embedding page. */
export type FrameMessage =
  /**
   * The frame is ready for messages. `processors` is `support.mode` of the library. `answer` is true in the answer to `hello`,
   * false when the document was just loaded.
   */
  | {
      type: "ready";
      example: string;
      processors: "threads" | "one processor" | "none";
      answer: boolean;
    }
  /** The height that the program needs, in CSS pixels; sent again whenever it changes. */
  | { type: "height"; height: number }
  /** A run starts. `code` is null for the C++ programs of the site. */
  | { type: "run"; language: "python" | "js" | "cpp"; processes: number; code: string | null }
  /**
   * The program has ended: its output (the last ten million characters of it), and its run time in milliseconds, without the
   * time to load and start it.
   */
  | { type: "result"; output: string; milliseconds: number }
  /** The program has failed; `line` counts from 1, if it is known. `NotAllowedError` means that the reader must start it. */
  | { type: "error"; name: string; message: string; line: number | null }
  /** The program was stopped. */
  | { type: "stopped" };

/** A message from the embedding page to the frame. */
export type HostMessage =
  /** Asks for `ready` and `height`. */
  | { type: "hello" }
  /** Runs the program, if it is the site's, the reader has run it before, or the page is trusted. */
  | { type: "run" }
  | { type: "stop" }
  /**
   * Replaces the program, and the given settings, without running it. Its language is that of the frame's address if none is
   * given, whichever tab the reader has chosen; C++ cannot be replaced.
   */
  | {
      type: "code";
      code: string;
      language?: "python" | "js";
      mode?: "sync" | "async";
      processes?: number | null;
    }
  | { type: "theme"; theme: "auto" | "light" | "dark" };

export type Sent<M> = M & { webpool: typeof version };

/** Returns `data` if it is a message, else null. */
export function messageIn<M extends { type: string }>(data: unknown): M | null {
  const { webpool, type } = (data ?? {}) as { webpool?: unknown; type?: unknown };
  return webpool === version && typeof type === "string" ? (data as M) : null;
}
