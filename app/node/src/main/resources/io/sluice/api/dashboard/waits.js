// What is in the way: nodes that are not heard of, closed origins, stuck items, lag, and what is narrowest.
import { $, count, deadLetters, fillRow, keep, many, parts, put, rate, row, size, time } from '/dashboard/words.js';

const MOST_ROWS = 50;

export function drawNodes(nodes) {
  keep($('nodeList'), nodes, node => node.id, row, (li, node) => {
    const silent = node.lastSeenSeconds > 15 || node.reachable === false;
    fillRow(li, {
      name: node.host + ' ' + node.process, state: node.state + (node.self ? ', answers here' : '') + (silent ? ', not heard of' : ''), stateClass: silent ? 'bad' : '',
      side: 'seen ' + time(node.lastSeenSeconds) + ' ago', bar: node.heapMaxBytes ? node.heapBytes / node.heapMaxBytes : 0,
      more: parts(['heap ' + size(node.heapBytes) + ' of ' + size(node.heapMaxBytes), node.running + ' of ' + node.places + ' channels', node.runningChunks + ' of ' + node.chunkPlaces + ' chunks',
        node.waiting + node.waitingChunks ? count(node.waiting + node.waitingChunks) + ' wait' : '', node.shards === null ? '' : many(node.shards, 'shard')]),
    });
  });
}
export function drawWaits(status) {
  const all = [
    ...status.closedOrigins.map(origin => ({ key: 'o' + origin.origin, of: { name: origin.origin, state: 'closed', stateClass: 'warn', side: 'opens in ' + time(origin.secondsLeft), more: origin.reason } })),
    ...status.stuck.map((item, i) => ({ key: 's' + i + item.channel + item.item, of: { name: item.channel + ' ' + item.item, state: 'stuck in ' + item.stage, stateClass: 'bad', side: 'for ' + time(item.ageSeconds), more: item.node } }))];
  keep($('closed'), all.slice(0, MOST_ROWS), wait => wait.key, row, (li, wait) => fillRow(li, wait.of));
}
export function drawFeeds(status) {
  keep($('feeds'), status.feeds.slice(0, MOST_ROWS), feed => feed.id, feed => row({ href: '/dashboard/consumers?feed=' + feed.id }), (li, feed) => {
    const oldest = feed.oldestPendingAt ? (Date.now() - Date.parse(feed.oldestPendingAt)) / 1000 : null;
    fillRow(li, {
      name: feed.name, state: feed.state + ', ' + many(feed.consumers, 'consumer'),
      side: feed.lag === null ? 'lag not known' : 'lag ' + count(feed.lag),
      more: parts([rate(feed.entriesPerSecond) + ' entries/s', feed.pending === null ? '' : count(feed.pending) + ' pending', oldest === null ? '' : 'the oldest for ' + time(oldest),
        feed.deadLetters ? deadLetters(feed.deadLetters) : '', feed.lastError || '']),
    });
  });
}

// What the node judges to hold it up, in its words, with what to turn: {words, knob, gain}, if it judges that.
export function judged(status) {
  const { words: told = '', knob = '', gain = '' } = status.bottleneck || {};
  const words = told.charAt(0).toUpperCase() + told.slice(1);
  return words.replace(/\.$/, '') + (knob ? (/^\w+=/.test(knob) ? '. Set ' : '. What would help: ') + knob + (gain ? ' – ' + gain : '') : '') + (words ? '.' : '');
}
export function drawBottleneck(status) {
  const told = judged(status);
  put($('bottleneck'), told);
  $('bottleneck').hidden = !told || status.bottleneck.cause === 'idle';
  $('bottleneck').classList.toggle('calm', !status.bottleneck?.knob);
}
// Since when the oldest of what waits does: a batch that has items left, a channel, an entry that is pending.
export function drawOldest(status, batches, channels) {
  const waits = [
    ...batches.filter(({ counters: c }) => !c.listed || c.listed > c.done + c.duplicates + c.failed + c.dead).map(batch => ({ at: batch.createdAt, what: 'in batch ' + batch.name })),
    ...channels.filter(channel => channel.state === 'waiting').map(channel => ({ at: channel.changedAt, what: 'channel ' + (channel.title || channel.name) })),
    ...status.feeds.filter(feed => feed.oldestPendingAt).map(feed => ({ at: feed.oldestPendingAt, what: 'entry of ' + feed.name }))];
  const oldest = waits.reduce((first, one) => !first || one.at < first.at ? one : first, null);
  put($('oldest'), oldest ? 'The oldest that waits: for ' + time((Date.now() - Date.parse(oldest.at)) / 1000) + ', ' + oldest.what : 'Nothing waits.');
}
