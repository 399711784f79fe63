import { ask } from './aws.mjs';
import { button, fill, h } from './dom.mjs';
import { payload, trouble } from './state-panel.mjs';
import { chip } from './status.mjs';
import { s } from './svg.mjs';
import { table } from './table.mjs';
import { between, count, dateOf, duration } from './words.mjs';

const Width = 1000;

/**
 * The states that an execution went through: how each visit ended, when it was and how long it took, and its data.
 * @param {{ executionArn: string, caption: string, onChoose?(name: string): void }} options onChoose: a state's name is a link
 */
export function visitTable({ executionArn, caption, onChoose }) {
  const data = new Map();
  const hint = h('p', { class: 'hint' });
  let depths = new Map();
  let span = { start: 0, length: 1 };

  const visits = table([
    { name: 'State', header: true, by: ({ name }) => name, cell: nameOf },
    { name: 'Status', by: ({ status }) => status, cell: ({ status }) => chip(status) },
    { name: 'Attempts', number: true, by: ({ retries }) => retries, cell: ({ retries }) => count(retries + 1) },
    { name: 'After', number: true, by: ({ entered }) => entered, cell: ({ entered }) => duration(dateOf(entered) - span.start) },
    { name: 'Duration', number: true, by: length, cell: one => duration(length(one)) },
    { name: 'Timeline', cell: bar },
    { name: 'Error', by: ({ error }) => error ?? undefined, cell: ({ error }) => error && h('span', { class: 'refused' }, error) },
    { name: 'Input and output', cell: dataOf },
  ], { caption, empty: 'No state was entered.', size: 50 });

  function show({ visits: found, total }) {
    depths = new Map();
    for (const { id, parent } of found) {
      depths.set(id, parent === null ? 0 : depths.get(parent) + 1);
    }
    const start = Math.min(...found.map(({ entered }) => +dateOf(entered)));
    const end = Math.max(...found.map(one => +dateOf(one.entered) + length(one)));
    span = { start, length: Math.max(1, end - start) };
    hint.textContent = found.length === 0 ? ''
      : `The timeline spans ${duration(end - start)}.${total > found.length ? ` The first ${count(found.length)} of ${count(total)} visits; the rest is among the events.` : ''}`;
    visits.show(found);
  }

  function nameOf({ id, name }) {
    const depth = Math.min(6, depths.get(id));
    return h('span', { class: `depth-${depth}` }, onChoose ? h('button', { type: 'button', class: 'link', onclick: () => onChoose(name) }, name) : name);
  }

  /** What the columns say in words, drawn. */
  function bar(one) {
    const from = (dateOf(one.entered) - span.start) / span.length * Width;
    const width = Math.max(4, length(one) / span.length * Width);
    return s('svg', { class: 'span', viewBox: `0 0 ${Width} 10`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      s('rect', { class: 'whole', width: Width, height: 10 }),
      s('rect', { class: one.status, x: Math.min(from, Width - width), width, height: 10 }));
  }

  /** Stays as a person left it when the rows are made anew. */
  function dataOf({ id }) {
    if (!data.has(id)) {
      const shown = h('div', {});
      const more = button('Show', async () => {
        if (shown.childElementCount > 0) {
          fill(shown);
          more.textContent = 'Show';
          return;
        }
        const found = await ask('visit', { execution: executionArn, id });
        fill(shown, trouble(found.error, found.cause), executionArn.includes(':express:')
          ? h('p', { class: 'hint' }, 'An Express execution keeps no data of its states.')
          : [payload('Input', found.input), payload('Output', found.output)]);
        more.textContent = 'Hide';
      }, { class: 'link' });
      data.set(id, h('div', {}, more, shown));
    }
    return data.get(id);
  }

  return { element: h('div', {}, hint, visits.element), show };
}

function length({ entered, ended }) {
  return Math.max(0, between(entered, ended));
}
