// What is at work, what has failed, what waits: rows that the node tells of, shown as they are.
import { failed, mayAct, sure } from '/dashboard/frame.js';
import { TokenWanted, ask } from '/dashboard/node.js';
import { drawBottleneck, drawFeeds, drawNodes, drawOldest, drawWaits } from '/dashboard/waits.js';
import { $, about, count, fillRow, keep, make, many, parts, plain, put, rate, row, size } from '/dashboard/words.js';

const AT_WORK = new Set(['created', 'listing', 'running', 'paused', 'removing', 'waiting', 'collecting']);
const MOST_ROWS = 50;
const MOST_FAILED = 12;    // batches whose failures are asked for
const COUNT_EVERY = 10000; // they are counted, which costs the more the more they are
const batches = new Map(), channels = new Map(), reasons = new Map();
let status = null, nodes = [];

// ---- what the node tells

export async function load() {
  const states = { batches: ['listing', 'running', 'paused', 'created'], channels: ['collecting', 'waiting', 'failed'] };
  const [now, newest, , ...all] = await Promise.all([
    ask('/api/status'), ask('/api/batches?limit=20'), loadNodes(),
    ...states.batches.map(state => ask('/api/batches?limit=50&state=' + state)),
    ...states.channels.map(state => ask('/api/channels?limit=50&state=' + state))]);
  batches.clear();
  channels.clear();
  for (const page of [newest, ...all]) {
    page.batches?.forEach(batch => batches.set(batch.id, batch));
    page.channels?.forEach(channel => channels.set(channel.id, channel));
  }
  status = now;
}
async function loadNodes() { nodes = (await ask('/api/nodes')).nodes; }
export function lookAtNodes() { return loadNodes().then(() => drawNodes(nodes), () => { }); }

export function heard(name, data) {
  if (name === 'status') status = data;
  else if (name === 'batch') batches.set(data.id, data);
  else if (name === 'batchRemoved') { batches.delete(data.id); reasons.delete(data.id); }
  else if (name === 'channel') channels.set(data.id, data);
  else if (name === 'removed') channels.delete(data.id);
  forget(batches, batch => AT_WORK.has(batch.state) || failedOf(batch) > 0);
  forget(channels, channel => AT_WORK.has(channel.state) || channel.state === 'failed');
}
// What is of no more interest makes room, the oldest first.
function forget(known, matters) {
  if (known.size <= 500) return;
  for (const [id, one] of known) if (known.size > 400 && !matters(one)) known.delete(id);
  for (const id of known.keys()) if (known.size > 500) known.delete(id);
}
const failedOf = batch => batch.counters.failed + batch.counters.dead;
const ended = c => c.done + c.duplicates + c.failed + c.dead;

// ---- figures of now, by kind

export function rates() {
  const kinds = new Map();
  const at = (kind, items, bytes) => {
    const known = kinds.get(kind);
    kinds.set(kind, known ? { items: known.items + items, bytes: known.bytes + bytes } : { items, bytes });
  };
  for (const batch of batches.values()) if (AT_WORK.has(batch.state)) at(batch.kind, batch.rate.itemsPerSecond, batch.rate.bytesPerSecond);
  if (status) {
    at('messages', status.rate.messagesPerSecond, 0);
    at('photos', status.rate.photosPerSecond, null);
    at('feeds', status.feeds.reduce((all, feed) => all + feed.entriesPerSecond, 0), 0);
  }
  return kinds;
}

// ---- states

