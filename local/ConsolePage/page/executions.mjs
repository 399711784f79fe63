import { list } from './aws.mjs';
import { button, h } from './dom.mjs';
import { onChange, onDemand } from './live.mjs';
import { startDialog } from './start.mjs';
import { chip } from './status.mjs';
import { table } from './table.mjs';
import { elapsed, tick } from './ticking.mjs';
import { count, nameOf, things, when } from './words.mjs';

const statuses = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'];

export async function executionsPage(_, signal) {
  const machines = () => list('StepFunctions', 'ListStateMachines', 'stateMachines', {}, signal);
  const body = h('div', {},
    h('div', { class: 'heading' },
      h('h1', {}, 'Executions'),
      button('Start execution', async () => startDialog(await machines()), { class: 'primary' })),
    await executionList({ machines, hasMany: true }, signal));
  return { title: 'Executions', body };
}

/**
 * Executions, the newest first, as they stand and as they change.
 * @param {{ machines(): Promise<object[]>, hasMany?: boolean }} options machines: whose executions; hasMany: there may be
 *   several state machines, which the list tells apart
 */
export async function executionList({ machines, hasMany = false }, signal) {
  const search = h('input', { type: 'search', 'aria-label': 'Search executions', placeholder: 'Search by name' });
  const status = select('Status', [['', 'Any status'], ...statuses.map(one => [one, chip(one).textContent])]);
  const machine = select('State machine', [['', 'All state machines']]);
  const said = h('p', { class: 'found', role: 'status' });
  const shown = table([
    { name: 'Name', header: true, cell: one => h('a', { href: `#/execution/${encodeURIComponent(one.executionArn)}` }, one.name) },
    { name: 'Status', cell: one => chip(one.status) },
    ...(hasMany ? [{ name: 'State machine', cell: one => nameOf(one.stateMachineArn) }] : []),
    { name: 'Started', cell: one => when(one.startDate) },
    { name: 'Duration', number: true, cell: one => elapsed(one.startDate, one.stopDate) },
  ], { caption: 'Executions', empty: 'No execution fits.' });
  const element = h('section', { 'aria-label': 'List of executions' },
    h('div', { class: 'filters', role: 'search' }, search, hasMany && machine, status, said),
    shown.element);
  let executions = [];

  function draw() {
    const words = search.value.trim().toLowerCase();
    const fitting = executions.filter(one => one.name.toLowerCase().includes(words)
      && (status.value === '' || one.status === status.value)
      && (machine.value === '' || one.stateMachineArn === machine.value));
    shown.show(fitting);
    said.textContent = fitting.length === executions.length
      ? things(executions.length, 'execution')
      : `${count(fitting.length)} of ${things(executions.length, 'execution')}`;
  }

  function offer(found) {
    const offered = new Set([...machine.options].map(({ value }) => value));
    machine.append(...found.filter(one => !offered.has(one.stateMachineArn)).map(one => h('option', { value: one.stateMachineArn }, one.name)));
  }

  const refresh = onDemand(async () => {
    const found = await machines();
    offer(found);
    const lists = await Promise.all(found.map(({ stateMachineArn }) =>
      list('StepFunctions', 'ListExecutions', 'executions', { stateMachineArn, maxResults: 1000 }, signal)));
    executions = lists.flat().sort((one, other) => other.startDate - one.startDate);
    draw();
  }, signal);

  [search, status, machine].forEach(input => input.addEventListener('input', draw));
  onChange(['execution'], refresh, signal);
  tick(element, signal);
  await refresh();
  return element;
}

function select(label, options) {
  return h('select', { 'aria-label': label }, options.map(([value, words]) => h('option', { value }, words)));
}
