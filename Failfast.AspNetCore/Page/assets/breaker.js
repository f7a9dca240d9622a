// One breaker: what it is, why, since when, where, and what can be done.

import { actions } from './actions.js';
import * as api from './api.js';
import { chart } from './chart.js';
import { attribute, el, keyed, text } from './dom.js';
import { duration, number, plural, share, word } from './format.js';
import { badge } from './row.js';
import { settingsPanel } from './settings.js';
import { follow } from './stream.js';

export function breakerView(name, may, shell) {
  let state = null, retryAt = null;

  const sign = badge();
  const headline = el('p', { class: 'headline' });
  const reason = el('p', { class: 'why' });
  const countdown = el('span', { class: 'countdown' });
  const notice = el('p', { class: 'notice bad', role: 'status', hidden: true });
  const graph = chart();
  const figures = facts('Calls in the window', 'Failed', 'Slow', 'Failures in a row', 'Breaks in a row', 'Probes out');
  const hosts = panel('Hosts', 'No host has spoken of this breaker lately.');
  const causes = panel('Last failures', 'No failure in the sampling window.');
  const timeline = panel('Timeline', 'It has not changed its state since its grain became active.', 'ol');
  const steer = actions(name, may, shell);
  const settings = settingsPanel(name, may, shell);

  const element = el('article', { class: 'breaker' },
    el('p', { class: 'back' }, el('a', { href: '#/' }, '← All breakers')),
    el('header', { class: 'state card' },
      el('div', { class: 'title' }, el('h1', { tabindex: -1 }, name), sign),
      el('div', { class: 'now' }, headline, reason), may.canSteer ? steer.element : null),
    notice,
    el('section', { class: 'card wide' }, el('h2', {}, 'Live'), graph.element, figures.element),
    el('div', { class: 'columns' }, el('div', { class: 'stack' }, hosts.element, causes.element, timeline.element), settings.element));

  function show(it) {
    notice.hidden = it.durability !== 'Failing';
    if (it.durability === 'Failing') text(notice, `Its state can’t be stored, and works from memory. ${it.storageError ?? ''}`);
    if (state !== null && state !== it.state) shell.say(`${name} is now ${word(it.state)}. ${it.reason ?? ''}`);
    state = it.state;
    sign.show(it.state);
    retryAt = (it.state === 'Open' || it.state === 'Isolated') && it.retryAfter !== null ? performance.now() + it.retryAfter * 1_000 : null;
    tick();
    const last = it.transitions[0];
    headline.replaceChildren(...sentence(it, last));
    text(reason, it.state === 'Closed' && !last ? 'It has never been open, as far as its grain knows.' : it.reason ?? '');
    graph.add(it);
    figures.show([number(it.calls), it.failures > 0 ? `${number(it.failures)} · ${share(it.failures, it.calls)}` : '0', number(it.slowCalls), number(it.consecutiveFailures), number(it.breaks), number(it.probes)]);
    showHosts(it.hosts);
    causes.show(it.failureCauses, cause => cause.name, () => line('span', 'span', 'small'), (row, cause) => row.show(cause.name, `${number(cause.count)}×`, latest(cause)));
    timeline.show(it.transitions, step => step.generation, makeStep, updateStep);
    steer.show(it);
    settings.show(it.settings);
  }

  function sentence(it, last) {
    const since = last && last.to === it.state ? `for ${duration(last.age)}` : '';
    if (it.state === 'Open') return ['Calls are rejected', since ? ` ${since}` : '', '. A probe goes out in ', countdown, '.'];
    if (it.state === 'HalfOpen') return [it.probes > 0 ? `${plural(it.probes, 'probe')} out: what comes of it decides.` : 'The next call is a probe, and decides.'];
    if (it.state === 'Isolated' && it.retryAfter !== null) return [`An operator holds it open${since ? ` ${since}` : ''}. Calls are tried again in `, countdown, '.'];
    if (it.state === 'Isolated') return [`An operator holds it open${since ? ` ${since}` : ''}: calls are rejected until it is closed.`];
    if (it.state === 'Disabled') return [`Every call goes through and nothing is counted${since ? `, ${since}` : ''}.`];
    return [`Calls go through${since ? ` ${since}` : ''}.`];
  }

  function tick() {
    if (retryAt !== null) text(countdown, duration(Math.max(0, retryAt - performance.now()) / 1_000));
  }

  function showHosts(all) {
    hosts.show(all, host => host.name, () => line('span', 'span', 'small'), (row, host) => {
      row.show(host.name, host.isFailing ? 'failing' : '',
        `${plural(host.calls, 'call')}, ${share(host.failures, host.calls)} failed${host.slowCalls ? `, ${number(host.slowCalls)} slow` : ''}, ${host.rejections ? `${number(host.rejections)} rejected, ` : ''}heard ${duration(host.heardAgo)} ago` +
        (host.failureCauses.length ? `: ${host.failureCauses.map(cause => `${cause.name} ${number(cause.count)}×`).join(', ')}` : ''));
      attribute(row, 'data-failing', host.isFailing);
    });
  }

  const seconds = setInterval(tick, 250);
  const end = follow(api.breakerStream(name), ['breaker', 'unreachable'], (type, it) => {
    if (type === 'breaker') return show(it);
    notice.hidden = false;
    text(notice, 'Its grain does not answer at the moment. Every process goes on by itself; what is shown is what was last known.');
  }, isUp => {
    shell.link(isUp);
    // A stream says nothing of why it is refused.
    if (!isUp) api.get(name).catch(error => {
      if (shell.failed(error)) return;
      notice.hidden = false;
      text(notice, error.message);
    });
  });

  return {
    title: name,
    element,
    leave: () => {
      end();
      clearInterval(seconds);
    },
  };
}

function latest(cause) {
  const when = cause.age === null ? '' : `${duration(cause.age)} ago`;
  const where = cause.host === null ? '' : `on ${cause.host}`;
  const told = [when, where].filter(part => part).join(' ');
  return cause.message === null ? told : told ? `${told}: ${cause.message}` : cause.message;
}

function panel(title, none, kind = 'ul') {
  const items = el(kind, { class: 'items' });
  const empty = el('p', { class: 'empty' }, none);
  return {
    element: el('section', { class: 'card' }, el('h2', {}, title), items, empty),
    show: (all, keyOf, make, update) => {
      keyed(items, all, keyOf, make, update);
      empty.hidden = all.length > 0;
      items.hidden = all.length === 0;
    },
  };
}

function line(...tags) {
  const parts = tags.map((tag, index) => el(tag, { class: ['first', 'second', 'third'][index] }));
  const row = el('li', { class: 'line' }, ...parts);
  row.show = (...texts) => texts.forEach((it, index) => text(parts[index], it));
  return row;
}

function makeStep() {
  const row = el('li', { class: 'step' }, badge(), el('span', { class: 'first' }), el('span', { class: 'second' }));
  return row;
}

function updateStep(row, step) {
  const [sign, why, when] = row.children;
  sign.show(step.to);
  text(why, step.reason);
  const actor = { Rules: 'by its rules', Operator: 'by an operator', Recovery: 'taken over from storage or a host' }[step.actor] ?? step.actor;
  text(when, `${duration(step.age)} ago, ${actor}, was ${word(step.from).toLowerCase()}`);
}

function facts(...names) {
  const values = names.map(() => el('dd', {}, '–'));
  const element = el('dl', { class: 'facts' }, ...names.map((name, index) => el('div', {}, el('dt', {}, name), values[index])));
  return { element, show: all => all.forEach((value, index) => text(values[index], value)) };
}
