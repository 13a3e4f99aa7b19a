// The first screen: how all is, and what changes.
import { begin, isAway } from '/dashboard/frame.js';
import * as rates from '/dashboard/rates.js';
import * as work from '/dashboard/work.js';

let drawn = true, loaded = false;

// At most once for each frame, and not where nobody looks.
function draw() {
  if (!drawn || document.hidden) return;
  drawn = false;
  requestAnimationFrame(() => { drawn = true; work.draw(); rates.now(work.rates()); });
}
document.addEventListener('visibilitychange', draw);
setInterval(() => { if (!document.hidden && !isAway() && loaded) work.lookAtNodes(); }, 10000);
begin({
  begin: rates.begin,
  async load() {
    await work.load();
    if (loaded) rates.again();
    loaded = true;
    draw();
  },
  heard(name, data) {
    work.heard(name, data);
    if (name === 'status') draw();
  },
});
