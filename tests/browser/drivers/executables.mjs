// Where the browsers are: CHROMIUM and FIREFOX in the environment, else the usual names. Run as a program, it prints
// the names of those that are missing.

import { accessSync, constants, realpathSync } from "node:fs";
import { delimiter, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function find(candidates) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return candidates
    .filter(Boolean)
    .flatMap((name) => (name.includes(sep) ? [name] : folders.map((folder) => join(folder, name))))
    .find(isExecutable);
}

/** Paths, or undefined for a browser that is not installed. What the environment names is used or missing. */
export const executables = {
  chromium: find(
    process.env.CHROMIUM
      ? [process.env.CHROMIUM]
      : [
          "chromium",
          "chromium-browser",
          "google-chrome",
          "google-chrome-stable",
          "/Applications/Chromium.app/Contents/MacOS/Chromium",
          "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        ],
  ),
  firefox: find(
    process.env.FIREFOX
      ? [process.env.FIREFOX]
      : ["firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"],
  ),
};

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  for (const [name, path] of Object.entries(executables)) if (!path) console.log(name);
}
