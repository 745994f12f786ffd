// Compares builds of the program with each other: node bench/start/variants.mjs [turns] NAME=FILE …, each perhaps with ,VARIABLE=value.
import { openProvider } from "../provider.mjs";
import { ratios, told } from "../figures.mjs";
import { alternate, lookup } from "./measure.mjs";

const [turns, ...given] = process.argv.slice(2);
const programs = given.map((text) => {
  const [first, ...settings] = text.split(",");
  const [name, command] = first.split("=");
  return { name, command, args: [], env: Object.fromEntries(settings.map((s) => s.split("="))), first: lookup };
});
const provider = await openProvider();
const runs = await alternate(programs, provider, Number(turns));
const base = runs.get(programs[0].name);
for (const [name, of] of runs) {
  const cells = ["initialize", "list", "cpu", "call", "callCpu", "peak"].map((what) => `${what} ${told(of.map((r) => r[what]))}`);
  console.log(`${name}: ${cells.join(", ")}; cpu ÷ ${programs[0].name} ${told(ratios(of.map((r) => r.cpu), base.map((r) => r.cpu)), 2)}`);
}
await provider.close();
