// One batch: how it stands, what failed and why, and what was stored.
import { act, post } from '/dashboard/acts.js';
import { filters, words } from '/dashboard/filters.js';
import { begin } from '/dashboard/frame.js';
import { itemTable } from '/dashboard/items.js';
import { lifeLog } from '/dashboard/lifelog.js';
import { ask } from '/dashboard/node.js';
import { $, about, count, facts, keep, link, make, many, often, plain, put, rate, section, size, state, when } from '/dashboard/words.js';

const id = new URLSearchParams(location.search).get('id') || '';
const at = '/api/batches/' + encodeURIComponent(id);
const whole = section($('page'), 'Batch ' + id), work = section($('page'), 'At work'), failed = section($('page'), 'Failures by reason', 'half'), lookAtLog = lifeLog($('page'), at), stored = section($('page'), 'Items');
const list = make('dl', 'facts'), bar = make('progress'), buttons = make('p', 'buttons'), reasons = make('ul', 'rows'), none = make('p', 'none', 'Nothing has failed.');
bar.setAttribute('aria-label', 'Items that have an end');
const atWork = make('dl', 'facts'), onMap = make('p'), more = make('p');
whole.body.append(buttons, bar, list, more);
onMap.append(link('/dashboard/map', {}, 'All stages of its kind on the map'));
work.body.append(atWork, onMap);
work.box.hidden = true;
failed.body.append(reasons, none);
const MORE = { documents: 'Its documents', websites: 'Its websites and messages' };
let batch = null, counted = -1;
const ills = n => make('span', n ? 'bad' : '', count(n));
const ended = c => c.done + c.duplicates + c.failed + c.dead;

function source(of) {
  if (!of) return '';
  const all = [...of.paths, ...of.addresses, ...of.lists];
  return all.slice(0, 5).join(', ') + (all.length > 5 ? ' and ' + count(all.length - 5) + ' more' : '');
}
function draw() {
  const c = batch.counters;
  document.title = batch.name + ' – Sluice';
  put(whole.title, 'Batch ' + batch.name);
  bar.max = Math.max(1, c.listed);
  bar.value = ended(c);
  const passed = Object.entries(batch.passedOver).map(([why, n]) => count(n) + ' ' + why).join(', ');
  facts(list, [
    ['State', state(batch.state)], ['Kind', batch.kind], ['Why', batch.reason], ['Last stumbled over', batch.lastError],
    ['Ended', count(ended(c)) + ' of ' + count(c.listed) + (batch.allListed ? '' : ' so far; listing goes on')],
    ['Done', count(c.done)], ['Known before', count(c.duplicates)], ['Failed', ills(c.failed)], ['Dead', ills(c.dead)], ['Bytes', size(c.bytes)],
    ['Rate', batch.endedAt ? '' : rate(batch.rate.itemsPerSecond) + ' items/s, ' + size(batch.rate.bytesPerSecond) + '/s'],
    ['Time left', batch.allListed && batch.secondsLeft !== null ? about(batch.secondsLeft) : ''],
    ['Passed over', passed], ['Could not be looked at', batch.missed ? count(batch.missed) : ''],
    ['Source', source(batch.source)], ['Given', when(batch.createdAt)], ['Ended at', when(batch.endedAt)]]);
  keep(more, MORE[batch.kind] ? [batch.kind] : [], kind => kind, kind => link('/dashboard/' + kind, { batch: batch.id }, MORE[kind]), () => { });
  const can = [
    ['Pause', 'pause', ['listing', 'running']], ['Resume', 'resume', ['paused']], ['Cancel', 'cancel', ['created', 'listing', 'running', 'paused']]];
  const now = can.filter(([, , states]) => states.includes(batch.state));
  keep(buttons, now, ([name]) => name, ([name, verb]) => act(name, {
    question: verb === 'cancel' ? 'Cancel this batch? It is cancelled for good; what is stored stays.' : null,
    run: () => post(at + '/' + verb).then(() => ''), note: whole.note, after: load }), () => { });
}
async function drawFailures() {
  const bad = batch.counters.failed + batch.counters.dead;
  if (bad === counted) return;
  counted = bad;
  const { failures } = bad ? await ask(at + '/failures') : { failures: [] };
  chosen.options('reason', failures.map(({ reason }) => [reason, plain(reason)]));
  keep(reasons, failures, ({ reason }) => reason, ({ reason }) => {
    const li = make('li'), side = make('span', 'side');
    li.append(link('/dashboard/batch', { id, state: '', reason }, plain(reason)), side);
    side.append(make('span', 'number'), act('Retry', {
      name: 'those that failed with ' + reason, note: failed.note, after: load,
      question: () => 'Try ' + many(li.items, 'item') + ' again? They have failed with: ' + plain(reason),
      run: () => post(at + '/retry?' + new URLSearchParams({ reason })).then(told => many(told.items, 'item') + ' tried again.') }));
    return li;
  }, (li, { items }) => { li.items = items; put(li.querySelector('.number'), many(items, 'item')); });
}
async function drawStages() {
  const isAtWork = ['listing', 'running'].includes(batch.state);
  work.box.hidden = !isAtWork;
  if (!isAtWork) return;
  const now = await ask(at + '/stages');
  facts(atWork, [
    ['Waiting', count(now.waiting)], ['In flight', many(now.inFlight, 'item') + ' in ' + many(now.chunks, 'chunk')],
    ...now.stages.map(({ stage, parallelism }) => ['Stage ' + stage, count(parallelism) + ' at once in a chunk'])]);
}
async function look() {
  batch = await ask(at);
  draw();
  await drawStages();
  await drawFailures();
}
const chosen = filters(stored.body, [
  { name: 'state', label: 'State', options: words(['pending', 'done', 'duplicate', 'failed', 'dead']) },
  { name: 'reason', label: 'Why it failed', options: [] }], () => items.again());
const items = itemTable(stored.body, () => id, chosen.values, { turned: chosen.read });
// All that is left of a page whose thing is not there.
function notThere(words) {
  whole.body.replaceChildren(make('p', '', words + '.'), link('/dashboard/batches', {}, 'All batches'));
  for (const other of document.querySelectorAll('#page > section:not(:first-child)')) other.hidden = true;
}
async function load() {
  try { await look(); } catch (e) {
    if (e.status !== 404) throw e;
    notThere(e.told || e.message);
    return;
  }
  await Promise.all([items.load(), lookAtLog()]);
}
function heard(name, data) {
  if (name !== 'batch' || !batch || data.id !== batch.id) return;
  const turned = data.state !== batch.state;
  batch = data;
  draw();
  if (turned) Promise.all([lookAtLog(), drawStages()]).catch(() => { });
}
begin({ load, heard });
often(10, () => drawFailures().catch(() => { }));
often(2, () => batch && drawStages().catch(() => { }));
