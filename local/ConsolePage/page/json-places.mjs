// JSON read for its places: where each value stands, or where the text stops being JSON and what was expected there.

/** What keeps a text from being JSON. */
export class JsonFault extends Error {
  constructor(message, offset) {
    super(message);
    this.offset = offset;
  }
}

/**
 * Reads a text as JSON.
 * @returns {Map<string, number>} the offset of each value by its place, as findings name it: /States/Ship/Choices[1]/Next
 * @throws {JsonFault} the text is not JSON
 */
export function placesIn(text) {
  const places = new Map();
  const space = /[ \t\n\r]*/y;
  const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
  const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
  let at = 0;

  function take(pattern) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    at = found ? pattern.lastIndex : at;
    return found?.[0];
  }

  function next() {
    take(space);
    return text[at];
  }

  function fail(expected) {
    const found = at < text.length ? `'${text.slice(at, at + 12).split('\n', 1)[0]}'` : 'the end';
    throw new JsonFault(`expected ${expected}, found ${found}`, Math.min(at, text.length));
  }

  function key() {
    return next() === '"' ? take(string) ?? fail('a closed string') : fail('a name in double quotes');
  }

  function members(place, close, member) {
    at++;
    for (let index = 0; next() !== close; index++) {
      member(place, index);
      if (next() === ',') {
        at++;
        if (next() === close) {
          fail('another value after the comma');
        }
      } else if (text[at] !== close) {
        fail(`',' or '${close}'`);
      }
    }
    at++;
  }

  function value(place) {
    const first = next();
    places.set(place, at);
    if (first === '{') {
      members(place, '}', () => {
        const name = JSON.parse(key());
        if (next() !== ':') {
          fail("':'");
        }
        at++;
        value(`${place}/${name}`);
      });
    } else if (first === '[') {
      members(place, ']', (_, index) => value(`${place}[${index}]`));
    } else if (first === '"') {
      take(string) ?? fail('a closed string');
    } else if (take(scalar) === undefined) {
      fail('a value');
    }
  }

  value('');
  if (next() !== undefined) {
    fail('nothing after the value');
  }
  return places;
}

/** Line and column of an offset, counted from 1. */
export function lineOf(text, offset) {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: before.at(-1).length + 1 };
}

/** The offset of a place, or of the nearest value around it. */
export function offsetOf(places, place) {
  for (let around = place; around !== ''; around = around.replace(/(?:\/[^/]*|\[\d+\])$/, '')) {
    if (places.has(around)) {
      return places.get(around);
    }
  }
  return places.get('') ?? 0;
}
