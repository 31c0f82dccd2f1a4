/**
 * What a frame of this site and the page around it tell each other with `postMessage`. Every message is an object with
 * `webpool: 1`, the version, and a `type`; what is not is ignored, and so is what comes from another window than the one
 * that embeds, or is embedded.
 */
export const version = 1;

/** From the frame to the page around it. */
export type FrameMessage =
  /**
   * It is there and can be told what to do. `processors` is `support.mode` of the library; `answer`: to `hello`, otherwise
   * it is a document that was just loaded.
   */
  | {
      type: "ready";
      example: string;
      processors: "threads" | "one processor" | "none";
      answer: boolean;
    }
  /** The height that its program needs, in CSS pixels; comes again whenever it changes. */
  | { type: "height"; height: number }
  /** A run begins: of a text, or of a C++ program of the site (`code` is null then). */
  | { type: "run"; language: "python" | "js" | "cpp"; processes: number; code: string | null }
  /** It has ended by itself: what was printed, and after how many milliseconds. */
  | { type: "result"; output: string; milliseconds: number }
  /** It has failed; `line` (from 1) where that is known. `NotAllowedError`: the reader has to start it. */
  | { type: "error"; name: string; message: string; line: number | null }
  /** It was stopped. */
  | { type: "stopped" };

/** From the page around it to the frame. */
export type HostMessage =
  /** Has it send `ready` and `height` again. */
  | { type: "hello" }
  /** Runs what the frame shows, if it came with the site, the reader has run it before, or the page is trusted. */
  | { type: "run" }
  | { type: "stop" }
  /** Another text in JavaScript, and settings if given. It is shown; it is not run. */
  | { type: "code"; code: string; mode?: "sync" | "async"; processes?: number | null }
  | { type: "theme"; theme: "auto" | "light" | "dark" };

export type Sent<M> = M & { webpool: typeof version };

/** The message in `data`, if it is one. */
export function messageIn<M extends { type: string }>(data: unknown): M | null {
  const { webpool, type } = (data ?? {}) as { webpool?: unknown; type?: unknown };
  return webpool === version && typeof type === "string" ? (data as M) : null;
}
