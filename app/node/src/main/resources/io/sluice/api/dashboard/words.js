// How figures are written, and how rows of a list are kept up to date. Text gets in by textContent alone.

export const $ = id => document.getElementById(id);

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const hundredth = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

export const count = n => whole.format(n);
const small = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });
export const rate = n => n > 0 && n < .1 ? small.format(n) : n >= 100 ? whole.format(n) : n >= 10 ? tenth.format(n) : hundredth.format(n);
export function size(n) {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let i = 0;
  while (n >= 1000 && i < 4) { n /= 1000; i++; }
  return (i && n < 10 ? tenth : whole).format(n) + ' ' + units[i];
}
export function time(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return s + ' s';
  if (s < 3600) return Math.floor(s / 60) + ' min' + (s < 600 && s % 60 ? ' ' + s % 60 + ' s' : '');
  if (s < 86400) return Math.floor(s / 3600) + ' h ' + Math.floor(s % 3600 / 60) + ' min';
  return Math.floor(s / 86400) + ' d ' + Math.floor(s % 86400 / 3600) + ' h';
}
// A time that is guessed: no more exactly than that.
export const about = seconds => 'about ' + time(seconds < 120 ? seconds : 60 * Math.round(seconds / 60));
const DEAD_COUNTED = 1000; // the node counts no more of a feed
export const deadCount = n => count(n) + (n >= DEAD_COUNTED ? ' or more' : '');
export const deadLetters = n => deadCount(n) + (n === 1 ? ' dead letter' : ' dead letters');
// Figures with what they are of: each stays on one line.
export const parts = list => list.filter(Boolean).map(part => part.length > 40 ? part : part.replaceAll(' ', '\u00a0')).join(' · ');
// A word of the node as people write it: too_slow.
export const plain = word => String(word ?? '').replaceAll('_', ' ');
export const many = (n, one, more) => count(n) + ' ' + (n === 1 ? one : more || one + 's');

// Text is what strangers wrote, perhaps: bounded, and never read as anything else.
const MOST = 400;
export function put(element, text) {
  const all = String(text ?? ''), shown = all.length > MOST ? all.slice(0, MOST) + '…' : all;
  if (element.textContent !== shown) element.textContent = shown;
  return element;
}
export function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) put(element, text);
  return element;
}

// One child for each thing, known by its key; those that are there stay, and keep the focus.
export function keep(parent, things, key, begin, fill) {
  const old = new Map(Array.from(parent.children, child => [child.dataset.key, child]));
  let at = parent.firstElementChild;
  for (const thing of things) {
    const name = String(key(thing));
    let child = old.get(name);
    if (child) old.delete(name);
    else { child = begin(thing); child.dataset.key = name; }
    fill(child, thing);
    if (child === at) at = at.nextElementSibling;
    else parent.insertBefore(child, at);
  }
  old.forEach(child => child.remove());
  if (!parent.children.length) parent.textContent = ''; // so that it is :empty
}

// A row with a name, a figure at its side, a bar and more below.
export function row({ href } = {}) {
  const li = make('li');
  const name = make('span', 'name both'), state = make('span', 'state'), title = make(href ? 'a' : 'span', 'title');
  if (href) title.href = href;
  name.append(title, state);
  li.append(name, make('span', 'side'));
  return li;
}
export function fillRow(li, { name, state = '', stateClass = '', side = '', bar = null, open = false, more = '' }) {
  const named = li.querySelector('.name');
  put(named.querySelector('.title'), name);
  named.title = String(name).slice(0, MOST);
  const stands = put(named.querySelector('.state'), state);
  stands.className = 'state ' + stateClass;
  const beside = li.querySelector('.side');
  if (!beside.querySelector('button')) put(beside, side);
  let line = li.querySelector('.bar');
  if (bar === null) line?.remove();
  else {
    if (!line) { line = make('div', 'bar'); line.append(make('span')); line.setAttribute('aria-hidden', 'true'); beside.after(line); }
    line.classList.toggle('open', open);
    line.firstChild.style.width = Math.max(0, Math.min(100, 100 * bar)).toFixed(1) + '%';
  }
  let below = li.querySelector('.more');
  if (!more) below?.remove();
  else {
    if (!below) { below = make('p', 'more'); li.append(below); }
    put(below, more);
  }
}

