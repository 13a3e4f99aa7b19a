// The work as a map: the stages of each kind in the direction of the data, with what went through each.
import { begin } from '/dashboard/frame.js';
import { ask } from '/dashboard/node.js';
import { judged } from '/dashboard/waits.js';
import { $, count, keep, link, make, often, plain, put, rate, section, size } from '/dashboard/words.js';

const SECONDS = 900, STEP = 60;
// In the direction of the data; what is not known here comes behind.
const KINDS = {
  messages: ['read', 'store'], photos: ['fetch'], files: ['store'], documents: ['extract', 'classify'], websites: ['scrape', 'message'], feeds: ['read'],
  steps: ['source', 'fetch', 'process', 'keep', 'store'],
};
const MADE_OF = { texts: 'documents', site_messages: 'websites' }; // what of these waits for the last stage
const MUCH = .5; // of the time of a kind, in one of several stages
const NAMES = { messages: 'Messages of channels', photos: 'Photos of channels', files: 'Files', documents: 'Documents', websites: 'Websites', feeds: 'Entries of feeds', steps: 'Within all of these: where the time goes' };
const { box, note, body } = section($('page'), 'Map of the work');
box.classList.add('map');
const list = make('ul', 'kinds'), none = make('p', 'none', 'Nothing was done in the last 15 minutes, and nothing is at work. ');
none.append(link('/dashboard/add', {}, 'Add something'), '.');
body.append(list, none);

const nothing = () => ({ through: 0, later: 0, bad: 0, bytes: 0, last: 0, busy: 0, inFlight: null });
// What each stage of each kind has done: ends, what went on, what comes again, bytes, the time of all that was in it; by minute, the last one is not over.
function stagesOf(history) {
  const kinds = new Map();
  for (const { kind: told, stage, outcome, unit, amounts } of history.series) {
    const kind = MADE_OF[told] || told;
    const stages = kinds.get(kind) || kinds.set(kind, new Map()).get(kind);
    const name = stage || KINDS[kind]?.[0] || 'all';
    const of = stages.get(name) || stages.set(name, nothing()).get(name);
    const all = amounts.reduce((sum, n) => sum + n, 0);
    if (unit === 'bytes') { of.bytes += all; continue; }
    if (unit === 'milliseconds') {
      of.busy += all;
      of.inFlight = (of.inFlight || 0) + (amounts.at(-2) ?? 0) / (1000 * STEP);
      continue;
    }
    if (outcome === 'later') { of.later += all; continue; }
    of.through += all;
    if (['failed', 'dead', 'unreachable', 'missing'].includes(outcome)) of.bad += all;
    of.last += amounts.at(-2) ?? amounts.at(-1) ?? 0;
  }
  return kinds;
}
const order = kind => (KINDS[kind] || []);
function placed(kind, stages) {
  const known = order(kind).filter(name => stages.has(name));
  return [...known, ...[...stages.keys()].filter(name => !known.includes(name))];
}

// Where more came than went; else where most of the time goes.
function narrowest(names, stages) {
  let most = 0, found = null;
  names.forEach((name, i) => {
    const before = i && stages.get(names[i - 1]), now = stages.get(name);
    const more = before && now.last ? before.through - before.bad - now.through : 0;
    if (more > most) { most = more; found = { name, why: 'more comes than goes' }; }
  });
  const slow = !found && names.filter(name => stages.get(name).busy).length > 1 && names.find(name => share(name, stages) >= MUCH);
  return slow ? { name: slow, why: 'most of the time goes here' } : found;
}
function share(name, stages) {
  let all = 0;
  for (const { busy } of stages.values()) all += busy;
  return all ? stages.get(name).busy / all : 0;
}

