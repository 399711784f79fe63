(() => {
  'use strict';

  // Choosing a state shows what is known of it.
  const graph = document.querySelector('.asl-graph');
  const panels = [...document.querySelectorAll('aside article')];
  const hint = document.querySelector('aside .hint');
  const untouched = hint.textContent;

  function choose(state) {
    const { state: name } = state.dataset;
    graph.querySelector('.selected')?.classList.remove('selected');
    state.classList.add('selected');
    panels.forEach(panel => { panel.hidden = panel.dataset.of !== name; });
    const known = panels.some(panel => !panel.hidden);
    hint.hidden = known;
    hint.textContent = known ? untouched : `${name} was not entered.`;
  }

  graph.addEventListener('click', event => {
    const state = event.target.closest('[data-state]');
    if (state) choose(state);
  });
  graph.addEventListener('keydown', event => {
    const state = event.target.closest('[data-state]');
    if (state && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      choose(state);
    }
  });
  // Where the picture is wider than the screen, its start is what to see first.
  const frame = document.querySelector('.frame');
  const start = graph.querySelector('.dot')?.getBoundingClientRect();
  if (start) frame.scrollLeft += start.left + start.width / 2 - frame.getBoundingClientRect().left - frame.clientWidth / 2;

  const failed = graph.querySelector('[data-status=failed]');
  if (failed) choose(failed);

  // A click on a column's heading sorts by it, a second one the other way round.
  for (const table of document.querySelectorAll('.sortable')) {
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
  for (const depot of document.querySelectorAll('.depot')) {
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
})();
