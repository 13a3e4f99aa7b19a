// Batches: how each stands, the newest first.
import { act, actOnAll, post } from '/dashboard/acts.js';
import { filters, words } from '/dashboard/filters.js';
import { begin } from '/dashboard/frame.js';
import { ask } from '/dashboard/node.js';
import { pathOf, table } from '/dashboard/table.js';
import { $, about, brief, count, link, make, many, often, rate, section, size, state, when } from '/dashboard/words.js';

const STATES = ['created', 'listing', 'running', 'paused', 'completed', 'cancelled', 'failed', 'removing'];
const CAN = {
  pause: batch => ['listing', 'running'].includes(batch.state),
  resume: batch => batch.state === 'paused',
  retry: batch => ['running', 'listing', 'completed', 'failed'].includes(batch.state) && (batch.state === 'failed' || batch.counters.failed + batch.counters.dead > 0),
  cancel: batch => ['created', 'listing', 'running', 'paused'].includes(batch.state),
};
const ASKS = { cancel: 'It is cancelled for good; what is stored stays.' };
const one = (batch, verb) => post('/api/batches/' + batch.id + '/' + verb);
const named = verb => verb[0].toUpperCase() + verb.slice(1);

// What can be done with a batch as it stands.
function acts(batch, note, after) {
  return Object.keys(CAN).filter(verb => CAN[verb](batch)).map(verb => act(named(verb), {
    name: batch.name, note, after,
    question: ASKS[verb] ? named(verb) + ' ' + batch.name + '? ' + ASKS[verb] : null,
    run: async () => { const told = await one(batch, verb); return verb === 'retry' ? 'Retry: ' + many(told.items, 'item') : ''; } }));
}

const { body, note } = section($('page'), 'Batches');
let list;
const page = limit => async after => {
  const values = chosen.values();
  if (/^[1-9]\d{0,17}$/.test(values.begins)) { // no name is a number
    try { return { rows: [await ask('/api/batches/' + values.begins)], next: null }; }
    catch (e) { if (e.status === 404) return { rows: [], next: null }; throw e; }
  }
  const { batches, next } = await ask(pathOf('/api/batches', values, after, limit));
  return { rows: batches, next };
};
const chosen = filters(body, [
  { name: 'state', label: 'State', options: words(STATES) },
  { name: 'kind', label: 'Kind', options: words(['files', 'documents', 'websites']) },
  { name: 'since', label: 'Given in', options: [['1h', 'the last hour'], ['24h', 'the last day'], ['7d', 'the last week'], ['30d', 'the last month']] },
  { name: 'begins', label: 'Name', hint: 'beginning, or number', most: 100 }], () => list.again());
const buttons = make('p', 'buttons');
for (const verb of Object.keys(CAN)) {
  buttons.append(actOnAll({ words: named(verb), what: 'batch', whats: 'batches', page: page(1000), can: CAN[verb], each: batch => one(batch, verb), note, after: () => list.again() }));
}
body.append(buttons);
const ended = c => c.done + c.duplicates + c.failed + c.dead;
list = table({
  place: body, caption: 'Batches', key: batch => batch.id, ask: page(50), turned: chosen.read, none: 'No batch is like that.',
  empty: () => ['There are no batches yet. ', link('/dashboard/add', {}, 'Add files or a list of websites'), '.'],
  columns: [
    { title: 'Batch', cell: batch => link('/dashboard/batch', { id: batch.id }, batch.name) },
    { title: 'Kind', cell: batch => batch.kind },
    { title: 'State', cell: batch => state(batch.state) },
    { title: 'Ended', number: true, cell: batch => count(ended(batch.counters)) + ' of ' + count(batch.counters.listed) + (batch.allListed ? '' : ' so far') },
    { title: 'Failed', number: true, cell: batch => ((n) => n ? make('span', 'bad', count(n)) : '0')(batch.counters.failed + batch.counters.dead) },
    { title: 'Bytes', number: true, cell: batch => size(batch.counters.bytes) },
    { title: 'Items/s', number: true, cell: batch => rate(batch.rate.itemsPerSecond) },
    { title: 'Left', className: 'short', cell: batch => batch.allListed && batch.secondsLeft !== null ? about(batch.secondsLeft) : '' },
    { title: 'Given', className: 'short', cell: batch => when(batch.createdAt) },
    { title: 'What it stumbled over', className: 'wide', cell: batch => brief(batch.reason || batch.lastError) },
    { title: 'Actions', className: 'acts', cell: batch => acts(batch, note, () => list.again()) }],
});
begin({ load: () => list.load() });
often(5, () => list.again());
