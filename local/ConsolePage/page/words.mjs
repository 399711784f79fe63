// Lengths, sizes and names as the console writes them.

export { count, duration, things } from './drawing/wording.mjs';

/** A date, from seconds since 1970 or ISO text. */
export function dateOf(time) {
  return new Date(typeof time === 'number' ? time * 1000 : time);
}

/** Milliseconds from one time to another; to now where the other is missing. */
export function between(start, stop) {
  return (stop ? dateOf(stop) : new Date()) - dateOf(start);
}

export function bytes(size) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = size < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(size) / 10));
  return `${(size / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

/** The last part of an ARN or a queue's address. */
export function nameOf(address) {
  return address.split(/[:/]/).at(-1);
}

/** The state machine in an execution's ARN. */
export function machineOf(executionArn) {
  return executionArn.split(':')[6];
}

/** JSON with its members on lines of their own; other text as it is. */
export function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
