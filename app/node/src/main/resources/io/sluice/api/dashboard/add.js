// Adding: a channel by its link, files by dropping them, websites by a list that is looked at first.
import { begin, failed, mayAct } from '/dashboard/frame.js';
import { Refused, TokenWanted, ask } from '/dashboard/node.js';
import { $, count, link, make, many, put, section, size } from '/dashboard/words.js';

const ROWS = 5;
const HOUR = 3600000; // for what is as large as a file
// Beside which field of a list it is told what is wrong with one of the API.
const BESIDE = { source: 'list', websites: 'column' };

// A form with fields, and beside each what the node says of it.
function form(place, fields, words, send) {
  const of = make('form', 'add'), says = make('p', 'said'), inputs = new Map();
  says.setAttribute('role', 'status');
  for (const [name, label, type, hint] of fields) {
    const box = make('label', '', label), input = make('input'), wrong = make('span', 'bad');
    input.type = type;
    if (hint) input.placeholder = hint;
    input.disabled = !mayAct();
    wrong.id = 'wrong-' + name + place.childElementCount;
    input.setAttribute('aria-describedby', wrong.id);
    box.append(input);
    of.append(box, wrong);
    inputs.set(name, { input, wrong });
  }
  const button = make('button', 'strong', words);
  button.disabled = !mayAct();
  of.append(button, says);
  of.onsubmit = async event => {
    event.preventDefault();
    inputs.forEach(({ input, wrong }) => { put(wrong, ''); input.removeAttribute('aria-invalid'); });
    says.className = 'said';
    put(says, 'Asks the node');
    button.disabled = true;
    try {
      says.replaceChildren(...await send(Object.fromEntries(Array.from(inputs, ([name, { input }]) => [name, input]))));
    } catch (e) {
      if (e instanceof TokenWanted) failed(e);
      const name = String(e.field || '').split('.')[0], field = inputs.get(name) || inputs.get(BESIDE[name]);
      if (field) {
        put(says, '');
        put(field.wrong, e.message);
        field.input.setAttribute('aria-invalid', 'true');
        field.input.focus();
      } else {
        says.className = 'said bad';
        put(says, e.message);
      }
    } finally { button.disabled = !mayAct(); }
  };
  place.append(of);
  return { of, inputs };
}

function channel() {
  const { body } = section($('page'), 'A channel');
  form(body, [
    ['source', 'Link or name', 'text', '@name or t.me/name'],
    ['since', 'Messages since', 'date'],
    ['limit', 'At most so many messages', 'number', 'all of them']], 'Collect it', async ({ source, since, limit }) => {
    const wanted = { source: source.value.trim() };
    if (since.value) wanted.since = since.value;
    if (limit.value) wanted.limit = Number(limit.value);
    const { channels } = await ask('/api/channels', 'POST', wanted);
    return ['Collected: ', ...channels.flatMap(one => [link('/dashboard/channel', { id: one.id }, one.title || one.name), ' '])];
  });
}

function files() {
  const { body } = section($('page'), 'Files and folders');
  const p = make('p', 'drop'), a = make('a', '', 'Open the page that takes them');
  a.href = '/upload';
  p.append(a, ': drop them there. They are sent in pieces, and go on where they were after an interruption.');
  body.append(p);
}

// ---- a list of websites

const upload = () => 'list-' + crypto.getRandomValues(new Uint32Array(3)).reduce((text, n) => text + n.toString(16).padStart(8, '0'), '');
function websites() {
  const { body } = section($('page'), 'Websites of a list');
  const seen = make('div', 'seen');
  let given = null; // {file, to, sent}: a file that is given again after a failure makes no second batch
  let looked = null; // what the node had to say against the list, once it has looked
  const { of, inputs } = form(body, [
    ['list', 'CSV or XLSX', 'file'], ['column', 'Column with the addresses', 'text', 'found by its name'], ['name', 'Name of the batch', 'text', 'made by the node']],
  'Read these websites', async ({ list, column, name }) => {
    const file = list.files[0];
    if (!file) throw Object.assign(new Error('Choose a file.'), { field: 'list' });
    const against = await looked;
    if (against) throw against;
    if (given?.file !== file) given = { file, to: upload(), sent: false };
    const { to } = given;
    if (!given.sent) await ask('/api/uploads/' + to + '?path=' + encodeURIComponent(safe(file.name)), 'PUT', file, 'application/octet-stream', HOUR);
    given.sent = true;
    const wanted = { kind: 'websites', key: to, source: { lists: ['upload:' + to + '/' + safe(file.name)] } };
    if (name.value.trim()) wanted.name = name.value.trim();
    if (column.value.trim()) wanted.websites = { urlColumn: column.value.trim() };
    const batch = await ask('/api/batches', 'POST', wanted, 'application/json', HOUR);
    given = null;
    return ['Given: ', link('/dashboard/batch', { id: batch.id }, batch.name)];
  });
  inputs.get('list').input.accept = '.csv,.tsv,.txt,.xlsx';
  body.append(seen);
  const look = () => { looked = preview(inputs, seen); };
  inputs.get('list').input.onchange = look;
  inputs.get('column').input.onchange = look;
  for (const over of ['dragover', 'drop']) of.addEventListener(over, event => event.preventDefault());
  of.addEventListener('drop', event => {
    if (!event.dataTransfer.files.length) return;
    inputs.get('list').input.files = event.dataTransfer.files;
    look();
  });
}
const safe = name => name.replace(/[^\w. -]/g, '_').slice(0, 100) || 'list.csv';

