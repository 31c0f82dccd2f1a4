/**
 * What an interpreter leaves in its realm for as long as that lives: Pyodide (seen in 314.0.7) listens for messages and keeps a
 * channel to itself, for its event loop, and both hold on to all of its memory.
 */
export class WhatStays {
  private readonly channels: MessageChannel[] = [];
  private readonly listeners: Parameters<typeof removeEventListener>[] = [];

  /** Notes what `make` leaves behind until what it gives has settled. */
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

  /** Removes it. */
  remove(): void {
    for (const { port1, port2 } of this.channels) for (const port of [port1, port2]) port.close();
    for (const parameters of this.listeners) removeEventListener(...parameters);
  }
}
