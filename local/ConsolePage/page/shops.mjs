import { fill, h } from './dom.mjs';
import { everySecond, keysOf, minuteOf, newest, rowsOf } from './items.mjs';
import { lineChart } from './svg.mjs';
import { table } from './table.mjs';
import { count, things } from './words.mjs';

const MinutesSummed = 5;
const MinutesShown = 120;

/**
 * Visits and sales of the shops' pages in the last minutes, and one page by the minute.
 * @param {string} chosen a page's key, of the console's address
 */
export async function shopsPage(chosen, signal) {
  const facts = h('p', { class: 'facts' });
  const charts = h('div', { class: 'charts' });
  const pages = table([
    { name: 'Store', header: true, cell: ({ store }) => store },
    { name: 'Page', cell: ({ url, key }) => h('a', { href: `#/shops/${encodeURIComponent(key)}`, 'aria-current': key === chosen && 'true' }, url) },
    { name: 'Visits', number: true, cell: ({ visits }) => count(visits) },
    { name: 'Sales', number: true, cell: ({ sales }) => count(sales) },
  ], { caption: `Pages of the last ${MinutesSummed} minutes`, empty: `No page was visited in the last ${MinutesSummed} minutes.` });

  async function refresh() {
    const now = Date.now();
    const minutes = Array.from({ length: MinutesSummed }, (_, ago) => minuteOf(new Date(now - ago * 60_000)));
    const rows = (await Promise.all(minutes.map(async minute => rowsOf(await keysOf('url', minute, signal), minute, signal)))).flat();
    const sums = [...Map.groupBy(rows, ({ k }) => k)].map(([key, of]) => {
      const [, store, url] = key.match(/^url#([^#]*)#(.*)$/s);
      return { key, store, url, visits: sum(of, 'visits'), sales: sum(of, 'sales') };
    });
    fill(facts, h('span', {}, things(sum(sums, 'visits'), 'visit')), h('span', {}, things(sum(sums, 'sales'), 'sale')), h('span', {}, `in the last ${MinutesSummed} minutes`));
    pages.show(sums.sort((one, other) => other.visits - one.visits || one.key.localeCompare(other.key)));
    fill(charts, chosen && await chartsOf(chosen, signal));
  }

  await everySecond(refresh, signal);
  return { title: 'Shops', body: h('div', {}, h('h1', {}, 'Shops'), facts, charts, pages.element) };
}

async function chartsOf(key, signal) {
  const minutes = await newest('minutes', 'k', key, MinutesShown, signal);
  const points = field => minutes.map(row => ({ at: new Date(`${row.m}:00Z`), value: row[field] ?? 0 }));
  return [
    h('h2', {}, key.split('#').slice(1).join(' ')),
    lineChart({ title: 'Visits a minute', unit: '', points: points('visits') }),
    lineChart({ title: 'Sales a minute', unit: '', points: points('sales') }),
  ];
}

function sum(rows, field) {
  return rows.reduce((total, row) => total + (row[field] ?? 0), 0);
}
