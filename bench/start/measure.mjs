// The start of a program, as a host waits for it.
import { environmentOf } from "../programs.mjs";
import { Session } from "../session.mjs";

/**
 * Starts it once: milliseconds from the spawn to each answer (`initialize`, `list`, `call`: the first lookup), the processor's milliseconds at the
 * last two (`listCpu`, `callCpu`), and the peak of memory after tools/list in MB (`peak`).
 */
export async function startOnce(program, provider) {
  const session = new Session(program.command, program.args, { ...environmentOf(provider), ...program.environment });
  try {
    await session.initialize();
    const initialize = session.age;
    await session.request("tools/list", {});
    const run = { initialize, list: session.age, listCpu: session.cpuMilliseconds, peak: session.peakMegabytes };
    await session.call(program.lookup(1));
    return { ...run, call: session.age, callCpu: session.cpuMilliseconds };
  } finally {
    await session.close();
  }
}

/** Starts all programs in turn, so that what else the machine does falls on all alike. The first turn only fills the caches. */
export async function alternate(programs, provider, turns) {
  const runs = new Map(programs.map((program) => [program.name, []]));
  for (let turn = -1; turn < turns; turn++)
    for (const program of programs) {
      const run = await startOnce(program, provider);
      if (turn >= 0) runs.get(program.name).push(run);
    }
  return runs;
}

/** One figure of all runs of a program. */
export const all = (runs, what) => runs.map((run) => run[what]);
