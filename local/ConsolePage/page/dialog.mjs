import { h } from './dom.mjs';

/**
 * A dialog with a form. The work's failure is shown in it, and it stays open; else it closes.
 * @param {{ title: string, action: string, danger?: boolean }} words
 * @param {(Node | string)[]} content
 * @param {() => Promise<void>} work
 */
export function dialog({ title, action, danger = false }, content, work) {
  const trouble = h('p', { class: 'trouble', role: 'alert', hidden: true });
  const confirm = h('button', { type: 'submit', class: danger ? 'danger' : 'primary' }, action);
  const form = h('form', { novalidate: true },
    h('h2', { id: 'dialog-title' }, title),
    content,
    trouble,
    h('div', { class: 'actions' }, h('button', { type: 'button', onclick: () => element.close() }, 'Cancel'), confirm));
  const element = h('dialog', { 'aria-labelledby': 'dialog-title', onclose: () => element.remove() }, form);

  form.addEventListener('submit', async event => {
    event.preventDefault();
    confirm.disabled = true;
    trouble.hidden = true;
    try {
      await work();
      element.close();
    } catch (error) {
      trouble.textContent = error.message;
      trouble.hidden = false;
    } finally {
      confirm.disabled = false;
    }
  });
  document.body.append(element);
  element.showModal();
  return element;
}
