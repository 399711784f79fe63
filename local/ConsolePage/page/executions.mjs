import { list } from './aws.mjs';
import { button, h } from './dom.mjs';
import { onChange, onDemand } from './live.mjs';
import { fromField, moment, toField } from './moment.mjs';
import { link, note } from './place.mjs';
import { startDialog } from './start.mjs';
import { chip } from './status.mjs';
import { table } from './table.mjs';
import { elapsed, tick } from './ticking.mjs';
import { between, count, dateOf, nameOf, things } from './words.mjs';

const statuses = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'];

export async function executionsPage(_, signal, query) {
  const machines = () => list('StepFunctions', 'ListStateMachines', 'stateMachines', {}, signal);
  const { element, restore } = await executionList({ machines, query, hasMany: true }, signal);
  const body = h('div', {},
    h('div', { class: 'heading' },
      h('h1', {}, 'Executions'),
      button('Start execution', async () => startDialog(await machines()), { class: 'primary' })),
    element);
  return { title: 'Executions', body, restore };
}

/**
 * Executions, the newest first, as they stand and as they change. What they are filtered and sorted by stands in the address.
 * @param {{ machines(): Promise<object[]>, query: URLSearchParams, hasMany?: boolean }} options machines: whose executions;
 *   hasMany: there may be several state machines, which the list tells apart
 */
export async function executionList({ machines, query, hasMany = false }, signal) {
  const search = h('input', { type: 'search', 'aria-label': 'Search executions', placeholder: 'Search by name' });
  const status = select('Status', [['', 'Any status'], ...statuses.map(one => [one, chip(one).textContent])]);
  const machine = select('State machine', [['', 'All state machines']]);
  const from = h('input', { type: 'datetime-local', 'aria-label': 'Started from' });
  const to = h('input', { type: 'datetime-local', 'aria-label': 'Started before' });
  const said = h('p', { class: 'found', role: 'status' });
  const shown = table([
    { name: 'Name', header: true, by: one => one.name, cell: one => h('a', { href: link('execution', one.executionArn) }, one.name) },
    { name: 'Status', by: one => one.status, cell: one => chip(one.status) },
    ...(hasMany ? [{ name: 'State machine', by: one => nameOf(one.stateMachineArn), cell: one => nameOf(one.stateMachineArn) }] : []),
    { name: 'Started', by: one => one.startDate, cell: one => moment(one.startDate) },
    { name: 'Ended', by: one => one.stopDate, cell: one => moment(one.stopDate) },
    { name: 'Duration', number: true, by: one => between(one.startDate, one.stopDate), cell: one => elapsed(one.startDate, one.stopDate) },
  ], { caption: 'Executions', empty: 'No execution fits.', onSort: sort => note({ sort }, { isStep: true }) });
  const element = h('section', { 'aria-label': 'List of executions' },
    h('div', { class: 'filters', role: 'search' }, search, hasMany && machine, status,
      h('label', {}, 'From ', from), h('label', {}, 'to ', to), said),
    shown.element);
  let executions = [];

  function draw() {
    const words = search.value.trim().toLowerCase();
    const [first, last] = [fromField(from.value), fromField(to.value)];
    const fitting = executions.filter(one => one.name.toLowerCase().includes(words)
      && (status.value === '' || one.status === status.value)
      && (machine.value === '' || one.stateMachineArn === machine.value)
      && (!first || dateOf(one.startDate) >= first)
      && (!last || dateOf(one.startDate) < last));
    shown.show(fitting);
    said.textContent = fitting.length === executions.length
      ? things(executions.length, 'execution')
      : `${count(fitting.length)} of ${things(executions.length, 'execution')}`;
  }

  function offer(found) {
    const offered = new Set([...machine.options].map(({ value }) => value));
    machine.append(...found.filter(one => !offered.has(one.stateMachineArn)).map(one => h('option', { value: one.stateMachineArn }, one.name)));
  }

  function noteFilters(isStep) {
    note({
      q: search.value.trim(), status: status.value, machine: machine.value,
      from: fromField(from.value)?.toISOString(), to: fromField(to.value)?.toISOString(),
    }, { isStep });
    draw();
  }

  function restore(next) {
    search.value = next.get('q') ?? '';
    status.value = next.get('status') ?? '';
    machine.value = next.get('machine') ?? '';
    from.value = next.has('from') ? toField(next.get('from')) : '';
    to.value = next.has('to') ? toField(next.get('to')) : '';
    shown.sortBy(next.get('sort') ?? undefined);
    draw();
  }

  const refresh = onDemand(async () => {
    const found = await machines();
    offer(found);
    const lists = await Promise.all(found.map(({ stateMachineArn }) =>
      list('StepFunctions', 'ListExecutions', 'executions', { stateMachineArn, maxResults: 1000 }, signal)));
    executions = lists.flat().sort((one, other) => other.startDate - one.startDate);
    draw();
  }, signal);

  search.addEventListener('input', () => noteFilters(false));
  [status, machine, from, to].forEach(input => input.addEventListener('input', () => noteFilters(true)));
  onChange(['execution'], refresh, signal);
  tick(element, signal);
  await refresh();
  restore(query);
  return { element, restore };
}

function select(label, options) {
  return h('select', { 'aria-label': label }, options.map(([value, words]) => h('option', { value }, words)));
}
