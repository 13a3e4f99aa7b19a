// Items of a batch with what was stored of each.
import { ask } from '/dashboard/node.js';
import { pathOf, table } from '/dashboard/table.js';
import { count, link, make, many, original, parts, picture, plain, size, state, type } from '/dashboard/words.js';

function what(item) {
  const of = item.stored;
  if (!of) return '';
  const name = of.title || of.name || '', more = make('p', 'faint'), is = type(of.mimeType);
  const told = parts([of.size === null ? '' : size(of.size), of.pages === null ? '' : many(of.pages, 'page'), of.language,
    of.status ? 'read: ' + plain(of.status) : '', of.message && of.message !== 'skipped' ? 'message: ' + plain(of.message) : '']);
  more.append(is, is && told ? ' · ' : '', told);
  const all = name ? [named(name), more] : [more];
  if (of.text) all.push(make('p', 'text', of.text));
  return all;
}
function picturesOf(item) {
  return item.stored?.picture ? picture(item.stored.picture, item.stored.name) : '';
}

// A name that may be long: three lines of it, all of it where the pointer rests.
export function named(name) {
  const shown = make('p', 'name title', name);
  shown.title = String(name).slice(0, 400);
  return shown;
}
export function category(of) {
  if (!of.category) return '';
  return [link('/dashboard/documents', { category: of.category }, of.category), of.review ? make('p', 'warn', 'to be looked at') : ''];
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
      { title: 'Category', cell: item => item.stored ? category(item.stored) : '' },
      { title: 'Why not', className: 'wide', cell: item => [item.reason ? make('span', 'bad', plain(item.reason)) : '', item.detail ? make('p', 'text', item.detail) : ''] },
      { title: 'Original', className: 'wide', cell: item => original(item.address) }],
  });
}
