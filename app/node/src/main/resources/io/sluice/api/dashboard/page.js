// The dashboard: asks for a token if there is one, reads how all is, and follows what changes.
import { TokenWanted, ask, listen, setToken } from '/dashboard/node.js';
import * as rates from '/dashboard/rates.js';
import * as work from '/dashboard/work.js';
import { $, put, time } from '/dashboard/words.js';

let awaySince = 0, drawn = true, begun = false;

function stands(state, words) {
  document.body.className = state;
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
// At most once for each frame, and not where nobody looks.
function draw() {
  if (!drawn || document.hidden) return;
  drawn = false;
  requestAnimationFrame(() => { drawn = true; work.draw(); rates.now(work.rates()); });
}

async function load() {
  await work.load();
  there();
  draw();
  if (begun) rates.again();
}
function heard({ kind, name, data }) {
  if (kind === 'token') wantToken();
  else if (kind === 'away') away();
  else if (kind === 'open') load().catch(away);
  else {
    work.heard(name, data);
    if (name === 'status') { if (awaySince) load().catch(away); draw(); }
  }
}

function wantToken() {
  setToken('');
  $('board').hidden = true;
  $('ask').hidden = false;
  stands('', 'This server asks for a token');
  $('token').focus();
}
$('ask').onsubmit = event => {
  event.preventDefault();
  setToken($('token').value.trim());
  $('token').value = '';
  begin();
};
async function begin() {
  try {
    await ask('/api/status');
  } catch (e) {
    if (e instanceof TokenWanted) wantToken();
    else { away(); setTimeout(begin, 2000); }
    return;
  }
  $('ask').hidden = true;
  $('board').hidden = false;
  if (!begun) { begun = true; rates.begin(); }
  listen(heard);
  load().catch(away);
}
document.addEventListener('visibilitychange', draw);
setInterval(() => { if (!document.hidden && !awaySince && begun) work.lookAtNodes(); }, 5000);
setInterval(() => { if (awaySince) put($('liveSince'), 'for ' + time((Date.now() - awaySince) / 1000)); }, 1000);
begin();
