import assert from 'node:assert/strict';
import { Client as ModernClient } from '@modelcontextprotocol/client';
import { StdioClientTransport as ModernStdio } from '@modelcontextprotocol/client/stdio';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as LegacyStdio } from '@modelcontextprotocol/sdk/client/stdio.js';
import { calls, gistOf } from '../support/calls.mjs';
import { environment, program } from '../support/program.mjs';
import { Schemas } from '../support/schemas.mjs';
import { tasks } from '../support/world.mjs';

/** The request timeout of clients built on this SDK. */
const limit = { timeout: 60_000 };

const identity = { name: 'tests', version: '1' };
const generations = {
  'TypeScript SDK 1, legacy': async settings => {
    const client = new LegacyClient(identity);
    await client.connect(new LegacyStdio({ command: program, env: environment(settings), stderr: 'ignore' }), limit);
    return { client, call: call => client.callTool(call, undefined, limit) };
  },
  'TypeScript SDK 2, modern': async settings => {
    const client = new ModernClient(identity, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
    await client.connect(new ModernStdio({ command: program, env: environment(settings), stderr: 'ignore' }), limit);
    return { client, call: call => client.callTool(call, limit) };
  },
};

/** The TypeScript SDK's clients, both major versions. They validate structured answers; `Schemas` does it again, more strictly. */
export async function checkTypeScript(report, world) {
  const noticed = async ({ schemas }) => {
    assert.throws(() => schemas.check('get_kling_task', { status: 'perhaps' }), /status/);
    assert.throws(() => schemas.check('get_kling_task', { surprise: true }), /additional/);
    assert.throws(() => schemas.check('get_kling_tasks', { tasks: [{ outputs: [{ url: 7 }] }] }), /url/);
  };
  await report.check(
    'a structured answer outside the schema is noticed', () => withClient('TypeScript SDK 1, legacy', {}, noticed));
  for (const generation of Object.keys(generations)) {
    await withClient(generation, world.settings, async ({ call, schemas }) => {
      for (const { tool, says, arguments: args, expected } of calls) {
        await report.check(`${generation}: ${tool} tells ${says}`, async () => {
          const result = await call({ name: tool, arguments: args });
          assert.deepEqual(gistOf(result), expected);
          assert.ok(result.content[0].text);
          schemas.check(tool, result.structuredContent);
        });
      }
    });
    const withoutKeys = async ({ call, schemas }) => {
      const listed = await call({ name: 'list_kling_providers', arguments: {} });
      const lookedUp = await call({ name: 'get_kling_task', arguments: { task_id: tasks.finished } });
      assert.equal(listed.isError ?? false, false);
      assert.equal(lookedUp.structuredContent.error.category, 'not_configured');
      schemas.check('list_kling_providers', listed.structuredContent);
      schemas.check('get_kling_task', lookedUp.structuredContent);
    };
    await report.check(
      `${generation}: without any key the providers are listed and a lookup says what to set`,
      () => withClient(generation, {}, withoutKeys));
  }
}

/** Takes as long as the longest wait (50 s), so it runs beside the other checks. */
export function checkLongestWait(report, world) {
  return report.check('TypeScript SDK 1, legacy: a wait of an hour is answered before the client drops it after 60 s', () =>
    withClient('TypeScript SDK 1, legacy', world.settings, async ({ call }) => {
      const args = { task_id: tasks.running, timeout_seconds: 3600 };
      const { structuredContent, isError } = await call({ name: 'wait_for_kling_task', arguments: args });
      assert.equal(isError ?? false, false);
      assert.equal(structuredContent.timed_out, true);
      assert.equal(structuredContent.status, 'processing');
    }));
}

async function withClient(generation, settings, body) {
  const { client, call } = await generations[generation](settings);
  try {
    // an SDK that has not seen the list checks nothing
    const { tools } = await client.listTools(undefined, limit);
    await body({ call, schemas: new Schemas(tools) });
  } finally {
    await client.close();
  }
}
