// The host's side of one stdio session, with measurements of the server's process.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** Milliseconds of a steady clock. */
export const now = () => Number(process.hrtime.bigint()) / 1e6;

export class Session {
  /** Starts the program; times are milliseconds since the spawn. */
  constructor(command, args, env) {
    this.began = now();
    this.child = spawn(command, args, { env, stdio: ["pipe", "pipe", "ignore"] });
    this.waiting = new Map();
    this.next = 1;
    this.rest = [];
    this.ended = new Promise((done) => this.child.once("exit", done));
    this.child.once("error", (e) => this.#break(e));
    this.child.once("exit", (code) => this.#break(new Error(`the program ended with ${code}`)));
    this.child.stdout.on("data", (chunk) => this.#take(chunk));
    this.child.stdin.on("error", () => {});
  }

  get age() {
    return now() - this.began;
  }

  /** The peak of the process's resident memory so far, in MB; null where there is no /proc. */
  get peakMegabytes() {
    const told = /^VmHWM:\s+(\d+) kB/m.exec(this.#status());
    return told ? Number(told[1]) / 1024 : null;
  }

  /** Processor time of its threads, in ms; null where there is no /proc. Other load on the machine changes it less than wall time. */
  get cpuMilliseconds() {
    const threads = `/proc/${this.child.pid}/task`;
    try {
      const nanoseconds = (id) => Number(readFileSync(`${threads}/${id}/schedstat`, "utf8").split(" ")[0]);
      return readdirSync(threads).reduce((sum, id) => sum + nanoseconds(id) / 1e6, 0);
    } catch {
      return null;
    }
  }

  async initialize() {
    const clientInfo = { name: "bench", version: "1" };
    await this.request("initialize", { protocolVersion: "2025-06-18", capabilities: {}, clientInfo });
    this.#send({ jsonrpc: "2.0", method: "notifications/initialized" });
  }

  /** @param call name and arguments of a tool */
  async call(call) {
    const result = await this.request("tools/call", call);
    if (result.isError) throw new Error(`${call.name}: ${result.content[0].text}`);
    return result;
  }

  async request(method, params) {
    const id = this.next++;
    const answer = new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    this.#send({ jsonrpc: "2.0", id, method, params });
    const { result, error } = await answer;
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  /** Closes standard input, as a host does, and waits for the process to end. */
  async close() {
    this.child.stdin.end();
    const late = setTimeout(() => this.child.kill("SIGKILL"), 5000);
    await this.ended;
    clearTimeout(late);
  }

  #status() {
    try {
      return readFileSync(`/proc/${this.child.pid}/status`, "utf8");
    } catch {
      return "";
    }
  }

  #send(message) {
    this.child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  #take(chunk) {
    for (let end; (end = chunk.indexOf(10)) >= 0; chunk = chunk.subarray(end + 1)) {
      const line = Buffer.concat([...this.rest, chunk.subarray(0, end)]).toString();
      this.rest = [];
      const message = JSON.parse(line);
      this.waiting.get(message.id)?.resolve(message);
      this.waiting.delete(message.id);
    }
    if (chunk.length > 0) this.rest.push(chunk);
  }

  #break(error) {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
