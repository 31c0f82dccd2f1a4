export type Language = "js" | "cpp";
export type Mode = "sync" | "async";

/** One program of the guide, as the page holds it. */
export interface Lesson {
  readonly name: string;
  /** The JavaScript text of each mode. */
  readonly texts: Readonly<Record<Mode, string>>;
  /** The C++ text, highlighted; null where the page was built without it. */
  readonly cpp: HTMLElement | null;
}

/** The guide's lessons in the page's order: the page is the guide, so its texts are read from there. */
export function readLessons(page: Document): Map<string, Lesson> {
  const lessons = [...page.querySelectorAll<HTMLElement>(".lesson")].map((section) => {
    const listing = (id: string) => section.querySelector<HTMLElement>(`[data-text="${id}"]`);
    const name = section.dataset.name ?? section.id;
    const sync = listing("sync")?.textContent ?? "";
    const async = listing("async")?.textContent ?? sync;
    return { name, texts: { sync, async }, cpp: listing("cpp") };
  });
  return new Map(lessons.map((lesson) => [lesson.name, lesson]));
}
