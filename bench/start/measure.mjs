// The start of a program, as a host waits for it.
import { Session } from "../session.mjs";
import { idOf } from "../provider.mjs";

/** Milliseconds from the spawn to each answer, and the peak of memory after tools/list in MB. */
export async function startOnce(program, provider) {
  const session = new Session(program.command, program.args, { PATH: process.env.PATH, HOME: process.env.HOME, ...program.env, ...provider.environment });
  try {
    await session.initialize();
    const initialize = session.age;
    await session.request("tools/list", {});
    const list = session.age;
    const peak = session.peakMegabytes;
    const cpu = session.cpuMilliseconds;
    await session.call(program.first.name, program.first.arguments);
    return { initialize, list, peak, cpu, call: session.age, callCpu: session.cpuMilliseconds };
  } finally {
    await session.close();
  }
}

/** Starts all programs in turn, so that what else the machine does falls on all alike. */
export async function alternate(programs, provider, turns) {
  const runs = new Map(programs.map((program) => [program.name, []]));
  for (let turn = -1; turn < turns; turn++)
    for (const program of programs) {
      const run = await startOnce(program, provider);
      // the first turn only fills the caches
      if (turn >= 0) runs.get(program.name).push(run);
    }
  return runs;
}

export const lookup = { name: "get_kling_task", arguments: { task_id: idOf(1) } };
