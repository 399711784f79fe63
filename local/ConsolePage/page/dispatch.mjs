import { ask } from './aws.mjs';
import { downloadButton } from './copy.mjs';
import { announce, button, elementsOf, fill, h } from './dom.mjs';
import { onChange, onDemand } from './live.mjs';
import { moment, when } from './moment.mjs';
import { link } from './place.mjs';
import { table } from './table.mjs';
import { enliven } from './tables.mjs';
import { count, nameOf, things } from './words.mjs';

/**
 * What went onto trucks: the dispatches, and one of them as the report shows it.
 * @param {string} chosen the ARN of the execution that asked for it; empty: the last
 */
export async function dispatchPage(chosen, signal) {
  const shown = h('div', {});
  const heading = h('div', { class: 'heading' }, h('h1', {}, 'Dispatches'), button('Send trucks', sendTrucks, { class: 'primary' }));
  const dispatches = table([
    { name: 'Execution', header: true, by: ({ executionArn }) => nameOf(executionArn), cell: ({ executionArn }) => h('a', { href: link('dispatch', executionArn), 'aria-current': executionArn === chosen && 'true' }, nameOf(executionArn)) },
    { name: 'First truck', by: ({ first }) => first, cell: ({ first }) => moment(first) },
    { name: 'Last truck', by: ({ last }) => last, cell: ({ last }) => moment(last) },
    ...['trucks', 'routes', 'stores', 'lines', 'units'].map(name => ({ name: capital(name), number: true, by: one => one[name], cell: one => count(one[name]) })),
    { name: '', cell: ({ executionArn }) => h('a', { href: link('execution', executionArn) }, 'Its execution') },
  ], { caption: 'Dispatches', empty: 'No truck has been sent yet.', size: 10 });

  const refresh = onDemand(async () => {
    const [found, markup] = await Promise.all([ask('dispatches', {}, signal, 'POST'), ask('dispatch', { execution: chosen }, signal, 'POST')]);
    dispatches.show(found);
    const one = found.find(({ executionArn }) => executionArn === chosen) ?? found[0];
    fill(shown,
      one && h('div', { class: 'heading' }, h('h2', {}, `${one === found[0] ? 'The last dispatch' : 'Dispatch'}, ${when(one.first)}`),
        downloadButton('Download stops', 'as CSV', `stops-${nameOf(one.executionArn)}.csv`, () => csvOf(shown.querySelector('.stops')))),
      elementsOf(markup));
    enliven(shown);
  }, signal);

  onChange(['dispatch'], refresh, signal);
  await refresh();
  return { title: 'Dispatches', body: h('div', {}, heading, h('section', { 'aria-label': 'All dispatches' }, dispatches.element), shown) };
}

/** A wave by hand: what waits now goes out, without the wait for more. */
async function sendTrucks() {
  const { deliveries, lines, routes, superseded, waiting, deadLetters, failure } = await ask('wave', {}, undefined, 'POST');
  const left = [[superseded, 'superseded'], [deadLetters, 'given up on'], [waiting, 'on the queue']].filter(([number]) => number > 0);
  const said = [
    deliveries + waiting + deadLetters > 0 ? `${things(deliveries, 'request')}: ${things(lines, 'line')} on ${things(routes, 'route')}` : 'No request waits for a truck',
    ...left.map(([number, what]) => `${count(number)} ${what}`),
  ].join(', ');
  announce(failure ? `${said}. Not all was dispatched: ${failure}` : `${said}.`, failure ? 'trouble' : 'notice');
}

/** A table as CSV, each value quoted: what its cells stand for, else what they say. */
function csvOf(element) {
  return [...element.rows]
    .map(row => [...row.cells].map(cell => `"${(cell.dataset.value ?? cell.textContent.trim()).replaceAll('"', '""')}"`).join(','))
    .join('\r\n');
}

function capital(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
