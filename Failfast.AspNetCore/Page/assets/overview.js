// All breakers, the worst first: a page of them, filters with counts, and a search by the beginning of the name.

import * as api from './api.js';
import { attribute, el, keyed, text } from './dom.js';
import { number, plural, states, word } from './format.js';
import { makeRow, updateRow } from './row.js';
import { follow } from './stream.js';

const pageSize = 50;
const filters = [
  ['all', 'All'], ['attention', 'Needs attention'],
  ...Object.entries(states).map(([state, { word }]) => [state, word]),
];

// Kept while another view is shown, so that "back" comes back to the same list.
let query = { filter: 'all', prefix: '', pages: [null] };

export function overview(shell) {
  let shown = null, asked = 0, stopped = false, request = null, typing, soon = null, last = 0;

  const search = el('input', {
    type: 'search', id: 'search', placeholder: 'Name begins with…', value: query.prefix, spellcheck: 'false', autocomplete: 'off', maxlength: 128,
    oninput: () => {
      clearTimeout(typing);
      typing = setTimeout(() => {
        query = { ...query, prefix: search.value.trim(), pages: [null] };
        listen();
        refresh();
      }, 200);
    },
  });
  const chips = Object.fromEntries(filters.map(([id, label]) => {
    const count = el('span', { class: 'count' }, '–');
    const tone = states[id]?.tone;
    const chip = el('button', { type: 'button', class: 'chip', 'data-filter': id, 'data-tone': tone, onclick: () => choose(id) },
      tone ? el('span', { class: 'sign', 'aria-hidden': 'true' }, states[id].sign) : null, el('span', {}, label), ' ', count);
    return [id, { chip, count }];
  }));
  const notice = el('p', { class: 'notice', role: 'status', hidden: true });
  const rows = el('ul', { class: 'rows', 'aria-label': 'Breakers, the worst first' });
  const empty = el('p', { class: 'empty', hidden: true });
  const range = el('span', { class: 'range' });
  const before = el('button', { type: 'button', onclick: () => turn(-1) }, 'Previous');
  const after = el('button', { type: 'button', onclick: () => turn(1) }, 'Next');
  const pager = el('nav', { class: 'pager', 'aria-label': 'Pages', hidden: true }, before, range, after);
  const element = el('section', { class: 'overview' },
    el('div', { class: 'heading' }, el('h1', { tabindex: -1 }, 'Breakers'),
      el('div', { class: 'search' }, el('label', { for: 'search', class: 'unseen' }, 'Search by the beginning of the name'), search)),
    el('div', { class: 'chips', role: 'group', 'aria-label': 'Show' }, ...filters.map(([id]) => chips[id].chip)),
    notice, rows, empty, pager);

  async function refresh() {
    const number = ++asked;
    request?.abort();
    request = new AbortController();
    try {
      const page = await api.list(parameters(), request.signal);
      if (!stopped && number === asked) show(page);
    } catch (error) {
      if (error.name === 'AbortError' || stopped || shell.failed(error)) return;
      say(`${error.message}${shown ? ' What is shown is what was last known.' : ''}`, true);
      changed(2_000);
    }
  }

  // At once, then at most once a second, however many breakers change.
  function changed(pause = Math.max(0, last + 1_000 - performance.now())) {
    soon ??= setTimeout(() => {
      soon = null;
      last = performance.now();
      refresh();
    }, pause);
  }

  function parameters() {
    const sent = { pageSize };
    if (query.prefix) sent.prefix = query.prefix;
    if (query.filter === 'attention') sent.attention = true;
    else if (query.filter !== 'all') sent.state = query.filter;
    if (query.pages.at(-1)) sent.continuation = query.pages.at(-1);
    return sent;
  }

  function show(page) {
    // The page that was looked at is no more: its breakers are on earlier ones.
    if (page.breakers.length === 0 && query.pages.length > 1) return turn(-1);
    announce(page);
    shown = page;
    const { counts } = page;
    const all = counts.closed + counts.open + counts.halfOpen + counts.isolated + counts.disabled;
    const of = { all, attention: counts.needAttention, Open: counts.open, Isolated: counts.isolated, HalfOpen: counts.halfOpen, Disabled: counts.disabled, Closed: counts.closed };
    for (const [id, { chip, count }] of Object.entries(chips)) {
      text(count, number(of[id]));
      attribute(chip, 'aria-pressed', String(id === query.filter));
      attribute(chip, 'data-none', of[id] === 0);
    }
    keyed(rows, page.breakers, it => it.name, makeRow, updateRow);
    const first = (query.pages.length - 1) * pageSize;
    text(range, `${number(first + 1)}–${number(first + page.breakers.length)} of ${number(page.total)}`);
    before.disabled = query.pages.length === 1;
    after.disabled = !page.continuation;
    pager.hidden = before.disabled && after.disabled;
    empty.hidden = page.breakers.length > 0;
    text(empty, all > 0 ? 'No breaker is in this state.' : query.prefix ? 'No breaker’s name begins like this.' : 'No breaker is active yet. One appears with the first call that it guards.');
    if (page.missing.length > 0) say(`Breakers may be missing: no answer from ${page.missing.join(', ')}.`);
    else notice.hidden = true;
  }

  // What a sighted reader sees change: how many there are in trouble.
  function announce(page) {
    if (!shown) return;
    const words = Object.keys(states).filter(state => state !== 'Closed').map(state => [state, state[0].toLowerCase() + state.slice(1)])
      .filter(([, key]) => page.counts[key] !== shown.counts[key]).map(([state, key]) => `${word(state)}: ${plural(page.counts[key], 'breaker')}`);
    if (words.length > 0) shell.say(words.join('. '));
  }

  function say(words, isBad = false) {
    notice.hidden = false;
    attribute(notice, 'class', isBad ? 'notice bad' : 'notice');
    text(notice, words);
  }

  function choose(filter) {
    query = { ...query, filter, pages: [null] };
    for (const [id, { chip }] of Object.entries(chips)) attribute(chip, 'aria-pressed', String(id === filter));
    refresh();
  }

  function turn(by) {
    query = { ...query, pages: by < 0 ? query.pages.slice(0, -1) : [...query.pages, shown.continuation] };
    refresh().then(() => scrollTo(0, 0));
  }

  // Ages and counts are no changes: they are looked up now and then.
  const regularly = setInterval(() => document.hidden || changed(), 5_000);
  let end = () => {};
  function listen() {
    end();
    end = follow(api.listStream(query.prefix), ['reset', 'changed', 'gone'], () => changed(), shell.link);
  }

  listen();
  refresh();
  return {
    title: 'Breakers',
    element,
    leave: () => {
      stopped = true;
      end();
      request?.abort();
      clearInterval(regularly);
      clearTimeout(typing);
      clearTimeout(soon);
    },
  };
}
