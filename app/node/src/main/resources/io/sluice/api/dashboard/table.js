// A table of rows, page by page: next and previous by the cursors that the node gives.
import { failed } from '/dashboard/frame.js';
import { Refused } from '/dashboard/node.js';
import { count, make, put } from '/dashboard/words.js';

const ROWS = 50;

// What stands in a cell: text, an element, or a list of these.
function fill(cell, content) {
  cell.replaceChildren(...[content].flat().filter(part => part !== null && part !== undefined && part !== '')
    .map(part => part instanceof Node ? part : document.createTextNode(short(part))));
}
function short(text) {
  const all = String(text);
  return all.length > 400 ? all.slice(0, 400) + '…' : all;
}

// of: {place, caption, columns: [{title, cell, number, className}], key, ask: async cursor => ({rows, next})}, what is told where
// nothing is like what was chosen (none), or nothing is there at all (empty, which gives what stands there), and what is done
// where people go back: turned before it is asked again, or moved instead, for a list that may give way to another
export function table(of) {
  const box = make('div', 'list'), whole = make('table'), head = make('tr'), body = make('tbody'), top = make('thead');
  const caption = make('caption', 'hidden', of.caption), none = make('p', 'faint', of.none || 'There are none.'), note = make('p', 'bad');
  for (const column of of.columns) {
    const th = make('th', column.number ? 'number' : column.className || '', column.title);
    th.scope = 'col';
    role(th, 'columnheader');
    head.append(th);
  }
  top.append(head);
  for (const [part, is] of [[whole, 'table'], [top, 'rowgroup'], [body, 'rowgroup'], [head, 'row']]) role(part, is);
  whole.append(caption, top, body);
  const turn = make('nav', 'turn'), first = button('First'), back = button('Previous'), next = button('Next'), where = make('span', 'faint');
  turn.setAttribute('aria-label', 'Pages of ' + of.caption);
  turn.append(first, back, next, where);
  none.hidden = whole.hidden = turn.hidden = true;
  note.setAttribute('role', 'status');
  const scroll = make('div', 'scroll');
  scroll.tabIndex = 0;
  scroll.setAttribute('role', 'group');
  scroll.setAttribute('aria-label', of.caption);
  scroll.append(whole);
  box.append(note, scroll, none, turn);
  of.place.append(box);

  let rows = [], following = null, asked = 0;
  const cursor = () => new URLSearchParams(location.search).get('after') || '';
  const before = () => history.state?.before || [];
  const chooses = () => Array.from(new URLSearchParams(location.search)).some(([name, value]) => value && name !== 'after');

  function go(after, to) {
    const query = new URLSearchParams(location.search);
    if (after) query.set('after', after); else query.delete('after');
    history.pushState({ before: to }, '', location.pathname + (query.size ? '?' + query : ''));
    return again();
  }
  first.onclick = () => go('', []);
  back.onclick = () => go(before().at(-1) || '', before().slice(0, -1));
  next.onclick = () => go(following, [...before(), cursor()]);
  const removed = new AbortController();
  addEventListener('popstate', () => {
    if (of.moved) { of.moved(); return; }
    of.turned?.();
    again();
  }, { signal: removed.signal });
  function remove() {
    removed.abort();
    box.remove();
  }

  function draw() {
    const old = new Map(Array.from(body.children, tr => [tr.dataset.key, tr]));
    body.replaceChildren(...rows.map(row => {
      const key = String(of.key(row)), sign = JSON.stringify(row), tr = old.get(key) || make('tr');
      if (tr.sign === sign) return tr;
      tr.sign = sign;
      tr.dataset.key = key;
      role(tr, 'row');
      while (tr.children.length < of.columns.length) {
        const column = of.columns[tr.children.length], cell = make(tr.children.length ? 'td' : 'th', column.number ? 'number' : column.className || '');
        if (!tr.children.length) cell.scope = 'row';
        role(cell, tr.children.length ? 'cell' : 'rowheader');
        cell.dataset.title = column.title;
        tr.append(cell);
      }
      of.columns.forEach((column, i) => fill(tr.children[i], column.cell(row)));
      return tr;
    }));
    // A column in which nothing stands takes no room.
    of.columns.forEach((_, i) => {
      const blank = i > 0 && rows.length > 0 && Array.from(body.children).every(tr => !tr.children[i].hasChildNodes());
      for (const tr of [head, ...body.children]) tr.children[i].hidden = blank;
    });
    whole.hidden = !rows.length;
    none.hidden = rows.length > 0;
    if (!rows.length && !following && of.empty && !chooses()) none.replaceChildren(...of.empty());
    else put(none, rows.length ? '' : following ? 'None among these; there may be more on the next page.' : of.none || 'There are none.');
    first.disabled = back.disabled = !cursor();
    if (cursor() && !before().length) back.disabled = true;
    next.disabled = !following;
    put(where, rows.length ? 'Page ' + count(before().length + 1) + (cursor() && !before().length ? ' of a link' : '') : '');
    turn.hidden = !following && !cursor();
  }
  // Asks for the page at which the address stands. A focus in a row stays where it was.
  async function load() {
    const number = ++asked, held = document.activeElement, key = held?.closest?.('tr')?.dataset.key, act = held?.dataset?.act;
    try {
      const page = await of.ask(cursor());
      if (number !== asked) return;
      rows = page.rows;
      following = page.next;
      put(note, '');
      draw();
      if (key && !held.isConnected) Array.from(body.children).find(tr => tr.dataset.key === key)?.querySelector('[data-act="' + act + '"]')?.focus();
    } catch (e) {
      if (!(e instanceof Refused)) throw e;
      put(note, e.message);
    }
  }
  const again = () => load().catch(failed);
  // load is for the frame, which hears what fails; again is for all else.
  return { load, again, remove, rows: () => rows };
}
// Said, since a narrow window shows rows as cards, which are no table to a browser.
function role(element, is) { element.setAttribute('role', is); }
function button(words) {
  const element = make('button', '', words);
  element.type = 'button';
  return element;
}

// The address of a page of the API: what is set of these, and where it goes on.
export function pathOf(path, values, after, limit = ROWS) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== '' && value !== null && value !== undefined) query.set(name, value);
  query.set('limit', limit);
  if (after) query.set('after', after);
  return path + '?' + query;
}
