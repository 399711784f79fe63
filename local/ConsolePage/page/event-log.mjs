import { call } from './aws.mjs';

/** The events of an execution, kept as they come, each with the state it belongs to. */
export class EventLog {
  #byId = new Map();
  #openAfter = new Map();
  #stateOf = new Map();

  constructor(executionArn, signal) {
    this.executionArn = executionArn;
    this.signal = signal;
  }

  get events() {
    return [...this.#byId.values()];
  }

  /** The state's name; undefined for an event of the execution itself. */
  stateOf({ id }) {
    return this.#stateOf.get(id);
  }

  /** Fetches what is new: from the last event backwards, to the first that is known. */
  async refresh() {
    const fresh = [];
    let nextToken;
    do {
      const page = await call('StepFunctions', 'GetExecutionHistory', {
        executionArn: this.executionArn, reverseOrder: true, maxResults: 1000, nextToken,
      }, this.signal);
      fresh.push(...page.events.filter(({ id }) => !this.#byId.has(id)));
      nextToken = page.events.some(({ id }) => this.#byId.has(id)) ? undefined : page.nextToken;
    } while (nextToken);

    fresh.reverse().forEach(event => this.#add(event));
    return fresh.length > 0;
  }

  /** Events of branches and items interleave: each belongs to the state that was open after the event before it. */
  #add(event) {
    const open = this.#openAfter.get(event.previousEventId);
    const entered = event.stateEnteredEventDetails && { name: event.stateEnteredEventDetails.name, around: open };
    this.#byId.set(event.id, event);
    this.#stateOf.set(event.id, (entered ?? open)?.name);
    this.#openAfter.set(event.id, entered ?? (event.stateExitedEventDetails ? open?.around : open));
  }
}

/** What an event has besides its id, time and type. */
export function detailsOf(event) {
  const key = Object.keys(event).find(name => name.endsWith('EventDetails'));
  return key ? event[key] : undefined;
}

/** Whether an event says that something went wrong. */
export function isTrouble({ type }) {
  return /Failed|TimedOut|Aborted/.test(type);
}
