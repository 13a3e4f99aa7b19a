// Asks the node, and listens to its events: one stream a browser, which its tabs share.

export class TokenWanted extends Error {
  constructor() { super('Sign in again.'); }
}
export class Refused extends Error {}

const WHO = { credentials: 'same-origin', redirect: 'error' };
async function checked(answer) {
  if (answer.ok) return answer;
  if (answer.status === 401) throw new TokenWanted();
  let why = {};
  try { why = await answer.json(); } catch { /* no more is known */ }
  const told = why.detail || 'The server answered ' + answer.status;
  const refused = new Refused([told, why.remedy].filter(Boolean).map(words => /[.!?]$/.test(words) ? words : words + '.').join(' '));
  refused.told = told;
  refused.field = why.field;
  refused.status = answer.status;
  throw refused;
}
// What the node answers, as JSON; null where it has nothing to say. It has ms for all of it, also for taking the body.
export async function ask(path, method = 'GET', body = undefined, type = 'application/json', ms = 30000) {
  const sent = body === undefined ? {} : { body: type === 'application/json' ? JSON.stringify(body) : body, headers: { 'Content-Type': type } };
  const answer = await checked(await fetch(path, { method, ...WHO, ...sent, signal: AbortSignal.timeout(ms) }));
  return answer.status === 204 || answer.status === 202 ? null : answer.json();
}

// ---- events

const SILENT = 6000; // the node says something each second
const MUTE = 20000;  // who reads for all tabs says at least that the node is away
const hear = new BroadcastChannel('sluice-events');
let listener = () => {};
let heard = 0;

function tell(kind, name, data) {
  const message = { kind, name, data };
  hear.postMessage(message);
  take(message);
}
function take(message) {
  heard = Date.now();
  listener(message);
}
hear.onmessage = event => take(event.data);

async function read(ended) {
  const silent = new AbortController();
  let last = Date.now();
  const watch = setInterval(() => { if (Date.now() - last > SILENT) silent.abort(); }, 1000);
  try {
    const answer = await checked(await fetch('/api/events', {
      ...WHO, signal: AbortSignal.any([ended, silent.signal]) }));
    tell('open');
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      last = Date.now();
      rest += value;
      const events = rest.split('\n\n');
      rest = events.pop();
      for (const event of events) one(event);
    }
  } finally {
    clearInterval(watch);
  }
}
function one(text) {
  let name = '', data = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('event: ')) name = line.slice(7);
    else if (line.startsWith('data: ')) data += line.slice(6);
  }
  if (name) tell('event', name, JSON.parse(data));
}
const wait = (ms, ended) => new Promise(done => { setTimeout(done, ms); ended.addEventListener('abort', done); });

// Reads for all tabs until it is not this one's turn any more.
async function lead(ended) {
  let pause = 500;
  while (!ended.aborted) {
    const began = Date.now();
    try {
      await read(ended);
    } catch (e) {
      if (e instanceof TokenWanted) { stopped = true; listener({ kind: 'token' }); return; }
    }
    if (ended.aborted) return;
    tell('away');
    pause = Date.now() - began > 10000 ? 500 : Math.min(8000, pause * 2);
    await wait(pause * (.75 + Math.random() / 2), ended);
  }
}
const turns = new Set(); // what ends those that this tab has or waits for
async function during(work) {
  const ended = new AbortController();
  turns.add(ended);
  try {
    await work(ended.signal);
  } catch { /* another tab took it, since this one was not heard, or it is not wanted any more */ }
  turns.delete(ended);
  ended.abort();
}
const turn = steal => during(ended => navigator.locks.request('sluice-events', steal ? { steal } : { signal: ended }, () => lead(ended)));

let begun = false, stopped = false;
export function stopListening() {
  stopped = true;
  turns.forEach(ended => ended.abort());
}
// Somebody has signed out here, and so in all tabs.
export function tellLeft() { hear.postMessage({ kind: 'token' }); }
// What is heard is {kind: open | away | token | event, name, data}.
export async function listen(heardBy) {
  listener = heardBy;
  stopped = false;
  if (begun) return;
  begun = true;
  heard = Date.now();
  if (!navigator.locks) { // no secure context: each tab for itself
    await during(lead);
  } else {
    // One whose tab sleeps says nothing: then it is another's turn.
    const watch = setInterval(() => {
      if (!document.hidden && Date.now() - heard > MUTE) { heard = Date.now(); turn(true); }
    }, 2000);
    while (!stopped) await turn(false);
    clearInterval(watch);
  }
  begun = false;
}
