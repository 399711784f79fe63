import { ask, call, list } from './aws.mjs';
import { announce, button, entitle, fill, h } from './dom.mjs';
import { dialog } from './dialog.mjs';
import { EventLog } from './event-log.mjs';
import { eventTable } from './events.mjs';
import { graphView } from './graph-view.mjs';
import { onChange, onDemand } from './live.mjs';
import { find } from './machines.mjs';
import { mapRuns } from './map-runs.mjs';
import { startDialog } from './start.mjs';
import { statePanel, trouble } from './state-panel.mjs';
import { chip } from './status.mjs';
import { elapsed, tick } from './ticking.mjs';
import { machineOf, things, when } from './words.mjs';

/** One execution: its graph as it runs, what is known of each state, its events and map runs. */
export async function executionPage(executionArn, signal) {
  const log = new EventLog(executionArn, signal);
  const head = h('div', {});
  const graph = graphView({ label: 'Execution graph', live: true, onChoose: choose });
  const panel = statePanel({ log, onAll: () => choose(undefined), onEvents: name => events.filter(name) });
  const events = eventTable(log, { onChoose: choose });
  const runs = mapRuns(executionArn, signal);
  const body = h('div', {}, head,
    h('section', { class: 'graph', 'aria-label': 'Graph' }, graph.element, panel.element),
    runs.element, events.element);
  let execution;
  let definition;
  let states = [];
  let chosen;

  function choose(name) {
    chosen = name;
    graph.choose(name);
    showPanel();
  }

  function showPanel() {
    if (chosen === undefined) {
      panel.showExecution(execution);
    } else {
      panel.showState(chosen, find(definition, chosen), states.find(({ name }) => name === chosen));
    }
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
    ({ definition, states } = drawn);
    const isNews = before?.status !== execution.status || before.redriveCount !== execution.redriveCount;
    if (isNews) {
      fill(head, heading(execution));
    }
    graph.show(definition, states);
    if (before && isNews) {
      entitle(titleOf(execution));
      announce(titleOf(execution), 'quiet');
    }
    if (chosen === undefined && execution.status === 'FAILED') {
      // The failure is what a person looks for first.
      chosen = states.findLast(({ status }) => status === 'failed')?.name;
      graph.choose(chosen);
    }
    showPanel();
    events.draw();
  }, signal);

  onChange(['history', 'mapRun', 'child'], refresh, signal);
  onChange(['execution'], ({ executionArn: changed }) => changed === executionArn && refresh(), signal);
  tick(body, signal);
  await refresh();
  return { title: titleOf(execution), body };
}

function titleOf({ name, status }) {
  return `${name} · ${chip(status).textContent.toLowerCase()}`;
}

function heading(execution) {
  const running = execution.status === 'RUNNING';
  const machine = execution.stateMachineArn;
  return [
    h('p', { class: 'eyebrow' }, h('a', { href: '#/executions' }, 'Executions'), ' / ',
      h('a', { href: `#/machine/${encodeURIComponent(machine)}` }, machineOf(execution.executionArn))),
    h('div', { class: 'heading' },
      h('h1', {}, execution.name),
      h('div', { class: 'actions' },
        running && button('Stop', () => stopDialog(execution), { class: 'danger' }),
        isRedrivable(execution) && button('Redrive', () => redrive(execution), { class: 'primary' }),
        button('New execution', async () => startDialog(
          await list('StepFunctions', 'ListStateMachines', 'stateMachines'), { machine, input: execution.input })))),
    h('p', { class: 'facts' }, chip(execution.status),
      h('span', {}, 'started ', h('time', {}, when(execution.startDate))),
      h('span', {}, running ? 'running for ' : 'took ', elapsed(execution.startDate, execution.stopDate)),
      execution.redriveCount > 0 && h('span', {}, `redriven ${execution.redriveCount === 1 ? 'once' : things(execution.redriveCount, 'time')}`)),
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
