// Times as the console writes them: with their zone, this machine's or UTC, as a person chose.

import { h } from './dom.mjs';
import { recall, remember } from './memory.mjs';
import { dateOf } from './words.mjs';

const Utc = 'UTC';

/** Whether times are written in UTC; else in this machine's zone. */
export function isUtc() {
  return recall('zone') === Utc;
}

/** The button that changes the zone; `changed` draws the page anew. */
export function zoneButton(changed) {
  const element = h('button', { type: 'button', class: 'zone small' });
  const name = () => {
    element.textContent = isUtc() ? 'UTC' : 'Local time';
    element.title = isUtc() ? 'Times are in UTC. Press for the time of this machine.' : 'Times are those of this machine. Press for UTC.';
  };
  element.addEventListener('click', () => {
    remember('zone', isUtc() ? '' : Utc);
    name();
    changed();
  });
  name();
  return element;
}

/** A time as text with its zone, from seconds since 1970 or ISO text; a dash where there is none. */
export function when(time) {
  return isThere(time) ? format(isUtc()).format(dateOf(time)) : '–';
}

/** The same as an element, whose tip tells the time in the other zone. */
export function moment(time) {
  return isThere(time)
    ? h('time', { datetime: dateOf(time).toISOString(), title: format(!isUtc()).format(dateOf(time)) }, when(time))
    : '–';
}

/** The hour and minute of a date. */
export function clock(date) {
  return date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', timeZone: isUtc() ? Utc : undefined });
}

/** The date of what a field of type datetime-local holds; undefined where it is empty. */
export function fromField(text) {
  const date = new Date(isUtc() ? `${text}Z` : text);
  return text && !Number.isNaN(date.getTime()) ? date : undefined;
}

/** What such a field holds for a time. */
export function toField(time) {
  const date = dateOf(time);
  const shifted = new Date(date.getTime() - (isUtc() ? 0 : date.getTimezoneOffset() * 60_000));
  return shifted.toISOString().slice(0, 16);
}

function format(inUtc) {
  return new Intl.DateTimeFormat(undefined, {
    year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit',
    timeZone: inUtc ? Utc : undefined, timeZoneName: 'short',
  });
}

function isThere(time) {
  return time !== undefined && time !== null && time !== '';
}
