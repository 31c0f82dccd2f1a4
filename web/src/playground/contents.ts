/** Marks in the contents where the reader is, and closes them where they lie over the page. */
export function bindContents(nav: HTMLElement): void {
  const links = new Map<Element, HTMLAnchorElement>();
  for (const link of nav.querySelectorAll<HTMLAnchorElement>("a")) {
    const target = document.getElementById(link.hash.slice(1));
    if (target) links.set(target, link);
  }
  let current: HTMLAnchorElement | undefined;
  // A band below the masthead: what crosses it is what is being read. A figure lies within its chapter, and is the closer one.
  const inBand = new Set<Element>();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (isIntersecting) inBand.add(target);
        else inBand.delete(target);
      }
      const here = [...links.keys()].filter((target) => inBand.has(target)).at(-1);
      if (here) mark(links.get(here)!);
    },
    { rootMargin: "-25% 0px -70%" },
  );
  for (const target of links.keys()) observer.observe(target);

  nav.addEventListener("click", (event) => {
    if (event.target instanceof HTMLAnchorElement && nav.matches(":popover-open"))
      nav.hidePopover();
  });

  function mark(link: HTMLAnchorElement): void {
    if (link === current) return;
    current?.removeAttribute("aria-current");
    link.setAttribute("aria-current", "location");
    current = link;
  }
}