// ---- parts of pages

export function link(path, query, text) {
  const a = make('a', 'name', text);
  a.href = Object.keys(query).length ? path + '?' + new URLSearchParams(query) : path;
  return a;
}
// What is of the web leads there, and tells it nothing; all else is text.
export function original(address) {
  const shown = make('span', 'address', address);
  if (!/^https?:\/\//i.test(address || '')) return shown;
  const a = make('a', 'address', address);
  a.href = address;
  a.rel = 'noreferrer noopener';
  a.target = '_blank';
  return a;
}
const moments = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const YEAR = { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
const years = new Intl.DateTimeFormat('en', YEAR);
const seconds = new Intl.DateTimeFormat('en', { ...YEAR, second: '2-digit' });
export function when(text, exactly = false) {
  if (!text) return '';
  const at = new Date(text), shown = make('time', '', (exactly ? seconds : at.getFullYear() === new Date().getFullYear() ? moments : years).format(at));
  shown.dateTime = text;
  shown.title = text;
  return shown;
}
export function state(word) {
  const bad = ['failed', 'dead', 'down', 'unreachable', 'blocked', 'rejected', 'removing'], good = ['done', 'completed', 'approved', 'scraped', 'up', 'duplicate'];
  return make('span', bad.includes(word) ? 'bad' : good.includes(word) ? 'good' : '', plain(word));
}
export function picture(path, words) {
  const img = make('img', 'thumb');
  img.loading = 'lazy';
  img.decoding = 'async';
  img.alt = String(words || '').slice(0, 200);
  img.src = path;
  const a = make('a');
  a.href = path;
  a.target = '_blank';
  a.append(img);
  return a;
}
// A kind of file as people call it; what has no such name is told in full.
const TYPES = {
  'vnd.openxmlformats-officedocument.wordprocessingml.document': 'DOCX', 'vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'XLSX',
  'vnd.openxmlformats-officedocument.presentationml.presentation': 'PPTX', rfc822: 'mail', plain: 'text', 'x-empty': 'empty', 'octet-stream': 'bytes', 'svg+xml': 'SVG',
};
export function type(mime) {
  if (!mime) return '';
  const name = mime.split(';')[0].split('/').at(-1), shown = make('span', '', TYPES[name] || (/^[a-z]{2,5}$/.test(name) ? name.toUpperCase() : mime));
  shown.title = mime;
  return shown;
}
// What somebody tells at length: four lines of it, all of it where the pointer rests.
export function brief(text) {
  if (!text) return '';
  const p = make('p', 'text', text);
  p.title = String(text).slice(0, 1000);
  return p;
}
// Names with what they are; those that are empty are left out.
export function facts(list, pairs) {
  list.replaceChildren(...pairs.filter(([, value]) => value !== null && value !== undefined && value !== '').map(([name, value]) => {
    const pair = make('div'), dd = make('dd');
    dd.append(...[value].flat().map(part => part instanceof Node ? part : document.createTextNode(String(part).slice(0, 1000))));
    pair.append(make('dt', '', name), dd);
    return pair;
  }));
}
// A part of a page: {box, title, note, body}
export function section(place, title, className) {
  const box = make('section', className), head = make('div', 'head'), h2 = make('h2', '', title), note = make('p', 'faint'), body = make('div', 'body');
  note.setAttribute('role', 'status');
  h2.id = 's' + document.querySelectorAll('h2').length;
  box.setAttribute('aria-labelledby', h2.id);
  head.append(h2, note);
  box.append(head, body);
  place.append(box);
  return { box, title: h2, note, body };
}
// Does something now and then while somebody looks.
export function often(seconds, what) {
  setInterval(() => { if (!document.hidden && document.body.classList.contains('isLive')) what(); }, 1000 * seconds);
}
