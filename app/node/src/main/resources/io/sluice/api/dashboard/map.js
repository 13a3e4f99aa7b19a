// The work as a map: the stages of each kind in the direction of the data, with what went through each.
import { begin } from '/dashboard/frame.js';
import { ask } from '/dashboard/node.js';
import { judged } from '/dashboard/waits.js';
import { $, count, keep, make, often, put, rate, section, size } from '/dashboard/words.js';

const SECONDS = 900, STEP = 60;
// In the direction of the data; what is not known here comes behind.
const KINDS = {
  messages: ['read', 'store'], photos: ['fetch'], files: ['store'], documents: ['extract', 'classify'], websites: ['scrape', 'message'], feeds: ['read'],
};
const NAMES = { messages: 'Messages of channels', photos: 'Photos of channels', files: 'Files', documents: 'Documents', websites: 'Websites', feeds: 'Entries of feeds' };
const { box, note, body } = section($('page'), 'Map of the work');
box.classList.add('map');
const list = make('ul', 'kinds'), none = make('p', 'none', 'Nothing was done in the last 15 minutes, and nothing is at work.');
body.append(list, none);

// What each stage of each kind has done: ends, what went on, what comes again, bytes; by minute, the last one is not over.
function stagesOf(history) {
  const kinds = new Map();
  for (const { kind: told, stage, outcome, unit, amounts } of history.series) {
    const kind = told === 'texts' ? 'documents' : told; // which these are made of
    const stages = kinds.get(kind) || kinds.set(kind, new Map()).get(kind);
    const name = stage || KINDS[kind]?.[0] || 'all';
    const of = stages.get(name) || stages.set(name, { through: 0, later: 0, bad: 0, bytes: 0, last: 0 }).get(name);
    const all = amounts.reduce((sum, n) => sum + n, 0);
    if (unit === 'bytes') { of.bytes += all; continue; }
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

// Where more came than went.
function narrowest(names, stages) {
  let most = 0, found = null;
  names.forEach((name, i) => {
    const before = i && stages.get(names[i - 1]), now = stages.get(name);
    const more = before && now.last ? before.through - before.bad - now.through : 0;
    if (more > most) { most = more; found = name; }
  });
  return found;
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
  for (const kind of waiting.keys()) if (!kinds.has(kind)) kinds.set(kind, new Map([[order(kind)[0] || 'all', { through: 0, later: 0, bad: 0, bytes: 0, last: 0 }]]));
  put(note, ['What all nodes did in the last 15 minutes.', judged(status)].filter(Boolean).join(' '));
  draw(kinds, status);
}
function draw(kinds, status) {
  const stuck = new Map();
  for (const { stage } of status.stuck) stuck.set(stage, (stuck.get(stage) || 0) + 1);
  keep(list, [...kinds].sort(([a], [b]) => Object.keys(NAMES).indexOf(a) - Object.keys(NAMES).indexOf(b)), ([kind]) => kind, ([kind]) => {
    const li = make('li'), flow = make('ol', 'flow');
    li.append(make('h3', '', NAMES[kind] || kind), flow);
    return li;
  }, (li, [kind, stages]) => {
    const names = placed(kind, stages), narrow = narrowest(names, stages);
    const waits = waiting.get(kind);
    const boxes = [{ name: 'waiting', first: true, waits }, ...names.map(name => ({ name, of: stages.get(name), narrow: name === narrow })), { name: 'done', last: true, of: stages.get(names.at(-1)) }];
    keep(li.querySelector('.flow'), boxes.filter(one => !one.first || waits !== undefined), one => one.name, stageBox, (element, one) => fill(element, one, stuck));
  });
}
function stageBox({ name, first, last }) {
  const li = make('li', first || last ? 'end' : 'stage');
  li.append(make('strong', '', name), make('span', 'figure'), make('span', 'faint more'), make('span', 'mark'));
  return li;
}
function fill(li, { first, last, waits, of, narrow }, stuck) {
  const [name, figure, more, mark] = li.children;
  if (first) {
    put(figure, count(waits));
    put(more, 'items of batches at work');
    return;
  }
  if (last) {
    put(figure, count(of.through - of.bad));
    put(more, of.bad ? count(of.bad) + ' failed' : 'in 15 minutes');
    return;
  }
  li.classList.toggle('narrow', Boolean(narrow));
  put(figure, rate(of.last / STEP) + ' items/s');
  const held = stuck.get(name.textContent);
  put(more, [count(of.through) + ' in 15 minutes', of.bytes ? size(of.bytes / SECONDS) + '/s' : '', of.later ? count(of.later) + ' come again' : '', of.bad ? count(of.bad) + ' failed' : '', held ? count(held) + ' stuck' : ''].filter(Boolean).join(' · '));
  put(mark, narrow ? 'the narrowest: more comes than goes' : '');
}
begin({ load: look });
often(10, () => look().catch(() => { }));
