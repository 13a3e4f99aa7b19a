// Consumers: feeds with their lag, and entries that could not be stored.
import { act, actOnAll, post } from '/dashboard/acts.js';
import { begin } from '/dashboard/frame.js';
import { ask } from '/dashboard/node.js';
import { pathOf, table } from '/dashboard/table.js';
import { $, brief, count, deadCount, deadLetters, link, make, often, put, rate, section, state, time, when } from '/dashboard/words.js';

const feed = new URLSearchParams(location.search).get('feed');
const all = section($('page'), 'Consumers'), dead = section($('page'), 'Dead letters');
const one = (feed, verb) => post('/api/feeds/' + feed.id + '/' + verb);
const oldest = of => of.oldestPendingAt ? time((Date.now() - Date.parse(of.oldestPendingAt)) / 1000) : '';

function acts(of) {
  const after = () => list.again(), note = all.note, name = of.name;
  const buttons = [of.state === 'paused' ? act('Resume', { name, run: () => one(of, 'resume').then(() => ''), note, after })
    : act('Pause', { name, run: () => one(of, 'pause').then(() => ''), note, after })];
  if (of.deadLetters) buttons.push(act('Retry', { name, note, after,
    question: 'Try ' + deadLetters(of.deadLetters) + ' of ' + of.name + ' again?',
    run: () => one(of, 'dead-letters/retry').then(() => 'They are tried again.') }));
  return buttons;
}
const everything = async () => ({ rows: (await ask('/api/feeds')).feeds, next: null });
const buttons = make('p', 'buttons');
buttons.append(
  actOnAll({ words: 'Pause', all: 'Pause all', what: 'feed', page: everything, can: of => of.state !== 'paused', each: of => one(of, 'pause'), note: all.note, after: () => list.again() }),
  actOnAll({ words: 'Resume', all: 'Resume all', what: 'feed', page: everything, can: of => of.state === 'paused', each: of => one(of, 'resume'), note: all.note, after: () => list.again() }));
all.body.append(buttons);
const list = table({
  place: all.body, caption: 'Consumers', key: of => of.id, ask: everything, none: 'There are no feeds.',
  empty: () => ['There are no feeds yet. ', make('code', '', './sluice consume redis://HOST/STREAM'), ' adds one.'],
  columns: [
    { title: 'Feed', cell: of => [make('span', 'name', of.name), make('p', 'faint', of.url + ', group ' + of.group)] },
    { title: 'State', cell: of => state(of.state) },
    { title: 'Consumers', number: true, cell: of => count(of.consumers) },
    { title: 'Entries/s', number: true, cell: of => rate(of.entriesPerSecond) },
    { title: 'Lag', number: true, cell: of => of.lag === null ? 'not known' : count(of.lag) },
    { title: 'Pending', number: true, cell: of => of.pending === null ? 'not known' : count(of.pending) },
    { title: 'Oldest pending', className: 'short', cell: oldest },
    { title: 'Stored', number: true, cell: of => count(of.counters.stored) },
    { title: 'Dead letters', number: true, cell: of => of.deadLetters ? link('/dashboard/consumers', { feed: of.id }, deadCount(of.deadLetters)) : '0' },
    { title: 'What it stumbled over', className: 'wide', cell: of => brief(of.lastError) },
    { title: 'Actions', className: 'acts', cell: acts }],
});
const letters = table({
  place: dead.body, caption: 'Dead letters', key: letter => letter.entry, none: 'There are none.',
  async ask(after) {
    const { letters, next } = await ask(pathOf('/api/feeds/' + encodeURIComponent(feed) + '/dead-letters', {}, after));
    return { rows: letters, next };
  },
  columns: [
    { title: 'Entry', cell: letter => letter.entry },
    { title: 'Why', className: 'wide', cell: letter => [make('span', 'bad', letter.reason), letter.detail ? ' ' + letter.detail : ''] },
    { title: 'Fields', className: 'wide', cell: letter => JSON.stringify(letter.fields) },
    { title: 'When', className: 'short', cell: letter => when(letter.diedAt) },
    { title: 'Actions', cell: letter => letter.retried ? 'is tried again' : act('Retry', {
      name: letter.entry, note: dead.note, after: () => letters.again(),
      run: () => post('/api/feeds/' + encodeURIComponent(feed) + '/dead-letters/retry?' + new URLSearchParams({ entry: letter.entry })).then(() => '') }) }],
});
dead.box.hidden = !feed;
begin({
  async load() {
    await list.load();
    if (feed) {
      put(dead.title, 'Dead letters of ' + (list.rows().find(of => String(of.id) === feed)?.name || feed));
      await letters.load();
    }
  },
});
often(5, () => list.again());
