// Channels: how each stands.
import { act, actOnAll, post } from '/dashboard/acts.js';
import { filters, words } from '/dashboard/filters.js';
import { begin } from '/dashboard/frame.js';
import { ask } from '/dashboard/node.js';
import { pathOf, table } from '/dashboard/table.js';
import { $, brief, count, link, make, often, rate, section, size, state, when } from '/dashboard/words.js';

const STATES = ['registered', 'waiting', 'collecting', 'following', 'paused', 'completed', 'failed', 'removing'];
const { body, note } = section($('page'), 'Channels');
let list;

const page = limit => async after => {
  const { channels, next } = await ask(pathOf('/api/channels', chosen.values(), after, limit));
  return { rows: channels, next };
};
const one = (channel, verb) => post('/api/channels/' + channel.id + '/' + verb);
function acts(channel, note, after) {
  const all = [];
  const add = (words, verb) => all.push(act(words, { name: channel.name, run: () => one(channel, verb).then(() => ''), note, after }));
  if (['waiting', 'collecting', 'following', 'registered'].includes(channel.state)) add('Pause', 'pause');
  if (channel.state === 'paused') add('Resume', 'resume');
  if (channel.state === 'failed' || channel.counters.photosFailed) add('Retry', 'retry');
  return all;
}

const chosen = filters(body, [
  { name: 'state', label: 'State', options: words(STATES) },
  { name: 'name', label: 'Name', hint: 'name, @name or link' }], () => list.again());
const buttons = make('p', 'buttons');
for (const [name, verb, can] of [
  ['Pause', 'pause', channel => !['paused', 'completed', 'failed', 'removing'].includes(channel.state)],
  ['Resume', 'resume', channel => channel.state === 'paused'],
  ['Retry', 'retry', channel => channel.state === 'failed' || channel.counters.photosFailed > 0]]) {
  buttons.append(actOnAll({ words: name, what: 'channel', page: page(1000), can, each: channel => one(channel, verb), note, after: () => list.again() }));
}
body.append(buttons);
list = table({
  place: body, caption: 'Channels', key: channel => channel.id, ask: page(50), turned: chosen.read, none: 'No channel is like that.',
  empty: () => ['There are no channels yet. ', link('/dashboard/add', {}, 'Add one'), '.'],
  columns: [
    { title: 'Channel', cell: channel => [link('/dashboard/channel', { id: channel.id }, channel.title || channel.name), channel.title && channel.title !== channel.name ? make('p', 'faint', channel.name) : ''] },
    { title: 'State', cell: channel => state(channel.state) },
    { title: 'Messages', number: true, cell: channel => count(channel.counters.messages) },
    { title: 'Photos', number: true, cell: channel => count(channel.counters.photos) },
    { title: 'Stored', number: true, cell: channel => size(channel.counters.bytesAfter) },
    { title: 'Failed', number: true, cell: channel => channel.counters.photosFailed ? make('span', 'bad', count(channel.counters.photosFailed)) : '0' },
    { title: 'Read', number: true, cell: channel => Math.floor(100 * channel.progress) + ' %' },
    { title: 'Messages/s', number: true, cell: channel => rate(channel.rate.messagesPerSecond) },
    { title: 'Changed', className: 'short', cell: channel => when(channel.changedAt) },
    { title: 'What it stumbled over', className: 'wide', cell: channel => brief(channel.reason || channel.lastError?.message) },
    { title: 'Actions', className: 'acts', cell: channel => acts(channel, note, () => list.again()) }],
});
begin({ load: () => list.load() });
often(5, () => list.again());
