// How wide a text will be is estimated, so that Node and every browser lay out alike; boxes leave room for the error.

const narrow = new Set("iljtfrI.,:;'|! ()[]{}/\\-`\"");
const wide = new Set('mwMW@%&');

function widthInEms(character) {
  if (narrow.has(character)) {
    return 0.36;
  }
  if (wide.has(character)) {
    return 0.92;
  }
  if (character.codePointAt(0) > 0x2e80) {
    return 1.05;
  }
  return character >= 'A' && character <= 'Z' ? 0.7 : 0.59;
}

/** The width of a text in pixels at a font size. */
export function widthOf(text, size) {
  let ems = 0;
  for (const character of text) {
    ems += widthInEms(character);
  }
  return ems * size;
}

/** The text, cut with an ellipsis where it would be wider than it may be. */
export function fit(text, size, maxWidth) {
  if (widthOf(text, size) <= maxWidth) {
    return text;
  }

  let kept = '';
  let width = widthOf('…', size);
  for (const character of text) {
    width += widthOf(character, size);
    if (width > maxWidth) {
      break;
    }
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** The text in at most so many lines, broken at spaces where that is possible. */
export function wrap(text, size, maxWidth, maxLines) {
  const lines = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || widthOf(longer, size) <= maxWidth) {
      line = longer;
    } else {
      lines.push(line);
      line = word;
    }
  }
  lines.push(line);

  const shown = lines.slice(0, maxLines);
  if (lines.length > maxLines) {
    shown[maxLines - 1] = lines.slice(maxLines - 1).join(' ');
  }
  return shown.map(one => fit(one, size, maxWidth));
}
