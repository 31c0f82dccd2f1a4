// A client of Marionette, Firefox's own remote control: JSON in packets "length:[type, id, …]" over TCP. WebDriver BiDi
// would need no client of ours, but Firefox hangs under it in `new Worker` when workers nest; and geckodriver, which
// speaks WebDriver to Marionette, comes from neither npm nor Debian.
// https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html

import { once } from "node:events";
import { connect } from "node:net";
import { patience, within } from "./process.mjs";

export class Marionette {
  #socket;
  #received = Buffer.alloc(0);
  #waiting = new Map();
  #number = 0;
  /** Why the connection was lost, once it was. */
  lost;

  /** @returns {Promise<Marionette>} Connected, and with a session. */
  static async connect(port) {
    const client = new Marionette();
    client.#socket = connect({ host: "127.0.0.1", port });
    await within(patience, "connect to Firefox", once(client.#socket, "connect"));
    client.#socket.on("data", (data) => client.#receive(data));
    client.#socket.on("error", (error) => client.#lose(error.message));
    client.#socket.on("close", () => client.#lose("the connection was closed"));
    await client.send("WebDriver:NewSession");
    return client;
  }

  /** Sends a command; the result of most is in the field `value` of what comes back. */
  async send(name, parameters = {}, timeout = patience) {
    if (this.lost) throw new Error(`firefox: ${name}: ${this.lost}`);
    const number = ++this.#number;
    const text = Buffer.from(JSON.stringify([0, number, name, parameters]));
    const answer = new Promise((resolve, reject) =>
      this.#waiting.set(number, { name, resolve, reject }),
    );
    this.#socket.write(Buffer.concat([Buffer.from(`${text.length}:`), text]));
    try {
      return await within(timeout, `firefox: ${name}`, answer);
    } finally {
      this.#waiting.delete(number);
    }
  }

  disconnect() {
    this.#socket.destroy();
  }

  #receive(data) {
    this.#received = Buffer.concat([this.#received, data]);
    for (;;) {
      const colon = this.#received.indexOf(":");
      const end = colon + 1 + Number(this.#received.subarray(0, Math.max(colon, 0)));
      if (colon < 0 || this.#received.length < end) return;
      const packet = JSON.parse(this.#received.subarray(colon + 1, end));
      this.#received = this.#received.subarray(end);
      if (!Array.isArray(packet)) continue; // the greeting
      const [, number, error, result] = packet;
      const command = this.#waiting.get(number); // undefined once it has timed out
      if (error)
        command?.reject(new Error(`firefox: ${command.name}: ${error.error}: ${error.message}`));
      else command?.resolve(result);
    }
  }

  #lose(reason) {
    this.lost ??= reason;
    for (const { name, reject } of this.#waiting.values())
      reject(new Error(`firefox: ${name}: ${this.lost}`));
    this.#waiting.clear();
  }
}
