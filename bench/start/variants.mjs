// Compares files of the program with each other: node bench/start/variants.mjs TURNS NAME=FILE[,VARIABLE=value…] …
// The last column is the processor's time against the first file's, turn by turn: steady also where others use the machine.
import { ratios, told } from "../figures.mjs";
import { published } from "../programs.mjs";
import { openProvider } from "../provider.mjs";
import { all, alternate } from "./measure.mjs";

const [turns, ...given] = process.argv.slice(2);
const programs = given.map((text) => {
  const [file, ...settings] = text.split(",").map((part) => part.split("="));
  return { ...published, name: file[0], command: file[1], environment: Object.fromEntries(settings) };
});
const provider = await openProvider();
const runs = await alternate(programs, provider, Number(turns));
const base = all(runs.get(programs[0].name), "listCpu");
for (const [name, of] of runs) {
  const cells = ["initialize", "list", "call", "listCpu", "callCpu", "peak"].map((what) => `${what} ${told(all(of, what))}`);
  console.log([name, ...cells, `÷ ${told(ratios(all(of, "listCpu"), base), 2)}`].join(" | "));
}
await provider.close();
