// One channel: how it stands, what is missing and why, its messages and pictures.
import { act, post } from '/dashboard/acts.js';
import { filters } from '/dashboard/filters.js';
import { begin, failed } from '/dashboard/frame.js';
import { lifeLog } from '/dashboard/lifelog.js';
import { ask } from '/dashboard/node.js';
import { pathOf, table } from '/dashboard/table.js';
import { $, count, facts, keep, link, make, many, often, picture, plain, put, rate, section, size, state, when } from '/dashboard/words.js';

const id = new URLSearchParams(location.search).get('id') || '';
const at = '/api/channels/' + encodeURIComponent(id);
const whole = section($('page'), 'Channel ' + id), missing = section($('page'), 'Photos that are missing, by reason', 'half'), lookAtLog = lifeLog($('page'), at), stored = section($('page'), 'What is stored');
const list = make('dl', 'facts'), buttons = make('p', 'buttons'), reasons = make('ul', 'rows');
whole.body.append(buttons, list);
missing.body.append(reasons, make('p', 'none', 'None is missing.'));
let stands = ''; // its state when all of the page was loaded

function draw({ channel, aliases, completeness: all }) {
  const c = channel.counters, name = channel.title || channel.name;
  document.title = name + ' – Sluice';
  put(whole.title, 'Channel ' + name);
  facts(list, [
    ['State', state(channel.state)], ['Why', channel.reason], ['Last stumbled over', channel.lastError ? [channel.lastError.message, ' ', when(channel.lastError.at)] : ''],
    ['Known as', aliases.join(', ')], ['Source', channel.source ? channel.source.kind + ' ' + channel.source.location : ''],
    ['Messages', count(all.messages)], ['Photos stored', count(all.photosStored) + ' of ' + count(all.photosAnnounced)],
    ['Bytes', c.bytesBefore ? size(c.bytesAfter) + ' of ' + size(c.bytesBefore) + ' as they came' : ''],
    ['Read', Math.floor(100 * channel.progress) + ' % of what it has told of'], ['Complete', all.complete ? 'yes' : channel.state === 'completed' ? 'no' : 'not yet'],
    ['Rate', rate(channel.rate.messagesPerSecond) + ' messages/s, ' + rate(channel.rate.photosPerSecond) + ' photos/s'],
    ['Added', when(channel.addedAt)], ['Changed', when(channel.changedAt)]]);
  const can = [
    ['Pause', 'pause', ['waiting', 'collecting', 'following', 'registered']], ['Resume', 'resume', ['paused']], ['Retry', 'retry', ['failed']]];
  keep(buttons, can.filter(([, , states]) => states.includes(channel.state)), ([words]) => words,
    ([words, verb]) => act(words, { run: () => post(at + '/' + verb).then(() => ''), note: whole.note, after: load }), () => { });
  keep(reasons, Object.entries(all.photosWithoutFile), ([reason]) => reason, ([reason]) => {
    const li = make('li'), side = make('span', 'side');
    li.append(make('span', 'name', plain(reason)), side);
    side.append(make('span', 'number'), act('Retry', {
      name: 'those that are ' + reason, note: missing.note, after: load,
      question: () => 'Try ' + many(li.items, 'photo') + ' again? They are missing with: ' + plain(reason),
      run: () => post(at + '/retry?' + new URLSearchParams({ reason })).then(told => many(told.items, 'photo') + ' tried again.') }));
    return li;
  }, (li, [, items]) => { li.items = items; put(li.querySelector('.number'), many(items, 'photo')); });
}

// ---- messages, pictures or failures, whichever is chosen

const shown = photo => photo.url ? picture(photo.url, 'Picture of message ' + photo.message) : make('span', 'faint', plain(photo.outcome));
const LISTS = {
  messages: [
    { title: 'Message', number: true, cell: message => String(message.id) },
    { title: 'Sent', className: 'short', cell: message => when(message.sentAt) },
    { title: 'Author', cell: message => message.author },
    { title: 'Text', className: 'wide', cell: message => message.text || make('span', 'faint', message.action || message.media || '') },
    { title: 'Pictures', cell: message => message.photos.map(shown) },
    { title: 'Views', number: true, cell: message => message.views === null ? '' : count(message.views) }],
  images: [
    { title: 'Message', number: true, cell: photo => String(photo.message) },
    { title: 'Picture', cell: shown },
    { title: 'How', cell: photo => plain(photo.outcome) },
    { title: 'Size', cell: photo => photo.width ? photo.width + ' × ' + photo.height : '' },
    { title: 'Bytes', number: true, cell: photo => photo.bytesAfter === null ? '' : size(photo.bytesAfter) },
    { title: 'Stored', className: 'short', cell: photo => when(photo.storedAt) }],
  failures: [
    { title: 'Message', number: true, cell: failure => String(failure.message) },
    { title: 'Why', cell: failure => make('span', 'bad', plain(failure.reason)) },
    { title: 'More', className: 'wide', cell: failure => failure.detail },
    { title: 'Tries', number: true, cell: failure => count(failure.attempts) },
    { title: 'When', className: 'short', cell: failure => when(failure.at) },
    { title: 'Now', cell: failure => failure.retrying ? 'is tried again' : '' }],
};
let shows = '', items = null;
function moved() {
  chosen.read();
  show().catch(failed);
}
function show() {
  const now = chosen.values().show || 'messages';
  if (now !== shows) {
    shows = now;
    items?.remove();
    items = table({
      place: stored.body, moved, caption: 'What is stored: ' + now, columns: LISTS[now], none: 'There are none.',
      key: row => [row.message ?? '', row.id ?? row.item].join('/'),
      ask: async after => { const page = await ask(pathOf(at + '/' + now, {}, after)); return { rows: page[now], next: page.next }; } });
  }
  return items.load();
}
const chosen = filters(stored.body, [{ name: 'show', label: 'Show', options: [['images', 'pictures'], ['failures', 'failures']] }], () => show().catch(failed));
for (const option of stored.body.querySelectorAll('option[value=""]')) put(option, 'messages');

// All that is left of a page whose thing is not there.
function notThere(words) {
  whole.body.replaceChildren(make('p', '', words + '.'), link('/dashboard/channels', {}, 'All channels'));
  for (const other of document.querySelectorAll('#page > section:not(:first-child)')) other.hidden = true;
}
async function load() {
  try {
    const told = await ask(at);
    stands = told.channel.state;
    draw(told);
  } catch (e) {
    if (e.status !== 404 && e.status !== 400) throw e;
    notThere(e.told || e.message);
    return;
  }
  await Promise.all([show(), lookAtLog()]);
}
function heard(name, data) {
  if (name !== 'channel' || String(data.id) !== id || data.state === stands) return;
  stands = data.state;
  load().catch(failed);
}
begin({ load, heard });
// Where a change was not heard of the log and the lists have it yet to come.
often(10, () => ask(at).then(told => told.channel.state === stands ? draw(told) : load()).catch(() => { }));
