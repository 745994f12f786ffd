// Start, memory and size in one alternating run, beside a peer and beside the smallest native C# program.
// --svg FILE writes the picture; BENCH_TURNS sets the number of turns.
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { goal, median, ratios, told } from "../figures.mjs";
import { built, everything, hello, published } from "../programs.mjs";
import { openProvider } from "../provider.mjs";
import { all, alternate, firstOutput } from "./measure.mjs";
import { picture } from "./picture.mjs";

const turns = Number(process.env.BENCH_TURNS ?? 15);
const provider = await openProvider();
const greetings = [];
const runs = await alternate([published, built, everything], provider, turns, async (turn) => {
  const took = await firstOutput(hello);
  if (turn >= 0) greetings.push(took);
});
await provider.close();

console.log(`start, ${turns} turns, Node ${process.version}: median (middle half)`);
console.log("| | to initialize, ms | to tools/list, ms | to the first lookup or echo, ms | CPU to tools/list, ms | peak memory, MB |");
console.log("|---|---|---|---|---|---|");
for (const [name, of] of runs) {
  const digits = name === published.name ? 1 : 0;
  const cells = ["initialize", "list", "call", "listCpu", "peak"].map((what) => told(all(of, what), digits));
  console.log(`| ${[name, ...cells].join(" | ")} |`);
}

const [ours, theirs] = [runs.get(published.name), runs.get(everything.name)];
const against = (what) => ratios(all(ours, what), all(theirs, what));
const overHello = all(ours, "list").map((list, turn) => list - greetings[turn]);
console.log();
console.log(`tools/list ÷ server-everything: ${told(against("list"), 3)}${goal(median(against("list")), 0.07)}`);
console.log(`CPU to tools/list ÷ server-everything: ${told(against("listCpu"), 3)}`);
console.log(`peak memory ÷ server-everything: ${told(against("peak"), 2)}${goal(median(against("peak")), 0.3)}`);
console.log(`a native program that prints a line: ${told(greetings, 1)} ms`);
console.log(`tools/list after that: ${told(overHello, 1)} ms${goal(median(overHello), 10, "ms")}`);

const file = readFileSync(published.command);
const compressed = gzipSync(file, { level: 9 }).length / 1e6;
console.log(`published file: ${(file.length / 1e6).toFixed(1)} MB, compressed ${compressed.toFixed(2)} MB${goal(compressed, 9, "MB")}`);

const svg = process.argv.indexOf("--svg");
if (svg > 0) writeFileSync(process.argv[svg + 1], picture(runs));
