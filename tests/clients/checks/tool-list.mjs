import assert from 'node:assert/strict';
import { eras, Program } from '../support/program.mjs';

const names = ['get_kling_task', 'wait_for_kling_task', 'get_kling_tasks', 'wait_for_kling_tasks', 'list_kling_providers'];

/** What the wire says of the tools, in both generations of the protocol. */
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
        assert.deepEqual(tool.annotations, { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true });
      }
    });
    await report.check(`${era}: the list says how long it lives`, () => {
      assert.equal(lists[era].cacheScope, 'public');
      assert.ok(lists[era].ttlMs >= 60_000, `ttlMs ${lists[era].ttlMs}`);
    });
  }

  await report.check('both generations list the same tools', () => assert.deepEqual(lists.legacy.tools, lists.modern.tools));
}
