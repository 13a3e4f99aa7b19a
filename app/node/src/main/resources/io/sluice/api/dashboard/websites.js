// Rows of lists of websites, what was found, and the messages to them.
import { act, post } from '/dashboard/acts.js';
import { filters, words } from '/dashboard/filters.js';
import { begin, failed } from '/dashboard/frame.js';
import { TokenWanted, ask } from '/dashboard/node.js';
import { pathOf, table } from '/dashboard/table.js';
import { $, count, link, make, many, original, plain, put, section, state, when } from '/dashboard/words.js';

const { body, note } = section($('page'), 'Websites');
const JUDGED = { Approve: ['generated', 'needs_review', 'rejected'], Reject: ['generated', 'needs_review', 'approved'] };
let list;

const chosen = filters(body, [
  { name: 'batch', label: 'Batch', options: [] },
  { name: 'status', label: 'Site', options: words(['pending', 'scraped', 'partial', 'blocked', 'disallowed', 'failed', 'skipped']) },
  { name: 'reason', label: 'Why not', hint: 'reason' },
  { name: 'message', label: 'Message', options: words(['pending', 'generated', 'needs_review', 'approved', 'rejected', 'failed']) },
  { name: 'begins', label: 'Domain', hint: 'how it begins', most: 100 }], () => changed().catch(failed));
const buttons = make('p', 'buttons');
body.append(buttons);
const at = batch => '/api/batches/' + encodeURIComponent(batch) + '/messages';
const judge = (batch, verb, which) => post(at(batch), { action: verb.toLowerCase(), ...which });

// All messages of a batch that stand so: counted first, as the node counts them.
for (const verb of Object.keys(JUDGED)) {
  const button = act(verb + ' all that match', {
    able: () => canAll() && JUDGED[verb].includes(chosen.values().message), note, after: () => list.again(),
    async question() {
      const { batch, message } = chosen.values(), { counts } = await ask(at(batch) + '?limit=1&status=' + message);
      const all = counts.filter(one => one.status === message).reduce((sum, one) => sum + one.messages, 0);
      return all ? verb + ' ' + many(all, 'message') + ' that are ' + message.replaceAll('_', ' ') + '?' : '';
    },
    async run() {
      const { batch, message } = chosen.values(), told = await judge(batch, verb, { status: message });
      return verb + ': ' + many(told.changed, 'message') + (told.goesOn ? ' by now, and it goes on' : '');
    } });
  buttons.append(button);
}
const hint = make('span', 'faint', 'All at once: choose a batch and how its messages stand, and nothing else.');
buttons.append(hint);
function canAll() {
  const { batch, status, reason, message, begins } = chosen.values();
  return Boolean(batch && message && !status && !reason && !begins);
}
function lookAtButtons() {
  for (const button of buttons.querySelectorAll('button')) button.look();
  hint.hidden = canAll();
}
function judging(site) {
  return Object.keys(JUDGED).filter(verb => JUDGED[verb].includes(site.messageStatus)).map(verb => act(verb, {
    name: 'the message to ' + site.url, note, after: () => list.again(),
    async run() { // only as it stands here: it may have been judged or written anew meanwhile
      const told = await judge(site.batch, verb, { lines: [site.line], status: site.messageStatus });
      return told.changed || told.goesOn ? '' : verb + ': it stands otherwise by now. Look at it again.';
    } }));
}
// The beginning of a message, and all of it if it is wanted.
function message(site) {
  const text = make('p', 'text', site.text.replace(/\n\s*\n/g, '\n')), all = make('button', '', 'All of it');
  all.type = 'button';
  all.setAttribute('aria-label', 'All of it: the message to ' + site.url);
  all.onclick = async () => {
    try {
      const { messages: [one] } = await ask(at(site.batch) + '?limit=1&line=' + site.line);
      text.className = 'text whole';
      text.textContent = one?.text || 'It is there no more.';
      text.tabIndex = -1;
      text.focus({ preventScroll: true });
      all.remove();
    } catch (e) {
      put(note, e.message);
      if (e instanceof TokenWanted) failed(e);
    }
  };
  return [text, all];
}
const names = new Map(); // of batches, by number
function found(site) {
  const lines = [site.company, [site.email, site.phone].filter(Boolean).join(' · '), site.form && original(site.form)].filter(Boolean);
  return lines.map(line => { const p = make('p'); p.append(line); return p; });
}
list = table({
  place: body, caption: 'Websites', key: site => site.batch + '/' + site.line, turned() { chosen.read(); lookAtButtons(); }, none: 'No website is like that.',
  empty: () => ['No list of websites was given yet. ', link('/dashboard/add', {}, 'Add one'), '.'],
  async ask(after) {
    const { websites, next } = await ask(pathOf('/api/websites', { ...chosen.values(), reason: chosen.values().reason.replaceAll(' ', '_') }, after));
    return { rows: websites, next };
  },
  columns: [
    { title: 'Website', cell: site => /^https?:/i.test(site.url) ? original(site.url) : original(site.domain && !/[\s/]/.test(site.url) ? 'https://' + site.url : site.url) },
    { title: 'List', cell: site => [link('/dashboard/batch', { id: site.batch }, names.get(site.batch) || 'batch ' + site.batch), make('p', 'faint', 'line ' + count(site.line))] },
    { title: 'Site', cell: site => [state(site.status), site.reason ? make('p', 'faint', plain(site.reason) + (site.detail ? ': ' + site.detail : '')) : ''] },
    { title: 'What was found', className: 'wide', cell: found },
    { title: 'Message', className: 'wide', cell: site => [site.messageStatus === 'skipped' ? '' : state(site.messageStatus), site.messageReason ? make('span', 'faint', ' ' + plain(site.messageReason)) : '', ...(site.text ? message(site) : [])] },
    { title: 'Read', className: 'short', cell: site => when(site.scrapedAt) },
    { title: 'Actions', className: 'acts', cell: judging }],
});
function changed() { lookAtButtons(); return list.load(); }
begin({
  async load() {
    const { batches } = await ask('/api/batches?kind=websites&limit=100');
    for (const batch of batches) names.set(batch.id, batch.name);
    chosen.options('batch', batches.map(batch => [String(batch.id), batch.name]));
    if (batches.length === 100) put(note, 'The newest hundred batches can be chosen.');
    await changed();
  },
});
