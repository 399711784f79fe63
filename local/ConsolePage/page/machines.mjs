import { ask, call, list } from './aws.mjs';
import { copyButton, identifier } from './copy.mjs';
import { definitionText } from './definition.mjs';
import { dialog } from './dialog.mjs';
import { announce, button, fill, h } from './dom.mjs';
import { executionList } from './executions.mjs';
import { graphView } from './graph-view.mjs';
import { moment } from './moment.mjs';
import { link, note } from './place.mjs';
import { startDialog } from './start.mjs';
import { table } from './table.mjs';
import { testDialog } from './test-state.mjs';

export async function machinesPage(_, signal) {
  const machines = await list('StepFunctions', 'ListStateMachines', 'stateMachines', {}, signal);
  const found = table([
    { name: 'Name', header: true, cell: one => h('a', { href: machineLink(one.stateMachineArn) }, one.name) },
    { name: 'Type', cell: ({ type }) => type.toLowerCase() },
    { name: 'Created', cell: ({ creationDate }) => moment(creationDate) },
    { name: '', cell: one => button('Start execution', () => startDialog(machines, { machine: one.stateMachineArn }), { class: 'link' }) },
  ], { caption: 'State machines' });
  found.show(machines);

  const body = h('div', {},
    h('div', { class: 'heading' }, h('h1', {}, 'State machines'), h('a', { class: 'button primary', href: '#/edit' }, 'Create state machine')),
    found.element);
  return { title: 'State machines', body };
}

export async function machinePage(stateMachineArn, signal, query) {
  const [machine, product] = await Promise.all([
    call('StepFunctions', 'DescribeStateMachine', { stateMachineArn }, signal),
    ask('product', {}, signal),
  ]);
  const isProduct = product.stateMachineArns.includes(stateMachineArn);
  const definition = JSON.parse(machine.definition);
  const text = definitionText();
  const about = h('aside', { 'aria-label': 'State' });
  const graph = graphView({ label: `State machine ${machine.name}`, onChoose: choose });

  function choose(name) {
    note({ state: name }, { isStep: true });
    showState(name);
  }

  function showState(name) {
    graph.choose(name);
    fill(about,
      h('div', { class: 'panel-head' }, h('h2', {}, name ?? 'Definition'),
        name && h('button', { type: 'button', class: 'small', onclick: () => choose(undefined), 'aria-label': 'Back to the whole definition' }, '×')),
      h('div', { class: 'actions' },
        name && button('Test this state', () => testDialog(machine.definition, name), { class: 'small' }),
        copyButton(machine.definition, 'Definition')),
      text.element);
    text.show(definition, name);
  }

  graph.show(definition, []);
  showState(query.get('state') ?? undefined);

  const executions = await executionList({ machines: async () => [machine], query }, signal);
  const body = h('div', {},
    h('p', { class: 'eyebrow' }, h('a', { href: '#/machines' }, 'State machines')),
    h('div', { class: 'heading' }, h('h1', {}, machine.name), h('div', { class: 'actions' },
      // The product's is its file in the repository: the server takes no other.
      !isProduct && button('Delete', () => deleteDialog(machine), { class: 'danger' }),
      !isProduct && h('a', { class: 'button', href: link('edit', stateMachineArn) }, 'Edit'),
      h('a', { class: 'button', href: link('copy', stateMachineArn) }, 'Copy'),
      button('Start execution', () => startDialog([machine]), { class: 'primary' }))),
    h('p', { class: 'facts' }, h('span', {}, machine.type.toLowerCase()), h('span', {}, 'created ', moment(machine.creationDate)), identifier('ARN', stateMachineArn)),
    h('section', { class: 'graph', 'aria-label': 'Graph' }, graph.element, about),
    h('section', {}, h('h2', {}, 'Executions')),
    executions.element);
  return {
    title: machine.name,
    body,
    restore: next => {
      showState(next.get('state') ?? undefined);
      executions.restore(next);
    },
  };
}

export function machineLink(arn) {
  return link('machine', arn);
}

function deleteDialog({ name, stateMachineArn }) {
  dialog({ title: `Delete ${name}?`, action: 'Delete state machine', danger: true },
    [h('p', {}, 'Executions that run go on to their end.')],
    async () => {
      await call('StepFunctions', 'DeleteStateMachine', { stateMachineArn });
      announce(`${name} was deleted.`);
      location.hash = '#/machines';
    });
}
