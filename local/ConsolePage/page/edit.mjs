import { call } from './aws.mjs';
import { announce, button, h } from './dom.mjs';
import { graphView } from './graph-view.mjs';
import { jsonEditor } from './json-editor.mjs';
import { machineLink } from './machines.mjs';
import { things } from './words.mjs';

const Pause = 300;
const RoleArn = 'arn:aws:iam::000000000000:role/StepFunctions';

const sample = {
  Comment: 'Waits, then greets.',
  StartAt: 'Wait',
  States: {
    Wait: { Type: 'Wait', Seconds: 2, Next: 'Greet' },
    Greet: { Type: 'Pass', Result: { greeting: 'Hello' }, End: true },
  },
};

/** Creates a state machine, or edits the one of that ARN: text on one side, its graph on the other. */
export async function editPage(stateMachineArn, signal) {
  const machine = stateMachineArn && await call('StepFunctions', 'DescribeStateMachine', { stateMachineArn }, signal);
  const name = h('input', { id: 'machine-name', maxlength: 80, required: true, autocomplete: 'off', spellcheck: 'false' });
  const type = h('select', { id: 'machine-type' }, ['STANDARD', 'EXPRESS'].map(one => h('option', { value: one }, one.toLowerCase())));
  const editor = jsonEditor({
    label: 'Definition', rows: 28,
    value: machine ? JSON.stringify(JSON.parse(machine.definition), null, 2) : JSON.stringify(sample, null, 2),
  });
  const verdict = h('p', { class: 'found', role: 'status' });
  const graph = graphView({ label: 'Graph of the definition', onChoose: chosen => graph.choose(chosen) });
  const save = button(machine ? 'Save' : 'Create', saveMachine, { class: 'primary' });

  /** Shows the graph at once, and what Step Functions makes of the definition. */
  async function review() {
    if (!editor.check()) {
      verdict.textContent = 'Not JSON yet';
      return false;
    }
    const definition = editor.value();
    graph.show(JSON.parse(definition), []);
    const { result, diagnostics } = await call('StepFunctions', 'ValidateStateMachineDefinition', {
      definition, type: type.value, maxResults: 100,
    }, signal);
    if (definition !== editor.value()) {
      return false;
    }
    editor.show(diagnostics);
    verdict.textContent = result === 'OK' ? 'The definition is valid' : things(diagnostics.length, 'finding');
    return result === 'OK';
  }

  async function saveMachine() {
    if (!machine && name.value.trim() === '') {
      name.focus();
      throw new Error('A state machine needs a name.');
    }
    if (!await review()) {
      editor.focus();
      throw new Error('The definition is not valid yet; what is wrong stands under it.');
    }
    const definition = editor.value();
    const { stateMachineArn: arn } = machine
      ? await call('StepFunctions', 'UpdateStateMachine', { stateMachineArn, definition }).then(() => machine)
      : await call('StepFunctions', 'CreateStateMachine', { name: name.value.trim(), definition, type: type.value, roleArn: RoleArn });
    announce('Saved.');
    location.hash = machineLink(arn);
  }

  let pause;
  editor.onEdit(() => {
    clearTimeout(pause);
    pause = setTimeout(review, Pause);
  });
  type.addEventListener('input', review);
  signal.addEventListener('abort', () => clearTimeout(pause));

  const body = h('div', {},
    h('p', { class: 'eyebrow' }, h('a', { href: '#/machines' }, 'State machines')),
    h('div', { class: 'heading' }, h('h1', {}, machine ? `Edit ${machine.name}` : 'Create state machine'),
      h('div', { class: 'actions' }, verdict, h('a', { class: 'button', href: machine ? machineLink(stateMachineArn) : '#/machines' }, 'Cancel'), save)),
    !machine && h('div', { class: 'fields' },
      h('div', { class: 'field' }, h('label', { for: name.id }, 'Name'), name),
      h('div', { class: 'field' }, h('label', { for: type.id }, 'Type'), type)),
    h('div', { class: 'edit' }, editor.element, graph.element));
  await review();
  return { title: machine ? `Edit ${machine.name}` : 'Create state machine', body };
}