// The first rows as the node reads them, and which columns it takes for what; gives why it cannot read them.
let looks = 0;
async function preview(inputs, seen) {
  const file = inputs.get('list').input.files[0], look = ++looks;
  seen.replaceChildren();
  for (const { input, wrong } of inputs.values()) { put(wrong, ''); input.removeAttribute('aria-invalid'); }
  if (!file) return null;
  if (isWorkbook(file) && file.size > MOST_SHOWN) {
    seen.append(make('p', 'faint', 'It is too large to be shown before. It can be read all the same.'));
    return null;
  }
  const column = inputs.get('column').input.value.trim();
  try {
    const told = await ask('/api/websites/preview?' + new URLSearchParams({ name: file.name.slice(0, 200), rows: ROWS, ...(column ? { column } : {}) }), 'POST', await beginning(file), 'application/octet-stream');
    if (look === looks) seen.append(...shown(told, file));
  } catch (e) {
    if (look !== looks) return null; // it is looked at anew
    if (e instanceof TokenWanted) failed(e);
    const { input, wrong } = inputs.get(column && /\bcolumn\b/.test(e.told) ? 'column' : 'list');
    put(wrong, e.message);
    if (!(e instanceof Refused) || e.status >= 500) return null; // the node could not be asked, which says nothing of the list
    input.setAttribute('aria-invalid', 'true');
    e.field = input === inputs.get('list').input ? 'list' : 'column';
    return e;
  }
  return null;
}
// Of a text whole lines of its beginning are enough; a workbook must be whole.
const ENOUGH = 256 << 10, MOST_SHOWN = 8 << 20;
const isWorkbook = file => /\.xlsx$/i.test(file.name);
async function beginning(file) {
  if (file.size <= ENOUGH || isWorkbook(file)) return file;
  const bytes = new Uint8Array(await file.slice(0, ENOUGH).arrayBuffer());
  return bytes.slice(0, bytes.lastIndexOf(10) + 1);
}
function shown(told, file) {
  const use = new Map([[told.address, 'address'], [told.contactForm, 'contact form'], [told.companyName, 'company name'], [told.industry, 'industry']]);
  const whole = file.size <= ENOUGH;
  const words = make('p', '', told.format + ', ' + size(file.size) + '. ' + many(told.rows, 'row') + (whole ? '' : ' at its beginning') + (told.bad ? ', ' + count(told.bad) + ' of which name no website' : '') + '. The first ' + told.first.length + ':');
  const box = make('div', 'scroll'), rows = make('table'), head = make('tr'), top = make('thead'), body = make('tbody');
  box.tabIndex = 0;
  box.setAttribute('role', 'group');
  box.setAttribute('aria-label', 'The first rows of the list');
  told.columns.forEach((name, i) => {
    const th = make('th', use.has(i) ? 'used' : '', name);
    th.scope = 'col';
    if (use.has(i)) th.append(make('span', 'good', ' ' + use.get(i)));
    head.append(th);
  });
  for (const row of told.first) {
    const tr = make('tr');
    told.columns.forEach((name, i) => tr.append(make('td', '', row[i] || '')));
    body.append(tr);
  }
  top.append(head);
  rows.append(make('caption', 'hidden', 'The first rows of the list'), top, body);
  box.append(rows);
  return [words, box];
}

begin({ begin() { channel(); files(); websites(); }, load: () => ask('/api/status') });
