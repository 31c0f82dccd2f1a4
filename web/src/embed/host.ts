import { type FrameMessage, type HostMessage, messageIn, version } from "./protocol.ts";

/** The page that embeds this frame. */
export class HostPage {
  /** Whether this document is in a frame. */
  readonly exists = window.parent !== window;

  /** Its origin; null while that is unknown. */
  #origin: string | null = this.exists ? presumedOrigin() : null;
  /** Whether its origin is certain, since it has sent a message. */
  #isOriginCertain = false;

  /**
   * Whether all pages around this frame are listed or are the site's own. An outer page can load something else into this
   * frame, too. Relies on origins reported by the browser only, since a referrer proves nothing.
   */
  isTrusted(origins: readonly string[]): boolean {
    if (!this.exists) return false;
    const { ancestorOrigins } = location as { ancestorOrigins?: DOMStringList };
    const around = ancestorOrigins
      ? [...ancestorOrigins]
      : [this.#isOriginCertain && window.top === window.parent ? this.#origin : null];
    return around.every(
      (origin) => origin !== null && (origins.includes(origin) || origin === location.origin),
    );
  }

  /** Sends a message. Output of a program is sent to a known origin only. */
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
      this.#isOriginCertain = true;
      this.#origin = known(origin); // a page without one cannot be addressed
      onMessage(message);
    });
  }
}

/** The probable origin of the embedding page: good enough to address messages, but not to trust it. */
function presumedOrigin(): string | null {
  const { ancestorOrigins } = location as { ancestorOrigins?: DOMStringList };
  if (ancestorOrigins) return known(ancestorOrigins[0]);
  return URL.canParse(document.referrer) ? known(new URL(document.referrer).origin) : null;
}

const known = (origin: string | undefined) => (origin && origin !== "null" ? origin : null);
