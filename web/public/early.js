// Runs before the first paint, so that neither the theme nor a note changes the page after it.
(() => {
  const root = document.documentElement;
  if (!globalThis.crossOriginIsolated || typeof SharedArrayBuffer !== "function")
    root.dataset.threads = "none";
  try {
    const theme = localStorage.getItem("webpool.theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch {
    // Storage may be forbidden; the system's theme is used then.
  }
})();
