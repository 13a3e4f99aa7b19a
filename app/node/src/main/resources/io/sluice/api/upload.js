'use strict';
// Sends files in pieces (tus 1.0) to the node that serves this page, and has a batch made of them.
const PIECE = 8 << 20, AT_ONCE = 4, ROW = 32, MOST_TRIES = 8, KEPT = 'sluice-upload';
const $ = id => document.getElementById(id);
const files = [];        // {file, path, upload, sent, size, state, why, id}
const known = new Map(); // by fingerprint
let upload = null, most = Infinity, active = 0, next = 0, paused = false, handed = false, batch = null, shown = files, drawn = false;
let bytesSent = 0, bytesAll = 0, ended = 0, bad = 0;

// ---- what is kept over a reload, for this tab alone: the upload's name, and where each file that has begun goes

const kept = read();
function read() {
  try { return JSON.parse(sessionStorage.getItem(KEPT)) || {}; } catch { return {}; }
}
let keeping = 0;
function keep() { keeping = keeping || setTimeout(keepNow, 1000); } // all of it is written each time
function keepNow() {
  clearTimeout(keeping); keeping = 0;
  try { sessionStorage.setItem(KEPT, JSON.stringify(kept)); } catch { /* full: what is here is sent again after a reload */ }
}
function mark(f) { return f.path + '|' + f.size + '|' + f.file.lastModified; }

// ---- asking the node

const once = (method, path, headers = {}, body = undefined) => fetch(path, { method, headers, body, credentials: 'same-origin', redirect: 'error' });
let signing = null, signIns = 0; // what waits until somebody has signed in, while nobody is
// Where nobody is signed in, it waits until somebody has done so again: a session that ends loses nothing.
async function ask(method, path, headers = {}, body = undefined) {
  for (;;) {
    const before = signIns, answer = await once(method, path, headers, body);
    if (answer.status !== 401) return answer;
    if (before === signIns) await signedIn();
  }
}
function signedIn() {
  if (!signing) {
    signing = {};
    signing.wait = new Promise(done => { signing.done = done; });
    if (!$('work').hidden) $('askNote').textContent = 'Sign in again: it goes on then.';
    $('ask').hidden = false;
    $('token').focus();
  }
  return signing.wait;
}
const tus = headers => ({ 'Tus-Resumable': '1.0.0', ...headers });
const base64 = text => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
async function told(answer) {
  try { return (await answer.json()).detail; } catch { return 'The server answered ' + answer.status; }
}
const wait = ms => new Promise(done => setTimeout(done, ms));

// ---- choosing

