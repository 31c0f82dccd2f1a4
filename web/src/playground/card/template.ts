/** The markup of a card, which its views fill in. */
const markup = `
<div class="card-head">
  <fieldset class="tabs" data-part="languages"><legend class="unseen">Language</legend></fieldset>
  <fieldset class="segments" data-part="modes">
    <legend class="unseen">Mode</legend>
    <label class="segment" data-part="mode-sync"><input type="radio" value="sync" checked /><span>sync</span></label>
    <label class="segment" data-part="mode-async"><input type="radio" value="async" /><span>async</span></label>
  </fieldset>
  <div class="tools">
    <button class="button button-quiet" type="button" data-part="compare" aria-pressed="false">What differs</button>
    <button class="button button-quiet" type="button" data-part="side-by-side" aria-pressed="false">Side by side</button>
    <button class="button button-quiet" type="button" data-part="enlarge" aria-pressed="false">All lines</button>
    <button class="button button-quiet" type="button" data-part="reset" disabled>Reset</button>
  </div>
</div>
<p class="card-note" data-part="threads-note" hidden></p>
<p class="card-note" data-part="origin-note" hidden>
  <span data-part="origin-text"></span>
  <button class="button button-quiet" type="button" data-part="origin-reset">Show the guide’s</button>
</p>
<div class="panes" data-part="panes">
  <div class="pane" data-part="script-pane"><div class="pane-body" data-part="editor"></div></div>
  <div class="pane pane-cpp" data-part="cpp-pane"><div class="pane-body" data-part="cpp"></div></div>
</div>
<form class="card-bar" data-part="bar">
  <div class="actions">
    <button class="button button-run" type="submit" data-part="run" aria-keyshortcuts="Control+Enter Meta+Enter">
      <span data-part="run-label">Run</span> <kbd data-part="shortcut">Ctrl ⏎</kbd>
    </button>
    <button class="button" type="button" data-part="stop" disabled>Stop</button>
  </div>
  <div class="knobs" data-part="knobs">
    <label class="knob">
      <span class="knob-name">processors <output data-part="processes-value"></output></span>
      <input type="range" min="1" data-part="processes" />
    </label>
  </div>
  <div class="card-menu" data-part="menu">
    <button class="button button-quiet" type="button" data-part="share">Share</button>
    <button class="button button-quiet" type="button" data-part="embed">Embed</button>
  </div>
</form>
<div class="output" role="group" aria-label="Output">
  <div class="output-head">
    <p class="status" data-part="status" data-state="idle">Ready</p>
    <p class="clock" data-part="clock"></p>
    <p class="cost" data-part="cost"></p>
    <progress class="progress" data-part="progress" aria-label="Progress of the program" value="0" max="1"></progress>
  </div>
  <p class="unseen" role="status" data-part="announcer"></p>
  <div class="output-body">
    <div class="console-pane" role="group" aria-label="Console">
      <div class="tools console-tools">
        <h3 class="tools-title">Console</h3>
        <button class="button button-quiet" type="button" data-part="copy">Copy</button>
        <button class="button button-quiet" type="button" data-part="clear">Clear</button>
      </div>
      <div class="console" data-part="console"></div>
    </div>
    <div class="timeline" role="group" aria-label="Timeline" data-part="timeline"></div>
  </div>
</div>`;

let cards = 0;

/** Creates the elements of a card, and a number that makes the names of its radio groups unique. */
export function cardElements(): { elements: DocumentFragment; number: number } {
  const template = document.createElement("template");
  template.innerHTML = markup;
  const number = ++cards;
  for (const radio of template.content.querySelectorAll<HTMLInputElement>("input[type=radio]"))
    radio.name = `card-${number}-mode`;
  return { elements: template.content, number };
}
