type Theme = "light" | "dark";

const storageKey = "webpool.theme"; // src/site/early.ts reads it before the first paint

/** Binds the button that toggles light and dark. When that selects the system's theme, the page follows the system again. */
export function bindThemeButton(button: HTMLButtonElement): void {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const systemTheme = (): Theme => (system.matches ? "dark" : "light");
  const current = (): Theme => (root.dataset.theme as Theme | undefined) ?? systemTheme();

  const label = () => {
    const next = current() === "dark" ? "light" : "dark";
    button.setAttribute("aria-label", `Use the ${next} theme`);
    button.title = `Use the ${next} theme`;
  };

  button.addEventListener("click", () => {
    const next = current() === "dark" ? "light" : "dark";
    if (next === systemTheme()) delete root.dataset.theme;
    else root.dataset.theme = next;
    remember(root.dataset.theme);
    label();
  });
  system.addEventListener("change", label);
  label();
  button.hidden = false;
}

function remember(theme: string | undefined): void {
  try {
    if (theme) localStorage.setItem(storageKey, theme);
    else localStorage.removeItem(storageKey);
  } catch {
    // Storage may be forbidden; then the choice is lost when the page is closed.
  }
}
