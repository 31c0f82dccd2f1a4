// A browser's process and its profile: both are gone when `close` returns, or when this process ends.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The milliseconds after which a browser that says nothing is given up: a busy computer is not taken for one that hangs. */
export const patience = 120_000;

const running = new Set();
process.once("exit", () => running.forEach((browser) => browser.destroy()));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(1));

/** Rejects if the promise has not settled in time. */
export function within(milliseconds, what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${what}: nothing after ${milliseconds} ms`)),
      milliseconds,
    );
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

// Waits until this process says that the browser has ended, or is gone itself; then, since what the browser has started
// may go on writing for a moment, removes the profile late.
const guard = `trap "" HUP INT TERM; read -r line || kill -s KILL -- "$1"; sleep 1; rm -rf "$2"`;

// Debian's `chromium` compares sizes of mounted file systems, and complains at each start where there are two of a path.
const noise = /^.*\[: .*: unexpected operator\n/gm;

export class BrowserProcess {
  #child;
  #guard;
  #group;
  #output = "";
  /** Why it ended, once it has. */
  ended;
  /** What has crashed, once something has: this process, or one that shows pages, as drivers find out. */
  crash;

  /** With `group`, what it starts ends with it: for what does not see to that itself. */
  constructor(name, executable, prepare, { group = false } = {}) {
    this.name = name;
    this.profile = mkdtempSync(join(tmpdir(), `webpool-${name}-`));
    running.add(this);
    // A display would not be used; a proxy would be asked for this computer's own pages.
    const { DISPLAY, WAYLAND_DISPLAY, http_proxy, https_proxy, ...environment } = process.env;
    this.#child = spawn(executable, prepare(this.profile), {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...environment, HOME: this.profile, XDG_RUNTIME_DIR: this.profile },
      detached: group,
    });
    this.#group = group;
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream
        .setEncoding("utf8")
        .on(
          "data",
          (text) => (this.#output = (this.#output + text).replace(noise, "").slice(-4000)),
        );
    }
    this.#guard = spawn("sh", ["-c", guard, "sh", String(this.#target), this.profile], {
      stdio: ["pipe", "ignore", "ignore"],
    });
    this.exited = new Promise((done) => {
      this.#child.once("error", (error) => done((this.ended = error.message)));
      this.#child.once("exit", (code, signal) =>
        done((this.ended = `it ended with ${signal ?? `code ${code}`}`)),
      );
    });
  }

  /** Waits for a file that the browser writes into its profile, and for `read` to make something of it. */
  async file(name, read) {
    for (const end = Date.now() + patience; Date.now() < end && !this.ended; await sleep(20)) {
      try {
        const value = read(readFileSync(join(this.profile, name), "utf8"));
        if (value) return value;
      } catch (error) {
        if (error.code !== "ENOENT") throw error;
      }
    }
    const reason = this.ended ?? `it was not ready after ${patience / 1000} s`;
    this.destroy();
    throw new Error(`${this.name} did not start: ${reason}\n${this.#output}`);
  }

  /**
   * Makes a call to the browser. If it fails because the browser has crashed, the error says what has, and later calls are not
   * made.
   * @param {string} what What it does, for the error.
   * @param {() => Promise<any>} make
   * @param {(error: Error) => Promise<string | undefined> | string | undefined} crashIn What has crashed, if the call failed
   *   because of that.
   */
  async call(what, make, crashIn) {
    if (this.crash)
      throw new Error(`${this.name}: ${what}: not done, since it had crashed: ${this.crash}`);
    try {
      return await make();
    } catch (error) {
      this.crash ||= await crashIn(error);
      if (!this.crash) throw error;
      throw new Error(`${this.name}: ${what}: it has crashed: ${this.crash}`, { cause: error });
    }
  }

  /** For a connection that was lost: why the process ended, which is known a moment later. */
  async whyEnded() {
    await within(5000, "exit", this.exited).catch(() => {});
    return this.ended ?? "its connection was closed";
  }

  /** To the process, if it has not ended; to its whole group, if it has one. */
  signal(name) {
    if (!this.#child.pid || (this.ended && !this.#group)) return;
    try {
      process.kill(this.#target, name);
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
  }
  get #target() {
    return this.#group ? -this.#child.pid : this.#child.pid;
  }

  /** Asks it to end, if that is done, and ends it if it does not. */
  async close(ask) {
    if (!running.has(this)) return;
    if (ask)
      await within(5000, "close", Promise.all([ask().catch(() => {}), this.exited])).catch(
        () => {},
      );
    this.signal("SIGKILL");
    await within(5000, "close", this.exited).catch(() => {});
    try {
      rmSync(this.profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    } catch {
      // What the browser has started still writes there; the guard removes it.
    }
    this.#guard.stdin.end("ended\n");
    running.delete(this);
  }

  /** Ends it at once; the guard removes the profile. */
  destroy() {
    this.signal("SIGKILL");
    this.#guard.stdin.end();
    running.delete(this);
  }
}
