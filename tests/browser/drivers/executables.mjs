// Where the browsers are: CHROMIUM, FIREFOX and WEBKIT (a MiniBrowser) in the environment, else the usual names. Run as a
// program, it prints the names of those that are missing.

import { accessSync, constants, readdirSync, realpathSync } from "node:fs";
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

/** The small browser of WebKitGTK, which its driver starts; in /usr/lib/<machine>/webkit2gtk-4.1 on Debian. */
function findMiniBrowser() {
  const list = (folder) => {
    try {
      return readdirSync(folder).map((name) => join(folder, name));
    } catch {
      return [];
    }
  };
  const libraries = ["/usr/lib", "/usr/lib64", "/usr/libexec"];
  return libraries
    .flatMap((folder) => [folder, ...(folder === "/usr/lib" ? list(folder) : [])])
    .flatMap((folder) => list(folder).filter((path) => /webkit(2gtk|gtk)-[\d.]+$/.test(path)))
    .map((folder) => join(folder, "MiniBrowser"))
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
  webkit:
    find(["WebKitWebDriver"]) &&
    find(["Xvfb"]) &&
    (process.env.WEBKIT ? find([process.env.WEBKIT]) : findMiniBrowser()),
};

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  for (const [name, path] of Object.entries(executables)) if (!path) console.log(name);
}
