// What is measured: the published file, the build, and a peer of about the same weight, all started as a host starts them.
import { fileURLToPath } from "node:url";
import { idOf } from "./provider.mjs";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const lookup = (number) => ({ name: "get_kling_task", arguments: { task_id: idOf(number) } });
const ours = {
  args: [],
  lookup,
  wait: (number, seconds) => ({ name: "wait_for_kling_task", arguments: { task_id: idOf(number), timeout_seconds: seconds } }),
  quick: { name: "list_kling_providers", arguments: {} },
};

export const published = { ...ours, name: "published", command: process.env.KLING_MCP_PROGRAM ?? at("../artifacts/publish/kling-mcp") };
export const built = { ...ours, name: "build", command: at("../artifacts/bin/KlingMcp/release/kling-mcp") };
export const everything = {
  name: "server-everything",
  command: process.execPath,
  args: [at("node_modules/@modelcontextprotocol/server-everything/dist/index.js"), "stdio"],
  lookup: () => ({ name: "echo", arguments: { message: "hello" } }),
  wait: (number, seconds) => ({ name: "trigger-long-running-operation", arguments: { duration: seconds, steps: 4 } }),
  quick: { name: "echo", arguments: { message: "hello" } },
};

/** Only what a program needs of this process's environment, so that no setting of the machine is measured. */
export const environmentOf = (provider) => ({ PATH: process.env.PATH, HOME: process.env.HOME, ...provider.environment });
