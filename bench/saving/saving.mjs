// What saving a file costs beside `curl | tee FILE | sha256sum`, in turns from the same server on loopback, and the memory it takes.
// node bench/saving/saving.mjs [megabytes] [turns]
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { goal, median, ratios, told } from "../figures.mjs";
import { published } from "../programs.mjs";

const id = "00000000-0000-4000-8000-000000000001";
const mebibyte = 1024 * 1024;

await measure(Number(process.argv[2] ?? 1024), Number(process.argv[3] ?? 5));

async function measure(megabytes, turns) {
  const worker = new Worker(new URL("./server.mjs", import.meta.url), { workerData: { bytes: megabytes * mebibyte } });
  const port = await new Promise((told, failed) => worker.once("message", told).once("error", failed));
  const folder = await mkdtemp(join(tmpdir(), "kling-mcp-bench-"));
  const base = `http://127.0.0.1:${port}`;
  const environment = {
    PATH: process.env.PATH, HOME: folder, KLING_MCP_MEMORY: "off", KLING_MCP_SAVE_MAX_MB: "100000",
    PIAPI_API_KEY: "bench-key-0123456789", PIAPI_BASE_URL: base,
  };
  const [ours, theirs, peaks] = [[], [], []];
  try {
    for (let turn = -1; turn < turns; turn++) {
      const saved = join(folder, `save-${turn}`);
      const save = await run(published.command, ["save", `piapi:${id}`, "-o", saved, "--json"], environment);
      await rm(saved, { recursive: true });
      const line = `curl -sS ${base}/a.mp4 | tee ${folder}/curl.mp4 | sha256sum`;
      const pipe = await run("/bin/sh", ["-c", line], environment);
      await rm(join(folder, "curl.mp4"));
      if (JSON.parse(save.output).saved[0].sha256 !== pipe.output.split(" ")[0]) throw new Error("the hashes differ");
      if (turn < 0) continue;
      ours.push(save.seconds);
      theirs.push(pipe.seconds);
      peaks.push(save.peak);
    }
  } finally {
    await worker.terminate();
    await rm(folder, { recursive: true });
  }

  const ratio = median(ratios(ours, theirs));
  const peak = Math.max(...peaks);
  console.log(`${megabytes} MiB saved: ${told(ours, 2)} s; curl, tee and sha256sum: ${told(theirs, 2)} s`);
  console.log(`ratio turn by turn: ${ratio.toFixed(2)}${goal(ratio, 1.2)}`);
  console.log(`most memory while saving: ${peak.toFixed(0)} MB${goal(peak, 80, "MB")}`);
}

/** Runs a program to its end; the peak is the most memory it had in the resident set, in megabytes. */
async function run(command, args, environment) {
  const started = performance.now();
  let peak = 0;
  const output = await new Promise((ended, failed) => {
    const options = { env: environment, maxBuffer: mebibyte };
    const child = execFile(command, args, options, (error, text, why) => (error ? failed(new Error(`${text}${why}`)) : ended(text)));
    const timer = setInterval(async () => {
      const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
    }, 50);
    child.once("exit", () => clearInterval(timer));
  });
  return { output, peak, seconds: (performance.now() - started) / 1000 };
}
