// What the memory costs and saves: start and lookups with it and without, a search by kind, and lists of 10,000 tasks in two processes.
// BENCH_TURNS sets the number of pairs of starts.
import { createServer } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { goal, median, told } from "../figures.mjs";
import { environmentOf, published } from "../programs.mjs";
import { openProvider } from "../provider.mjs";
import { now, Session } from "../session.mjs";
import { all, startOnce } from "../start/measure.mjs";

const turns = Number(process.env.BENCH_TURNS ?? 300);
const folder = mkdtempSync(join(tmpdir(), "kling-mcp-bench-"));
const on = { ...published, name: "with memory", environment: { KLING_MCP_DATA_DIR: folder } };
const off = { ...published, name: "without", environment: { KLING_MCP_MEMORY: "off" } };
const result = { videos: [{ id: "1", url: "https://media.example/a.mp4", duration: "5" }] };

try {
  await starts();
  await search();
  await lists();
} finally {
  rmSync(folder, { recursive: true });
}

/** From the spawn to the first lookup, in turn. */
async function starts() {
  const provider = await openProvider();
  const runs = [[], []];
  for (let turn = -1; turn < turns; turn++)
    for (const i of turn % 2 ? [0, 1] : [1, 0]) {
      const run = await startOnce([on, off][i], provider);
      if (turn >= 0) runs[i].push(run);
    }
  console.log(`start, ${turns} pairs, ms: median (middle half)`);
  for (const [what, name] of [["list", "tools/list"], ["call", "first lookup"]]) {
    compare(`to ${name}`, all(runs[0], what), all(runs[1], what), 1);
    compare(`  processor`, all(runs[0], `${what}Cpu`), all(runs[1], `${what}Cpu`), 1);
  }

  const sessions = await Promise.all([on, off].map((program) => open(program, provider.environment)));
  const took = [[], []];
  for (let turn = 0; turn < 3000; turn++)
    for (const i of turn % 2 ? [0, 1] : [1, 0]) {
      const time = await timed(() => sessions[i].call(published.lookup(1 + (turn % 900))));
      if (turn >= 200) took[i].push(time);
    }
  for (const session of sessions) await session.close();
  compare("a lookup", took[0], took[1], 2);
  await provider.close();
}

/** The median of the differences of each pair. */
function compare(name, remembering, forgetful, digits) {
  const more = median(remembering.map((took, turn) => took - forgetful[turn]));
  const figures = `${told(remembering, digits)}, without ${told(forgetful, digits)}`;
  console.log(`${name}: ${figures}; ${more.toFixed(2)} more${goal(more, 0.5, "ms")}`);
}

/** The same id in two processes, one after the other. */
async function search() {
  const kind = "/kling/v1/general/ai-multi-shot/";
  const stub = await openStub((path) => path.startsWith(kind));
  const counts = [];
  for (let process = 0; process < 2; process++) {
    const before = stub.asked();
    const session = await open(on, { COMETAPI_API_KEY: "bench-key-0123456789", COMETAPI_BASE_URL: stub.address });
    await session.call({ name: "get_kling_task", arguments: { task_id: "842250903629086785" } });
    await session.close();
    counts.push(stub.asked() - before);
  }
  stub.close();
  console.log(`\nrequests for a CometAPI id: ${counts[0]} in the first process, ${counts[1]} in the next${goal(counts[1], 1)}`);
}

/** Two processes fill the memory and list it at the same time. */
async function lists() {
  const stub = await openStub(() => true);
  const environment = { EZMODEL_API_KEY: "bench-key-0123456789", EZMODEL_BASE_URL: stub.address };
  const sessions = [await open(on, environment), await open(on, environment)];
  const batch = (of, at) => Array.from({ length: 50 }, (_, i) => String(100_000_000_000_000 * (of + 1) + at * 50 + i));
  const look = (of, at) => sessions[of].call({ name: "get_kling_tasks", arguments: { task_ids: batch(of, at) } });
  const list = (of) => sessions[of].call({ name: "list_kling_tasks", arguments: { limit: 50 } });
  await Promise.all([0, 1].map(async (of) => { for (let at = 0; at < 100; at++) await look(of, at); }));
  await Promise.all([0, 1].map(list));

  const took = [];
  await Promise.all([0, 1].map(async (of) => {
    for (let turn = 0; turn < 200; turn++) {
      took.push(await timed(() => list(of)));
      if (turn % 20 === 0) await look(of, turn);
    }
  }));
  for (const session of sessions) await session.close();
  stub.close();
  console.log(`a list of 50 of 10,000 remembered tasks, two processes at once: ${told(took, 1)} ms${goal(median(took), 20, "ms")}`);
}

async function open(program, environment) {
  const session = new Session(program.command, program.args, { ...environmentOf({ environment }), ...program.environment });
  await session.initialize();
  return session;
}

async function timed(work) {
  const began = now();
  await work();
  return now() - began;
}

/** A server that has a task under every id at the paths it knows, in the form that EzModel and CometAPI share. */
async function openStub(knows) {
  let asked = 0;
  const server = createServer({ keepAlive: true, noDelay: true }, (request, response) => {
    asked++;
    const id = request.url.slice(request.url.lastIndexOf("/") + 1);
    const task = { task_id: id, task_status: "succeed", created_at: Date.now(), updated_at: Date.now() + 1, task_result: result };
    const inner = { code: 0, message: "SUCCEED", data: task };
    const known = { code: "success", message: "", data: { task_id: id, status: "SUCCESS", data: inner } };
    const body = JSON.stringify(knows(request.url) ? known : { code: "task_not_exist", message: "task_not_exist", data: null });
    response.writeHead(knows(request.url) ? 200 : 400, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) });
    response.end(body);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { address: `http://127.0.0.1:${server.address().port}`, asked: () => asked, close: () => server.close() };
}

