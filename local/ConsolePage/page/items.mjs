// Items of the tables that the streams' functions write, as plain objects.

import { call } from './aws.mjs';

const Refresh = 1000;

/** Every item of a table. */
export async function scan(table, signal) {
  return pages('Scan', { TableName: table }, signal);
}

/** The newest items of a partition, oldest first. */
export async function newest(table, key, value, limit, signal) {
  const { Items } = await call('DynamoDB', 'Query', {
    TableName: table,
    KeyConditionExpression: '#k = :k',
    ExpressionAttributeNames: { '#k': key },
    ExpressionAttributeValues: { ':k': { S: value } },
    ScanIndexForward: false,
    Limit: limit,
  }, signal);
  return Items.map(plain).reverse();
}

/** The keys of a kind, such as url, that have a row of a minute. */
export async function keysOf(prefix, minute, signal) {
  const slots = await Promise.all([0, 1, 2, 3].map(slot => pages('Query', {
    TableName: 'minutes',
    IndexName: 'by-minute',
    KeyConditionExpression: 'slot = :s',
    ExpressionAttributeValues: { ':s': { S: `${prefix}#${minute}#${slot}` } },
  }, signal)));
  return slots.flat().map(({ k }) => k);
}

/** The rows of keys in a minute. */
export async function rowsOf(keys, minute, signal) {
  const found = [];
  for (let first = 0; first < keys.length; first += 100) {
    const { Responses } = await call('DynamoDB', 'BatchGetItem', {
      RequestItems: { minutes: { Keys: keys.slice(first, first + 100).map(k => ({ k: { S: k }, m: { S: minute } })) } },
    }, signal);
    found.push(...Responses.minutes.map(plain));
  }
  return found;
}

/** Runs the work now and once a second, one run at a time, until the signal aborts; a page that is not seen rests. */
export async function everySecond(work, signal) {
  await work();
  let isRunning = false;
  const timer = setInterval(async () => {
    if (document.hidden || isRunning) {
      return;
    }
    isRunning = true;
    try {
      await work();
    } finally {
      isRunning = false;
    }
  }, Refresh);
  signal.addEventListener('abort', () => clearInterval(timer));
}

/** Like 2026-11-26T22:15, as the key of a minute's row. */
export function minuteOf(date) {
  return date.toISOString().slice(0, 16);
}

async function pages(operation, request, signal) {
  const found = [];
  let ExclusiveStartKey;
  do {
    const page = await call('DynamoDB', operation, { ...request, ExclusiveStartKey }, signal);
    found.push(...page.Items.map(plain));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return found;
}

function plain(item) {
  return Object.fromEntries(Object.entries(item).map(([name, { S, N, BOOL }]) => [name, S ?? (N === undefined ? BOOL : Number(N))]));
}
