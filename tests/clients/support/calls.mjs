import { externalId, providers, tasks } from './world.mjs';

const bare = reference => reference.split(':')[1];
const gone = ['piapi:6b1f0a52-3c1f-4a8e-9d57-2f60c1b7a9f1', 'no such form!'];

/**
 * Calls of every tool with every kind of answer. What is expected: the state of a task, the category of an error,
 * or of several tasks how many are finished, running and could not be looked up. The provider that wants a pause comes last.
 */
export const calls = [
  one('a finished task by its bare id', { task_id: bare(tasks.finished) }, 'succeeded'),
  one('a finished task in full', { task_id: tasks.finished, detail: 'full' }, 'succeeded'),
  one('a finished task with a signed address, by its owner\'s id', { task_id: externalId, detail: 'full' }, 'succeeded'),
  one('a finished task with a watermark', { task_id: tasks.marked }, 'succeeded'),
  one('sounds', { task_id: tasks.audio, detail: 'full' }, 'succeeded'),
  one('images', { task_id: tasks.images, detail: 'full' }, 'succeeded'),
  one('a voice', { task_id: tasks.voice, detail: 'full' }, 'succeeded'),
  one('an element', { task_id: tasks.element, detail: 'full' }, 'succeeded'),
  one('a queued task', { task_id: tasks.queued }, 'queued'),
  one('a running task with time left', { task_id: tasks.running }, 'processing'),
  one('a running task with a percentage', { task_id: tasks.halfway }, 'processing'),
  one('a failed task', { task_id: tasks.failed, detail: 'full' }, 'failed'),
  one('a cancelled task', { task_id: tasks.cancelled }, 'cancelled'),
  one('a state that nobody knows', { task_id: tasks.unknownWord }, 'unknown'),
  one('an id that two providers know', { task_id: tasks.atTwo }, { error: 'ambiguous' }),
  one('an id that nobody knows', { task_id: '6b1f0a52-3c1f-4a8e-9d57-2f60c1b7a9f0' }, { error: 'not_found' }),
  one('a refused key', { task_id: tasks.refused }, { error: 'auth' }),
  one('a web page instead of an answer', { task_id: tasks.page }, { error: 'bad_response' }),
  one('a refused argument', { task_id: tasks.finished, provider: 'pipai' }, { error: 'invalid_input' }),
  waitOne('a finished task', { task_id: tasks.finished }, 'succeeded'),
  waitOne('a running task until time is up', { task_id: tasks.running, timeout_seconds: 1 }, 'processing'),
  waitOne('a failed task', { task_id: tasks.failed }, 'failed'),
  waitOne('an id that is gone', { task_id: tasks.gone, timeout_seconds: 4 }, { error: 'not_found' }),
  many(
    'several, of which some cannot be looked up',
    { task_ids: [tasks.finished, tasks.failed, tasks.running, ...gone], detail: 'full' },
    [2, 1, 2]),
  many('ten running ones', { task_ids: tasks.ten.map(bare) }, [0, 10, 0]),
  many('only ids that cannot be looked up', { task_ids: gone }, { errors: 2 }),
  many('no id at all', { task_ids: [] }, { error: 'invalid_input' }),
  waitMany('any of several', { task_ids: [tasks.finished, gone[0]], until: 'any' }, [1, 0, 1]),
  waitMany('all of several until time is up', { task_ids: [tasks.running, tasks.finished], timeout_seconds: 1 }, [1, 1, 0]),
  list('the providers', {}),
  list('the providers, with their keys tried', { verify: true }),
  one('a provider that wants a pause', { task_id: tasks.busy }, { error: 'rate_limited' }),
];

/** What of an answer is compared with what was expected. */
export function gistOf({ structuredContent: answer, isError }) {
  if (answer.error && isError) return { error: answer.error.category };
  if (answer.providers) return { providers: answer.providers.length };
  if (answer.tasks) {
    const finished = answer.succeeded + answer.failed + answer.cancelled;
    return isError ? { errors: answer.errors.length } : [finished, answer.running, answer.failed_lookups];
  }
  return answer.status;
}

function list(says, args) {
  return { tool: 'list_kling_providers', says, arguments: args, expected: { providers: Object.keys(providers).length } };
}

function one(says, args, expected) {
  return { tool: 'get_kling_task', says, arguments: args, expected };
}

function waitOne(says, args, expected) {
  return { tool: 'wait_for_kling_task', says, arguments: args, expected };
}

function many(says, args, expected) {
  return { tool: 'get_kling_tasks', says, arguments: args, expected };
}

function waitMany(says, args, expected) {
  return { tool: 'wait_for_kling_tasks', says, arguments: args, expected };
}
