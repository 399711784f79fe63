import { call } from './aws.mjs';
import { dialog } from './dialog.mjs';
import { h } from './dom.mjs';
import { jsonEditor } from './json-editor.mjs';

/** Asks for a name and an input, starts an execution and goes to it. */
export function startDialog(machines, { machine = machines[0]?.stateMachineArn, input = '{}' } = {}) {
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
    location.hash = `#/execution/${encodeURIComponent(executionArn)}`;
  });
  editor.focus();
}

function field(label, input, hint) {
  return h('div', { class: 'field' }, h('label', { for: input.id }, label), input, hint && h('p', { class: 'hint' }, hint));
}
