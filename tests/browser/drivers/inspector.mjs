// A client of WebKitGTK's remote inspector, for what its WebDriver does not have: consoles and the colour scheme.
//
// A message is its length, a byte that says "little endian", its name, and a GVariant; those used here are integers of
// 64 bits with at most one text after them. To the inspector of a page go messages of JSON, in which others are wrapped
// for the process that shows the page at the time. A page that WebDriver opened is not in the inspector's list, but
// answers to its number; they are counted in the order in which they were opened.
// https://github.com/WebKit/WebKit/blob/main/Source/JavaScriptCore/inspector/remote/glib/RemoteInspectorServer.cpp

import { once } from "node:events";
import { connect } from "node:net";
import { patience, within } from "./process.mjs";

const littleEndian = 1;
const browserProcess = 1; // the first to connect to its own server
const automation = 2; // has a number like a page's, begins with the session, and may not be touched

const numbers = (...values) => {
  const data = Buffer.alloc(8 * values.length);
  values.forEach((value, index) => data.writeBigUInt64LE(BigInt(value), 8 * index));
  return data;
};

export class Inspector {
  #socket;
  #received = [];
  #size = 0;
  #pages = new Map();
  #newest = 0;

  /** @param {string} address As in WEBKIT_INSPECTOR_SERVER. */
  static async connect(address) {
    const inspector = new Inspector();
    const [host, port] = address.split(":");
    inspector.#socket = connect({ host, port: Number(port) });
    await within(patience, "connect to WebKit's inspector", once(inspector.#socket, "connect"));
    inspector.#socket.on("data", (data) => inspector.#receive(data));
    inspector.#socket.on("error", () => {}); // the browser has ended
    inspector.#send("SetupInspectorClient", Buffer.from("any\0"));
    return inspector;
  }

  /** The page that was opened last; windows that pages have opened themselves may come before it. */
  async newest() {
    const candidates = Array.from({ length: 8 }, (_, i) => this.#newest + 1 + i)
      .filter((number) => number !== automation)
      .map((number) => new InspectedPage(this, number));
    for (const page of candidates) {
      this.#pages.set(page.number, page);
      this.#send("Setup", numbers(browserProcess, page.number));
    }
    // What does not exist is silent, the rest answers in order. The first page stays open.
    await within(patience, "WebKit's inspector", this.#pages.get(1).exists());
    const found = candidates.filter((page) => page.target).at(-1);
    if (!found) throw new Error("webkit: its inspector does not know the page");
    this.#newest = found.number;
    for (const page of candidates)
      if (page !== found && page.number !== 1) this.#pages.delete(page.number);
    return found;
  }

  disconnect() {
    this.#socket.destroy();
  }

  toPage(number, message) {
    const text = Buffer.from(`${JSON.stringify(message)}\0`);
    this.#send("SendMessageToBackend", Buffer.concat([numbers(browserProcess, number), text]));
  }

  #send(name, parameters) {
    const body = Buffer.concat([Buffer.from(`${name}\0`), parameters]);
    const head = Buffer.alloc(5);
    head.writeUInt32BE(body.length);
    head[4] = littleEndian;
    this.#socket.write(Buffer.concat([head, body]));
  }

  #receive(data) {
    this.#received.push(data);
    this.#size += data.length;
    while (this.#size >= 5) {
      const all = Buffer.concat(this.#received);
      const end = 5 + all.readUInt32BE(0);
      this.#received = [all];
      if (all.length < end) return;
      this.#received = [all.subarray(end)];
      this.#size = all.length - end;
      const body = all.subarray(5, end);
      const nameEnd = body.indexOf(0);
      if (body.toString("latin1", 0, nameEnd) !== "SendMessageToFrontend") continue;
      const parameters = body.subarray(nameEnd + 1);
      const number = Number(parameters.readBigUInt64LE(8));
      this.#pages
        .get(number)
        ?.receive(JSON.parse(parameters.toString("utf8", 16, parameters.length - 1)));
    }
  }
}

class InspectedPage {
  #inspector;
  #waiting = new Map();
  #number = 0;
  #colorScheme;
  /** The process that shows the page. */
  target;
  /** What scripts threw and did not catch, and what went to console.error, as text. */
  errors = [];

  constructor(inspector, number) {
    this.#inspector = inspector;
    this.number = number;
  }

  exists() {
    const id = ++this.#number;
    this.#inspector.toPage(this.number, { id, method: "Target.exists" });
    return new Promise((resolve) => this.#waiting.set(id, { resolve }));
  }
  /** Resolves when `errors` holds all that was written before, or the page is gone. */
  settled() {
    return this.#command(this.target, "Console.getLoggingChannels");
  }
  /** Of this document and those that follow. */
  async setColorScheme(scheme) {
    this.#colorScheme = { light: "Light", dark: "Dark" }[scheme];
    await this.#command(this.target, ...this.#preference());
  }
  #preference() {
    return [
      "Page.overrideUserPreference",
      { name: "PrefersColorScheme", value: this.#colorScheme },
    ];
  }

  #command(target, method, params) {
    const id = ++this.#number;
    const message = JSON.stringify({ id, method, params });
    this.#inspector.toPage(this.number, {
      id: ++this.#number,
      method: "Target.sendMessageToTarget",
      params: { targetId: target, message },
    });
    return new Promise((resolve) => this.#waiting.set(id, { target, resolve }));
  }

  receive({ id, method, params }) {
    if (id !== undefined) {
      this.#waiting.get(id)?.resolve();
      this.#waiting.delete(id);
      return;
    }
    switch (method) {
      case "Target.targetCreated": {
        const { type, targetId, isProvisional } = params.targetInfo;
        if (type !== "page") return;
        if (!isProvisional) this.target = targetId;
        this.#command(targetId, "Console.enable"); // which tells what was written before as well
        if (this.#colorScheme) this.#command(targetId, ...this.#preference());
        return;
      }
      case "Target.didCommitProvisionalTarget":
        this.target = params.newTargetId;
        return;
      case "Target.targetDestroyed":
        for (const [number, { target, resolve }] of this.#waiting) {
          if (target !== params.targetId) continue;
          resolve();
          this.#waiting.delete(number);
        }
        return;
      case "Target.dispatchMessageFromTarget":
        this.receive(JSON.parse(params.message));
        return;
      case "Console.messageAdded":
        if (params.message.level === "error") this.errors.push(textOf(params.message));
    }
  }
}

function textOf({ text, parameters }) {
  const all = parameters?.map(({ value, description }) => String(description ?? value));
  return (all?.join(" ") ?? text).replace(/^Unhandled Promise Rejection: /, "");
}
