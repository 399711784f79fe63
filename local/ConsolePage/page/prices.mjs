import { list } from './aws.mjs';
import { button, fill, h } from './dom.mjs';
import { scan } from './items.mjs';
import { onChange, onDemand } from './live.mjs';
import { startDialog } from './start.mjs';
import { table } from './table.mjs';
import { count, things } from './words.mjs';

/**
 * What products cost in stores, and why.
 * @param {string} chosen a store's id, of the console's address; empty: all stores
 */
export async function pricesPage(chosen, signal) {
  const facts = h('p', { class: 'facts' });
  const search = h('input', { type: 'search', 'aria-label': 'Search prices', placeholder: 'Store, product or reason', value: chosen });
  const moved = h('input', { type: 'checkbox', id: 'moved' });
  const said = h('p', { class: 'found', role: 'status' });
  const shown = table([
    { name: 'Store', header: true, short: true, cell: ({ store_id: store }) => h('a', { href: `#/prices/${encodeURIComponent(store)}` }, store) },
    { name: 'Product', cell: ({ product_id: product }) => product },
    { name: 'Price', number: true, cell: ({ price_cents: cents }) => money(cents) },
    { name: 'List', number: true, cell: ({ list_cents: cents }) => money(cents) },
    { name: 'Change', number: true, cell: row => changeOf(row) },
    { name: 'Why', cell: ({ reason }) => h('p', { class: 'wraps long' }, reason) },
    { name: 'Hour (UTC)', cell: ({ hour }) => hour.replace('T', ' ') + ':00' },
  ], { caption: 'Prices', empty: 'No price fits. An execution of the state machine Pricing sets prices.' });
  let prices = [];

  function draw() {
    const words = search.value.trim().toLowerCase();
    const fitting = prices.filter(row => (!moved.checked || row.price_cents !== row.list_cents)
      && [row.store_id, row.product_id, row.reason].some(text => text.toLowerCase().includes(words)));
    shown.show(fitting);
    said.textContent = fitting.length === prices.length ? '' : `${count(fitting.length)} of ${things(prices.length, 'price')}`;
  }

  const refresh = onDemand(async () => {
    prices = (await scan('prices', signal)).sort((one, other) =>
      one.store_id.localeCompare(other.store_id) || one.product_id.localeCompare(other.product_id));
    fill(facts,
      h('span', {}, things(prices.length, 'price')),
      h('span', {}, `${count(prices.filter(row => row.price_cents > row.list_cents).length)} above the list`),
      h('span', {}, `${count(prices.filter(row => row.price_cents < row.list_cents).length)} below it`));
    draw();
  }, signal);

  [search, moved].forEach(input => input.addEventListener('input', draw));
  onChange(['execution'], refresh, signal);
  await refresh();

  const body = h('div', {},
    h('div', { class: 'heading' }, h('h1', {}, 'Prices'), button('Set prices', setPrices, { class: 'primary' })),
    facts,
    h('div', { class: 'filters', role: 'search' }, search, h('label', { for: 'moved' }, moved, ' not the list price'), said),
    shown.element);
  return { title: 'Prices', body };
}

async function setPrices() {
  const machines = await list('StepFunctions', 'ListStateMachines', 'stateMachines', {});
  startDialog(machines, { machine: machines.find(({ name }) => name === 'Pricing').stateMachineArn });
}

function changeOf({ price_cents: price, list_cents: listed }) {
  const percent = (price - listed) / listed * 100;
  return percent === 0 ? '–' : `${percent > 0 ? '+' : '−'}${Math.abs(percent).toFixed(1)} %`;
}

function money(cents) {
  return (cents / 100).toFixed(2);
}
