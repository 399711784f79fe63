/** Makes the tables and maps inside an element answer to a person. */
export function enliven(root) {
  // A click on a column's heading sorts by it, a second one the other way round.
  for (const table of root.querySelectorAll('.sortable')) {
    const headings = [...table.tHead.rows[0].cells];
    const value = (row, column) => row.cells[column].dataset.value ?? row.cells[column].textContent;
    const compare = (one, other) => (isNaN(one) || isNaN(other) ? one.localeCompare(other) : one - other);
    headings.forEach((heading, column) => {
      const button = document.createElement('button');
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener('click', () => {
        const direction = heading.ariaSort === 'ascending' ? -1 : 1;
        headings.forEach(other => other.removeAttribute('aria-sort'));
        heading.ariaSort = direction === 1 ? 'ascending' : 'descending';
        const rows = [...table.tBodies[0].rows].sort((one, other) =>
          direction * compare(value(one, column), value(other, column)));
        table.tBodies[0].append(...rows);
      });
    });
  }

  // Pointing at a route's row leaves the others faint.
  for (const depot of root.querySelectorAll('.depot')) {
    const map = depot.querySelector('.map');
    const light = index => {
      map.classList.toggle('lit', index !== undefined);
      map.querySelectorAll('.route').forEach(route => route.classList.toggle('lit', route.dataset.route === index));
    };
    depot.querySelectorAll('tr[data-route]').forEach(row => {
      row.addEventListener('pointerenter', () => light(row.dataset.route));
      row.addEventListener('pointerleave', () => light(undefined));
    });
  }
}
