// The programs that are measured, each started the way a host starts it.
import { fileURLToPath } from "node:url";
import { idOf } from "./provider.mjs";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const task = (number) => ({ task_id: idOf(number) });
const ours = {
  args: [],
  lookup: (number) => ({ name: "get_kling_task", arguments: task(number) }),
  wait: (number, seconds) => ({ name: "wait_for_kling_task", arguments: { ...task(number), timeout_seconds: seconds } }),
  quick: { name: "list_kling_providers", arguments: {} },
};

/** The natively compiled file of `make publish`. */
export const published = {
  ...ours,
  name: "published",
  command: process.env.KLING_MCP_PROGRAM ?? at("../artifacts/publish/kling-mcp"),
};

/** The result of `dotnet build`, which the runtime compiles as it runs. */
export const built = { ...ours, name: "build", command: at("../artifacts/bin/KlingMcp/release/kling-mcp") };

/** The peer: the reference server in TypeScript. Its tools answer from memory. */
export const everything = {
  name: "server-everything",
  command: process.execPath,
  args: [at("node_modules/@modelcontextprotocol/server-everything/dist/index.js"), "stdio"],
  lookup: () => ({ name: "echo", arguments: { message: "hello" } }),
  wait: (number, seconds) => ({ name: "trigger-long-running-operation", arguments: { duration: seconds, steps: 4 } }),
  quick: { name: "echo", arguments: { message: "hello" } },
};

/** A natively compiled C# program that prints a line and ends; no server. */
export const hello = { name: "hello", command: at("../artifacts/bench/hello/hello") };

/** PATH and HOME only, so that no setting of this machine changes a result, and a memory of its own. */
export const environmentOf = (provider) => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  KLING_MCP_DATA_DIR: at("../artifacts/bench/data"),
  ...provider.environment,
});
