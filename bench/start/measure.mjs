// Starts programs and measures how long a host waits for them.
import { spawn } from "node:child_process";
import { environmentOf } from "../programs.mjs";
import { now, Session } from "../session.mjs";

/**
 * Starts a server once.
 * @returns milliseconds from the spawn to each answer (`initialize`, `list`, `call`: the first lookup), processor milliseconds
 * used by then (`listCpu`, `callCpu`), and the peak of resident memory after tools/list in MB (`peak`)
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

/** Milliseconds from the spawn of a program to its first output. */
export function firstOutput(program) {
  return new Promise((done, failed) => {
    const began = now();
    const child = spawn(program.command, [], { stdio: ["ignore", "pipe", "ignore"] });
    child.once("error", failed);
    child.stdout.once("data", () => {
      const took = now() - began;
      child.once("exit", () => done(took));
    });
  });
}

/**
 * Starts each server in turn, so that other load on the machine falls on all of them alike. The first turn fills caches and is dropped.
 * @param between runs after each turn
 */
export async function alternate(programs, provider, turns, between = async () => {}) {
  const runs = new Map(programs.map((program) => [program.name, []]));
  for (let turn = -1; turn < turns; turn++) {
    for (const program of programs) {
      const run = await startOnce(program, provider);
      if (turn >= 0) runs.get(program.name).push(run);
    }
    await between(turn);
  }
  return runs;
}

/** One figure of every run. */
export const all = (runs, what) => runs.map((run) => run[what]);
