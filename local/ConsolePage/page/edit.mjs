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

/** Creates a state machine, or edits the one of that ARN. */
export async function editPage(stateMachineArn, signal) {
  return await definitionPage({ machine: stateMachineArn && await describe(stateMachineArn, signal) }, signal);
}

/** Creates a state machine out of the one of that ARN. */
export async function copyPage(stateMachineArn, signal) {
  return await definitionPage({ model: await describe(stateMachineArn, signal) }, signal);
}

function describe(stateMachineArn, signal) {
  return call('StepFunctions', 'DescribeStateMachine', { stateMachineArn }, signal);
}

/** Text on one side, its graph on the other. */
async function definitionPage({ machine, model = machine }, signal) {
  const name = h('input', { id: 'machine-name', maxlength: 80, required: true, autocomplete: 'off', spellcheck: 'false' });
  const type = h('select', { id: 'machine-type' }, ['STANDARD', 'EXPRESS'].map(one => h('option', { value: one }, one.toLowerCase())));
  const editor = jsonEditor({
    label: 'Definition', rows: 28,
    value: JSON.stringify(model ? JSON.parse(model.definition) : sample, null, 2),
  });
  if (model) {
    name.value = `${model.name}-copy`;
    type.value = model.type;
  }
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
      ? await call('StepFunctions', 'UpdateStateMachine', { stateMachineArn: machine.stateMachineArn, definition }).then(() => machine)
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

  const title = machine ? `Edit ${machine.name}` : model ? `Copy ${model.name}` : 'Create state machine';
  const body = h('div', {},
    h('p', { class: 'eyebrow' }, h('a', { href: '#/machines' }, 'State machines')),
    h('div', { class: 'heading' }, h('h1', {}, title),
      h('div', { class: 'actions' }, verdict, h('a', { class: 'button', href: model ? machineLink(model.stateMachineArn) : '#/machines' }, 'Cancel'), save)),
    !machine && h('div', { class: 'fields' },
      h('div', { class: 'field' }, h('label', { for: name.id }, 'Name'), name),
      h('div', { class: 'field' }, h('label', { for: type.id }, 'Type'), type)),
    h('div', { class: 'edit' }, editor.element, graph.element));
  await review();
  return { title, body };
}
