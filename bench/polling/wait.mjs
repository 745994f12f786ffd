// How late a wait tells the end of a task whose age is not known, and what that costs in requests: over real HTTP, each wait the first one
// of a new process. The tasks end uniformly 4 to 31 s after their first read. The schedule of the program runs beside a fixed pause of 3 s.
// The simulation in this folder has the goals. WAITS=40 sets how many waits each of the two makes; all run at the same time.
import { createServer } from "node:http";
import { goal, told } from "../figures.mjs";
import { environmentOf, published } from "../programs.mjs";
import { idOf } from "../provider.mjs";
import { now, Session } from "../session.mjs";

const waits = Number(process.env.WAITS ?? 40);
const tasks = new Map();
const server = createServer({ keepAlive: true, noDelay: true }, answer);
await new Promise((listening) => server.listen(0, "127.0.0.1", 1024, listening));
const provider = { environment: { PIAPI_API_KEY: "bench-key-0123456789", PIAPI_BASE_URL: `http://127.0.0.1:${server.address().port}` } };

const [schedule, fixed] = await Promise.all([run(0, {}), run(waits, { KLING_MCP_POLL_SECONDS: "3" })]);
server.close();
server.closeAllConnections();
console.log(`\nwaits for tasks of unknown age over HTTP, ${waits} each: seconds from the end to the answer, polls a wait`);
console.log(`schedule     lag ${told(schedule.lags, 2)}, mean ${mean(schedule.lags).toFixed(2)}${goal(mean(schedule.lags), 2.5, "s")}; `
  + `polls ${mean(schedule.polls).toFixed(1)}${goal(mean(schedule.polls) / mean(fixed.polls), 1, "of the fixed pause's")}`);
console.log(`every 3 s    lag ${told(fixed.lags, 2)}, mean ${mean(fixed.lags).toFixed(2)}; polls ${mean(fixed.polls).toFixed(1)}`);

async function run(first, settings) {
  const done = await Promise.all(Array.from({ length: waits }, (_, i) => one(first + i, settings)));
  return { lags: done.map((d) => d.lag), polls: done.map((d) => d.polls) };
}

async function one(number, settings) {
  const task = { polls: 0, firstRead: null, lasts: 4000 + 27000 * ((number % waits) + 0.5) / waits };
  tasks.set(idOf(number), task);
  const session = new Session(published.command, published.args, { ...environmentOf(provider), ...settings, KLING_MCP_MEMORY: "off" });
  await session.initialize();
  const result = await session.call(published.wait(number, 45));
  const lag = (now() - task.firstRead - task.lasts) / 1000;
  if (result.structuredContent.status !== "succeeded") throw new Error(`task ${number} is ${result.structuredContent.status}`);
  await session.close();
  return { lag, polls: task.polls };
}

/** A task as PiAPI shows it, without the times that it has there. */
function answer(request, response) {
  const id = request.url.slice(request.url.lastIndexOf("/") + 1);
  const task = tasks.get(id);
  task.polls++;
  task.firstRead ??= now();
  const done = now() - task.firstRead >= task.lasts;
  const work = { video: { resource: `https://media.example/${id}.mp4`, resource_without_watermark: "" } };
  const data = { task_id: id, model: "kling", status: done ? "completed" : "processing", output: done ? { works: [work] } : {} };
  const body = Buffer.from(JSON.stringify({ code: 200, message: "success", data }));
  response.writeHead(200, { "Content-Type": "application/json", "Content-Length": body.length });
  response.end(body);
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
