// The tokens that a model spends on the server, in o200k tokens of compact JSON: node bench/tokens/tokens.mjs, after `npm ci` in
// tests/clients. tests/clients/run.sh enforces the budgets.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { eras, Program } from '../../tests/clients/support/program.mjs';
import { clips, providers, tasks, World } from '../../tests/clients/support/world.mjs';
import { History } from './history.mjs';

const { countTokens } = createRequire(new URL('../../tests/clients/package.json', import.meta.url))('gpt-tokenizer/encoding/o200k_base');

/** Everything that has a budget: its name, its tokens (in the generation of the protocol that needs more) and the budget. */
export async function budgets(world) {
  const [legacy, modern] = await Promise.all(Object.values(eras).map(era => measure(world, era)));
  const rows = legacy.map(([what, tokens, budget], row) => ({ what, tokens: Math.max(tokens, modern[row][1]), budget }));
  return [...rows, ...await listed(10), ...await listed(50)];
}

/** The lines of a list of the latest tasks at five providers. What a reference costs is its provider's to say. */
async function listed(count) {
  const history = await History.open(count);
  const program = new Program(history.settings);
  try {
    await eras.modern.open(program);
    const answer = await program.request('tools/call', eras.modern.params({ name: 'list_kling_tasks', arguments: { limit: count } }));
    const lines = answer.content.map(block => block.text).join('\n').split('\n');
    const { tasks: told, errors } = answer.structuredContent;
    if (told.length !== count || errors) throw new Error(`the list of ${count} is not whole: ${lines.at(-1)}`);
    const beside = told.map(({ task }, row) => {
      if (!lines[row].includes(task)) throw new Error(`line ${row} is not that of ${task}`);
      return cost(lines[row]) - cost(task);
    });
    return [
      { what: `list of ${count}, the longest line`, tokens: Math.max(...beside), budget: 45 },
      { what: `list of ${count}, a line on average`, tokens: Math.ceil(beside.reduce((sum, one) => sum + one) / count), budget: 45 },
    ];
  } finally {
    await program.close();
    history.close();
  }
}

async function measure(world, { open, params }) {
  const program = new Program(world.settings);
  const call = (name, args) => program.request('tools/call', params({ name, arguments: args }));
  const get = reference => call('get_kling_task', { task_id: reference });
  const wait = reference => call('wait_for_kling_task', { task_id: reference, timeout_seconds: 1 });
  try {
    const greeting = await open(program);
    const list = await program.request('tools/list', params({}));
    const [plain, signed, running, halfway, waited] = [
      await get(tasks.finished), await get(tasks.signed), await get(tasks.running), await get(tasks.halfway), await wait(tasks.running)];
    const ten = await call('get_kling_tasks', { task_ids: tasks.ten.map(reference => reference.split(':')[1]) });
    const prompt = list.tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
    // the first six providers are within the budget; each further one may cost a few tokens more
    const further = Object.keys(providers).length - 6;
    return [
      ['the server\'s instructions', cost(greeting.instructions), 120],
      ['the prompt\'s part of all tools', cost(prompt), 900 + 6 * further],
      ['the whole tools/list answer', cost(list), 2600 + 10 * further],
      ['text, finished', text(plain), cost(clips.plain) + cost(tasks.finished) + 50],
      ['text, finished, signed address', text(signed), cost(clips.signed) + cost(tasks.signed) + 50],
      ['text, running with time left', text(running), cost(tasks.running) + 40],
      ['text, running with a percentage', text(halfway), cost(tasks.halfway) + 40],
      ['text, running when a wait is over', text(waited), cost(tasks.running) + 44],
      ['whole, finished', whole(plain), 2 * (cost(clips.plain) + cost(tasks.finished)) + 190],
      ['whole, finished, signed address', whole(signed), 2 * (cost(clips.signed) + cost(tasks.signed)) + 190],
      ['whole, ten running tasks', whole(ten), 850],
    ];
  } finally {
    await program.close();
  }
}

function text({ content }) {
  return cost(content.map(block => block.text).join('\n'));
}

function whole({ content, structuredContent }) {
  return cost({ content, structuredContent });
}

/** Of a string itself, of anything else as compact JSON. */
function cost(value) {
  return countTokens(typeof value === 'string' ? value : JSON.stringify(value));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const world = await World.open();
  const rows = await budgets(world);
  world.close();
  const row = (what, tokens, budget) => `| ${what.padEnd(36)} | ${String(tokens).padStart(6)} | ${String(budget).padStart(6)} |`;
  console.log(`${row('o200k tokens of', 'tokens', 'budget')}\n|${'-'.repeat(38)}|-------:|-------:|`);
  for (const { what, tokens, budget } of rows) console.log(row(what, tokens, budget));
  process.exitCode = rows.some(({ tokens, budget }) => tokens > budget) ? 1 : 0;
}
