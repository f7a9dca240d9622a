// One line of the list.

import { attribute, el, text } from './dom.js';
import { duration, number, plural, share, states, word } from './format.js';

export const hrefOf = name => `#/breaker/${encodeURIComponent(name)}`;

export function badge() {
  const sign = el('span', { class: 'sign', 'aria-hidden': 'true' });
  const label = el('span', { class: 'label' });
  const element = el('span', { class: 'badge' }, sign, label);
  element.show = state => {
    attribute(element, 'data-tone', states[state]?.tone);
    attribute(element, 'data-state', state);
    text(sign, states[state]?.sign);
    text(label, word(state));
  };
  return element;
}

export function makeRow(breaker) {
  const parts = {
    badge: badge(),
    name: el('a', { href: hrefOf(breaker.name), class: 'name' }, breaker.name),
    reason: el('span', { class: 'reason' }),
    marks: el('span', { class: 'marks' }),
    since: el('span', { class: 'since' }),
    calls: el('span', { class: 'figure' }),
    failures: el('span', { class: 'figure' }),
    hosts: el('span', { class: 'figure hosts' }),
  };
  const row = el('li', { class: 'row' },
    parts.badge, el('span', { class: 'what' }, parts.name, parts.marks, parts.reason), parts.since,
    el('span', { class: 'figures' }, parts.calls, parts.failures, parts.hosts));
  row.parts = parts;
  return row;
}

export function updateRow(row, it) {
  const { parts } = row;
  attribute(row, 'data-tone', states[it.state]?.tone);
  parts.badge.show(it.state);
  text(parts.reason, it.state === 'Closed' ? '' : it.reason);
  text(parts.marks, marks(it).join(' · '));
  text(parts.since, since(it));
  text(parts.calls, !it.isActive ? 'not active' : it.calls > 0 ? plural(it.calls, 'call') : '');
  text(parts.failures, it.isActive && it.calls > 0 ? `${share(it.failures, it.calls)} failed` : '');
  attribute(parts.failures, 'data-some', it.failures > 0);
  text(parts.hosts, it.failingHosts > 0 ? `${plural(it.failingHosts, 'host')} failing` : '');
}

function marks(it) {
  const found = [];
  if (it.attention === 'NearTrip') found.push('close to opening');
  if (it.slowCalls > 0) found.push(`${number(it.slowCalls)} slow`);
  if (it.settingsAreOverridden) found.push('own settings');
  if (it.durability === 'Failing') found.push('storage failing');
  return found;
}

function since(it) {
  if (it.state === 'Open' && it.retryAfter > 0) return `tries again in ${duration(it.retryAfter)}`;
  return it.stateFor === null ? '' : `for ${duration(it.stateFor)}`;
}