function add(list) {
  if (!upload) {
    upload = kept.upload || 'page-' + crypto.getRandomValues(new Uint32Array(4)).reduce((t, n) => t + n.toString(16).padStart(8, '0'), '');
    kept.upload = upload; kept.at = kept.at || {};
    keep();
  }
  let more = 0;
  for (const { file, path } of list) {
    const f = { file, path, upload, size: file.size, sent: 0, state: 'waits', why: '' };
    if (known.has(mark(f))) continue;
    known.set(mark(f), f);
    files.push(f); bytesAll += f.size; more++;
    if (f.size > most) end(f, 'bad', 'It is larger than ' + size(most));
  }
  $('state').hidden = $('list').hidden = files.length === 0;
  $('again').hidden = true;
  say(more + (more === 1 ? ' file added' : ' files added'));
  handed = false; batch = null; $('stop').hidden = false;
  go(); draw();
}
function fromInput(input) {
  add(Array.from(input.files, file => ({ file, path: file.webkitRelativePath || file.name })));
  input.value = '';
}
async function walk(entry, found) {
  if (entry.isFile) {
    try { found.push({ file: await new Promise((y, n) => entry.file(y, n)), path: entry.fullPath.replace(/^\//, '') }); }
    catch (e) { unreadable(entry, e); }
  } else if (entry.isDirectory) {
    const reader = entry.createReader();
    for (;;) { // some hundred at a time, until there are none
      let some;
      try { some = await new Promise((y, n) => reader.readEntries(y, n)); } catch (e) { unreadable(entry, e); return; }
      if (some.length === 0) break;
      for (const one of some) await walk(one, found);
    }
  }
}
function unreadable(entry, e) {
  files.push({ file: null, path: entry.fullPath, size: 0, sent: 0, state: 'bad', why: 'The browser cannot read it: ' + e.name });
  ended++; bad++;
}

// ---- sending

function go() {
  while (!paused && active < AT_ONCE && next < files.length) {
    const f = files[next++];
    if (f.state !== 'waits') continue;
    active++;
    send(f).catch(e => end(f, 'bad', e.message)).finally(() => { active--; go(); });
  }
  if (!paused && active === 0 && files.length && next >= files.length && !handed) hand();
}
function end(f, state, why) {
  bytesSent += (state === 'sent' ? f.size : 0) - f.sent;
  f.sent = state === 'sent' ? f.size : 0;
  f.state = state; f.why = why || ''; ended++;
  if (state === 'bad') { bad++; bytesAll -= f.size; }
  draw();
}
function moved(f, to) { bytesSent += to - f.sent; f.sent = to; draw(); }

async function send(f) {
  f.state = 'sends';
  let tries = 0, at = -1;
  for (;;) {
    try {
      while (paused) await wait(200);
      if (!f.at) f.at = kept.at[mark(f)];
      if (at < 0 && f.at) {
        const how = await ask('HEAD', f.at, tus());
        if (how.status === 404) { delete f.at; delete kept.at[mark(f)]; }
        else if (how.ok) at = Number(how.headers.get('Upload-Offset'));
        else throw new Error('answer ' + how.status);
      }
      if (!f.at) {
        const made = await ask('POST', '/api/tus', tus({
          'Upload-Length': String(f.size),
          'Upload-Metadata': 'filename ' + base64(f.file.name) + ',batch ' + base64(f.upload) + ',path ' + base64(f.path) }));
        if (made.status >= 500 && made.status !== 507) throw new Error(await told(made));
        if (!made.ok) { end(f, 'bad', await told(made)); return; }
        f.at = new URL(made.headers.get('Location'), location.href).pathname;
        at = Number(made.headers.get('Upload-Offset'));
        kept.at[mark(f)] = f.at; keep();
      }
      moved(f, at);
      while (at < f.size) {
        while (paused) await wait(200);
        const piece = f.file.slice(at, Math.min(f.size, at + PIECE));
        const took = await ask('PATCH', f.at, tus({ 'Upload-Offset': String(at), 'Content-Type': 'application/offset+octet-stream' }), piece);
        if (!took.ok) {
          at = -1;
          if ([400, 403, 413, 415, 421, 507].includes(took.status)) { end(f, 'bad', await told(took)); return; }
          throw new Error(await told(took));
        }
        at = Number(took.headers.get('Upload-Offset'));
        if (tries > 1) say('');
        tries = 0; f.why = '';
        moved(f, at);
      }
      end(f, 'sent');
      return;
    } catch (e) {
      at = -1;
      if (e.name === 'NotReadableError') { end(f, 'bad', 'The file has changed, or cannot be read any more'); return; }
      if (++tries > MOST_TRIES && navigator.onLine) { end(f, 'bad', 'Given up: ' + (e instanceof TypeError ? 'the server is not reached' : e.message)); return; }
      f.why = 'tries again: ' + (e instanceof TypeError ? 'the server is not reached' : e.message); draw();
      if (tries > 1) say('The server is not reached; it is tried again.');
      await wait(Math.min(30000, 500 * 2 ** tries));
    }
  }
}

// ---- when all is there

async function hand() {
  const of = upload, there = files.filter(f => f.state === 'sent' && f.upload === of);
  if (!there.length) { say('No file was sent.'); return; }
  handed = true;
  $('stop').hidden = true;
  say('All is sent. The files are being stored.');
  // What is added from now on is another upload, and so another batch.
  upload = null; delete kept.upload; kept.at = {}; kept.handed = of;
  keepNow();
  const made = await batchOf(of, there.length);
  if (made) await watch(of, there, made);
}
async function batchOf(of, sent) {
  let tries = 0, count = sent;
  for (;;) {
    try {
      const made = await ask('POST', '/api/batches', { 'Content-Type': 'application/json' }, JSON.stringify({
        kind: 'files', key: of, source: { paths: ['upload:' + of], files: count } }));
      if (made.status === 409 && count === sent) { // more was sent before the page was loaded again
        const all = await (await ask('GET', '/api/uploads/' + of)).json();
        if (all.files.length > count) { count = all.files.length; continue; }
      }
      if (made.status < 500) {
        if (kept.handed === of) { delete kept.handed; keepNow(); }
        if (made.ok) return await made.json();
        say(await told(made));
        return null;
      }
    } catch { /* again */ }
    await wait(Math.min(30000, 500 * 2 ** ++tries));
  }
}
async function watch(of, there, made) {
  if (!upload) batch = made;
  for (;;) {
    try {
      const now = await ask('GET', '/api/batches/' + made.id);
      if (now.ok) made = await now.json();
      if (['completed', 'failed', 'cancelled'].includes(made.state)) break;
    } catch { /* again */ }
    await wait(1000);
  }
  const by = new Map(there.map(f => [f.path, f]));
  for (let after = ''; after !== null;) {
    const page = await (await ask('GET', '/api/batches/' + made.id + '/items?limit=1000' + (after && '&after=' + after))).json();
    for (const item of page.items) {
      const path = decodeURIComponent(item.address.split('/' + of + '/')[1] || '');
      const f = by.get(path);
      if (!f) continue;
      if (item.state === 'failed' || item.state === 'dead') { f.state = 'bad'; f.why = item.reason + (item.detail ? ': ' + item.detail : ''); bad++; }
      else f.state = item.state === 'duplicate' ? 'there' : 'stored';
    }
    after = page.next;
  }
  say('Batch ' + made.name + ' is ' + made.state + ': ' + made.counters.done + ' stored, ' + made.counters.duplicates + (made.counters.duplicates === 1 ? ' was' : ' were') + ' there already, ' + (bad) + ' not stored.');
  draw();
}

// ---- showing: only the rows that can be seen are in the page

const WORDS = { waits: 'waits', sends: '', sent: 'sent', stored: 'stored', there: 'was there already', bad: '' };
function say(text) { $('said').textContent = text; }
function size(n) { const u = ['B', 'KB', 'MB', 'GB', 'TB']; let i = 0; while (n >= 1000 && i < 4) { n /= 1000; i++; } return n.toFixed(i && n < 10 ? 1 : 0) + ' ' + u[i]; }
function draw() { if (!drawn) { drawn = true; requestAnimationFrame(paint); } }
function paint() {
  drawn = false;
  shown = $('onlyBad').checked ? files.filter(f => f.state === 'bad') : files;
  $('bar').value = bytesAll ? bytesSent / bytesAll : ended / Math.max(1, files.length);
  $('sum').textContent = ended + ' of ' + files.length + ' files, ' + size(bytesSent) + ' of ' + size(bytesAll) + (bad ? ', ' + bad + ' not stored' : '');
  $('space').style.height = shown.length * ROW + 'px';
  const first = Math.max(0, Math.floor($('list').scrollTop / ROW) - 5);
  const rows = shown.slice(first, first + Math.ceil($('list').clientHeight / ROW) + 10);
  $('rows').style.top = first * ROW + 'px';
  $('rows').replaceChildren(...rows.map(row));
}
function row(f) {
  const li = document.createElement('li'), name = document.createElement('span'), how = document.createElement('span');
  name.className = 'name'; name.textContent = name.title = f.path.trim() || '(a name of blanks)';
  how.className = 'told ' + (f.state === 'bad' ? 'bad' : ['stored', 'there'].includes(f.state) ? 'good' : '');
  how.textContent = how.title = f.state === 'bad' ? f.why : f.state === 'sends' ? (f.why || Math.floor(100 * f.sent / Math.max(1, f.size)) + ' %') : WORDS[f.state];
  li.append(name, how);
  return li;
}

// ---- beginning

$('chooseFiles').onclick = () => $('files').click();
$('chooseFolder').onclick = () => $('folder').click();
$('files').onchange = e => fromInput(e.target);
$('folder').onchange = e => fromInput(e.target);
$('anew').onclick = () => { delete kept.upload; kept.at = {}; keepNow(); $('again').hidden = true; };
$('list').onscroll = draw;
$('onlyBad').onchange = draw;
$('stop').onclick = () => { paused = !paused; $('stop').textContent = paused ? 'Go on' : 'Pause'; say(paused ? 'Paused after the pieces on their way.' : ''); go(); };
for (const over of ['dragover', 'dragenter']) addEventListener(over, e => { e.preventDefault(); $('drop').classList.add('over'); });
addEventListener('dragleave', () => $('drop').classList.remove('over'));
addEventListener('drop', async e => {
  e.preventDefault();
  $('drop').classList.remove('over');
  if ($('work').hidden) return;
  const entries = Array.from(e.dataTransfer.items, item => item.webkitGetAsEntry()).filter(Boolean), found = [];
  say('Looking at what was dropped');
  for (const entry of entries) await walk(entry, found);
  add(found.sort((a, b) => a.path < b.path ? -1 : 1));
});
addEventListener('pagehide', keepNow);
addEventListener('beforeunload', e => { if (files.length && !batch) e.preventDefault(); });
$('ask').onsubmit = async e => {
  e.preventDefault();
  const token = $('token').value.trim();
  $('token').value = '';
  try {
    const how = await once('POST', '/api/session', { 'Content-Type': 'application/json' }, JSON.stringify({ token }));
    $('askNote').textContent = how.ok ? '' : await told(how);
    if (!how.ok) return;
  } catch {
    $('askNote').textContent = 'The server is not reached. Sign in again when it is there.';
    return;
  }
  $('ask').hidden = true;
  signIns++;
  signing?.done();
  signing = null;
};
async function begin() {
  let how;
  try { how = await ask('OPTIONS', '/api/tus'); } catch { setTimeout(begin, 2000); return; }
  most = Number(how.headers.get('Tus-Max-Size')) || Infinity;
  $('work').hidden = false;
  if (kept.handed) { // the page was loaded again before it knew that there is a batch
    const of = kept.handed, made = await batchOf(of, 0);
    if (made) say('The files are batch ' + made.name + '.');
  }
  const left = Object.keys(kept.at || {}).length;
  if (kept.upload && left) {
    $('again').hidden = false;
    $('left').textContent = 'An upload of ' + left + (left === 1 ? ' file' : ' files') + ' was not finished. Choose the same files again: it goes on where it was.';
  }
}
begin();
