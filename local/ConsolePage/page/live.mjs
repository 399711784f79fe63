// What happens on the server, as it happens: one stream for the whole page.

const kinds = ['execution', 'history', 'mapRun', 'child', 'queue', 'dispatch'];
const LeastRest = 40;

// Milliseconds until a server that is gone is asked again.
const Again = 1000;
const listeners = new Set();
const indicator = document.querySelector('.live');
let source;
let isLost = false;

/**
 * Listens to whatever changes, and to all that happens in one execution. What is fetched once this is done misses
 * nothing that is told later.
 * @param {string} [executionArn]
 */
export async function listen(executionArn) {
  const url = executionArn ? `/events?${new URLSearchParams({ execution: executionArn })}` : '/events';
  if (source?.readyState === EventSource.OPEN && source.url.endsWith(url)) {
    return;
  }
  source?.close();
  const stream = open(url);
  await new Promise(done => {
    stream.addEventListener('error', done, { once: true });
    stream.addEventListener('ready', done, { once: true });
  });
}

function open(url) {
  const stream = source = new EventSource(url);
  kinds.forEach(kind => stream.addEventListener(kind, event => tell({ kind, ...JSON.parse(event.data) })));
  stream.addEventListener('ready', () => {
    say('live', 'Live');
    if (isLost) {
      isLost = false;
      tell({ kind: 'ready' });
    }
  });
  stream.addEventListener('error', () => {
    isLost = true;
    say('waiting', 'Reconnecting');
    // A browser gives up on a stream that was refused, as one is while the server starts.
    if (stream.readyState === EventSource.CLOSED) {
      setTimeout(() => source === stream && open(url), Again);
    }
  });
  return stream;
}

/** Runs the work at each change of these kinds, and when a stream that was lost is there again, until the signal aborts. */
export function onChange(wanted, work, signal) {
  const listener = change => (change.kind === 'ready' || wanted.includes(change.kind)) && work(change);
  listeners.add(listener);
  signal.addEventListener('abort', () => listeners.delete(listener));
}

/**
 * Work that is asked for by changes: one run at a time, and one more after it when changes came meanwhile, so that a
 * thousand of them cost a few requests. Between runs it rests as long as the last one took.
 */
export function onDemand(work, signal) {
  let running;
  let wanted = false;

  async function runAll() {
    while (wanted && !signal.aborted) {
      wanted = false;
      const started = performance.now();
      await work();
      await rest(Math.max(LeastRest, performance.now() - started));
    }
  }

  return () => {
    wanted = true;
    running ??= runAll().finally(() => {
      running = undefined;
    });
    return running;
  };
}

function rest(milliseconds) {
  return new Promise(done => setTimeout(done, milliseconds));
}

function say(state, words) {
  if (indicator.dataset.state !== state) {
    indicator.dataset.state = state;
    indicator.textContent = words;
  }
}

function tell(change) {
  listeners.forEach(listener => listener(change));
}
