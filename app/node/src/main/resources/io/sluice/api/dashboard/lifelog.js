// What has happened to a batch or a channel: its log of changes of state, the last first.
import { ask } from '/dashboard/node.js';
import { pathOf } from '/dashboard/table.js';
import { keep, make, put, section, state, when } from '/dashboard/words.js';

const PAGE = 10, MOST = 500; // lines; what is older is left to the API

// at: the path of the thing in the API. look asks what is new; more are shown by request.
export function lifeLog(place, at) {
  const { body, note } = section(place, 'Log', 'half');
  const list = make('ol', 'rows log'), none = make('p', 'none', 'Nothing has happened yet.'), older = make('button', '', 'Show older');
  older.type = 'button';
  older.hidden = true;
  body.append(list, none, older);
  let known = new Map(), following = null, begun = false;

  function draw() {
    keep(list, [...known.values()].sort((a, b) => b.number - a.number), event => event.number, ({ at, event, about }) => {
      const li = make('li'), what = make('span');
      what.append(state(event), ' ', make('span', 'faint', about || ''));
      li.append(what, when(at, true));
      return li;
    }, () => { });
    older.hidden = !following || known.size >= MOST;
  }
  async function page(after) {
    const { events, next } = await ask(pathOf(at + '/log', {}, after, PAGE));
    for (const event of events) known.set(event.number, event);
    return { next, events };
  }
  async function look() {
    const before = known.size ? Math.max(...known.keys()) : 0, { next, events } = await page('');
    // So much has happened that there is a gap: it begins anew.
    if (begun && events.length && events.at(-1).number > before + 1) known = new Map(events.map(event => [event.number, event]));
    if (!begun || known.size === events.length) following = next;
    begun = true;
    draw();
  }
  older.onclick = async () => {
    older.disabled = true;
    try {
      following = (await page(following)).next;
      put(note, '');
      draw();
    } catch (e) { put(note, e.message); }
    older.disabled = false;
  };
  return look;
}
