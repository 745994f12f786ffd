// Compares builds of the program: node bench/start/variants.mjs TURNS NAME=FILE[,VARIABLE=value...]...
// The last column is the ratio to the first file, turn by turn.
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
for (const [name, of] of runs) {
  const cells = ["initialize", "list", "call", "listCpu", "callCpu", "peak"].map((what) => `${what} ${told(all(of, what))}`);
  const against = (what) => told(ratios(all(of, what), all(runs.get(programs[0].name), what)), 2);
  console.log([name, ...cells, `÷ list ${against("list")}, listCpu ${against("listCpu")}`].join(" | "));
}
await provider.close();
