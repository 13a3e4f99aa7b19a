// How much is done: figures of now, lines of the last minutes or days, and the same as a table.
import { ask } from '/dashboard/node.js';
import { $, count, keep, make, plain, put, rate, size } from '/dashboard/words.js';

const RANGES = {
  '15m': { step: 10, seconds: 900, words: '15 min', every: 10000 },
  '1h': { step: 30, seconds: 3600, words: '1 h', every: 30000 },
  '24h': { step: 600, seconds: 86400, words: '24 h', every: 60000 },
  '30d': { step: 14400, seconds: 2592000, words: '30 d', every: 300000 },
};
const KINDS = ['files', 'documents', 'websites', 'messages', 'photos', 'feeds', 'texts', 'site_messages'];
const DASHES = [[], [8, 4], [2, 3], [12, 3, 2, 3], [5, 5], [1, 5], [8, 3, 2, 3, 2, 3], [14, 6]];
const MOST = DASHES.length;
const ROWS = 30;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
// Of what is told, that which is no end of an item, or was there before.
const NO_END = new Set(['passed', 'later', 'known']);

let range = '15m', told = null, live = new Map(), charts = [], asked = 0;

const zeros = n => new Array(n).fill(0);
const sum = list => list.reduce((all, one) => all + one, 0);
function add(to, amounts) { amounts.forEach((amount, i) => { to[i] += amount; }); }

// Items and bytes of each kind by step. Bytes count in each stage, so those of the stage with most are taken.
function byKind(history) {
  const steps = Math.max(0, ...history.series.map(s => s.amounts.length));
  const begin = Date.parse(history.since) / 1000, step = history.stepSeconds;
  const seconds = new Array(steps).fill(step);
  // The last step is not over yet: it counts for as long as it is, if it tells anything by now.
  if (steps) seconds[steps - 1] = Math.min(step, Date.parse(history.until) / 1000 - begin - (steps - 1) * step);
  if (steps && seconds[steps - 1] < Math.min(step, 30)) seconds.pop();
  const over = seconds.length;
  const kinds = new Map(), stages = new Map();
  const of = kind => kinds.get(kind) || kinds.set(kind, { items: zeros(steps), bytes: zeros(steps) }).get(kind);
  for (const s of history.series) {
    if (s.unit === 'milliseconds') continue;
    if (s.unit === 'bytes') {
      const known = stages.get(s.kind), all = sum(s.amounts);
      if (!known || all > known.all) stages.set(s.kind, { all, amounts: s.amounts });
    } else if (!NO_END.has(s.outcome)) {
      add(of(s.kind).items, s.amounts);
    }
  }
  stages.forEach(({ amounts }, kind) => add(of(kind).bytes, amounts));
  kinds.forEach(k => { k.allItems = sum(k.items); k.allBytes = sum(k.bytes); k.items.length = over; k.bytes.length = over; });
  return { seconds, times: seconds.map((_, i) => begin + i * step), kinds };
}

function kindsShown() {
  const all = new Set([...(told ? told.kinds.keys() : []), ...[...live].filter(([, now]) => now.items > 0).map(([kind]) => kind)]);
  const known = KINDS.filter(kind => all.has(kind));
  return [...known, ...[...all].filter(kind => !KINDS.includes(kind)).sort()].slice(0, MOST);
}
// Of what only the history tells: none where its steps are too long to be called now.
const lastRate = amounts => RANGES[range].step > 30 ? null : amounts?.length ? amounts.at(-1) / told.seconds.at(-1) : 0;
const LIVE = new Set(['files', 'documents', 'websites', 'messages', 'photos', 'feeds']);

function drawNow() {
  const kinds = kindsShown();
  put($('doneIn'), 'In ' + RANGES[range].words);
  keep($('now').tBodies[0], kinds.length ? kinds : ['-'], kind => kind, () => {
    const tr = make('tr'), name = make('th');
    name.scope = 'row';
    name.append(make('span', 'swatch'), make('span'));
    tr.append(name, make('td', 'number'), make('td', 'number'), make('td', 'number'), make('td', 'number'));
    return tr;
  }, (tr, kind) => {
    const [name, items, bytes, done, large] = tr.children;
    const here = told?.kinds.get(kind), now = live.get(kind);
    const none = kind === '-';
    name.firstChild.className = none ? 'hidden' : 'swatch k' + (kinds.indexOf(kind) + 1);
    put(name.lastChild, none ? 'Nothing was done in this time' : plain(kind));
    name.colSpan = none ? 5 : 1;
    for (const cell of [items, bytes, done, large]) cell.hidden = none;
    const perSecond = now?.items ?? (LIVE.has(kind) ? 0 : lastRate(here?.items));
    const bytesNow = now?.bytes ?? (LIVE.has(kind) && !now ? 0 : lastRate(here?.bytes));
    put(items, none || perSecond === null ? '' : rate(perSecond));
    put(bytes, none || bytesNow === null ? '' : rate(bytesNow / 1e6));
    put(done, none ? '' : count(here?.allItems || 0));
    put(large, here?.allBytes ? size(here.allBytes) : '');
  });
}

