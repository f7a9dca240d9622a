// Asks for a key. It is sent once, for a cookie that no script sees, and kept nowhere.

import * as api from './api.js';
import { el, text } from './dom.js';

export function signInView(done) {
  const key = el('input', {
    type: 'password', id: 'key', autocomplete: 'current-password', required: true, autofocus: true, 'aria-describedby': 'key-error',
  });
  const error = el('p', { id: 'key-error', class: 'error', role: 'alert' });
  const button = el('button', { class: 'primary' }, 'Sign in');
  const form = el('form', { class: 'card sign-in' },
    el('h1', { tabindex: -1 }, 'Sign in'),
    el('label', { for: 'key' }, 'API key'), key, error, button);
  form.addEventListener('submit', async event => {
    event.preventDefault();
    button.disabled = true;
    try {
      await api.signIn(key.value);
      key.value = '';
      done();
    } catch (failure) {
      text(error, failure.message);
      key.select();
    } finally {
      button.disabled = false;
    }
  });
  return { title: 'Sign in', element: form };
}
