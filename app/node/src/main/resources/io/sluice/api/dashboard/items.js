// Items of a batch with what was stored of each.
import { ask } from '/dashboard/node.js';
import { pathOf, table } from '/dashboard/table.js';
import { count, link, make, original, picture, size, state } from '/dashboard/words.js';

function what(item) {
  const of = item.stored;
  if (!of) return '';
  const parts = [of.mimeType, of.size === null ? '' : size(of.size), of.pages === null ? '' : count(of.pages) + ' pages', of.language,
    of.status ? 'read: ' + of.status : '', of.message && of.message !== 'skipped' ? 'message: ' + of.message.replaceAll('_', ' ') : ''];
  const all = [make('span', 'name', of.title || of.name || ''), ' ', make('span', 'faint', parts.filter(Boolean).join(' · '))];
  if (of.text) all.push(make('p', 'text', of.text));
  return all;
}
function category(item) {
  const of = item.stored;
  if (!of?.category) return '';
  return [link('/dashboard/documents', { category: of.category }, of.category), of.review ? make('span', 'warn', ' to be looked at') : ''];
}
function picturesOf(item) {
  return item.stored?.picture ? picture(item.stored.picture, item.stored.name) : '';
}

// values: () => what is set of state and reason; batch: () => its number; back: what the table does where people go back
export function itemTable(place, batch, values, back) {
  return table({
    place, caption: 'Items', key: item => item.number, ...back, none: 'No item is like that.',
    async ask(after) {
      const { items, next } = await ask(pathOf('/api/batches/' + encodeURIComponent(batch()) + '/items', { ...values(), stored: true }, after));
      return { rows: items, next };
    },
    columns: [
      { title: 'Item', number: true, cell: item => count(item.number) },
      { title: 'State', cell: item => state(item.state) },
      { title: 'Picture', cell: picturesOf },
      { title: 'What was stored', className: 'wide', cell: what },
      { title: 'Category', cell: category },
      { title: 'Why not', className: 'wide', cell: item => [make('span', 'bad', item.reason || ''), item.detail ? make('p', 'text', item.detail) : ''] },
      { title: 'Original', className: 'wide', cell: item => original(item.address) }],
  });
}
