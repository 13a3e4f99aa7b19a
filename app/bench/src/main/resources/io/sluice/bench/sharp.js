// sharp's turns: lines as in Turn.java come in by standard input, answers go out.
const fs = require('fs');
const readline = require('readline');

let sharp;
try {
  sharp = require('sharp');
} catch (e) {
  process.exit(1);
}
// One thread, and no result from memory.
sharp.concurrency(1);
sharp.cache(false);

const [width, quality] = process.argv.slice(-2).map(Number);

function jpeg(picture) {
  return sharp(picture)
    .rotate()
    .resize({ width, withoutEnlargement: true })
    .jpeg({ quality })
    .toBuffer();
}

function resident() {
  try {
    return Number(/VmHWM:\s*(\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1]);
  } catch (e) {
    return 0;
  }
}

async function tried(turn) {
  const failed = {};
  for (const [i, picture] of turn.pictures.entries()) {
    try {
      fs.writeFileSync(`${turn.out}/${i}.jpg`, await jpeg(fs.readFileSync(picture)));
    } catch (e) {
      failed[picture] = e.message;
    }
  }
  return { failed };
}

async function timed(turn) {
  const pictures = turn.pictures.map((picture) => fs.readFileSync(picture));
  let done = 0;
  const started = process.hrtime.bigint();
  const before = process.cpuUsage();
  let seconds = 0;
  do {
    for (const picture of pictures) {
      await jpeg(picture);
      done++;
    }
    seconds = Number(process.hrtime.bigint() - started) / 1e9;
  } while (seconds < turn.seconds);
  const cpu = process.cpuUsage(before);
  const cpuMs = (cpu.user + cpu.system) / 1000 / done;
  return { perSecond: done / seconds, cpuMs, processCpuMs: cpuMs };
}

async function main() {
  const { sharp: own, vips } = sharp.versions;
  console.log(
    JSON.stringify({ version: `sharp ${own}, libvips ${vips}, Node ${process.versions.node}` })
  );
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const turn = JSON.parse(line);
    const answer = await (turn.out ? tried(turn) : timed(turn));
    console.log(JSON.stringify({ ...answer, residentKb: resident() }));
  }
}

main();
