// The settings of a breaker: their values, and where each comes from. An operator changes those that differ.

import * as api from './api.js';
import { ask } from './dialog.js';
import { attribute, el, keyed, text } from './dom.js';
import { exact, number } from './format.js';

const seconds = new Set(['samplingDuration', 'slowCallDuration', 'breakDuration', 'maxBreakDuration', 'probeTimeout', 'callTimeout', 'rampUpDuration', 'rejectUntilKnown']);
const optional = new Set(['slowCallDuration', 'slowCallRatio', 'probeTimeout', 'callTimeout', 'maxConcurrentCalls', 'rampUpDuration', 'rejectUntilKnown']);
const zeroIsOff = new Set(['consecutiveFailures', 'failureRatio']);

// breakDuration -> Break duration
const title = key => (key[0].toUpperCase() + key.slice(1).replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`))
  .replace('Half open', 'Half-open').replace('Ramp up', 'Ramp-up');

function shown(key, value) {
  if (key === 'probeTimeout' && value === null) return 'automatic';
  if (value === null || (zeroIsOff.has(key) && value === 0)) return 'off';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return seconds.has(key) ? exact(value) : Number.isInteger(value) ? number(value) : String(value);
}

export function settingsPanel(name, may, shell) {
  let current = null;
  const rows = el('tbody');
  const origin = el('p', { class: 'small' });
  const change = el('button', { type: 'button', onclick: edit }, 'Change settings…');
  const back = el('button', { type: 'button', onclick: goBack, hidden: true }, 'Back to configuration…');
  const element = el('section', { class: 'card' }, el('h2', {}, 'Settings'), origin,
    el('table', {}, el('caption', { class: 'unseen' }, 'Settings in force'),
      el('thead', { class: 'unseen' }, el('tr', {}, ...['Setting', 'Value', 'From'].map(head => el('th', { scope: 'col' }, head)))), rows),
    may.canSteer ? el('div', { class: 'actions' }, change, back) : null);

  function show(settings) {
    const isNew = current?.etag !== settings.etag;
    current = settings;
    if (!isNew) return;
    back.hidden = !settings.isOverridden;
    text(origin, settings.isOverridden ? 'An operator’s settings hide the configured ones.' : 'As configured.');
    keyed(rows, Object.entries(settings.values), ([key]) => key,
      ([key]) => el('tr', {}, el('th', { scope: 'row' }, title(key)), el('td', { class: 'value' }), el('td', { class: 'from' })),
      (row, [key, value]) => {
        const source = settings.sources[key];
        text(row.children[1], shown(key, value));
        text(row.children[2], source === 'Operator' ? `operator; configured: ${shown(key, settings.configured[key])}` : source === 'Configuration' ? 'configuration' : '');
        attribute(row, 'data-source', source ?? 'Default');
      });
  }

  function edit() {
    const { values, configured, etag } = current;
    const inputs = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, input(key, value)]));
    const fields = el('div', { class: 'fields' }, ...Object.entries(inputs).map(([key, field]) =>
      el('label', {}, el('span', {}, seconds.has(key) ? `${title(key)} (s)` : title(key)), field)));
    return ask({
      title: `Change the settings of ${name}`, does: 'They count on every host at once, until they are changed again. Empty turns off what can be off.',
      label: 'Change', fields,
      act: async () => {
        const wanted = Object.fromEntries(Object.entries(inputs).map(([key, field]) => [key, valueOf(field)]));
        // What is as configured is left out, so that it is not called an operator's.
        const changes = Object.fromEntries(Object.entries(wanted).filter(([key, value]) => value !== (configured ?? values)[key]));
        await api.configure(name, changes, etag);
        return `The settings of ${name} are changed.`;
      },
    }, shell);
  }

  function goBack() {
    const { etag } = current;
    return ask({
      title: `Settings of ${name} back to configuration?`, does: 'What an operator has set is forgotten.', label: 'Go back',
      act: async () => {
        await api.unconfigure(name, etag);
        return `${name} has its configured settings again.`;
      },
    }, shell);
  }

  return { element, show };
}

function input(key, value) {
  if (typeof value === 'boolean') return el('input', { type: 'checkbox', name: key, checked: value });
  return el('input', { type: 'number', name: key, step: 'any', min: 0, required: !optional.has(key), value: value ?? '' });
}

const valueOf = field => field.type === 'checkbox' ? field.checked : field.value === '' ? null : field.valueAsNumber;
