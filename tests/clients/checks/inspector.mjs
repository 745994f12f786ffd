import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { calls, gistOf } from '../support/calls.mjs';
import { newerNode, noNewerNode } from '../support/node.mjs';
import { environment, packaged, program } from '../support/program.mjs';
import { names } from './tool-list.mjs';

const launcher = packaged('@modelcontextprotocol/inspector/clients/launcher/build/index.js');
const tools = [...new Set(calls.map(call => call.tool))];

/** MCP Inspector's command line. */
export async function checkInspector(report, world) {
  for (const era of ['legacy', 'modern']) {
    const settings = Object.entries(world.settings).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
    const inspectProgram = (...args) => inspect([program, '--protocol-era', era, ...settings, ...args]);
    await report.check(`Inspector, ${era}: the strict tool list has no warning and no error`, async () => {
      const { stdout, stderr } = await inspectProgram('--method', 'tools/list', '--strict');
      assert.equal(stderr, '');
      assert.deepEqual(JSON.parse(stdout).tools.map(tool => tool.name), names);
    }, noNewerNode);
    for (const tool of tools) {
      await report.check(`Inspector, ${era}: ${tool} answers`, async () => {
        const { arguments: args, expected } = calls.find(call => call.tool === tool);
        const call = ['--method', 'tools/call', '--tool-name', tool, '--tool-args-json', JSON.stringify(args)];
        const { stdout } = await inspectProgram(...call, '--format', 'json');
        assert.deepEqual(gistOf(JSON.parse(stdout).result), expected);
      }, noNewerNode);
    }
  }
}

/** Runs it with the program or the address to inspect, and its options. */
export function inspect(args) {
  return promisify(execFile)(newerNode, [launcher, '--cli', ...args], { env: environment(), timeout: 60_000 });
}
