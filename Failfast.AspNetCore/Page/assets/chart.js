// Calls, failures, slow calls and rejections a second over the last two minutes, with the state as a band below.

import { attribute, el, svg, text } from './dom.js';
import { rate, states, word } from './format.js';

const span = 120_000;
const [width, height, band] = [600, 160, 10];
const averaged = 3;
const lines = [['calls', 'Calls'], ['failures', 'Failures'], ['slowCalls', 'Slow calls'], ['rejections', 'Rejections']];

export function chart() {
  const samples = [], looks = [];
  let top = 1;

  const paths = Object.fromEntries(lines.map(([key]) => [key, svg('path', { class: `curve ${key}`, 'vector-effect': 'non-scaling-stroke' })]));
  const bands = svg('g');
  const grid = [.25, .5, .75].map(part => svg('line', { class: 'grid', x1: 0, x2: width, y1: height * part, y2: height * part, 'vector-effect': 'non-scaling-stroke' }));
  const picture = svg('svg', { viewBox: `0 0 ${width} ${height + band + 6}`, preserveAspectRatio: 'none', role: 'img', class: 'chart' },
    ...grid, ...Object.values(paths), bands);
  const scale = el('span', { class: 'scale' });
  const values = Object.fromEntries(lines.map(([key]) => [key, el('b', {}, '–')]));
  const legend = el('figcaption', {}, ...lines.map(([key, label]) => el('span', { class: `key ${key}` }, `${label} `, values[key], ' /s')),
    el('span', { class: 'key band' }, 'The band is the state'));
  const element = el('figure', {}, el('div', { class: 'plot' }, scale, picture,
    el('div', { class: 'axis', 'aria-hidden': 'true' }, el('span', {}, '2 min ago'), el('span', {}, 'now'))), legend);

  function add(breaker) {
    const now = performance.now();
    if (looks.length > 0 && now - looks.at(-1).at < 950) return;
    looks.push({ at: now, totals: Object.fromEntries(lines.map(([key]) => [key, sums(breaker.hosts, key)])) });
    if (looks.length < 2) return;
    // Hosts report about once a second: over a shorter time than this one would only see when they do.
    const [before, after] = [looks.length > averaged ? looks.shift() : looks[0], looks.at(-1)];
    const sample = { at: now, state: breaker.state };
    for (const [key] of lines) sample[key] = grown(before.totals[key], after.totals[key]) / ((now - before.at) / 1_000);
    samples.push(sample);
    while (samples.length > 2 && samples[1].at < now - span) samples.shift();
    draw(now);
  }

  function draw(now) {
    // The scale follows upwards at once and downwards slowly, so that the picture does not jump.
    const most = Math.max(1, ...samples.map(it => Math.max(...lines.map(([key]) => it[key]))));
    top = most > top ? nice(most) : Math.max(nice(most), top * .97);
    const x = at => width * (1 - (now - at) / span);
    for (const [key] of lines)
      attribute(paths[key], 'd', samples.map((it, index) => `${index ? 'L' : 'M'}${x(it.at).toFixed(1)} ${(height - height * it[key] / top).toFixed(1)}`).join(''));
    bands.replaceChildren(...runs().map(([from, to, state]) => svg('rect', {
      class: 'band', 'data-tone': states[state]?.tone, x: Math.max(0, x(from)), y: height + 6, width: Math.max(1, x(to) - Math.max(0, x(from))), height: band,
    })));
    const newest = samples.at(-1);
    for (const [key] of lines) text(values[key], rate(newest[key]));
    text(scale, `${rate(top)} /s`);
    attribute(picture, 'aria-label', `The last two minutes. Now ${lines.map(([key, label]) => `${rate(newest[key])} ${label.toLowerCase()} a second`).join(', ')}; ${word(newest.state)}.`);
  }

  function runs() {
    const found = [];
    samples.forEach((it, index) => {
      const from = index ? samples[index - 1].at : it.at;
      if (found.at(-1)?.[2] === it.state) found.at(-1)[1] = it.at;
      else found.push([from, it.at, it.state]);
    });
    return found;
  }

  return { element, add };
}

// Two hosts may have the same name.
function sums(hosts, key) {
  const found = new Map();
  for (const host of hosts) found.set(host.name, (found.get(host.name) ?? 0) + host[key]);
  return found;
}

// A host that was not there before, or whose grain has begun to count anew, has no difference yet.
function grown(before, after) {
  let sum = 0;
  for (const [host, count] of after) if (before.has(host)) sum += Math.max(0, count - before.get(host));
  return sum;
}

function nice(value) {
  const unit = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].find(step => step * unit >= value) * unit;
}
