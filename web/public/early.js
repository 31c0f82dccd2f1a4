// Runs before the first paint, so that neither the theme nor the chosen program changes after it.
(() => {
  const root = document.documentElement;
  const name = /^#(\w+)/.exec(location.hash)?.[1];
  if (name) root.dataset.program = name;
  try {
    const theme = localStorage.getItem("webpool.theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch {
    // Storage may be forbidden; the system's theme is used then.
  }
})();
