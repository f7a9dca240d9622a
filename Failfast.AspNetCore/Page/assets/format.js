// Words and numbers as people read them.

/** Of each state: its word, a sign that tells it without colour, and the group of colours. */
export const states = {
  Open: { word: 'Open', sign: '✕', tone: 'bad' },
  Isolated: { word: 'Isolated', sign: '■', tone: 'held' },
  HalfOpen: { word: 'Half-open', sign: '◐', tone: 'trying' },
  Disabled: { word: 'Disabled', sign: '○', tone: 'off' },
  Closed: { word: 'Closed', sign: '✓', tone: 'good' },
};

export const word = state => states[state]?.word ?? state;

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const rough = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

export const number = value => whole.format(value);

export const rate = value => rough.format(value);

export const share = (part, all) => all > 0 ? `${rough.format(100 * part / all)} %` : '–';

export const plural = (count, one, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`;

/** 4 s, 3 min 5 s, 2 h 10 min, 3 d 4 h. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined) return '–';
  const all = Math.max(0, Math.round(seconds));
  if (all < 60) return `${all} s`;
  if (all < 3600) return two(Math.floor(all / 60), 'min', all % 60, 's');
  if (all < 86400) return two(Math.floor(all / 3600), 'h', Math.floor(all % 3600 / 60), 'min');
  return two(Math.floor(all / 86400), 'd', Math.floor(all % 86400 / 3600), 'h');
}

/** A setting that is a duration: exact, for it is what somebody has typed. */
export function exact(seconds) {
  if (seconds > 0 && seconds < 1) return `${Number((seconds * 1000).toPrecision(6))} ms`;
  if (seconds >= 120 && seconds % 60 === 0) return duration(seconds);
  return `${Number(seconds.toPrecision(9))} s`;
}

const two = (a, first, b, second) => b === 0 ? `${a} ${first}` : `${a} ${first} ${b} ${second}`;
