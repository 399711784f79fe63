import { fill, h } from './dom.mjs';
import { count } from './words.mjs';

/**
 * A table that shows its rows a page at a time.
 * @param {object[]} columns `{ name, cell(row), number?, header? }`; the header column names its row
 * @param {{ caption: string, empty?: string, size?: number }} options
 * @returns {{ element: HTMLElement, show(rows: object[]): void }}
 */
export function table(columns, { caption, empty = 'Nothing yet.', size = 50 }) {
  const body = h('tbody');
  const pager = h('div', { class: 'pager' });
  let rows = [];
  let start = 0;

  const element = h('div', { class: 'paged' },
    h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
      h('table', {},
        h('caption', { class: 'unseen' }, caption),
        h('thead', {}, h('tr', {}, columns.map(column => h('th', { scope: 'col', class: column.number && 'number' }, column.name)))),
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
    show(next) {
      rows = next;
      draw();
    },
  };
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
    ? h('th', { scope: 'row' }, content)
    : h('td', { class: column.number && 'number' }, content);
}
