// What calls cost in a running program: one, 20 and 1,000 lookups, and a call while 1,000 waits run.
// The peer's tools answer from memory, without a request to anybody.
import { Agent, get } from "node:http";
import { goal, median, told } from "../figures.mjs";
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

/** Lookups and bare requests for the same tasks, in turn. The first programs only warm up this script, which is compiled as it runs. */
async function single() {
  const lookups = [];
  const bares = [];
  for (let program = 0; program < 9; program++) {
    const run = await alternating(1000);
    if (program < 3) continue;
    lookups.push(...run.lookups.slice(100));
    bares.push(...run.bares.slice(100));
  }
  const more = median(lookups) - median(bares);
  console.log(`\na lookup ${told(lookups, 2)} ms, a bare request ${told(bares, 2)} ms`);
  console.log(`a lookup over a bare request: ${more.toFixed(2)} ms${goal(more, 0.15, "ms")}`);
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

/** Calls sent together, until the last one is answered. */
async function together(count, turns) {
  const sessions = [];
  for (const program of [published, everything]) sessions.push({ program, session: await open(program), took: [] });
  for (let turn = -2; turn < turns; turn++)
    for (const { program, session, took } of sessions) {
      const calls = Array.from({ length: count }, (_, i) => program.lookup(1 + (i % 999)));
      const time = await timed(() => Promise.all(calls.map((call) => session.call(call))));
      if (turn >= 0) took.push(time);
    }
  for (const { session } of sessions) await session.close();
  const [ours, theirs] = sessions.map(({ took }) => took);
  console.log(`${count} lookups at once: ${told(ours, 1)} ms${count === 20 ? goal(median(ours), 6, "ms") : ""}`);
  console.log(`${count} echoes of server-everything at once: ${told(theirs, 1)} ms`);
}

/** Waits for tasks that do not end: another call meanwhile, and the peak of memory. */
async function waits() {
  const growth = new Map();
  for (const count of [100, 300, 1000]) {
    const { peak, before, quick, lookup } = await waiting(published, count);
    growth.set(count, peak - before);
    const limit = (value, most, unit) => (count === 1000 ? goal(value, most, unit) : "");
    console.log(`${count} waits, another call: ${told(quick, 1)} ms${limit(median(quick), 2, "ms")}; a lookup: ${told(lookup, 1)} ms`);
    const grew = (peak - before).toFixed(1);
    console.log(`${count} waits, peak memory: ${peak.toFixed(0)} MB, ${grew} MB of it for the waits${limit(peak, 55, "MB")}`);
  }
  const grown = growth.get(1000) / growth.get(100);
  console.log(`memory for 1,000 waits ÷ for 100: ${grown.toFixed(1)}${goal(grown, 10)}`);
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
  const [quick, lookup] = [[], []];
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
