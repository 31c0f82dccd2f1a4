import "./embed.css";
import { listings } from "virtual:listings";
import { mountCard, type Card } from "../playground/card/card.ts";
import {
  readListings,
  textsOf,
  type Language,
  type ProgramTexts,
} from "../playground/run/program.ts";
import { RunQueue } from "../playground/run/run-queue.ts";
import { element, part } from "../playground/dom.ts";
import { loadLibrary } from "../playground/run/library.ts";
import {
  formatAddress,
  formatSettings,
  languageNamed,
  usualInFrames,
} from "../playground/share/address.ts";
import { longest } from "../playground/share/packed-text.ts";
import { siteConfig } from "../site/config.ts";
import { HostPage } from "./host.ts";
import { parseOptions, programNamed, type EmbedOptions } from "./options.ts";
import type { HostMessage } from "./protocol.ts";

const place = part<HTMLElement>(document, ".card-place");
const root = part<HTMLElement>(place, ".card");
const host = new HostPage();
// Waits until the page is isolated, which may reload the document and would lose edits of the reader.
await (globalThis as { webpoolReady?: Promise<void> }).webpoolReady;
const options = await parseOptions(new URL(location.href));
const program = programNamed(options.example, Object.keys(listings));

if (program !== null || (options.example === "" && options.state.source !== null)) {
  await open(program);
} else if (options.broken) {
  refuse("The program in this frame’s address cannot be read: a part of it was lost.");
} else {
  const names = Object.keys(listings).join(", ");
  refuse(
    options.example === ""
      ? `This frame’s address names no program: add ?example= and one of ${names}.`
      : `There is no program “${options.example}” here. There are ${names}.`,
  );
}

async function open(name: string | null): Promise<void> {
  const isHostsOwn = name === null;
  const texts = isHostsOwn
    ? textsOfHost(options.state.language, options.state.source!)
    : await textsOfSite(name);
  // Sources that the reader has run, which the embedding page may run again.
  const approved = new Set<string>();
  let requestedByPage = false; // whether the embedding page or `autorun` requested the run that is starting
  let startTime = 0;

  const card: Card = mountCard(
    root,
    {
      program: name ?? "program",
      ...options.state,
      ...(isHostsOwn && { source: null }),
      texts,
      origin: options.broken
        ? "The text in this frame’s address cannot be read: this is the guide’s."
        : null,
      events: {
        run: ({ language, source, processes }) => {
          card.note(null);
          // C++ programs are always the site's own; `source` is that of another tab of the editor then.
          if (!requestedByPage && language !== "cpp") approved.add(source);
          const code = language === "cpp" ? null : source;
          host.send({ type: "run", language, processes, code });
        },
        result: (output) =>
          host.send({ type: "result", output, milliseconds: performance.now() - startTime }),
        error: ({ name, message, line }) => host.send({ type: "error", name, message, line }),
        state: (state) => {
          if (state === "running") startTime = performance.now();
          if (state === "stopped") host.send({ type: "stopped" });
        },
      },
    },
    {
      loadLibrary,
      queue: new RunQueue(),
      link: async (_, state) => pageUrl(state),
      ...(host.exists && { fullPage: pageUrl }),
    },
  );

  /** The URL at which the program is shown in a tab. */
  function pageUrl(state: EmbedOptions["state"]): Promise<string> {
    return isHostsOwn ? ownPage(state, options.state.source!) : guidePage(name!, state);
  }

  /** Runs the program without a click of the reader, if that is allowed. */
  function runForPage(): void {
    const { language, source } = card.state;
    const isSitesOwn = !isHostsOwn && (language === "cpp" || source === null);
    if (isSitesOwn || approved.has(card.text) || host.isTrusted(siteConfig().trustedOrigins)) {
      requestedByPage = true;
      card.run();
      requestedByPage = false;
      return;
    }
    card.note("The page around this frame asks to run this program. It runs when you press Run.");
    host.send({
      type: "error",
      name: "NotAllowedError",
      message: "the reader has to press Run: this text did not come with the site",
      line: null,
    });
  }

  const answers: {
    [Type in HostMessage["type"]]: (message: HostMessage & { type: Type }) => void;
  } = {
    hello: () => void introduce(true),
    run: runForPage,
    stop: () => card.stop(),
    code: ({ code, language, mode, processes }) => {
      if (typeof code !== "string" || code.length > longest) return;
      const isMode = mode === "sync" || mode === "async";
      const isCount = processes === null || (Number.isInteger(processes) && processes! > 0);
      const named = languageNamed(language ?? null) ?? options.state.language;
      card.show({
        language: named === "cpp" ? "js" : named,
        source: code,
        ...(isMode && { mode }),
        ...(processes !== undefined && isCount && { processes }),
      });
    },
    theme: ({ theme }) => {
      if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
      else delete document.documentElement.dataset.theme;
    },
  };
  host.listen((message) => {
    if (Object.hasOwn(answers, message.type)) answers[message.type](message as never);
  });

  async function introduce(answer = false): Promise<void> {
    const mode = await loadLibrary().then(
      ({ support }) => support.mode,
      () => "none" as const,
    );
    document.documentElement.dataset.tier = mode;
    host.send({ type: "ready", example: name ?? "", processors: mode, answer });
    sendHeight();
  }

  function sendHeight(): void {
    if (options.height === null)
      host.send({ type: "height", height: Math.ceil(root.getBoundingClientRect().height) });
  }
  new ResizeObserver(sendHeight).observe(root);

  let seen = false;
  new IntersectionObserver((entries) => {
    const isSeen = entries.some(({ isIntersecting }) => isIntersecting);
    if (isSeen && !seen && options.autorun) runForPage();
    if (!isSeen) card.rest();
    seen ||= isSeen;
  }).observe(root);
  await introduce();
}

async function textsOfSite(name: string): Promise<ProgramTexts> {
  const { lines, html } = await listings[name]!();
  layOut(lines + 1); // an empty line follows the last one
  root.innerHTML = html; // from the build of this site
  return readListings(root);
}

function textsOfHost(language: Language, source: string): ProgramTexts {
  layOut(source.split("\n").length);
  return textsOf(language === "cpp" ? "js" : language, source);
}

function layOut(lines: number): void {
  place.style.setProperty("--lines", String(lines));
  if (options.height === null) return;
  place.style.setProperty("--height", `${options.height}px`);
  place.classList.add("keeps-height");
}

/** The URL of the guide, showing the program. */
async function guidePage(name: string, state: EmbedOptions["state"]): Promise<string> {
  return new URL(`./${await formatAddress(name, state)}`, document.baseURI).href;
}

/** The URL of this page, showing a program that is not in the guide. */
async function ownPage(state: EmbedOptions["state"], text: string): Promise<string> {
  const url = new URL("embed.html", document.baseURI);
  url.hash = await formatSettings({ ...state, source: state.source ?? text }, usualInFrames);
  return url.href;
}

function refuse(why: string): void {
  root.replaceWith(element("p", { className: "refusal", textContent: why }));
  document.documentElement.dataset.tier = "none";
  const { height } = document.body.getBoundingClientRect();
  host.send({ type: "height", height: Math.ceil(height) });
  host.send({ type: "error", name: "NotFoundError", message: why, line: null });
}
