import { ask, call, list } from './aws.mjs';
import { dialog } from './dialog.mjs';
import { h } from './dom.mjs';
import { moment } from './moment.mjs';
import { link } from './place.mjs';
import { chip } from './status.mjs';
import { table } from './table.mjs';
import { between, count, duration, nameOf, pretty } from './words.mjs';

/** Two executions side by side: how each ended, what it was given and gave, and how its states fared. */
export async function comparePage(executionArn, signal, query) {
  const arns = [executionArn, query.get('with')];
  const [one, other] = await Promise.all(arns.map(async arn => {
    const [execution, { states, definition }] = await Promise.all([
      call('StepFunctions', 'DescribeExecution', { executionArn: arn }, signal), ask('states', { execution: arn }, signal),
    ]);
    return { ...execution, definition, states: new Map(states.map(state => [state.name, state])) };
  }));
  const names = [...new Set([...one.states.keys(), ...other.states.keys()])];
  const states = table([
    { name: 'State', header: true, by: ({ name }) => name, cell: ({ name }) => name },
    { name: 'First', by: ({ first }) => first?.status, cell: ({ first, name }) => status(one, first, name) },
    { name: 'Second', by: ({ second }) => second?.status, cell: ({ second, name }) => status(other, second, name) },
    { name: 'First took', number: true, by: ({ first }) => first?.durationMs, cell: ({ first }) => took(first) },
    { name: 'Second took', number: true, by: ({ second }) => second?.durationMs, cell: ({ second }) => took(second) },
    { name: 'Difference', number: true, by: difference, cell: row => (difference(row) === undefined ? '–' : signed(difference(row))) },
    { name: 'Entered', number: true, cell: ({ first, second }) => pair(first?.entered, second?.entered) },
    { name: 'Retries', number: true, cell: ({ first, second }) => pair(first?.retries, second?.retries) },
    { name: 'What differs', cell: ({ first, second }) => differing(first, second) },
  ], { caption: 'States of both', size: 100 });
  states.show(names.map(name => ({ name, first: one.states.get(name), second: other.states.get(name) })));

  const isSame = JSON.stringify(one.definition) === JSON.stringify(other.definition);
  const body = h('div', {},
    h('p', { class: 'eyebrow' }, h('a', { href: '#/executions' }, 'Executions')),
    h('div', { class: 'heading' }, h('h1', {}, 'Two executions'), h('a', { class: 'button', href: link('compare', arns[1], { with: arns[0] }) }, 'Swap')),
    h('p', { class: 'hint' }, isSame ? 'Both ran the same definition.' : 'Their definitions differ.'),
    h('div', { class: 'edit' }, side('First', one), side('Second', other)),
    h('section', { 'aria-labelledby': 'both' }, h('h2', { id: 'both' }, 'States'), states.element));
  return { title: `${one.name} and ${other.name}`, body };
}

/** Asks with which other execution of the state machine to compare one, and goes there. */
export async function compareDialog({ executionArn, stateMachineArn, name }) {
  const found = await list('StepFunctions', 'ListExecutions', 'executions', { stateMachineArn, maxResults: 1000 });
  const others = found.filter(one => one.executionArn !== executionArn);
  if (others.length === 0) {
    throw new Error(`${nameOf(stateMachineArn)} has no other execution yet.`);
  }
  const which = h('select', { id: 'compare-with' }, others.map(one => h('option', { value: one.executionArn }, `${one.name}, ${one.status.toLowerCase()}`)));
  dialog({ title: `Compare ${name}`, action: 'Compare' },
    [h('div', { class: 'field' }, h('label', { for: which.id }, 'With'), which)],
    async () => {
      location.hash = link('compare', executionArn, { with: which.value });
    });
}

function side(title, execution) {
  return h('section', { 'aria-label': title },
    h('h2', {}, `${title}: `, h('a', { href: link('execution', execution.executionArn) }, execution.name)),
    h('p', { class: 'facts' }, chip(execution.status), h('span', {}, moment(execution.startDate)),
      execution.stopDate && h('span', {}, `took ${duration(between(execution.startDate, execution.stopDate))}`)),
    execution.error && h('p', { class: 'refused' }, execution.error),
    h('h3', {}, 'Input'), h('pre', { tabindex: 0, 'aria-label': `${title}: input` }, pretty(execution.input ?? '')),
    h('h3', {}, 'Output'), h('pre', { tabindex: 0, 'aria-label': `${title}: output` }, pretty(execution.output ?? '–')));
}

function status({ executionArn }, state, name) {
  return state ? h('a', { href: link('execution', executionArn, { state: name }), 'aria-label': `${name}, ${state.status}` }, chip(state.status)) : 'not entered';
}

function took(state) {
  return state?.durationMs === undefined ? '–' : duration(state.durationMs);
}

function difference({ first, second }) {
  return first?.durationMs === undefined || second?.durationMs === undefined ? undefined : second.durationMs - first.durationMs;
}

function signed(milliseconds) {
  return `${milliseconds < 0 ? '−' : '+'}${duration(Math.abs(milliseconds))}`;
}

function pair(first = 0, second = 0) {
  return first === second ? count(first) : `${count(first)} / ${count(second)}`;
}

function differing(first, second) {
  return ['input', 'output', 'error'].filter(member => first?.[member] !== second?.[member]).join(', ');
}
