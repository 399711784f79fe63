import { ask, call, list } from './aws.mjs';
import { dialog } from './dialog.mjs';
import { announce, button, h } from './dom.mjs';
import { executionList } from './executions.mjs';
import { graphView } from './graph-view.mjs';
import { startDialog } from './start.mjs';
import { table } from './table.mjs';
import { when } from './words.mjs';

export async function machinesPage(_, signal) {
  const machines = await list('StepFunctions', 'ListStateMachines', 'stateMachines', {}, signal);
  const found = table([
    { name: 'Name', header: true, cell: one => h('a', { href: machineLink(one.stateMachineArn) }, one.name) },
    { name: 'Type', cell: ({ type }) => type.toLowerCase() },
    { name: 'Created', cell: ({ creationDate }) => when(creationDate) },
    { name: '', cell: one => button('Start execution', () => startDialog(machines, { machine: one.stateMachineArn }), { class: 'link' }) },
  ], { caption: 'State machines' });
  found.show(machines);

  const body = h('div', {},
    h('div', { class: 'heading' }, h('h1', {}, 'State machines'), h('a', { class: 'button primary', href: '#/edit' }, 'Create state machine')),
    found.element);
  return { title: 'State machines', body };
}

export async function machinePage(stateMachineArn, signal) {
  const [machine, product] = await Promise.all([
    call('StepFunctions', 'DescribeStateMachine', { stateMachineArn }, signal),
    ask('product', {}, signal),
  ]);
  const isProduct = product.stateMachineArns.includes(stateMachineArn);
  const definition = JSON.parse(machine.definition);
  const text = h('pre', { tabindex: 0, class: 'tall' });
  const about = h('aside', { 'aria-label': 'State' });
  const graph = graphView({ label: `State machine ${machine.name}`, onChoose: choose });

  function choose(name) {
    graph.choose(name);
    about.querySelector('h2').textContent = name ?? 'Definition';
    text.textContent = JSON.stringify(name ? find(definition, name) : definition, null, 2);
    text.scrollTop = 0;
  }

  about.append(h('h2', {}), text, h('button', { type: 'button', class: 'link', onclick: () => choose(undefined) }, 'The whole definition'));
  graph.show(definition, []);
  choose(undefined);

  const body = h('div', {},
    h('p', { class: 'eyebrow' }, h('a', { href: '#/machines' }, 'State machines')),
    h('div', { class: 'heading' }, h('h1', {}, machine.name), h('div', { class: 'actions' },
      // The product's is its file in the repository: the server takes no other.
      !isProduct && button('Delete', () => deleteDialog(machine), { class: 'danger' }),
      !isProduct && h('a', { class: 'button', href: `#/edit/${encodeURIComponent(stateMachineArn)}` }, 'Edit'),
      h('a', { class: 'button', href: `#/copy/${encodeURIComponent(stateMachineArn)}` }, 'Copy'),
      button('Start execution', () => startDialog([machine]), { class: 'primary' }))),
    h('p', { class: 'facts' }, h('span', {}, machine.type.toLowerCase()), h('span', {}, `created ${when(machine.creationDate)}`)),
    h('section', { class: 'graph', 'aria-label': 'Graph' }, graph.element, about),
    h('section', {}, h('h2', {}, 'Executions')),
    await executionList({ machines: async () => [machine] }, signal));
  return { title: machine.name, body };
}

export function machineLink(arn) {
  return `#/machine/${encodeURIComponent(arn)}`;
}

/** A state by its name, however deep in Maps and Parallels it stands: names are unique in a definition. */
export function find(machine, name) {
  if (Object.hasOwn(machine?.States ?? {}, name)) {
    return machine.States[name];
  }
  for (const state of Object.values(machine?.States ?? {})) {
    for (const inner of [state.ItemProcessor ?? state.Iterator, ...(state.Branches ?? [])]) {
      const found = inner && find(inner, name);
      if (found) {
        return found;
      }
    }
  }
  return undefined;
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
