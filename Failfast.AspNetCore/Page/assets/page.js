// Starts the page, and shows what its address says: the list, or one breaker.

import * as api from './api.js';
import { breakerView } from './breaker.js';
import { el, text, attribute } from './dom.js';
import { overview } from './overview.js';
import { signInView } from './signin.js';

const main = document.getElementById('main');
let leave = () => {};
let may = { canRead: true, canSteer: false };

const shell = {
  link: isUp => {
    const link = document.getElementById('link');
    text(link, isUp ? 'Live' : 'Reconnecting…');
    attribute(link, 'data-up', isUp);
  },
  /** Read aloud, and not seen: what a sighted reader sees change. */
  say: words => text(document.getElementById('news'), words),
  /** Whether it was a session that is over: then the key is asked for. */
  failed: error => {
    if (error.status !== 401) return false;
    start();
    return true;
  },
};

async function start() {
  try {
    may = await api.session();
  } catch (error) {
    if (error.status !== 0 && error.status !== 401 && error.status !== 403 && error.status < 500) throw error;
    show(() => problem(error));
    return;
  }
  who();
  if (!may.canRead && may.signInWithApiKey) show(() => signInView(start));
  else route(false);
}

function who() {
  const out = el('button', { type: 'button', class: 'quiet', onclick: () => api.signOut().then(start) }, 'Sign out');
  document.getElementById('who').replaceChildren(
    ...(may.canRead && may.user ? [el('span', {}, may.canSteer ? may.user : `${may.user} (read only)`)] : []),
    ...(may.canSignOut ? [out] : []));
}

function route(moveFocus = true) {
  const [, name] = location.hash.match(/^#\/breaker\/(.+)$/) ?? [];
  show(() => name ? breakerView(decode(name), may, shell) : overview(shell), moveFocus);
}

// An address that somebody has typed may be anything.
function decode(name) {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function show(make, moveFocus = false) {
  leave();
  const view = make();
  leave = view.leave ?? (() => {});
  main.replaceChildren(view.element);
  document.title = `${view.title} · Failfast`;
  scrollTo(0, 0);
  if (moveFocus) (main.querySelector('h1') ?? main).focus();
}

function problem(error) {
  const again = setTimeout(start, 3_000);
  return {
    title: error.title,
    element: el('section', { class: 'notice bad' }, el('h1', { tabindex: -1 }, error.title), el('p', {}, error.message)),
    leave: () => clearTimeout(again),
  };
}

addEventListener('hashchange', () => may.canRead && route());
start();