let waiting = new Map();
async function look() {
  const [history, status, ...pages] = await Promise.all([
    ask('/api/history?since=' + SECONDS + 's&step=' + STEP), ask('/api/status'),
    ...['listing', 'running'].map(state => ask('/api/batches?limit=200&state=' + state))]);
  waiting = new Map();
  for (const { batches } of pages) {
    for (const { kind, counters: c } of batches) waiting.set(kind, (waiting.get(kind) || 0) + Math.max(0, c.listed - c.done - c.duplicates - c.failed - c.dead));
  }
  const kinds = stagesOf(history);
  for (const kind of waiting.keys()) if (!kinds.has(kind)) kinds.set(kind, new Map([[order(kind)[0] || 'all', nothing()]]));
  put(note, ['What all nodes did in the last 15 minutes.', status.bottleneck?.cause === 'idle' ? '' : judged(status)].filter(Boolean).join(' '));
  draw(kinds, status);
}
function draw(kinds, status) {
  const stuck = new Map();
  for (const { stage } of status.stuck) stuck.set(stage, (stuck.get(stage) || 0) + 1);
  keep(list, [...kinds].sort(([a], [b]) => Object.keys(NAMES).indexOf(a) - Object.keys(NAMES).indexOf(b)), ([kind]) => kind, ([kind]) => {
    const li = make('li'), flow = make('ol', 'flow');
    li.classList.toggle('all', kind === 'steps');
    li.append(make('h3', '', NAMES[kind] || plain(kind)), flow);
    return li;
  }, (li, [kind, stages]) => {
    const names = placed(kind, stages), narrow = narrowest(names, stages);
    const waits = waiting.get(kind);
    const tasks = Object.keys(MADE_OF).find(made => MADE_OF[made] === kind), left = name => tasks && name === order(kind).at(-1) ? status.waiting?.[tasks] || 0 : 0;
    const boxes = [{ name: 'waiting', first: true, waits }, ...names.map(name => ({
      name, of: stages.get(name), narrow: narrow?.name === name ? narrow.why : '', part: names.length > 1 ? share(name, stages) : 0, waits: left(name) })),
    { name: 'done', last: true, of: stages.get(names.at(-1)) }];
    keep(li.querySelector('.flow'), boxes.filter(one => !(one.first && waits === undefined) && !(one.last && kind === 'steps')), one => one.name, stageBox, (element, one) => fill(element, one, stuck));
  });
}
// How many at once, as a mean: no more digits than it means.
const mean = n => n >= 10 ? count(n) : n >= .1 || !n ? rate(Math.round(10 * n) / 10) : '< 0.1';
function stageBox({ name, first, last }) {
  const li = make('li', first || last ? 'end' : 'stage');
  li.append(make('strong', '', name), make('span', 'figure'), make('span', 'faint more'), make('span', 'mark'));
  return li;
}
function fill(li, { first, last, waits, of, narrow, part }, stuck) {
  const [name, figure, more, mark] = li.children;
  if (first) {
    put(figure, count(waits));
    put(more, 'items of batches at work');
    return;
  }
  if (last) {
    put(figure, count(of.through - of.bad));
    put(more, ['in 15 min', of.bad ? count(of.bad) + ' failed' : ''].filter(Boolean).join('\n'));
    return;
  }
  li.classList.toggle('narrow', Boolean(narrow));
  put(figure, of.through || of.inFlight === null ? rate(of.last / STEP) + ' items/s' : mean(of.inFlight) + ' in flight');
  const held = stuck.get(name.textContent);
  put(more, [of.through && of.inFlight !== null ? mean(of.inFlight) + ' in flight' : '', waits ? count(waits) + ' waiting' : '', part ? Math.round(100 * part) + ' % of the time' : '',
    of.through ? count(of.through) + ' in 15 min' : '', of.bytes ? size(of.bytes / SECONDS) + '/s' : '', of.later ? count(of.later) + ' come again' : '', of.bad ? count(of.bad) + ' failed' : '', held ? count(held) + ' stuck' : ''].filter(Boolean).join('\n'));
  put(mark, narrow ? 'the narrowest: ' + narrow : '');
}
begin({ load: look });
often(10, () => look().catch(() => { }));
