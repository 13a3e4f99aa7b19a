// Documents: of all batches or one, of a category, or with words that are looked for.
import { act, post } from '/dashboard/acts.js';
import { filters } from '/dashboard/filters.js';
import { begin, failed } from '/dashboard/frame.js';
import { category, itemTable, named } from '/dashboard/items.js';
import { ask } from '/dashboard/node.js';
import { pathOf, table } from '/dashboard/table.js';
import { $, count, link, make, many, plain, put, section, size, state, type } from '/dashboard/words.js';

const { body, note } = section($('page'), 'Documents');
const chosen = filters(body, [
  { name: 'words', label: 'Words', hint: 'all of these words' },
  { name: 'batch', label: 'Batch', options: [] },
  { name: 'category', label: 'Category', options: [] },
  { name: 'review', label: 'Sorted', options: [['true', 'to be looked at']] },
  { name: 'begins', label: 'Name', hint: 'how it begins', most: 100 }], () => changed().catch(failed));
const buttons = make('p', 'buttons');
body.append(buttons);

const names = new Map(); // of batches, by number
const from = document => document.batch === null ? '' : [link('/dashboard/batch', { id: document.batch }, names.get(document.batch) || 'batch ' + document.batch), make('p', 'faint', 'item ' + count(document.item))];
const DOCUMENTS = {
  caption: 'Documents', key: document => [document.document, document.batch, document.item].join('/'), none: 'No document is like that.',
  empty: () => ['There are no documents yet. ', make('code', '', './sluice submit documents FOLDER'), ' reads them.'],
  async ask(after) {
    const { category, review, begins } = chosen.values();
    const { documents, next } = await ask(pathOf('/api/documents', begins ? { begins } : { category, review: category ? '' : review }, after));
    return { rows: documents, next };
  },
  columns: [
    { title: 'Document', className: 'wide', cell: of => [named(of.title || of.name || 'within another'), of.text ? make('p', 'text', of.text) : ''] },
    { title: 'Category', cell: category },
    { title: 'Text', cell: of => [state(of.state), of.reason ? ' ' + plain(of.reason) : ''] },
    { title: 'Type', cell: of => type(of.mimeType) },
    { title: 'Language', cell: of => of.language },
    { title: 'Pages', number: true, cell: of => of.pages === null ? '' : count(of.pages) },
    { title: 'Size', number: true, cell: of => size(of.size) },
    { title: 'Batch', cell: from }],
};
const HITS = {
  caption: 'Pages that have the words', key: hit => hit.document + '/' + hit.page, none: 'No page has these words.',
  async ask() {
    const { words, batch, category } = chosen.values();
    const { hits, more } = await ask(pathOf('/api/search', { words, batch, category }, ''));
    if (more) put(note, 'So many pages have these words that the best may not be among these.');
    return { rows: hits, next: null };
  },
  columns: [
    { title: 'Document', cell: hit => [named(hit.title || hit.name), hit.part ? make('span', 'faint', hit.part) : ''] },
    { title: 'Page', number: true, cell: hit => hit.page === null ? '' : count(hit.page) },
    { title: 'Around the words', className: 'wide', cell: hit => hit.snippet },
    { title: 'Language', cell: hit => hit.language },
    { title: 'Batch', cell: from }],
};

let shows = '', list = null;
function moved() {
  chosen.read();
  changed().catch(failed);
}
function changed() {
  const { words, batch, category, review, begins } = chosen.values();
  const now = words ? 'words' : batch && !category && !review && !begins ? 'items' : 'documents';
  put(note, now === 'documents' && begins && (batch || category || review) ? 'Of all batches and categories: what begins so.'
    : batch && now === 'documents' ? 'Of all batches: a category of one batch needs words.' : '');
  if (now !== shows) {
    shows = now;
    list?.remove();
    list = now === 'items' ? itemTable(body, () => chosen.values().batch, () => ({}), { moved })
      : table({ place: body, moved, ...(now === 'words' ? HITS : DOCUMENTS) });
  }
  classifying(batch);
  return list.load();
}
// What of a batch is not sorted yet.
function classifying(batch) {
  buttons.replaceChildren();
  if (!batch) return;
  const at = '/api/batches/' + encodeURIComponent(batch);
  buttons.append(act('Classify', {
    note,
    async question() {
      const told = await ask(at + '/classification');
      const left = told.documents - told.classified;
      return left > 0 ? 'Sort ' + many(left, 'document') + ' of ' + told.batch + ' into categories?' : '';
    },
    run: async () => { await post(at + '/classify'); return 'It is begun.'; } }));
}
begin({
  async load() {
    const [{ categories }, { batches }] = await Promise.all([ask('/api/categories'), ask('/api/batches?kind=documents&limit=100')]);
    chosen.options('category', categories.map(category => [category.name, category.name]));
    for (const batch of batches) names.set(batch.id, batch.name);
    chosen.options('batch', batches.map(batch => [String(batch.id), batch.name]));
    await changed();
  },
});
