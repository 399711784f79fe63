import { ask } from './aws.mjs';
import { h } from './dom.mjs';

/**
 * The lake's tables with their columns.
 * @param {{ onTable(name: string): void, onColumn(name: string): void }} options what a press does
 */
export async function lakeTables({ onTable, onColumn }, signal) {
  const tables = await ask('tables', {}, signal);
  return h('section', { class: 'lake-tables', 'aria-labelledby': 'lake-tables' },
    h('h2', { id: 'lake-tables' }, 'Tables'),
    tables.map(({ name, description, columns, partitions }) => h('details', {},
      h('summary', {}, name),
      h('p', { class: 'hint' }, description),
      h('button', { type: 'button', class: 'small', onclick: () => onTable(name) }, `Ask ${name}`),
      h('ul', { class: 'columns' }, [...columns, ...partitions].map(column => h('li', {},
        h('button', { type: 'button', class: 'link', title: `Put ${column.name} into the query`, onclick: () => onColumn(column.name) }, column.name),
        h('span', { class: 'hint' }, ` ${column.type}${partitions.includes(column) ? ', partition' : ''}`)))))));
}