// ---- lines

const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const two = n => String(n).padStart(2, '0');
function moment(seconds) {
  const d = new Date(seconds * 1000);
  return range === '30d' ? day(d) : two(d.getHours()) + ':' + two(d.getMinutes());
}
const day = d => d.getDate() + ' ' + MONTHS[d.getMonth()];
function exactly(seconds) {
  const d = new Date(seconds * 1000);
  return day(d) + ' ' + [d.getHours(), d.getMinutes(), d.getSeconds()].map(two).join(':');
}
function options(place, kinds) {
  const ink = css('--faint'), line = css('--line');
  const axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 }, font: '11px system-ui, sans-serif' };
  return {
    width: Math.max(120, place.clientWidth), height: Math.max(100, place.clientHeight),
    cursor: { show: false }, legend: { show: false }, padding: [6, 6, 0, 0],
    scales: { x: { time: true }, y: { range: (u, min, max) => [0, max > 0 ? max * 1.1 : 1] } },
    axes: [
      { ...axis, size: 26, space: 60, values: (u, splits) => splits.map(moment) },
      { ...axis, size: 54, space: 28, values: (u, splits) => splits.map(rate) },
    ],
    series: [{}, ...kinds.map((kind, i) => ({ label: kind, stroke: css('--k' + (i + 1)), width: 2, dash: DASHES[i], points: { show: false } }))],
  };
}
function drawCharts() {
  charts.forEach(chart => chart.destroy());
  charts = [];
  if (!told || !window.uPlot) return;
  const kinds = kindsShown();
  for (const [id, unit, scale] of [['itemChart', 'items', 1], ['byteChart', 'bytes', 1e6]]) {
    const lines = kinds.map(kind => (told.kinds.get(kind)?.[unit] || zeros(told.times.length)).map((n, j) => n / told.seconds[j] / scale));
    const now = told.end;
    const times = told.times.length ? told.times : [now - RANGES[range].seconds, now];
    const shown = told.times.length ? lines : lines.map(() => [0, 0]);
    charts.push(new uPlot(options($(id), kinds), [times, ...shown], $(id)));
  }
}

// ---- the same for who cannot see lines

function drawTwin() {
  const table = $('twin'), wanted = $('asTable').checked;
  table.hidden = !wanted;
  $('charts').hidden = wanted;
  if (!wanted || !told) return;
  const kinds = kindsShown(), join = Math.max(1, Math.ceil(told.times.length / ROWS)), rows = [];
  for (let end = told.times.length; end > 0; end -= join) rows.push([Math.max(0, end - join), end]);
  put(table.caption, 'Items and MB a second, means of ' + count(join * RANGES[range].step) + ' s, the newest first');
  const head = make('tr');
  head.append(make('th', '', 'From'), ...kinds.flatMap(kind => [make('th', 'number', plain(kind) + ', items/s'), make('th', 'number', plain(kind) + ', MB/s')]));
  for (const th of head.children) th.scope = 'col';
  table.tHead.replaceChildren(head);
  table.tBodies[0].replaceChildren(...rows.map(([from, to]) => {
    const tr = make('tr'), at = make('th', '', exactly(told.times[from])), seconds = sum(told.seconds.slice(from, to));
    at.scope = 'row';
    tr.append(at);
    for (const kind of kinds) {
      const of = told.kinds.get(kind);
      tr.append(make('td', 'number', rate(of ? sum(of.items.slice(from, to)) / seconds : 0)),
        make('td', 'number', rate(of ? sum(of.bytes.slice(from, to)) / seconds / 1e6 : 0)));
    }
    return tr;
  }));
}

function draw() { drawTwin(); drawNow(); if (!$('asTable').checked) drawCharts(); }

async function look() {
  const { step } = RANGES[range], wanted = range;
  asked = Date.now();
  try {
    const history = await ask('/api/history?since=' + range + '&step=' + step);
    if (wanted !== range) return;
    told = { ...byKind(history), end: Date.parse(history.until) / 1000 };
    draw();
  } catch { /* the stream tells that the node is away, and this is asked again */ }
}

// What kinds do at this moment: items and bytes a second; bytes are null where only the history tells them.
export function now(kinds) {
  live = kinds;
  drawNow();
}
export function begin() {
  for (const input of $('ranges').querySelectorAll('input')) {
    input.checked = input.value === range;
    input.onchange = () => { range = input.value; look(); };
  }
  $('asTable').onchange = draw;
  new ResizeObserver(() => { if (!$('asTable').checked) drawCharts(); }).observe($('charts'));
  for (const media of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) matchMedia(media).addEventListener('change', drawCharts);
  setInterval(() => { if (!document.hidden && Date.now() - asked >= RANGES[range].every) look(); }, 1000);
  look();
}
export const again = look;
