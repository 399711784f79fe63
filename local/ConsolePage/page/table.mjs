import { fill, h } from './dom.mjs';
import { count } from './words.mjs';

/**
 * A table that shows its rows a page at a time.
 * @param {object[]} columns `{ name, cell(row), number?, header?, short?, by?(row) }`; the header column names its row (in a few
 *   letters, where it is short), and a column with `by` sorts by that number or text
 * @param {{ caption: string, empty?: string, size?: number, sort?: string, onSort?(sort: string): void }} options
 *   sort: the column that rows are sorted by, `-` before its name where the greatest comes first; none: as they come
 * @returns {{ element: HTMLElement, show(rows: object[]): void, sortBy(sort?: string): void }}
 */
export function table(columns, { caption, empty = 'Nothing yet.', size = 50, sort, onSort = () => {} }) {
  const body = h('tbody');
  const pager = h('div', { class: 'pager' });
  const headings = columns.map(column => h('th', { scope: 'col', class: column.number && 'number' },
    column.by ? h('button', { type: 'button', class: 'sorter', onclick: () => turnOver(column.name) }, column.name)
      : column.name || h('span', { class: 'unseen' }, 'Actions')));
  let given = [];
  let rows = [];
  let start = 0;

  const element = h('div', { class: 'paged' },
    h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
      h('table', {},
        h('caption', { class: 'unseen' }, caption),
        h('thead', {}, h('tr', {}, headings)),
        body)),
    pager);

  function draw() {
    start = Math.max(0, Math.min(start, Math.floor((rows.length - 1) / size) * size));
    const shown = rows.slice(start, start + size);
    const focused = placeIn(body);
    fill(body, rows.length === 0
      ? h('tr', {}, h('td', { colspan: columns.length, class: 'empty' }, empty))
      : shown.map(row => h('tr', {}, columns.map(column => cell(column, row)))));
    focused?.();
    fill(pager, rows.length > size && [
      turn('Previous', start > 0, -size),
      h('span', {}, `${count(start + 1)}–${count(start + shown.length)} of ${count(rows.length)}`),
      turn('Next', start + size < rows.length, size),
    ]);
  }

  function turnOver(name) {
    const next = sort === name ? `-${name}` : name;
    sortBy(next);
    onSort(next);
  }

  function sortBy(next) {
    sort = next;
    arrange();
    draw();
  }

  function arrange() {
    const column = columns.find(({ name, by }) => by && name === sort?.replace(/^-/, ''));
    const direction = sort?.startsWith('-') ? -1 : 1;
    columns.forEach((one, index) => {
      if (one === column) {
        headings[index].ariaSort = direction === 1 ? 'ascending' : 'descending';
      } else {
        headings[index].removeAttribute('aria-sort');
      }
    });
    rows = column ? given.toSorted((one, other) => compare(column.by(one), column.by(other), direction)) : given;
  }

  function turn(words, enabled, by) {
    return h('button', {
      type: 'button',
      disabled: !enabled,
      onclick: () => {
        start += by;
        draw();
        element.querySelector('.scroll').focus({ preventScroll: true });
      },
    }, words);
  }

  return {
    element,
    sortBy,
    show(next) {
      given = next;
      arrange();
      draw();
    },
  };
}

/** Numbers by size, texts by their letters; what is missing comes last both ways. */
function compare(one, other, direction) {
  if (one === undefined || other === undefined) {
    return (one === undefined) - (other === undefined);
  }
  return direction * (typeof one === 'number' && typeof other === 'number' ? one - other : String(one).localeCompare(String(other)));
}

/** What gives the focus back to the cell that had it, once its rows have been made anew; undefined: none of them has it. */
function placeIn(body) {
  const cell = document.activeElement?.closest('td, th');
  if (!cell || !body.contains(cell)) {
    return undefined;
  }
  const [row, column] = [cell.parentElement.rowIndex, cell.cellIndex];
  return () => body.parentElement.rows[row]?.cells[column]?.querySelector('a, button, summary, [tabindex]')?.focus({ preventScroll: true });
}

function cell(column, row) {
  const content = column.cell(row);
  return column.header
    ? h('th', { scope: 'row', class: column.short && 'short' }, content)
    : h('td', { class: column.number && 'number' }, content);
}
