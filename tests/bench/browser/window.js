// poolifier-web-worker 0.5.15 takes a realm for a browser's only if it has a window, which workers have not.
globalThis.window ??= globalThis;
