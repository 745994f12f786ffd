import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client as ModernClient, StreamableHTTPClientTransport as ModernHttp } from '@modelcontextprotocol/client';
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as LegacyHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { calls, gistOf } from '../support/calls.mjs';
import { noNewerNode } from '../support/node.mjs';
import { environment } from '../support/program.mjs';
import { runConformance, scenariosOfBoth } from './conformance.mjs';
import { inspect } from './inspector.mjs';

const program = fileURLToPath(new URL('../../../artifacts/bin/KlingMcp.Server/release/kling-mcp-server', import.meta.url));
const missing = existsSync(program) ? undefined : 'the team server is not built';

const identity = { name: 'tests', version: '1' };
const limit = { timeout: 60_000 };

const generations = {
  'TypeScript SDK 1, legacy': async url => {
    const client = new LegacyClient(identity);
    await client.connect(new LegacyHttp(url), limit);
    return { client, call: call => client.callTool(call, undefined, limit) };
  },
  'TypeScript SDK 2, modern': async url => {
    const client = new ModernClient(identity, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
    await client.connect(new ModernHttp(url), limit);
    return { client, call: call => client.callTool(call, limit) };
  },
};

/** Checks that need the suite's own example server are left out. */
const scenarios = [
  ...scenariosOfBoth,
  { name: 'http-header-validation', revision: '2026-07-28' },
  {
    name: 'server-stateless',
    revision: '2026-07-28',
    except: [
      'sep-2575-http-server-no-independent-requests-on-stream',
      'sep-2575-missing-capability-http-400',
      'sep-2575-server-no-log-without-loglevel',
      'sep-2575-server-rejects-undeclared-capability',
    ],
  },
];

/** The team server over HTTP: the TypeScript SDK's clients, MCP Inspector's command line, the conformance suite. */
export async function checkServer(report, world) {
  for (const generation of Object.keys(generations)) {
    await report.check(`team server, ${generation}: every tool answers`, async () => {
      // One of its own: a server remembers where it found an id.
      const server = await start(world.settings);
      const { client, call } = await generations[generation](new URL(server.url));
      for (const { tool, arguments: args, expected } of calls)
        assert.deepEqual(gistOf(await call({ name: tool, arguments: args })), expected, tool);
      await client.close();
      server.close();
    }, missing);
  }

  const server = missing ? undefined : await start(world.settings);
  try {
    for (const era of ['legacy', 'modern']) {
      await report.check(`team server, Inspector, ${era}: the strict tool list has no warning`, async () => {
        const { stderr } = await inspect([server.url, '--transport', 'http', '--protocol-era', era, '--method', 'tools/list', '--strict']);
        assert.equal(stderr, '');
      }, missing ?? noNewerNode);
    }

    for (const scenario of scenarios) {
      const sentence = `team server, conformance, ${scenario.revision}: ${scenario.name}`;
      await report.check(sentence, () => runConformance(server.url, scenario), missing ?? noNewerNode);
    }
  } finally {
    server?.close();
  }
}

/** The server as a process, once it listens. */
async function start(settings) {
  const own = { KLING_MCP_URLS: 'http://127.0.0.1:0', KLING_MCP_MEMORY: 'off', KLING_MCP_REQUESTS_PER_MINUTE: '100000' };
  const child = spawn(program, [], { env: environment({ ...settings, ...own }), stdio: ['ignore', 'ignore', 'pipe'] });
  for await (const line of createInterface({ input: child.stderr })) {
    const url = /^kling-mcp-server: (http\S+)/.exec(line)?.[1];
    if (!url) continue;
    child.stderr.resume();
    return { url, close: () => child.kill() };
  }
  throw new Error('the team server did not start');
}
