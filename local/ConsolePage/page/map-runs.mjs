import { call, list } from './aws.mjs';
import { button, fill, h } from './dom.mjs';
import { payload, standing, trouble } from './state-panel.mjs';
import { chip } from './status.mjs';
import { table } from './table.mjs';
import { elapsed } from './ticking.mjs';
import { count, when } from './words.mjs';

const finished = ['succeeded', 'failed', 'timedOut', 'aborted'];

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
  const children = table([
    { name: 'Child execution', header: true, cell: ({ name }) => name },
    { name: 'Status', cell: ({ status }) => chip(status) },
    { name: 'Started', cell: ({ startDate }) => when(startDate) },
    { name: 'Duration', number: true, cell: ({ startDate, stopDate }) => elapsed(startDate, stopDate) },
    { name: 'Input and output', cell: childDetails },
  ], { caption: 'Child executions', size: 20 });
  const element = h('article', { class: 'map-run' }, head, children.element);
  let listed;

  async function show(run) {
    const label = mapRunArn.split(':').at(-2).split('/').at(-1);
    fill(head, h('h3', {}, label, ' ', chip(run.status)), bar(run.itemCounts, label),
      h('p', { class: 'hint' }, `Items: ${standing(run.itemCounts)}. Child executions: ${standing(run.executionCounts)}.`));
    const now = JSON.stringify(run.executionCounts);
    if (now !== listed) {
      listed = now;
      children.show(await list('StepFunctions', 'ListExecutions', 'executions', { mapRunArn, maxResults: 1000 }, signal));
    }
  }

  return { element, show };
}

function bar(counts, label) {
  const done = finished.reduce((sum, one) => sum + counts[one], 0);
  return h('progress', { max: Math.max(1, counts.total), value: done, 'aria-label': `Items of ${label} done` },
    `${count(done)} of ${count(counts.total)}`);
}

function childDetails({ executionArn }) {
  const shown = h('div', {});
  const more = button('Show', async () => {
    if (shown.childElementCount > 0) {
      fill(shown);
      more.textContent = 'Show';
      return;
    }
    const child = await call('StepFunctions', 'DescribeExecution', { executionArn });
    fill(shown, trouble(child.error, child.cause), payload('Input', child.input), payload('Output', child.output));
    more.textContent = 'Hide';
  }, { class: 'link' });
  return [more, shown];
}
