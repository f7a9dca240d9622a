// What an operator can do to a breaker. Each action says what it does, and asks before it does it.

import * as api from './api.js';
import { ask } from './dialog.js';
import { el } from './dom.js';

const known = {
  isolate: { label: 'Isolate', does: 'Every call is rejected, on every host. After the time, probes decide whether the breaker closes.', needsReason: true, done: 'is isolated' },
  close: { label: 'Close', does: 'Calls go through again at once, and what was counted is forgotten.', done: 'is closed' },
  disable: { label: 'Disable', does: 'Every call goes through and nothing is counted, until the breaker is enabled: nothing protects callers meanwhile.', needsReason: true, done: 'is disabled' },
  enable: { label: 'Enable', does: 'The breaker counts again, and opens by its rules.', done: 'is enabled' },
  reset: { label: 'Reset', does: 'Isolation, disabling and settings given by operators are undone, and the breaker is closed.', done: 'is reset' },
};

const times = [['Until it is closed', ''], ['15 minutes', 900], ['1 hour', 3_600], ['8 hours', 28_800], ['1 day', 86_400]];

export function actions(name, may, shell) {
  const buttons = Object.fromEntries(Object.entries(known).map(([action, { label }]) =>
    [action, el('button', { type: 'button', 'data-action': action, onclick: () => run(action) }, `${label}…`)]));

  async function run(action) {
    const { label, does, needsReason, done } = known[action];
    const time = action === 'isolate' ? el('select', { id: 'isolate-for' }, ...times.map(([words, value]) => el('option', { value }, words))) : null;
    await ask({
      title: `${label} ${name}?`, does, label, isDangerous: needsReason, needsReason, asksReason: true,
      fields: time && el('p', {}, el('label', { for: 'isolate-for' }, 'For how long'), time),
      act: async reason => {
        const outcome = await api.command(name, action, { ...(reason && { reason }), ...(time?.value && { for: Number(time.value) }) });
        return `${name} ${done}.${outcome.durability === 'Failing' || outcome.durability === 'Pending' ? ' It could not be stored yet: should every process go down, it is forgotten.' : ''}`;
      },
    }, shell);
  }

  return {
    element: el('div', { class: 'actions', role: 'group', 'aria-label': 'Actions' }, ...Object.values(buttons)),
    // Only what makes sense; a button that has the focus stays, so that the focus is not lost.
    show: ({ state, settings }) => {
      const can = {
        isolate: state !== 'Isolated',
        close: state !== 'Closed' && state !== 'Disabled',
        disable: state !== 'Disabled',
        enable: state === 'Disabled' && settings.values.enabled,
        reset: state === 'Isolated' || state === 'Disabled' || settings.isOverridden,
      };
      for (const [action, button] of Object.entries(buttons)) button.hidden = !can[action] && document.activeElement !== button;
    },
  };
}
