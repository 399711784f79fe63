import { h } from './dom.mjs';
import { detailsOf, isTrouble } from './event-log.mjs';
import { moment } from './moment.mjs';
import { table } from './table.mjs';
import { between, count, duration, pretty, things } from './words.mjs';

/** The event table: paged, filtered by state, each event with its details. */
export function eventTable(log, { onChoose, tools = [] }) {
  const state = h('select', { 'aria-label': 'State' }, h('option', { value: '' }, 'All states'));
  const trouble = h('input', { type: 'checkbox' });
  const newest = h('input', { type: 'checkbox' });
  const said = h('p', { class: 'found', role: 'status' });
  let start;
  const events = table([
    { name: 'Id', number: true, cell: ({ id }) => count(id) },
    { name: 'Type', header: true, cell: one => h('span', { class: isTrouble(one) && 'refused' }, one.type) },
    { name: 'State', cell: one => stateLink(log.stateOf(one), onChoose) },
    { name: 'Time', cell: one => moment(one.timestamp) },
    { name: 'After', number: true, cell: one => duration(between(start, one.timestamp)) },
    { name: 'Details', cell: details },
  ], { caption: 'Events in order', empty: 'No event fits.', size: 100 });
  const element = h('section', { 'aria-labelledby': 'events' },
    h('div', { class: 'heading' }, h('h2', { id: 'events' }, 'Events'),
      h('div', { class: 'filters' }, state, h('label', {}, trouble, ' Failures only'), h('label', {}, newest, ' Newest first'), said, tools)),
    events.element);

  function draw() {
    const all = log.events;
    start = all[0]?.timestamp;
    offer(all);
    const fitting = all.filter(one => (state.value === '' || log.stateOf(one) === state.value) && (!trouble.checked || isTrouble(one)));
    events.show(newest.checked ? fitting.reverse() : fitting);
    said.textContent = fitting.length === all.length ? things(all.length, 'event') : `${count(fitting.length)} of ${things(all.length, 'event')}`;
  }

  function offer(all) {
    const offered = new Set([...state.options].map(({ value }) => value));
    for (const name of new Set(all.map(one => log.stateOf(one)))) {
      if (name !== undefined && !offered.has(name)) {
        state.append(h('option', { value: name }, name));
      }
    }
  }

  [state, trouble, newest].forEach(input => input.addEventListener('input', draw));
  return {
    element,
    draw,
    /** Shows the events of one state. */
    filter: name => {
      state.value = name;
      draw();
      element.scrollIntoView();
    },
  };
}

function stateLink(name, onChoose) {
  return name && h('button', { type: 'button', class: 'link', onclick: () => onChoose(name) }, name);
}

function details(event) {
  const { name: _, ...rest } = detailsOf(event) ?? {};
  const shown = Object.entries(rest).filter(([key]) => !key.endsWith('Details'));
  if (shown.length === 0) {
    return '';
  }

  return h('details', {},
    h('summary', {}, rest.error ?? shown.map(([key]) => key).join(', ')),
    h('dl', { class: 'payloads' }, shown.map(([key, value]) => [
      h('dt', {}, key),
      h('dd', {}, h('pre', { tabindex: 0 }, typeof value === 'string' ? pretty(value) : JSON.stringify(value, null, 2))),
    ])));
}
