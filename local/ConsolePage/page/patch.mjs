/**
 * Makes a tree like a fresh one by changing only what differs: focus, scrolling and animations stay where they are.
 */
export function patch(old, fresh) {
  if (old.nodeName !== fresh.nodeName) {
    old.replaceWith(fresh);
    return;
  }
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) {
      old.data = fresh.data;
    }
    return;
  }

  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name)) {
      old.removeAttribute(name);
    }
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) {
      old.setAttribute(name, value);
    }
  }

  const [before, after] = [[...old.childNodes], [...fresh.childNodes]];
  after.forEach((node, index) => (index < before.length ? patch(before[index], node) : old.append(node)));
  before.slice(after.length).forEach(node => node.remove());
}
