/**
 * What Pyodide (checked with 314.0.7) adds to its realm for its event loop and never removes: a listener for messages and a
 * message channel. Both keep the whole memory of the interpreter alive, so they are removed when it ends.
 */
export class WhatStays {
  private readonly channels: MessageChannel[] = [];
  private readonly listeners: Parameters<typeof removeEventListener>[] = [];

  /** Calls `make`, and records the channels and listeners that are added until its promise has settled. */
  async of<T>(make: () => Promise<T>): Promise<T> {
    const { channels, listeners } = this;
    const { addEventListener: add, MessageChannel: Channel } = globalThis;
    globalThis.MessageChannel = class extends Channel {
      constructor() {
        super();
        channels.push(this);
      }
    };
    globalThis.addEventListener = (...parameters: Parameters<typeof add>) => {
      listeners.push(parameters);
      add(...parameters);
    };
    try {
      return await make();
    } finally {
      globalThis.MessageChannel = Channel;
      globalThis.addEventListener = add;
    }
  }

  /** Closes the channels and removes the listeners. */
  remove(): void {
    for (const { port1, port2 } of this.channels) for (const port of [port1, port2]) port.close();
    for (const parameters of this.listeners) removeEventListener(...parameters);
  }
}
