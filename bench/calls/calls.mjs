// What calls cost once the program runs: one, 20 and 1,000 lookups, and a call while 1,000 waits run; beside a peer whose tools ask nobody.
import { Agent, get } from "node:http";
import { median, told, verdict } from "../figures.mjs";
import { environmentOf, everything, published } from "../programs.mjs";
import { openProvider } from "../provider.mjs";
import { now, Session } from "../session.mjs";

const waitSeconds = 6;
const provider = await openProvider();
const agent = new Agent({ keepAlive: true });

await single();
await together(20, 40);
await together(1000, 5);
await waits();
agent.destroy();
await provider.close();

/**
 * A lookup and a bare request for the same task, in turn. Soon after the start, in fresh programs, of which the first three only warm this script up: it
 * compiles what it calls often, too, on the same two cores. And at last in one that has run long enough for the runtime to have done so.
 */
async function single() {
  const early = { lookups: [], bares: [] };
  for (let program = 0; program < 9; program++) {
    const { lookups, bares } = await alternating(1000);
    if (program < 3) continue;
    early.lookups.push(...lookups.slice(100));
    early.bares.push(...bares.slice(100));
  }
  const { more, words } = over(early);
  console.log(`\nlookups 100 to 1,000 of six programs: ${words}, goal ≤ 0.40 ms: ${verdict(more <= 0.4)}`);
  const { lookups, bares } = await alternating(10_000);
  console.log(`lookups 8,000 to 10,000 of one: ${over({ lookups: lookups.slice(8000), bares: bares.slice(8000) }).words}`);
}

async function alternating(turns) {
  const session = await open(published);
  const [lookups, bares] = [[], []];
  for (let turn = 0; turn < turns; turn++) {
    const number = 1 + (turn % 900);
    bares.push(await timed(() => bareRequest(number)));
    lookups.push(await timed(() => session.call(published.lookup(number))));
  }
  await session.close();
  return { lookups, bares };
}

function over({ lookups, bares }) {
  const more = median(lookups) - median(bares);
  return { more, words: `a lookup ${told(lookups, 2)} ms, a bare request ${told(bares, 2)} ms: ${more.toFixed(2)} ms over it` };
}

/** So many calls sent together, until the last is answered. */
async function together(count, turns) {
  const took = new Map();
  const sessions = new Map();
  for (const program of [published, everything]) {
    sessions.set(program, await open(program));
    took.set(program, []);
  }
  for (let turn = -2; turn < turns; turn++)
    for (const [program, session] of sessions) {
      const time = await timed(() => Promise.all(Array.from({ length: count }, (_, i) => session.call(program.lookup(1 + (i % 999))))));
      if (turn >= 0) took.get(program).push(time);
    }
  for (const session of sessions.values()) await session.close();
  const goal = count === 20 ? `, goal ≤ 15 ms: ${verdict(median(took.get(published)) <= 15)}` : "";
  console.log(`${count} lookups at once: ${told(took.get(published), 1)} ms${goal}; ${count} echoes of server-everything: ${told(took.get(everything), 1)} ms`);
}

/** Waits on tasks that do not end; meanwhile other calls, and the peak of memory. */
async function waits() {
  const growth = new Map();
  for (const count of [100, 300, 1000]) {
    const { peak, before, quick, lookup } = await waiting(published, count);
    growth.set(count, peak - before);
    const goals = count < 1000 ? "" : ` (goals ≤ 20 ms: ${verdict(median(quick) <= 20)}, ≤ 85 MB: ${verdict(peak <= 85)})`;
    console.log(`${count} waits at once: another call ${told(quick, 1)} ms, a lookup ${told(lookup, 1)} ms, peak ${peak.toFixed(0)} MB of which ${(peak - before).toFixed(1)} for the waits${goals}`);
  }
  const grown = growth.get(1000) / growth.get(100);
  console.log(`memory for 1,000 waits ÷ for 100: ${grown.toFixed(1)}, goal ≤ 10: ${verdict(grown <= 10)}`);
  const peer = await waiting(everything, 1000);
  console.log(`1000 waits of server-everything: another call ${told(peer.quick, 1)} ms, peak ${peer.peak.toFixed(0)} MB`);
}

async function waiting(program, count) {
  const session = await open(program);
  for (let warm = 1; warm < 200; warm++) await session.call(program.lookup(warm));
  await session.call(program.quick);
  const before = session.peakMegabytes;
  const began = now();
  const running = Promise.all(Array.from({ length: count }, (_, i) => session.call(program.wait(1000 + i, waitSeconds))));
  const quick = [];
  const lookup = [];
  while (now() - began < (waitSeconds - 1) * 1000) {
    await new Promise((done) => setTimeout(done, 100));
    quick.push(await timed(() => session.call(program.quick)));
    lookup.push(await timed(() => session.call(program.lookup(1))));
  }
  await running;
  const peak = session.peakMegabytes;
  await session.close();
  return { before, peak, quick, lookup };
}

async function open(program) {
  const session = new Session(program.command, program.args, environmentOf(provider));
  await session.initialize();
  await session.request("tools/list", {});
  return session;
}

async function timed(work) {
  const began = now();
  await work();
  return now() - began;
}

function bareRequest(number) {
  return new Promise((done, failed) => {
    get({ agent, host: "127.0.0.1", port: provider.port, path: provider.pathOf(number) }, (response) => {
      response.resume();
      response.once("end", done);
    }).once("error", failed);
  });
}
