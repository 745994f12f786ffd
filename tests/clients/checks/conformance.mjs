import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newerNode, noNewerNode } from '../support/node.mjs';
import { environment, packaged } from '../support/program.mjs';
import { HttpFace } from '../support/http-face.mjs';

const suite = packaged('@modelcontextprotocol/conformance/dist/index.js');

/** The scenarios that apply to both programs, by revision; `except` names checks in them that do not. README.md gives the reasons. */
export const scenariosOfBoth = [
  { name: 'server-initialize', revision: '2025-11-25' },
  { name: 'ping', revision: '2025-11-25' },
  { name: 'tools-list', revision: '2025-11-25' },
  { name: 'dns-rebinding-protection', revision: '2025-11-25' },
  { name: 'tools-list', revision: '2026-07-28' },
  { name: 'server-sse-multiple-streams', revision: '2026-07-28' },
  { name: 'dns-rebinding-protection', revision: '2026-07-28' },
  {
    name: 'caching',
    revision: '2026-07-28',
    except: [
      'sep-2549-prompts-list-caching-hints',
      'sep-2549-resources-list-caching-hints',
      'sep-2549-resources-templates-list-caching-hints',
    ],
  },
];

const scenarios = [
  ...scenariosOfBoth,
  { name: 'server-session-lifecycle', revision: '2025-11-25' },
  { name: 'logging-set-level', revision: '2025-11-25' },
  { name: 'server-sse-multiple-streams', revision: '2025-11-25' },
  { name: 'input-required-result-unsupported-methods', revision: '2026-07-28' },
  { name: 'input-required-result-validate-input', revision: '2026-07-28' },
  {
    name: 'server-stateless',
    revision: '2026-07-28',
    except: [
      'sep-2575-http-server-header-mismatch-400',
      'sep-2575-http-server-method-not-found-404-initialize',
      'sep-2575-server-rejects-undeclared-capability',
      'sep-2575-missing-capability-http-400',
      'sep-2575-http-server-no-independent-requests-on-stream',
      'sep-2575-server-no-log-without-loglevel',
    ],
  },
];

/** The public conformance suite, which speaks HTTP only. */
export async function checkConformance(report) {
  const face = await HttpFace.open();
  try {
    for (const { name, revision, except = [] } of scenarios) {
      const sentence = `conformance, ${revision}: ${name}${except.length ? `, but for ${except.length} checks that do not apply` : ''}`;
      await report.check(sentence, () => runConformance(face.url, { name, revision, except }), noNewerNode);
    }
  } finally {
    await face.close();
  }
}

/** Runs a scenario. Exactly the checks in `except` may fail. */
export async function runConformance(url, { name, revision, except = [] }) {
  const checks = await run(url, name, revision);
  const failed = checks.filter(check => check.status === 'FAILURE');
  assert.ok(checks.some(check => check.status === 'SUCCESS'), 'nothing was checked');
  const messages = failed.map(check => `${check.id}: ${check.errorMessage}`).join('\n');
  assert.deepEqual(failed.map(check => check.id).sort(), [...except].sort(), messages);
}

/** The checks that a scenario made. */
async function run(url, scenario, revision) {
  const results = await mkdtemp(path.join(tmpdir(), 'kling-mcp-conformance-'));
  try {
    const args = ['server', '--url', url, '--scenario', scenario, '--spec-version', revision, '--output-dir', results];
    const child = spawn(newerNode, [suite, ...args], { env: environment(), stdio: 'ignore' });
    const [code] = await once(child, 'exit');
    const [folder] = await readdir(results);
    assert.ok(folder, `the suite ended with ${code} and without results`);
    return JSON.parse(await readFile(path.join(results, folder, 'checks.json'), 'utf8'));
  } finally {
    await rm(results, { recursive: true, force: true });
  }
}
