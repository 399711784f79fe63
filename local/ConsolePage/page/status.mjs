import { h } from './dom.mjs';

const tones = {
  SUCCEEDED: 'succeeded', RUNNING: 'running', PENDING_REDRIVE: 'running', QUEUED: 'running', FAILED: 'failed',
  TIMED_OUT: 'failed', RETRIABLE: 'failed', CAUGHT_ERROR: 'caught', ABORTED: 'aborted', CANCELLED: 'aborted',
  SUBMITTED: 'running', PICKED: 'running', STARTED: 'running', FINISHED: 'succeeded',
};

/** A status as a word with its mark: what colour says, shape says too. */
export function chip(status) {
  return h('span', { class: `chip ${tones[status] ?? status}`, 'data-status': status }, words(status));
}

function words(status) {
  const lower = status.toLowerCase().replaceAll('_', ' ');
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}