function drawStates() {
  const working = [...batches.values()].filter(batch => AT_WORK.has(batch.state));
  const items = { waiting: 0, done: 0, duplicate: 0, failed: 0, dead: 0 };
  const stands = {};
  for (const { counters: c, state } of working) {
    stands[state] = (stands[state] || 0) + 1;
    items.waiting += Math.max(0, c.listed - ended(c));
    items.done += c.done; items.duplicate += c.duplicates; items.failed += c.failed; items.dead += c.dead;
  }
  const lines = [];
  const group = (title, counts) => {
    const there = Object.entries(counts).filter(([, n]) => n > 0);
    // One figure stands beside its title.
    if (there.length === 1) lines.push([title + ': ' + there[0][0], there[0][1], title]);
    else if (!there.length) lines.push([title, 0, title]);
    else lines.push([title, null], ...there.map(([name, n]) => [name, n, title]));
  };
  group('Items of batches at work', items);
  group('Batches at work', stands);
  group('Channels', status?.channels || {});
  group('Nodes', status?.nodes || {});
  keep($('counts'), lines.flatMap(([name, n, of]) => n === null ? [{ name, title: true }] : [{ name, of }, { name, of, n }]),
    line => (line.of || '') + line.name + ('n' in line), line => make('n' in line ? 'dd' : 'dt', line.title ? 'group' : ''),
    (element, line) => {
      put(element, 'n' in line ? count(line.n) : line.name);
      if ('n' in line) element.className = line.n && /\b(failed|dead|down|unreachable)$/.test(line.name) ? 'bad' : '';
    });
}

// ---- work

function batchRow(batch) {
  const c = batch.counters, done = ended(c), bad = failedOf(batch);
  const left = batch.state !== 'running' && batch.state !== 'listing' ? ''
    : !batch.allListed ? 'listing goes on, so nobody knows how long it takes'
    : batch.secondsLeft === null ? 'time left not known' : about(batch.secondsLeft) + ' left';
  return {
    name: batch.name, state: batch.kind + ', ' + batch.state,
    side: count(done) + ' of ' + count(c.listed) + (batch.allListed ? '' : ' so far'),
    bar: c.listed ? done / c.listed : 0, open: !batch.allListed,
    more: parts([rate(batch.rate.itemsPerSecond) + ' items/s', size(batch.rate.bytesPerSecond) + '/s', bad ? count(bad) + ' failed' : '', left, batch.lastError || '']),
  };
}
function channelRow(channel) {
  return {
    name: channel.title || channel.name, state: 'channel, ' + channel.state,
    side: count(channel.counters.read) + ' read',
    bar: channel.progress, open: false,
    more: parts([Math.floor(100 * channel.progress) + ' % of what it has told of', rate(channel.rate.messagesPerSecond) + ' messages/s', rate(channel.rate.photosPerSecond) + ' photos/s',
      channel.lastError?.message || '']),
  };
}
function drawWork() {
  const all = [
    ...[...batches.values()].filter(batch => AT_WORK.has(batch.state)).sort((a, b) => b.id - a.id).map(batch => ({ key: 'b' + batch.id, href: '/dashboard/batch?id=' + batch.id, of: batchRow(batch) })),
    ...[...channels.values()].filter(channel => AT_WORK.has(channel.state)).sort((a, b) => a.id - b.id).map(channel => ({ key: 'c' + channel.id, href: '/dashboard/channel?id=' + channel.id, of: channelRow(channel) }))];
  keep($('working'), all.slice(0, MOST_ROWS), work => work.key, row, (li, work) => fillRow(li, work.of));
  put($('workNote'), all.length > MOST_ROWS ? 'The first ' + MOST_ROWS + ' of ' + count(all.length) + ' that are known here' : '');
}

// ---- failures

