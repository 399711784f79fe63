import { ask, call, list } from './aws.mjs';
import { identifier } from './copy.mjs';
import { button, fill, h } from './dom.mjs';
import { moment } from './moment.mjs';
import { payload, standing, trouble } from './state-panel.mjs';
import { chip } from './status.mjs';
import { s } from './svg.mjs';
import { table } from './table.mjs';
import { elapsed } from './ticking.mjs';
import { visitTable } from './visits.mjs';
import { between, count } from './words.mjs';

const Width = 1000;

/** The map runs of an execution with their children; nothing where it has none. */
export function mapRuns(executionArn, signal) {
  const element = h('section', { 'aria-labelledby': 'map-runs', hidden: true });
  const views = new Map();

  async function refresh() {
    const found = await list('StepFunctions', 'ListMapRuns', 'mapRuns', { executionArn }, signal);
    const described = await Promise.all(found.map(({ mapRunArn }) => call('StepFunctions', 'DescribeMapRun', { mapRunArn }, signal)));
    for (const run of described) {
      if (!views.has(run.mapRunArn)) {
        views.set(run.mapRunArn, runView(run.mapRunArn, signal));
      }
      await views.get(run.mapRunArn).show(run);
    }
    element.hidden = described.length === 0;
    if (element.childElementCount !== views.size + 1) {
      fill(element, h('h2', { id: 'map-runs' }, 'Map runs'), [...views.values()].map(view => view.element));
    }
  }

  return { element, refresh };
}

function runView(mapRunArn, signal) {
  const head = h('div', {});
  const details = new Map();
  const children = table([
    { name: 'Child execution', header: true, by: ({ name }) => name, cell: ({ name }) => name },
    { name: 'Status', by: ({ status }) => status, cell: ({ status }) => chip(status) },
    { name: 'Items', number: true, by: ({ itemCount }) => itemCount, cell: ({ itemCount }) => count(itemCount) },
    { name: 'Started', by: ({ startDate }) => startDate, cell: ({ startDate }) => moment(startDate) },
    { name: 'Duration', number: true, by: ({ startDate, stopDate }) => between(startDate, stopDate), cell: ({ startDate, stopDate }) => elapsed(startDate, stopDate) },
    { name: 'Error', by: ({ error }) => error ?? undefined, cell: ({ error, cause }) => error && [h('span', { class: 'refused' }, error), cause && h('p', { class: 'hint wraps' }, cause.slice(0, 200))] },
    { name: 'Data and states', cell: child => detailsOf(child, details) },
  ], { caption: 'Child executions', size: 20 });
  const element = h('article', { class: 'map-run' }, head, children.element);
  let listed;

  async function show(run) {
    const label = mapRunArn.split(':').at(-2).split('/').at(-1);
    fill(head, h('h3', {}, label, ' ', chip(run.status)), bar(run.itemCounts, label),
      h('p', { class: 'hint' }, `Items: ${standing(run.itemCounts)}. Child executions: ${standing(run.executionCounts)}.`),
      h('p', { class: 'facts' }, identifier('Map run ARN', mapRunArn)));
    const now = JSON.stringify(run.executionCounts);
    if (now !== listed) {
      listed = now;
      children.show(await ask('children', { mapRun: mapRunArn }, signal));
    }
  }

  return { element, show };
}

/** How many items succeeded, failed and are left, each share in its colour and all of them in words. */
function bar(counts, label) {
  const parts = { succeeded: counts.succeeded, failed: counts.failed + counts.timedOut, aborted: counts.aborted, running: counts.running };
  let x = 0;
  return s('svg', { class: 'shares', viewBox: `0 0 ${Width} 10`, preserveAspectRatio: 'none', role: 'img', 'aria-label': `Items of ${label}: ${standing(counts)}` },
    s('rect', { class: 'whole', width: Width, height: 10 }),
    Object.entries(parts).map(([status, items]) => {
      // A failure among thousands is still seen.
      const width = items > 0 ? Math.max(4, items / counts.total * Width) : 0;
      const part = width > 0 && s('rect', { class: status, x: Math.min(x, Width - width), width, height: 10 });
      x += width;
      return part;
    }));
}

/** A child's data and the states it went through; stays as a person left it when the rows are made anew. */
function detailsOf({ executionArn }, details) {
  if (!details.has(executionArn)) {
    const shown = h('div', {});
    const more = button('Show', async () => {
      if (shown.childElementCount > 0) {
        fill(shown);
        more.textContent = 'Show';
        return;
      }
      const visits = visitTable({ executionArn, caption: 'States of the child execution' });
      const [child, found] = await Promise.all([
        call('StepFunctions', 'DescribeExecution', { executionArn }), ask('visits', { execution: executionArn }),
      ]);
      visits.show(found);
      fill(shown, h('p', {}, identifier('Child ARN', executionArn)), trouble(child.error, child.cause),
        payload('Input', child.input), payload('Output', child.output), h('h3', {}, 'States'), visits.element);
      more.textContent = 'Hide';
    }, { class: 'link' });
    details.set(executionArn, h('div', {}, more, shown));
  }
  return details.get(executionArn);
}
