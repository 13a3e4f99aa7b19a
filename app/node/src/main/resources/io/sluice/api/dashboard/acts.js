// What can be done with things: one at a time, or all that match, after a count and a question.
import { failed, mayAct, sure } from '/dashboard/frame.js';
import { TokenWanted, ask } from '/dashboard/node.js';
import { count, make, many, put } from '/dashboard/words.js';

const MOST = 10000;   // things of one action
const AT_ONCE = 4;

// run may give words to be told. question is null where none is needed. able says whether there is anything to do.
export function act(words, { question = null, run, note, after = () => {}, name = '', able = () => true }) {
  const button = make('button', 'act', words);
  button.type = 'button';
  button.dataset.act = words;
  button.look = () => { button.disabled = !mayAct() || !able(); };
  button.look();
  if (name) button.setAttribute('aria-label', words + ' ' + name);
  let busy = false; // it keeps the focus while it asks
  button.onclick = async () => {
    if (busy) return;
    busy = true;
    try { await all(); } finally { busy = false; }
  };
  async function all() {
    const asked = typeof question === 'function' ? await asking(question, note) : question;
    if (asked === undefined || asked && !await sure(asked, words)) return;
    button.disabled = true;
    try {
      put(note, await run() || words + ': done');
    } catch (e) {
      put(note, words + ': ' + e.message);
      if (e instanceof TokenWanted) failed(e);
    } finally {
      button.look();
    }
    await Promise.resolve(after()).catch(failed);
  }
  return button;
}
// A question that takes a count; undefined where there is nothing to do.
async function asking(question, note) {
  put(note, 'Counts');
  try {
    const words = await question();
    put(note, words ? '' : 'There is nothing to do.');
    return words || undefined;
  } catch (e) {
    put(note, e.message);
    if (e instanceof TokenWanted) failed(e);
    return undefined;
  }
}

export const post = (path, body) => ask(path, 'POST', body);

// All things of a list, however many pages it has. page: async cursor => ({rows, next})
async function allOf(page) {
  const all = [];
  let after = '';
  do {
    const { rows, next } = await page(after);
    all.push(...rows);
    after = next;
  } while (after && all.length < MOST);
  return { all: all.slice(0, MOST), more: Boolean(after) || all.length > MOST };
}

// Does the same with all that match: {words: 'Pause', what: 'batch', whats, page, each: thing => promise, can: thing => boolean, note, after}
export function actOnAll({ words, all: name = words + ' all that match', what, whats, page, each, can = () => true, note, after }) {
  let found = [];
  return act(name, {
    note, after,
    async question() {
      const { all, more } = await allOf(page);
      found = all.filter(can);
      return found.length ? words + ' ' + many(found.length, what, whats) + (more ? ', the first ' + count(MOST) + ' that match' : '') + '?' : '';
    },
    async run() {
      let done = 0, failed = 0, why = '', next = 0;
      const worker = async () => {
        while (next < found.length) {
          const thing = found[next++];
          try { await each(thing); done++; } catch (e) {
            if (e instanceof TokenWanted) throw e;
            failed++;
            why = e.message;
          }
          put(note, count(done + failed) + ' of ' + count(found.length));
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      return words + ': ' + many(done, what, whats) + (failed ? ', and not ' + count(failed) + '. ' + why : '');
    },
  });
}
