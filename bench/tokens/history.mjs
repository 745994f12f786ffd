import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

/** What people ask for: short and long, in several scripts, with all that is quoted. */
const prompts = [
  'a paper boat on a river in the last light of a long summer day, the camera follows it under a stone bridge',
  '红色的风筝飞过山丘，镜头缓慢推进，远处的村庄升起炊烟，黄昏的光线温暖而柔和',
  'Крупный план: старый маяк на скале, волны разбиваются о камни, чайки кружат в тумане',
  'She says "don\'t look back" and walks into the neon-lit alley, rain, 35mm, shallow depth of field, slow motion',
  'cat',
];

const states = ['succeed', 'succeed', 'processing', 'succeed', 'failed'];

const now = Date.now();

/** The age of a task in milliseconds: minutes at first, days at the end. */
const madeAt = index => now - 90_000 - index * index * 3_500_000;

/** Digits that differ from task to task, as those of an id do. */
function digitsOf(index, length, radix = 16) {
  const hash = createHash('sha256').update(`${index}`).digest();
  return Array.from({ length }, (_, i) => (hash[i] % radix).toString(radix)).join('');
}

/**
 * An account at five providers, each with a fifth of the tasks. Every kind of row is there: numbers, UUIDs and hexadecimal ids, with a
 * prompt and without, of which some have to be looked up.
 */
export class History {
  #server;
  #count;

  static async open(count) {
    const history = new History();
    history.#count = count;
    history.#server = createServer(async (request, response) => {
      for await (const _ of request); // the body of a list that is posted
      const answer = history.#answer(new URL(request.url, 'http://history'));
      response.writeHead(answer ? 200 : 404, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(answer ?? { code: 1203, message: 'not found' }));
    });
    await once(history.#server.listen(0, '127.0.0.1'), 'listening');
    return history;
  }

  get settings() {
    const address = `http://127.0.0.1:${this.#server.address().port}`;
    const keys = { KLING: 'KLING_API_KEY', PIAPI: 'PIAPI_API_KEY', USEAPI: 'USEAPI_API_TOKEN', REPLICATE: 'REPLICATE_API_TOKEN',
      WAVESPEED: 'WAVESPEED_API_KEY' };
    return Object.fromEntries(Object.entries(keys).flatMap(([name, key]) =>
      [[key, `canary-${name.toLowerCase()}-0123456789`], [`${name}_BASE_URL`, `${address}/${name.toLowerCase()}`]]));
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answer({ pathname, searchParams }) {
    if (pathname === '/kling/tasks') return page(this.#rows(0, official));
    if (pathname === '/piapi/api/open/tasks/histories') {
      const rows = searchParams.get('model') === 'kling' ? this.#rows(1, platformRow) : [];
      return { code: 200, message: 'success', data: { data: rows, page: 1, size: 50, total: rows.length } };
    }
    if (pathname.startsWith('/piapi/api/v1/task/')) {
      const task = this.#rows(1, platformTask).find(({ task_id }) => task_id === pathname.split('/').at(-1));
      return task && { code: 200, message: 'success', data: task };
    }
    if (pathname === '/useapi/v1/kling/tasks/') return { history: this.#rows(2, web) };
    if (pathname === '/replicate/v1/predictions') return { next: null, previous: null, results: this.#rows(3, prediction) };
    if (pathname === '/wavespeed/api/v3/predictions') {
      return { code: 200, message: 'success', data: { page: 1, items: this.#rows(4, waveSpeedRow) } };
    }
    return undefined;
  }

  /** The tasks of one provider: every fifth. */
  #rows(place, row) {
    return Array.from({ length: this.#count }, (_, index) => index).filter(index => index % 5 === place)
      .map(index => row(index, states[Math.floor(index / 5) % states.length], prompts[Math.floor(index / 5) % prompts.length]));
  }
}

function page(result) {
  return { code: 0, message: 'SUCCEED', data: { result, count: result.length, next_cursor: '', has_more: false } };
}

function official(index, state) {
  const status = { succeed: 'succeeded' }[state] ?? state;
  const video = { type: 'video', id: '933557963000000001', url: 'https://v1.klingai.com/a.mp4', duration: '5.041' };
  const outputs = state === 'succeed' ? [video] : [];
  return {
    id: `9335579628015${digitsOf(index, 5, 10)}`, status, message: '', external_id: `episode-07-shot-${index}-take-2`,
    create_time: madeAt(index), update_time: madeAt(index) + 15_000, outputs,
  };
}

function platformRow(index, state) {
  const status = { succeed: 'completed' }[state] ?? state;
  const [created_at, updated_at] = [madeAt(index), madeAt(index) + 100_000].map(time => new Date(time).toISOString());
  return { id: index, task_id: uuid(index), task_model: 'kling', action: 'video_generation', status, created_at, updated_at };
}

function platformTask(index, state, prompt) {
  const row = platformRow(index, state);
  return {
    task_id: row.task_id, model: 'kling', task_type: 'video_generation', status: row.status, input: { prompt, version: '2.6' },
    output: state === 'succeed' ? { video_url: 'https://storage.theapi.app/videos/a.mp4' } : null,
    meta: { created_at: row.created_at, started_at: row.created_at, ended_at: row.updated_at },
    error: state === 'failed' ? { code: 10000, raw_message: 'Failure to pass the risk control system' } : { code: 0 },
  };
}

function web(index, state, prompt) {
  const status = { succeed: 99, failed: 50, processing: 10 }[state];
  const work = { workId: 123456790, status, contentType: 'video', resource: { resource: 'https://s21-kling.klingai.com/a.mp4' } };
  return {
    works: state === 'succeed' ? [work] : [],
    task: {
      id: 123_456_000 + index, type: 'm2v_img2video_hq', status, status_name: state, status_final: state !== 'processing',
      taskInfo: { arguments: [{ name: 'prompt', value: prompt }, { name: 'kling_version', value: '2.6' }] },
      createTime: madeAt(index), updateTime: madeAt(index) + 60_000,
    },
  };
}

function prediction(index, state, prompt) {
  return {
    id: `${digitsOf(index, 25, 36)}k`, model: 'kwaivgi/kling-v2.5-turbo-pro', version: 'hidden', input: { prompt },
    output: state === 'succeed' ? 'https://replicate.delivery/a.mp4' : null, error: state === 'failed' ? 'E005' : null,
    status: { succeed: 'succeeded' }[state] ?? state, created_at: new Date(madeAt(index)).toISOString(),
  };
}

function waveSpeedRow(index, state) {
  return {
    id: digitsOf(index, 32), model: 'kwaivgi/kling-v3.0-std/image-to-video', status: { succeed: 'completed' }[state] ?? state,
    outputs: state === 'succeed' ? ['https://d1q70pf5vjeyhc.cloudfront.net/a.mp4'] : [], error: '',
    created_at: new Date(madeAt(index)).toISOString(),
  };
}

function uuid(index) {
  const digits = digitsOf(index, 32);
  return [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(13, 16)}`, `8${digits.slice(17, 20)}`, digits.slice(20)].join('-');
}
