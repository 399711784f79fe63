import { call } from './aws.mjs';
import { dialog } from './dialog.mjs';
import { h } from './dom.mjs';
import { jsonEditor } from './json-editor.mjs';
import { recall, remember } from './memory.mjs';
import { link } from './place.mjs';

/** Asks for a name and an input, starts an execution and goes to it. */
export function startDialog(machines, { machine = lastOf(machines), input = '{}' } = {}) {
  const which = h('select', { id: 'start-machine' },
    machines.map(one => h('option', { value: one.stateMachineArn, selected: one.stateMachineArn === machine }, one.name)));
  const name = h('input', { id: 'start-name', maxlength: 80, autocomplete: 'off', spellcheck: 'false', placeholder: 'A new id' });
  const editor = jsonEditor({ label: 'Input', value: input, rows: 10 });

  dialog({ title: 'Start execution', action: 'Start execution' }, [
    machines.length > 1 && field('State machine', which),
    field('Name', name, 'Up to 80 characters; without one, Step Functions makes one.'),
    editor.element,
  ], async () => {
    if (!editor.check()) {
      throw new Error('The input is not JSON yet.');
    }
    const { executionArn } = await call('StepFunctions', 'StartExecution', {
      stateMachineArn: which.value,
      name: name.value.trim() || undefined,
      input: editor.value(),
    });
    remember('machine', which.value);
    location.hash = link('execution', executionArn);
  });
  editor.focus();
}

/** The state machine that was started last, where it is still there; else the one that plans deliveries. */
function lastOf(machines) {
  const last = recall('machine');
  const first = machines.find(({ name }) => name === 'StorePlanning') ?? machines[0];
  return (machines.find(({ stateMachineArn }) => stateMachineArn === last) ?? first)?.stateMachineArn;
}

function field(label, input, hint) {
  return h('div', { class: 'field' }, h('label', { for: input.id }, label), input, hint && h('p', { class: 'hint' }, hint));
}
