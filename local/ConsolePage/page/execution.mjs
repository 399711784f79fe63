import { ask, call, list } from './aws.mjs';
import { compareDialog } from './compare.mjs';
import { downloadButton, identifier } from './copy.mjs';
import { find } from './definition.mjs';
import { dialog } from './dialog.mjs';
import { announce, button, elementsOf, entitle, fill, h } from './dom.mjs';
import { EventLog } from './event-log.mjs';
import { eventTable } from './events.mjs';
import { graphView } from './graph-view.mjs';
import { onChange, onDemand } from './live.mjs';
import { mapRuns } from './map-runs.mjs';
import { moment } from './moment.mjs';
import { link, note } from './place.mjs';
import { startDialog } from './start.mjs';
import { statePanel, trouble } from './state-panel.mjs';
import { chip } from './status.mjs';
import { testDialog } from './test-state.mjs';
import { elapsed, tick } from './ticking.mjs';
import { visitTable } from './visits.mjs';
import { machineOf, pretty, things } from './words.mjs';

/** One execution: its graph as it runs, what is known of each state, its events and map runs. */
export async function executionPage(executionArn, signal, query) {
  const log = new EventLog(executionArn, signal);
  const head = h('div', {});
  const graph = graphView({ label: 'Execution graph', live: true, onChoose: choose });
  const panel = statePanel({
    log, onAll: () => choose(undefined), onEvents: name => events.filter(name), onView: next => go({ state: chosen, view: next }),
    onTest: (name, summary) => testDialog(JSON.stringify(definition), name, pretty(summary?.input ?? '{}')),
  });
  const events = eventTable(log, { onChoose: choose, tools: [downloadButton('Download', 'the history', () => `${execution.name}-history.json`, historyText, { class: 'small' })] });
  const states = visitTable({ executionArn, caption: 'States in order', onChoose: choose });
  const runs = mapRuns(executionArn, signal);
  const planned = h('div', {});
  const body = h('div', {}, head,
    h('section', { class: 'graph', 'aria-label': 'Graph' }, graph.element, panel.element),
    h('section', { 'aria-labelledby': 'states' }, h('h2', { id: 'states' }, 'States'), states.element),
    planned, runs.element, events.element);
  let execution;
  let definition;
  let summaries = [];
  let chosen = query.get('state') ?? undefined;
  let view = query.get('view') ?? 'details';

  function choose(name) {
    go({ state: name, view });
  }

  /** To a state and a view of it, as a step that Back undoes. */
  function go({ state, view: next }) {
    note({ state, view: next === 'details' ? '' : next }, { isStep: true });
    [chosen, view] = [state, next];
    showChosen();
  }

  function restore(next) {
    [chosen, view] = [next.get('state') ?? undefined, next.get('view') ?? 'details'];
    showChosen();
  }

  function showChosen() {
    graph.choose(chosen);
    if (chosen === undefined) {
      panel.showExecution(execution);
    } else {
      panel.showState(chosen, find(definition, chosen), summaries.find(({ name }) => name === chosen));
    }
    panel.showView(view, definition, chosen);
  }

  /** Asks the lake, which may take long on a large one: only when somebody wants it. */
  async function showPlanned() {
    const markup = await ask('planned', { execution: executionArn }, signal, 'POST');
    fill(planned, markup ? elementsOf(markup) : h('p', {}, 'Its output does not say what was planned.'));
    planned.firstElementChild.tabIndex = -1;
    planned.firstElementChild.focus();
  }

  async function historyText() {
    const all = await list('StepFunctions', 'GetExecutionHistory', 'events', { executionArn, maxResults: 1000 }, signal);
    return JSON.stringify({ events: all }, null, 2);
  }

  const refresh = onDemand(async () => {
    const before = execution;
    const [described, drawn] = await Promise.all([
      call('StepFunctions', 'DescribeExecution', { executionArn }, signal),
      ask('states', { execution: executionArn }, signal),
      log.refresh(),
      runs.refresh(),
    ]);
    execution = described;
    ({ definition, states: summaries } = drawn);
    const isNews = before?.status !== execution.status || before.redriveCount !== execution.redriveCount;
    if (isNews) {
      fill(head, heading(execution));
    }
    graph.show(definition, summaries);
    states.show(drawn);
    if (isNews && execution.status === 'SUCCEEDED' && machineOf(executionArn) === 'StorePlanning') {
      fill(planned, button('Show what it planned', showPlanned));
    }
    if (before && isNews) {
      entitle(titleOf(execution));
      announce(titleOf(execution), 'quiet');
    }
    if (chosen === undefined && isNews && execution.status === 'FAILED') {
      // The failure is what a person looks for first.
      chosen = summaries.findLast(({ status }) => status === 'failed')?.name;
    }
    showChosen();
    events.draw();
  }, signal);

  onChange(['history', 'mapRun', 'child'], refresh, signal);
  onChange(['execution'], ({ executionArn: changed }) => changed === executionArn && refresh(), signal);
  tick(body, signal);
  await refresh();
  return { title: titleOf(execution), body, restore };
}

function titleOf({ name, status }) {
  return `${name} · ${chip(status).textContent.toLowerCase()}`;
}

function heading(execution) {
  const running = execution.status === 'RUNNING';
  const machine = execution.stateMachineArn;
  return [
    h('p', { class: 'eyebrow' }, h('a', { href: '#/executions' }, 'Executions'), ' / ',
      h('a', { href: link('machine', machine) }, machineOf(execution.executionArn))),
    h('div', { class: 'heading' },
      h('h1', {}, execution.name),
      h('div', { class: 'actions' },
        running && button('Stop', () => stopDialog(execution), { class: 'danger' }),
        isRedrivable(execution) && button('Redrive', () => redrive(execution), { class: 'primary' }),
        button('Compare', () => compareDialog(execution)),
        button('New execution', async () => startDialog(
          await list('StepFunctions', 'ListStateMachines', 'stateMachines'), { machine, input: execution.input })))),
    h('p', { class: 'facts' }, chip(execution.status),
      h('span', {}, 'started ', moment(execution.startDate)),
      h('span', {}, running ? 'running for ' : 'took ', elapsed(execution.startDate, execution.stopDate)),
      execution.redriveCount > 0 && h('span', {}, `redriven ${execution.redriveCount === 1 ? 'once' : things(execution.redriveCount, 'time')}`)),
    h('p', { class: 'facts' }, identifier('ARN', execution.executionArn)),
    trouble(execution.error, execution.cause),
  ];
}

function isRedrivable({ status, redriveStatus }) {
  return redriveStatus ? redriveStatus === 'REDRIVABLE' : ['FAILED', 'TIMED_OUT', 'ABORTED'].includes(status);
}

async function redrive({ executionArn }) {
  await call('StepFunctions', 'RedriveExecution', { executionArn });
}

function stopDialog({ executionArn, name }) {
  dialog({ title: `Stop ${name}?`, action: 'Stop execution', danger: true },
    [h('p', {}, 'States that run are abandoned. A stopped execution can be redriven.')],
    () => call('StepFunctions', 'StopExecution', { executionArn }));
}
