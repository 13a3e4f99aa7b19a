// Nodes: what each does, and taking them out.
import { act, post } from '/dashboard/acts.js';
import { filters } from '/dashboard/filters.js';
import { begin } from '/dashboard/frame.js';
import { ask } from '/dashboard/node.js';
import { table } from '/dashboard/table.js';
import { $, count, make, often, rate, section, size, state, time } from '/dashboard/words.js';

const { body, note } = section($('page'), 'Nodes');
const chosen = filters(body, [{ name: 'ended', label: 'Ended', options: [['true', 'those of the last hour too']] }], () => list.again());
for (const option of body.querySelectorAll('option[value=""]')) option.textContent = 'not shown';
const silent = node => node.lastSeenSeconds > 15 || node.reachable === false;
const live = node => !['left', 'down'].includes(node.state);

function acts(node) {
  if (!live(node)) return '';
  const name = node.host + ' ' + node.process, after = () => list.again(), at = '/api/nodes/' + node.id;
  const drain = act('Drain', { name, note, after,
    question: 'Drain ' + name + '? It hands its work over and ends.', run: () => post(at + '/drain').then(() => 'It hands its work over.') });
  return silent(node) ? [drain, act('Take out', { name, note, after,
    question: 'Take ' + name + ' out? It is not heard of; what it has at work goes to others.', run: () => post(at + '/down').then(() => 'It is taken out.') })] : drain;
}
const list = table({
  place: body, caption: 'Nodes', key: node => node.id, turned: chosen.read,
  ask: async () => ({ rows: (await ask('/api/nodes?ended=' + (chosen.values().ended || 'false'))).nodes, next: null }),
  columns: [
    { title: 'Node', cell: node => [make('span', 'name', node.host + ' ' + node.process), make('p', 'faint', [node.self ? 'answers here' : '', node.oldest ? 'the oldest' : '', node.version].filter(Boolean).join(', '))] },
    { title: 'State', cell: node => [state(node.state), silent(node) && live(node) ? make('span', 'bad', ' not heard of') : ''] },
    { title: 'Last seen', className: 'short', cell: node => time(node.lastSeenSeconds) + ' ago' },
    { title: 'Up', className: 'short', cell: node => time(node.uptimeSeconds) },
    { title: 'Heap', className: 'short', cell: node => size(node.heapBytes) + ' of ' + size(node.heapMaxBytes) },
    { title: 'Shards', number: true, cell: node => node.shards === null ? '' : count(node.shards) },
    { title: 'Channels', className: 'short', cell: node => node.running + ' of ' + node.places + (node.waiting ? ', ' + count(node.waiting) + ' wait' : '') },
    { title: 'Chunks', className: 'short', cell: node => node.runningChunks + ' of ' + node.chunkPlaces + (node.waitingChunks ? ', ' + count(node.waitingChunks) + ' wait' : '') },
    { title: 'Messages/s', number: true, cell: node => rate(node.messagesPerSecond) },
    { title: 'Photos/s', number: true, cell: node => rate(node.imagesPerSecond) },
    { title: 'Why it ended', className: 'wide', cell: node => node.reason },
    { title: 'Actions', className: 'acts', cell: acts }],
});
begin({ load: () => list.load() });
often(3, () => list.again());
