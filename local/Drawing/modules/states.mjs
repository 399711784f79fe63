// A definition as containers of nodes and edges. A transition never leaves its container (the machine, a branch of a
// Parallel, the processor of a Map), so each can be laid out alone and stand as one node in the container around it.
// Definitions may be half written: whatever is missing or of the wrong type is left out, never an error.

import { condition, errors } from './wording.mjs';

/** The ids of the two dots; a state's id is its name after a colon. */
export const Start = 'start';
export const End = 'end';

/** The machine's own container, with a Start and an End. */
export function read(definition) {
  const machine = container(definition, 'StateMachine');
  const hasStates = machine.nodes.length > 0;
  machine.nodes.unshift({ id: Start, dot: 'Start' });
  if (hasStates) {
    machine.nodes.push({ id: End, dot: 'End' });
  }
  if (machine.startAt) {
    machine.edges.unshift({ from: Start, to: machine.startAt, kind: 'next', labels: [] });
  }
  for (const node of machine.nodes.filter(one => one.state && ends(one))) {
    machine.edges.push({ from: node.id, to: End, kind: 'next', labels: [] });
  }
  return machine;
}

function container(definition, title) {
  const states = new Map(Object.entries(object(definition?.States)).map(([name, state]) => [name, object(state)]));
  const transitions = new Map([...states].map(([name, state]) => [name, leaving(name, state, states)]));
  const order = fromStart(definition?.StartAt, transitions);
  const unreachable = [...states.keys()].filter(name => !order.has(name));

  return {
    title,
    startAt: states.has(definition?.StartAt) ? id(definition.StartAt) : undefined,
    nodes: [...order, ...unreachable].map(name => node(name, states.get(name), order.has(name))),
    edges: [...order, ...unreachable].flatMap(name => transitions.get(name)),
  };
}

function node(name, state, reachable) {
  return { id: id(name), name, state, type: String(state.Type ?? '?'), reachable, inside: inside(state) };
}

function inside(state) {
  if (state.Type === 'Parallel') {
    return array(state.Branches).map((branch, index) => container(branch, `Branch ${index + 1}`));
  }
  // Iterator is the older name of ItemProcessor.
  return state.Type === 'Map' ? [container(state.ItemProcessor ?? state.Iterator, 'Item')] : [];
}

function leaving(name, state, states) {
  const edges = new Map();
  const add = (target, kind, label) => {
    if (!states.has(target)) {
      return;
    }
    const key = `${kind} ${target}`;
    const edge = edges.get(key) ?? { from: id(name), to: id(target), kind, labels: [] };
    edges.set(key, edge);
    edge.labels.push(...(label ? [label] : []));
  };

  if (state.Type === 'Choice') {
    array(state.Choices).forEach(rule => add(rule?.Next, 'choice', condition(rule)));
    add(state.Default, 'default', 'Default');
  } else {
    add(state.Next, 'next');
  }
  array(state.Catch).forEach(catcher => add(catcher?.Next, 'catch', errors(catcher)));
  return [...edges.values()];
}

/** Names in the order a walk from the start meets them: the layout turns edges against it into ways back. */
function fromStart(startAt, transitions) {
  const met = new Set();
  const waiting = [startAt];
  while (waiting.length > 0) {
    const name = waiting.pop();
    if (transitions.has(name) && !met.has(name)) {
      met.add(name);
      waiting.push(...transitions.get(name).map(edge => edge.to.slice(1)).reverse());
    }
  }
  return met;
}

function ends({ type, state }) {
  return type === 'Succeed' || type === 'Fail' || state.End === true;
}

function id(name) {
  return `:${name}`;
}

function object(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function array(value) {
  return Array.isArray(value) ? value : [];
}
