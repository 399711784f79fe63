import { h } from './dom.mjs';

/**
 * A dialog with a form. The work's failure is shown in it, and it stays open; else it closes, unless it `stays` for more.
 * @param {{ title: string, action: string, close?: string, danger?: boolean, stays?: boolean }} options
 * @param {(Node | string)[]} content
 * @param {() => Promise<void>} work
 */
export function dialog({ title, action, close = 'Cancel', danger = false, stays = false }, content, work) {
  const trouble = h('p', { class: 'trouble', role: 'alert', hidden: true });
  const confirm = h('button', { type: 'submit', class: danger ? 'danger' : 'primary' }, action);
  const form = h('form', { novalidate: true },
    h('h2', { id: 'dialog-title' }, title),
    content,
    trouble,
    h('div', { class: 'actions' }, h('button', { type: 'button', onclick: () => element.close() }, close), confirm));
  const element = h('dialog', { 'aria-labelledby': 'dialog-title', onclose: () => element.remove() }, form);

  form.addEventListener('submit', async event => {
    event.preventDefault();
    confirm.disabled = true;
    trouble.hidden = true;
    try {
      await work();
      if (!stays) {
        element.close();
      }
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