let counting = false;
async function countFailures() {
  if (counting) return;
  counting = true;
  try {
    const some = [...batches.values()].filter(batch => failedOf(batch) > 0).sort((a, b) => b.id - a.id).slice(0, MOST_FAILED);
    for (const id of reasons.keys()) if (!some.some(batch => batch.id === id)) reasons.delete(id);
    for (const batch of some) {
      const known = reasons.get(batch.id), now = failedOf(batch);
      if (known && (known.of === now || Date.now() - known.at < COUNT_EVERY)) continue;
      const told = await ask('/api/batches/' + batch.id + '/failures');
      reasons.set(batch.id, { of: now, at: Date.now(), failures: told.failures });
    }
  } catch { /* it is asked again */ } finally { counting = false; }
}
function grouped() {
  const by = new Map();
  for (const [id, { failures }] of reasons) {
    for (const { reason, items } of failures) {
      const group = by.get(reason) || by.set(reason, { key: 'r' + reason, reason, items: 0, batches: [] }).get(reason);
      group.items += items;
      group.batches.push(id);
    }
  }
  const failed = [...channels.values()].filter(channel => channel.state === 'failed')
    .map(channel => ({ key: 'c' + channel.id, channel, reason: channel.reason || 'failed', items: 0 }));
  const whole = [...batches.values()].filter(batch => batch.state === 'failed')
    .map(batch => ({ key: 'b' + batch.id, batch, reason: batch.reason || 'failed', items: 0 }));
  return [...whole, ...failed, ...[...by.values()].sort((a, b) => b.items - a.items)];
}
function failureRow({ batch, channel, batches }) {
  const one = batch ? batch.id : batches?.length === 1 ? batches[0] : null;
  const li = row({ href: channel ? '/dashboard/channel?id=' + channel.id : one ? '/dashboard/batch?id=' + one : '' }), retry = make('button', '', 'Retry');
  retry.type = 'button';
  retry.disabled = !mayAct();
  retry.onclick = () => again(li.failure, retry);
  li.querySelector('.side').append(retry);
  return li;
}
function drawFailures() {
  countFailures();
  keep($('failures'), grouped().slice(0, MOST_ROWS), failure => failure.key, failureRow, (li, failure) => {
    li.failure = failure;
    const { channel, batch } = failure;
    fillRow(li, channel || batch
      ? { name: channel ? channel.title || channel.name : batch.name, state: channel ? 'channel, failed' : 'batch, failed', stateClass: 'bad', more: failure.reason }
      : { name: plain(failure.reason), state: many(failure.items, 'item') + ' in ' + many(failure.batches.length, 'batch', 'batches'), stateClass: 'bad' });
    const button = li.querySelector('button'), words = 'Retry ' + li.querySelector('.title').textContent;
    if (button.getAttribute('aria-label') !== words) button.setAttribute('aria-label', words);
  });
}
async function again(failure, button) {
  const { channel, batch, reason, items } = failure;
  const what = channel ? 'Try the channel ' + (channel.title || channel.name) + ' again?' : batch ? 'Try all items again that have failed in batch ' + batch.name + '?'
    : 'Try ' + many(items, 'item') + ' again in ' + many(failure.batches.length, 'batch', 'batches') + '? They have failed with: ' + plain(reason);
  if (!await sure(what, 'Retry')) return;
  button.disabled = true;
  try {
    const all = channel ? ['/api/channels/' + channel.id + '/retry'] : batch ? ['/api/batches/' + batch.id + '/retry']
      : failure.batches.map(id => '/api/batches/' + id + '/retry?reason=' + encodeURIComponent(reason));
    let retried = 0;
    for (const path of all) retried += (await ask(path, 'POST')).items || 0;
    put($('failedNote'), channel ? 'It is tried again.' : many(retried, 'item') + ' tried again.');
    for (const id of failure.batches || []) reasons.delete(id);
  } catch (e) {
    put($('failedNote'), 'Not retried: ' + e.message);
    if (e instanceof TokenWanted) failed(e);
  } finally { button.disabled = false; }
  drawFailures();
}

export function draw() {
  if (!status) return;
  drawStates();
  drawWork();
  drawFailures();
  drawNodes(nodes);
  drawWaits(status);
  drawFeeds(status);
  drawBottleneck(status);
  drawOldest(status, [...batches.values()].filter(batch => ['created', 'listing', 'running'].includes(batch.state)), [...channels.values()]);
}
