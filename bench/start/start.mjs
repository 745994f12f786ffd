// Start, memory and size, beside a peer, in one alternating run. --svg FILE writes the picture; BENCH_TURNS says how often.
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { median, ratios, told, verdict } from "../figures.mjs";
import { built, everything, published } from "../programs.mjs";
import { openProvider } from "../provider.mjs";
import { all, alternate } from "./measure.mjs";
import { picture } from "./picture.mjs";

const turns = Number(process.env.BENCH_TURNS ?? 15);
const programs = [published, built, everything];
const provider = await openProvider();
const runs = await alternate(programs, provider, turns);
await provider.close();

console.log(`start, ${turns} turns, Node ${process.version}: median (middle half)`);
console.log("| | to initialize, ms | to tools/list, ms | to the first lookup or echo, ms | processor to tools/list, ms | peak memory, MB |\n|---|---|---|---|---|---|");
for (const [name, of] of runs)
  console.log(`| ${name} | ${["initialize", "list", "call", "listCpu", "peak"].map((what) => told(all(of, what))).join(" | ")} |`);

const ours = runs.get(published.name);
const theirs = runs.get(everything.name);
const list = ratios(all(ours, "list"), all(theirs, "list"));
const peak = ratios(all(ours, "peak"), all(theirs, "peak"));
console.log(`\nstart to tools/list ÷ server-everything: ${told(list, 2)}, goal ≤ 0.40: ${verdict(median(list) <= 0.4)}`);
console.log(`  the same of the processor's time: ${told(ratios(all(ours, "listCpu"), all(theirs, "listCpu")), 2)}`);
console.log(`peak memory after tools/list ÷ server-everything: ${told(peak, 2)}, goal ≤ 0.65: ${verdict(median(peak) <= 0.65)}`);

const file = readFileSync(published.command);
const compressed = gzipSync(file, { level: 9 }).length / 1e6;
console.log(`published file: ${(file.length / 1e6).toFixed(1)} MB, compressed ${compressed.toFixed(1)} MB, goal ≤ 16 MB: ${verdict(compressed <= 16)}`);

const svg = process.argv.indexOf("--svg");
if (svg > 0) writeFileSync(process.argv[svg + 1], picture(runs));
