// Runs before the first paint, so that the theme does not change after it.
(() => {
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem("webpool.theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch {
    // Storage may be forbidden; the system's theme is used then.
  }
})();
