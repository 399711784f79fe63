// What the reference implementation expects of its surroundings, before it is loaded.
'use strict';

// $now() and $millis() tell the time of the execution, which need not be that of this machine.
let now = 0;
globalThis.setNow = (milliseconds) => { now = milliseconds; };
globalThis.Date = class extends Date {
  constructor(...parts) {
    super(...(parts.length ? parts : [now]));
  }

  static now() {
    return now;
  }
};

// Buffer.from(text, 'binary').toString('base64') and the way back, as far as $base64encode and $base64decode need it.
globalThis.global = (() => {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const values = new Map([...digits].map((digit, value) => [digit, value]).concat([['-', 62], ['_', 63]]));

  function encode(text) {
    let encoded = '';
    for (let i = 0; i < text.length; i += 3) {
      const [first, second, third] = [text.charCodeAt(i), text.charCodeAt(i + 1), text.charCodeAt(i + 2)].map((unit) => unit & 255);
      encoded += digits[first >> 2] + digits[((first & 3) << 4) | (second >> 4)]
        + (i + 1 < text.length ? digits[((second & 15) << 2) | (third >> 6)] : '=')
        + (i + 2 < text.length ? digits[third & 63] : '=');
    }
    return encoded;
  }

  // As Node does: what is no digit is passed over, and padding ends it.
  function decode(encoded) {
    let [decoded, bits, count] = ['', 0, 0];
    for (const character of encoded) {
      if (character === '=') {
        break;
      }
      if (values.has(character)) {
        bits = ((bits << 6) | values.get(character)) & 0xffffff;
        count += 6;
        if (count >= 8) {
          count -= 8;
          decoded += String.fromCharCode((bits >> count) & 255);
        }
      }
    }
    return decoded;
  }

  return {
    Buffer: { from: function (text, encoding) { return { toString: () => (encoding === 'base64' ? decode(text) : encode(text)) }; } },
  };
})();
