import { part } from "./dom.ts";
import { readLessons } from "./lessons.ts";
import { formatRoute, parseRoute, type Route } from "./route.ts";
import { bindThemeButton } from "./theme.ts";
import { Workbench } from "./workbench.ts";

const root = document.documentElement;
const lessons = readLessons(document);
const first = { program: "cpu_count", mode: "sync", language: "js", processes: null } as const;

let route: Route = parseRoute(location.hash, lessons) ?? first;
const workbench = new Workbench(part(document, ".workbench"), lessons, route, (changed) => {
  // A program is a place to come back to; a setting of it is not.
  const isPlace = changed.program !== route.program;
  history[isPlace ? "pushState" : "replaceState"](null, "", formatRoute(changed));
  enter(changed);
});

function enter(entered: Route): void {
  route = entered;
  root.dataset.program = route.program;
  for (const link of document.querySelectorAll(".contents a")) {
    if (link.getAttribute("href") === `#${route.program}`)
      link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

enter(route);
// Also after a link of the contents, and after Back; other addresses on the page mean no program.
window.addEventListener("hashchange", () => {
  const wanted = location.hash ? parseRoute(location.hash, lessons) : first;
  if (!wanted) return;
  workbench.show(wanted);
  enter(wanted);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
  event.preventDefault();
  workbench.run();
});
if (/Mac|iPhone|iPad/.test(navigator.platform)) {
  part(document, "[data-part=shortcut]").textContent = "⌘ ⏎";
}

bindThemeButton(part(document, "[data-part=theme]"));
