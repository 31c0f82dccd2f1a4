import { type FrameMessage, type HostMessage, messageIn, version } from "./protocol.ts";

/** The page around this frame. */
export class HostPage {
  /** Whether there is one. */
  readonly exists = window.parent !== window;

  /** Its origin as the browser gives it; null where the browser's word is not had before it has sent something. */
  #origin: string | null = this.exists ? originAround() : null;

  /** Whether the site lists it. */
  isIn(origins: readonly string[]): boolean {
    return this.#origin !== null && origins.includes(this.#origin);
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
      if (origin !== "null") this.#origin = origin; // a page without an origin cannot be addressed
      onMessage(message);
    });
  }
}

function originAround(): string | null {
  const { ancestorOrigins } = location as { ancestorOrigins?: DOMStringList };
  if (ancestorOrigins) return known(ancestorOrigins[0]);
  return URL.canParse(document.referrer) ? known(new URL(document.referrer).origin) : null;
}

const known = (origin: string | undefined) => (origin && origin !== "null" ? origin : null);
