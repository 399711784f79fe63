// Evaluates JSONata for the interpreter: requests come in and answers go out as JSON lines.
//   in   {"expressions": ["..."], "bindings": {...}, "seed": n, "now": milliseconds}
//   out  {"ready": true} once, then one line for each expression, in order:
//        {"value": any} | {"undefined": true} | {"unsupported": true} | {"error": "..."}
// With --check it reads one line of texts, and writes one line that says what is wrong with each.
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

// $now() and $millis() tell the time of the execution, which need not be that of this machine.
let now = 0;
const SystemDate = Date;
globalThis.Date = class extends SystemDate {
  constructor(...parts) {
    super(...(parts.length ? parts : [now]));
  }

  static now() {
    return now;
  }
};

const jsonata = createRequire(import.meta.url)("./jsonata.js");
const compiled = new Map();
let random = () => 0;

// Mulberry32: small, and the same numbers for the same seed everywhere.
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

// Marks an array as a result sequence, of which JSONata passes on a single element alone.
const sequence = (items) => Object.defineProperty(items, "sequence", { value: true });

const hashes = { "MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512" };

const functions = {
  partition(array, size) {
    if (array === undefined || size === undefined) return undefined;
    const items = Array.isArray(array) ? array : [array];
    const length = Math.trunc(size);
    if (length < 1) throw new Error("The chunk size of $partition must be a positive number.");
    return Array.from({ length: Math.ceil(items.length / length) }, (_, i) => items.slice(i * length, (i + 1) * length));
  },
  range(first, last, step) {
    if (first === undefined || last === undefined) return undefined;
    const delta = step ?? 1;
    if (delta === 0) throw new Error("The step of $range must not be 0.");
    const items = [];
    for (let value = first; delta > 0 ? value <= last : value >= last; value += delta) {
      if (items.length === 1000) throw new Error("$range must not give more than 1000 elements.");
      items.push(value);
    }
    return sequence(items);
  },
  hash(data, algorithm) {
    if (data === undefined) return undefined;
    const name = hashes[algorithm ?? "SHA-256"];
    if (!name) throw new Error(`$hash does not know the algorithm '${algorithm}'.`);
    return createHash(name).update(typeof data === "string" ? data : JSON.stringify(data)).digest("hex");
  },
  random: (seed) => (seed === undefined ? random() : generator(seed)()),
  uuid: () =>
    "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replace(/[xy]/g, (c) => {
      const digit = Math.floor(random() * 16);
      return (c === "x" ? digit : (digit & 3) | 8).toString(16);
    }),
  parse(text) {
    if (text === undefined) return undefined;
    try {
      return JSON.parse(text);
    } catch {
      // What Node says of it differs from version to version.
      throw new Error("The argument of $parse is not JSON text.");
    }
  },
};

function compile(text) {
  let expression = compiled.get(text);
  if (!expression) {
    expression = jsonata(text);
    for (const [name, implementation] of Object.entries(functions)) expression.registerFunction(name, implementation);
    expression.assign("eval", undefined);
    compiled.set(text, expression);
  }
  return expression;
}

// As Json.DeepestNesting.
const deepestNesting = 1000;

function isJson(value, level = 0) {
  if (typeof value === "function") return false;
  if (value === null || typeof value !== "object") return true;
  if (value._jsonata_lambda || value._jsonata_function || value instanceof RegExp) return false;
  if (level === deepestNesting) throw new Error(`The result is nested deeper than ${deepestNesting} levels.`);
  return Object.values(value).every((inner) => isJson(inner, level + 1));
}

function describe(error) {
  return error.code ? `${error.code}: ${error.message}` : String(error.message ?? error);
}

// What keeps a text from being an expression; null when it is one.
function problem(text) {
  try {
    jsonata(text);
    return null;
  } catch (error) {
    return describe(error);
  }
}

// One line of JSON. A result too long to be written is an error of its expression, too.
async function answer(text, bindings) {
  try {
    const value = await compile(text).evaluate(undefined, bindings);
    if (value === undefined) return JSON.stringify({ undefined: true });
    return JSON.stringify(isJson(value) ? { value } : { unsupported: true });
  } catch (error) {
    return JSON.stringify({ error: describe(error) });
  }
}

const write = (line) => process.stdout.write(line + "\n");

const lines = createInterface({ input: process.stdin });
if (process.argv[2] === "--check") {
  for await (const line of lines) write(JSON.stringify(JSON.parse(line).map(problem)));
  process.exit();
}

write(JSON.stringify({ ready: true }));
for await (const line of lines) {
  const request = JSON.parse(line);
  now = request.now;
  random = generator(request.seed);
  for (const text of request.expressions) write(await answer(text, request.bindings));
}
