import assert from 'node:assert/strict';
import { eras, Program } from '../support/program.mjs';
import { providers } from '../support/world.mjs';

/** In the order of the catalog of tools. */
export const names = [
  'get_kling_task', 'wait_for_kling_task', 'get_kling_tasks', 'wait_for_kling_tasks', 'list_kling_tasks',
  'save_kling_outputs', 'list_kling_providers',
];

/** The tool list on the wire in both generations of the protocol, and the providers that the simulated world needs. */
export async function checkToolList(report, world) {
  const lists = {};
  for (const [era, { open, params }] of Object.entries(eras)) {
    await report.check(`${era}: the tools are listed in order, each with its title once and all four hints`, async () => {
      const program = new Program(world.settings);
      try {
        await open(program);
        lists[era] = await program.request('tools/list', params({}));
      } finally {
        await program.close();
      }

      assert.deepEqual(lists[era].tools.map(tool => tool.name), names);
      for (const tool of lists[era].tools) {
        assert.ok(tool.title);
        const readOnlyHint = tool.name !== 'save_kling_outputs';
        assert.deepEqual(tool.annotations, { readOnlyHint, destructiveHint: false, idempotentHint: true, openWorldHint: true });
      }
    });
    await report.check(`${era}: the list says how long it lives`, () => {
      assert.equal(lists[era].cacheScope, 'public');
      assert.ok(lists[era].ttlMs >= 60_000, `ttlMs ${lists[era].ttlMs}`);
    });
  }

  await report.check('the simulated world has every provider', async () => {
    const program = new Program(world.settings);
    await eras.legacy.open(program);
    const { structuredContent } = await program.request('tools/call', { name: 'list_kling_providers', arguments: {} });
    await program.close();
    const here = 'add or remove its row in `providers` in tests/clients/support/world.mjs';
    assert.deepEqual(Object.keys(providers).sort(), structuredContent.providers.map(listed => listed.provider).sort(), here);
  });
  await report.check('both generations list the same tools', () => assert.deepEqual(lists.legacy.tools, lists.modern.tools));
}
