// Evaluates JSONata for the interpreter, within V8 and without anything of the host but a hash function.
//   evaluate(expression, bindings, seed, now)
//                                gives 'v' + JSON, 'u' for nothing, 'n' for what is not JSON, or 'e' + a message. The bindings
//                                are JSON text; without them, those of the call before hold
//   check(expressions)           says what is wrong with each of them: JSON text of an array of texts and nulls
(function () {
  'use strict';

  const { hostHash, setNow, global, JSON } = globalThis;
  const { jsonata } = global;
  const compiled = new Map();
  let random = () => 0;
  let bindings;

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

  // The first nextDouble() of a java.util.Random, which AWS takes for a seed.
  function javaRandom(seed) {
    const mask = (1n << 48n) - 1n;
    let state = (BigInt.asUintN(64, BigInt(Math.trunc(seed))) ^ 0x5deece66dn) & mask;
    const next = (bits) => {
      state = (state * 0x5deece66dn + 0xbn) & mask;
      return state >> (48n - bits);
    };
    const high = next(26n);
    return Number((high << 27n) + next(27n)) / 2 ** 53;
  }

  // Marks an array as a result sequence, of which JSONata passes on a single element alone.
  const sequence = (items) => Object.defineProperty(items, 'sequence', { value: true });

  const fail = (message) => { throw { message, ours: true }; };

  const functions = {
    partition(array, size) {
      if (array === undefined || size === undefined) return undefined;
      const items = Array.isArray(array) ? array : [array];
      const length = Math.trunc(size);
      if (!(length >= 1)) fail('The chunk size of $partition must be a positive number.');
      return Array.from({ length: Math.ceil(items.length / length) }, (_, i) => items.slice(i * length, (i + 1) * length));
    },
    range(first, last, step) {
      if (first === undefined || last === undefined) return undefined;
      const delta = step ?? 1;
      if (delta === 0) fail('The step of $range must not be 0.');
      const items = [];
      for (let value = first; delta > 0 ? value <= last : value >= last; value += delta) {
        if (items.length === 1000) fail('$range must not give more than 1000 elements.');
        items.push(value);
      }
      return sequence(items);
    },
    hash(data, algorithm) {
      if (data === undefined) return undefined;
      const name = algorithm ?? 'SHA-256';
      if (!['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'].includes(name)) fail(`$hash does not know the algorithm '${name}'.`);
      return hostHash(typeof data === 'string' ? data : JSON.stringify(data), name);
    },
    random(seed) {
      if (seed === undefined) return random();
      if (typeof seed !== 'number') fail('The seed of $random must be a number.');
      return javaRandom(seed);
    },
    uuid: () =>
      'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (c) => {
        const digit = Math.floor(random() * 16);
        return (c === 'x' ? digit : (digit & 3) | 8).toString(16);
      }),
    parse(text) {
      if (text === undefined) return undefined;
      try {
        return JSON.parse(text);
      } catch {
        return fail('The argument of $parse is not JSON text.');
      }
    },
  };

  function compile(text) {
    let expression = compiled.get(text);
    if (!expression) {
      expression = jsonata(text);
      for (const [name, implementation] of Object.entries(functions)) expression.registerFunction(name, implementation);
      expression.assign('eval', undefined);
      if (compiled.size === mostCompiled) compiled.clear();
      compiled.set(text, expression);
    }
    return expression;
  }

  const mostCompiled = 10000;

  // As Json.DeepestNesting.
  const deepestNesting = 1000;

  function isJson(value, level = 0) {
    if (typeof value === 'function') return false;
    if (typeof value === 'number' && !Number.isFinite(value)) fail('The result holds a number that is not finite.');
    if (value === null || typeof value !== 'object') return true;
    if (value._jsonata_lambda || value._jsonata_function || value instanceof RegExp) return false;
    if (level === deepestNesting) fail(`The result is nested deeper than ${deepestNesting} levels.`);
    return Object.values(value).every((inner) => isJson(inner, level + 1));
  }

  // What V8 says of itself means nothing to whoever wrote the expression.
  function describe(error) {
    if (error?.code) return `${error.code}: ${error.message}`;
    if (error?.ours) return `: ${error.message}`;

    // A picture without a digit, which the engine does not look for (AWS: github.com/floci-io/floci/issues/2737).
    if (error instanceof TypeError && error.stack.includes('formatNumber')) {
      return 'D3086: The sub-picture must not contain a passive character that is preceded by an active character and that is followed by another active character';
    }
    return error instanceof RangeError ? ': The expression needs more than it may use.' : ': The expression cannot be evaluated for these values.';
  }

  // Half of a surrogate pair has no UTF-8: U+FFFD stands for it.
  const wellFormed = (_, value) =>
    typeof value === 'string' ? value.toWellFormed()
    : value && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).some((key) => !key.isWellFormed())
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toWellFormed(), inner]))
      : value;

  function write(value) {
    const text = JSON.stringify(value);
    return text.includes('\\ud') ? JSON.stringify(value, wellFormed) : text;
  }

  // The first name that is looked up in the whole input: there is none at the top level.
  function reference(node) {
    switch (node?.type) {
      case 'path': return node.steps[0].type === 'name' ? node.steps[0].value : reference(node.steps[0]);
      case 'binary': case 'apply': return reference(node.lhs) ?? reference(node.rhs);
      case 'bind': return reference(node.rhs);
      case 'condition': return reference(node.condition) ?? reference(node.then) ?? reference(node.else);
      case 'block': return first(node.expressions);
      case 'function': return first([node.procedure, ...node.arguments]);
      case 'unary': return first(node.expressions ?? node.lhs?.flat() ?? [node.expression]);
      default: return undefined;
    }
  }

  function first(nodes) {
    for (const node of nodes) {
      const found = reference(node);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  // What keeps a text from being an expression; null when it is one.
  function problem(text) {
    try {
      const name = reference(jsonata(text).ast());
      return name === undefined ? null : { reference: name };
    } catch (error) {
      return { message: describe(error) };
    }
  }

  function evaluate(text, newBindings, seed, milliseconds) {
    if (newBindings !== undefined) {
      setNow(milliseconds);
      random = generator(seed);
      bindings = JSON.parse(newBindings);
    }
    try {
      const value = compile(text).evaluate(undefined, bindings);
      return value === undefined ? 'u' : isJson(value) ? `v${write(value)}` : 'n';
    } catch (error) {
      return `e${describe(error)}`;
    }
  }

  const check = (texts) => JSON.stringify(JSON.parse(texts).map(problem));

  // Nothing may be left by which an expression could reach code or change what the next one sees: no way from a function
  // to the constructor of functions, no member that every object has, and nothing built in that can be written to.
  const constructors = [Function, async function () {}.constructor, function* () {}.constructor, async function* () {}.constructor];
  for (const constructor of constructors) delete constructor.prototype.constructor;
  for (const name of Reflect.ownKeys(Object.prototype)) delete Object.prototype[name];

  const hardened = new Set([globalThis]);
  function harden(value) {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || hardened.has(value)) return;
    hardened.add(value);
    harden(Object.getPrototypeOf(value));
    for (const key of Reflect.ownKeys(value)) {
      const property = Object.getOwnPropertyDescriptor(value, key);
      harden(property.value);
      harden(property.get);
      harden(property.set);
    }
    Object.freeze(value);
  }

  for (const name of ['hostHash', 'setNow', 'global', 'eval', 'Function', 'WebAssembly', 'SharedArrayBuffer', 'Atomics']) delete globalThis[name];

  // What V8's host keeps for itself cannot be frozen; nothing leads to it.
  for (const name of Reflect.ownKeys(globalThis).filter((key) => key !== 'globalThis' && key !== 'EngineInternal')) harden(globalThis[name]);

  return { evaluate, check };
})();
