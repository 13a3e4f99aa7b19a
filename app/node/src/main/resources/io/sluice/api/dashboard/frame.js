// What all pages have: who is signed in, whether the node is there, questions before something is done.
import { Refused, TokenWanted, ask, listen, stopListening, tellLeft } from '/dashboard/node.js';
import { $, put, time } from '/dashboard/words.js';

const AGAIN = 5000; // where the node is there and cannot answer
let awaySince = 0, begun = false, page = null, access = 'all', loading = false, anew = false, again = 0;

export const isAway = () => awaySince > 0;
export const mayAct = () => access === 'all';

function stands(state, words) {
  document.body.classList.remove('isLive', 'isAway');
  if (state) document.body.classList.add(state);
  if ($('liveWords').textContent !== words) put($('liveWords'), words);
}
function away() {
  awaySince = awaySince || Date.now();
  stands('isAway', 'The node is away; it is asked again');
}
function there() {
  awaySince = 0;
  put($('liveSince'), '');
  stands('isLive', 'Live');
}
// What is to be done where the node could not be asked, or refused.
export function failed(e) {
  if (e instanceof TokenWanted) signIn();
  else if (e instanceof Refused) {
    awaySince = 0;
    put($('liveSince'), '');
    stands('', e.message);
  } else away();
}
// Loads the page anew: once at a time, and once more for all who asked meanwhile.
async function load() {
  clearTimeout(again);
  anew = loading;
  if (loading) return;
  loading = true;
  try {
    await page.load();
    there();
  } catch (e) {
    failed(e);
    if (e.status >= 500) again = setTimeout(load, AGAIN);
  }
  loading = false;
  if (anew) load();
}
function heard({ kind, name, data }) {
  if (kind === 'token') signIn();
  else if (kind === 'away') away();
  else if (kind === 'open') load();
  else {
    if (name === 'status') put($('who'), 'Node ' + data.node.host + ' ' + data.node.process + ', version ' + data.node.version + ', up ' + time(data.node.uptimeSeconds));
    page.heard?.(name, data);
    if (name === 'status' && awaySince && !loading) load();
  }
}

// ---- signing in

function signIn(why = '') {
  stopListening();
  $('ask').hidden = false;
  for (const part of document.querySelectorAll('main > :not(#ask, noscript)')) part.hidden = true;
  $('leave').hidden = true;
  put($('askNote'), why);
  stands('', 'This server asks for a token');
  $('token').focus();
}
$('ask').onsubmit = async event => {
  event.preventDefault();
  const token = $('token').value.trim();
  $('token').value = '';
  try {
    await ask('/api/session', 'POST', { token });
    go();
  } catch (e) {
    signIn(e instanceof TokenWanted ? 'That is not the token of this server.' : e.message);
  }
};
$('leave').onclick = async () => {
  try {
    await ask('/api/session', 'DELETE');
  } catch (e) { failed(e); return; }
  tellLeft();
  location.reload();
};

// ---- beginning

const here = location.pathname;
for (const link of document.querySelectorAll('header nav a')) {
  if (link.pathname === here) link.setAttribute('aria-current', 'page');
  // The page of one batch is below that of all batches.
  if ([here + 's', here + 'es'].includes(link.pathname)) link.setAttribute('aria-current', 'true');
}
async function go() {
  let session;
  try {
    session = await ask('/api/session');
  } catch (e) {
    failed(e);
    setTimeout(go, 2000);
    return;
  }
  if (!session.access) { signIn(); return; }
  access = session.access;
  document.body.classList.toggle('looksOnly', !mayAct());
  $('leave').hidden = !session.asks;
  $('ask').hidden = true;
  for (const part of document.querySelectorAll('main > :not(#ask, noscript)')) part.hidden = false;
  for (const button of document.querySelectorAll('button.act')) button.look(); // made before this was known
  if (!begun) { begun = true; page.begin?.(); }
  listen(heard);
  load();
}
// A page is {begin: once, load: all anew, heard: an event}.
export function begin(of) {
  page = of;
  go();
}
setInterval(() => { if (awaySince) put($('liveSince'), 'for ' + time((Date.now() - awaySince) / 1000)); }, 1000);

// ---- before something is done

export async function sure(words, yes) {
  const dialog = $('sure');
  if (dialog.open) return false; // something else is asked just now
  put($('sureWords'), words);
  put($('sureYes'), yes);
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise(done => { dialog.onclose = () => done(dialog.returnValue === 'yes'); });
}
