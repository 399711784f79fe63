import { copyButton, downloadButton } from './copy.mjs';
import { definitionText } from './definition.mjs';
import { fill, h } from './dom.mjs';
import { detailsOf, isTrouble } from './event-log.mjs';
import { moment } from './moment.mjs';
import { chip } from './status.mjs';
import { count, duration, pretty, things } from './words.mjs';

/**
 * What is known beside the graph: of the chosen state, or of the whole execution; or the definition.
 * @param {{ log, onAll(): void, onEvents(name: string): void, onView(view: string): void, onTest(name: string, summary): void }} options
 */
export function statePanel({ log, onAll, onEvents, onView, onTest }) {
  const element = h('div', {});
  const text = definitionText();
  const views = ['Details', 'Definition'].map(view => h('button', { type: 'button', class: 'small', 'aria-pressed': 'false', onclick: () => onView(view.toLowerCase()) }, view));
  const aside = h('aside', { 'aria-label': 'State', tabindex: -1 }, h('div', { class: 'views', role: 'group', 'aria-label': 'What is shown' }, views), element, text.element);
  let shown;
  let marked;

  function showView(view, definition, name) {
    const isDefinition = view === 'definition';
    views.forEach(one => one.setAttribute('aria-pressed', String(one.textContent.toLowerCase() === (isDefinition ? 'definition' : 'details'))));
    element.hidden = isDefinition;
    text.element.hidden = !isDefinition;
    const wanted = isDefinition ? `${name ?? ''}` : undefined;
    // Drawn once, so that it stays where a person scrolled it.
    if (wanted !== undefined && wanted !== marked) {
      text.show(definition, name);
    }
    marked = wanted;
  }

  function showExecution(execution) {
    redraw('execution', () => [
      h('h2', {}, 'Execution'),
      h('p', { class: 'hint' }, 'Choose a state for its input, output, times and retries.'),
      payload('Input', execution.input),
      payload('Output', execution.output),
    ]);
  }

  function showState(name, state, summary) {
    redraw(name, () => [
      h('div', { class: 'panel-head' }, h('h2', {}, name), h('button', { type: 'button', class: 'small', onclick: onAll, 'aria-label': 'Back to the execution' }, '×')),
      h('p', {}, summary ? chip(summary.status) : h('span', { class: 'hint' }, 'Not entered')),
      typeof state?.Comment === 'string' && h('p', { class: 'hint' }, state.Comment),
      summary && facts(summary),
      summary && trouble(summary.error, summary.cause),
      payload(summary?.entered > 1 ? 'Last input' : 'Input', summary?.input),
      payload(summary?.entered > 1 ? 'Last output' : 'Output', summary?.output),
      attempts(name),
      state && h('p', {}, h('button', { type: 'button', class: 'small', onclick: () => onTest(name, summary) }, 'Test this state')),
    ]);
  }

  function attempts(name) {
    const events = log.events.filter(one => log.stateOf(one) === name);
    return events.length > 0 && h('details', { 'data-part': 'events', open: events.some(isTrouble) },
      h('summary', {}, things(events.length, 'event')),
      h('ol', { class: 'steps' }, events.slice(-30).map(one => h('li', { value: one.id, class: isTrouble(one) && 'refused' },
        one.type, detailsOf(one)?.error && h('small', {}, ` ${detailsOf(one).error}`)))),
      h('button', { type: 'button', class: 'link', onclick: () => onEvents(name) }, 'Show them in the table'));
  }

  /** Draws anew; what a person opened in it stays open. */
  function redraw(what, content) {
    const open = new Map([...element.querySelectorAll('details')].map(one => [one.dataset.part, one.open]));
    fill(element, content());
    if (what === shown) {
      element.querySelectorAll('details').forEach(one => {
        one.open = open.get(one.dataset.part) ?? one.open;
      });
    } else {
      aside.scrollTop = 0;
    }
    shown = what;
  }

  return { element: aside, showExecution, showState, showView };
}

function facts(summary) {
  const rows = [
    ['First entered', moment(summary.firstEntered)],
    ['Time', summary.durationMs === undefined ? '–' : duration(summary.durationMs)],
    ['Entered', summary.entered === 1 ? 'once' : `${count(summary.entered)} times`],
    ['Retries', count(summary.retries)],
    summary.items && ['Items', standing(summary.items)],
    summary.children && ['Child executions', standing(summary.children)],
  ];
  return h('dl', { class: 'pairs' }, rows.filter(Boolean).map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))));
}

/** 3 of 5 succeeded, 1 failed. */
export function standing(counts) {
  const rest = ['failed', 'aborted', 'running', 'pending'].filter(one => counts[one] > 0).map(one => `, ${count(counts[one])} ${one}`);
  return `${count(counts.succeeded)} of ${count(counts.total)} succeeded${rest.join('')}`;
}

export function trouble(error, cause) {
  return error && h('div', { class: 'trouble' }, h('strong', {}, error), cause && h('p', {}, pretty(cause)));
}

/** What was given or came out, with buttons that take it away. */
export function payload(name, text) {
  return text !== undefined && text !== null && [
    h('h3', { class: 'payload-head' }, name, h('span', { class: 'payload-tools' },
      copyButton(text, name), downloadButton('Download', name, `${name.toLowerCase().replaceAll(' ', '-')}.json`, pretty(text), { class: 'small copy' }))),
    h('pre', { tabindex: 0, 'aria-label': name }, pretty(text)),
  ];
}
