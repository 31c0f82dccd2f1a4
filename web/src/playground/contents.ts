/** Marks the current section in the table of contents, and closes the table when a link in it is clicked. */
export function bindContents(nav: HTMLElement): void {
  const links = new Map<Element, HTMLAnchorElement>();
  for (const link of nav.querySelectorAll<HTMLAnchorElement>("a")) {
    const target = document.getElementById(link.hash.slice(1));
    if (target) links.set(target, link);
  }
  let current: HTMLAnchorElement | undefined;
  // The section in a band below the page's header is the current one. A figure is inside its chapter, and comes later.
  const inBand = new Set<Element>();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (isIntersecting) inBand.add(target);
        else inBand.delete(target);
      }
      const section = [...links.keys()].filter((target) => inBand.has(target)).at(-1);
      if (section) mark(links.get(section)!);
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
