/** The markup of a timeline, which its views fill in. */
export const markup = `
<div class="tools timeline-tools">
  <h3 class="tools-title">Timeline</h3>
  <button class="button button-quiet" type="button" data-part="zoom-out" aria-label="Show more time">−</button>
  <button class="button button-quiet" type="button" data-part="zoom-in" aria-label="Show less time">+</button>
  <button class="button button-quiet" type="button" data-part="zoom-fit">All</button>
  <button class="button button-quiet" type="button" data-part="table" aria-pressed="false">Table</button>
  <button class="button button-quiet" type="button" data-part="export" title="A trace file that Perfetto opens">Export</button>
</div>
<div class="timeline-body" data-part="drawing">
  <canvas class="lanes" data-part="lanes" tabindex="0" role="slider" aria-label="Time" aria-orientation="horizontal" aria-valuemin="0" aria-valuemax="0" aria-valuenow="0"></canvas>
  <p class="timeline-hint" data-part="hint">Run the program to see what each processor does.</p>
  <div class="timeline-tip" data-part="tip" hidden></div>
</div>
<div class="timeline-strip" data-part="strip"></div>
<div class="timeline-text" data-part="tables" tabindex="0" role="group" aria-label="Timeline as tables" hidden></div>`;
