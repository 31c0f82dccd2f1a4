import { type FrameMessage, type HostMessage, messageIn, version } from "./protocol.ts";

/** The page around this frame. */
export class HostPage {
  /** Whether there is one. */
  readonly exists = window.parent !== window;

  /** Its origin; null where the browser does not tell it and it has sent nothing yet. */
  #origin: string | null = this.exists ? originAround() : null;
  /** Whether it has sent something, so that its origin is certain. */
  #isHeard = false;

  /**
   * Whether this page, and those around it, which can load something else into this frame, are all listed, or are the site's
   * own. By the browser's word alone: an address from which the frame was loaded proves nothing.
   */
  isTrusted(origins: readonly string[]): boolean {
    if (!this.exists) return false;
    const { ancestorOrigins } = location as { ancestorOrigins?: DOMStringList };
    const around = ancestorOrigins
      ? [...ancestorOrigins]
      : [this.#isHeard && window.top === window.parent ? this.#origin : null];
    return around.every(
      (origin) => origin !== null && (origins.includes(origin) || origin === location.origin),
    );
  }

  /** What a program prints goes to nobody whose origin is not known. */
  send(message: FrameMessage): void {
    if (!this.exists) return;
    const isOpen = message.type === "ready" || message.type === "height";
    const to = this.#origin ?? (isOpen ? "*" : null);
    if (to !== null) window.parent.postMessage({ webpool: version, ...message }, to);
  }

  listen(onMessage: (message: HostMessage) => void): void {
    window.addEventListener("message", ({ source, origin, data }) => {
      if (!this.exists || source !== window.parent) return;
      const message = messageIn<HostMessage>(data);
      if (!message) return;
      this.#isHeard = true;
      this.#origin = known(origin); // a page without one cannot be addressed
      onMessage(message);
    });
  }
}

/** For messages alone. */
function originAround(): string | null {
  const { ancestorOrigins } = location as { ancestorOrigins?: DOMStringList };
  if (ancestorOrigins) return known(ancestorOrigins[0]);
  return URL.canParse(document.referrer) ? known(new URL(document.referrer).origin) : null;
}

const known = (origin: string | undefined) => (origin && origin !== "null" ? origin : null);
