// Asks before something is done, and says what has come of it. The browser's own dialog keeps the focus inside and gives it back.

import { el, text } from './dom.js';

/** ask({ title, does, label, act, asksReason, needsReason, isDangerous, fields }): act(reason) does it, and returns what to say. */
export function ask({ title, does, label, act, asksReason, needsReason, isDangerous, fields }, shell) {
  const error = el('p', { class: 'error', role: 'alert' });
  const reason = el('textarea', { id: 'reason', rows: 2, maxlength: 1024, required: needsReason });
  const cancel = el('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel');
  const go = el('button', { class: isDangerous ? 'primary danger' : 'primary' }, label);
  const form = el('form', {},
    el('h2', { id: 'dialog-title' }, title), el('p', { id: 'dialog-does' }, does), fields,
    asksReason ? el('label', { for: 'reason' }, needsReason ? 'Reason, for callers and colleagues' : 'Reason, if there is something to say') : null,
    asksReason ? reason : null, error, el('div', { class: 'buttons' }, cancel, go));
  const dialog = el('dialog', { 'aria-labelledby': 'dialog-title', 'aria-describedby': 'dialog-does' }, form);

  form.addEventListener('submit', async event => {
    event.preventDefault();
    go.disabled = true;
    text(error, '');
    try {
      const said = await act(reason.value.trim());
      dialog.close();
      toast(said);
    } catch (failure) {
      if (failure.status === 401) dialog.close();
      if (!shell.failed(failure)) text(error, failure.message);
    } finally {
      go.disabled = false;
    }
  });

  document.body.append(dialog);
  return new Promise(done => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      done();
    });
    dialog.showModal();
    (asksReason ? reason : go).focus();
  });
}

function toast(words) {
  const element = el('p', { class: 'toast' }, words);
  document.getElementById('toasts').append(element);
  setTimeout(() => element.remove(), 6_000);
}
