import assert from 'node:assert/strict';
import { budgets } from '../../../bench/tokens/tokens.mjs';

/** What the tools and their answers cost a model. */
export async function checkTokens(report, world) {
  for (const { what, tokens, budget } of await budgets(world)) {
    const sentence = `tokens: ${what} costs ${tokens}, at most ${budget}`;
    await report.check(sentence, () => assert.ok(tokens <= budget, `${tokens - budget} too many`));
  }
}
