import { call } from './aws.mjs';
import { dialog } from './dialog.mjs';
import { fill, h } from './dom.mjs';
import { jsonEditor } from './json-editor.mjs';
import { payload, trouble } from './state-panel.mjs';
import { chip } from './status.mjs';

/**
 * Runs one state with an input, as TestState does, and shows what comes of it.
 * @param {string} definition of the state machine
 * @param {string} stateName
 * @param {string} [input] what it is tried with first
 */
export function testDialog(definition, stateName, input = '{}') {
  const editor = jsonEditor({ label: 'Input of the state', value: input, rows: 8 });
  const answer = h('div', { 'aria-live': 'polite' });

  dialog({ title: `Test ${stateName}`, action: 'Run the state', close: 'Close', stays: true }, [
    h('p', { class: 'hint' }, 'The state alone runs with this input. A task is called: what it sends or writes stays. Nothing is retried.'),
    editor.element,
    answer,
  ], async () => {
    if (!editor.check()) {
      throw new Error('The input is not JSON yet.');
    }
    fill(answer, chip('RUNNING'));
    try {
      const tested = await call('StepFunctions', 'TestState', { definition, stateName, input: editor.value() });
      fill(answer, h('p', { class: 'facts' }, chip(tested.status), tested.nextState && h('span', {}, `next state ${tested.nextState}`)),
        trouble(tested.error, tested.cause), payload('Output', tested.output));
    } catch (error) {
      fill(answer);
      throw error;
    }
  });
  editor.focus();
}
