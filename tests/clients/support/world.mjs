import { once } from 'node:events';
import { createServer } from 'node:http';

/** The tasks of the simulated providers, named by what they show; each is the full reference that an answer gives. */
export const tasks = {
  finished: 'piapi:6b1f0a52-3c1f-4a8e-9d57-2f60c1b7a901',
  queued: 'piapi:6b1f0a52-3c1f-4a8e-9d57-2f60c1b7a902',
  failed: 'piapi:6b1f0a52-3c1f-4a8e-9d57-2f60c1b7a903',
  cancelled: 'piapi:6b1f0a52-3c1f-4a8e-9d57-2f60c1b7a904',
  unknownWord: 'piapi:6b1f0a52-3c1f-4a8e-9d57-2f60c1b7a905',
  atTwo: '6b1f0a52-3c1f-4a8e-9d57-2f60c1b7a906',
  busy: 'goapi:6b1f0a52-3c1f-4a8e-9d57-2f60c1b7a907',
  page: 'goapi:6b1f0a52-3c1f-4a8e-9d57-2f60c1b7a908',
  gone: 'piapi:6b1f0a52-3c1f-4a8e-9d57-2f60c1b7a909',
  signed: 'official:933557962801545273',
  running: 'useapi:123456789',
  marked: 'useapi:123456790',
  halfway: 'ezmodel:842250903629086785',
  element: 'ezmodel:general/advanced-custom-elements/842250903629086786',
  refused: 'ezmodel:842250903629086787',
  audio: 'cometapi:audio/text-to-audio/878106242831892481',
  images: 'cometapi:images/generations/878106242831892482',
  voice: 'cometapi:general/custom-voices/878106242831892483',
  ten: Array.from({ length: 10 }, (_, i) => `official:93355796280154600${i}`),
};

/** The external id of the official task `tasks.signed`. */
export const externalId = 'shot-09';

const inThirtyDays = Math.floor(Date.now() / 1000) + 30 * 86_400;

export const clips = {
  plain: 'https://storage.theapi.app/videos/287172438328395.mp4',
  signed: 'https://v1.klingai.com/bs2/upload-ylab-stunt-sgp/muse/example.mp4'
    + `?Expires=${inThirtyDays}&Signature=aGVsbG8gd29ybGQ_&Key-Pair-Id=K2EXAMPLE`,
  marked: 'https://s21-kling.klingai.com/bs2/upload-ylab-stunt-sgp/example_watermark.mp4',
};

/**
 * Every provider of the catalog: the variables of its key and base address, and what it answers for an id that it does not know.
 * A check compares the names with those of `list_kling_providers`.
 */
export const providers = {
  official: { key: 'KLING_API_KEY', base: 'KLING_BASE_URL', unknown: url => ({ body: envelope(officialTasks(url)) }) },
  goapi: { key: 'GOAPI_API_KEY', base: 'GOAPI_BASE_URL', unknown: platformNotFound },
  piapi: { key: 'PIAPI_API_KEY', base: 'PIAPI_BASE_URL', unknown: platformNotFound },
  useapi: { key: 'USEAPI_API_TOKEN', base: 'USEAPI_BASE_URL', unknown: () => ({ status: 404, body: { error: 'Task not found' } }) },
  ezmodel: {
    key: 'EZMODEL_API_KEY', base: 'EZMODEL_BASE_URL',
    unknown: () => ({ status: 400, body: { code: 'task_not_exist', message: 'task_not_exist', data: null } }),
  },
  cometapi: {
    key: 'COMETAPI_API_KEY', base: 'COMETAPI_BASE_URL',
    unknown: () => ({ status: 400, body: { code: 1201, message: 'Task not found by id/external id', request_id: 'r' } }),
  },
  fal: { key: 'FAL_KEY', base: 'FAL_BASE_URL', unknown: () => ({ status: 404, body: { detail: 'Request not found' } }) },
  replicate: {
    key: 'REPLICATE_API_TOKEN', base: 'REPLICATE_BASE_URL',
    unknown: () => ({ status: 404, body: { detail: 'The requested resource could not be found.', status: 404 } }),
  },
  kie: { key: 'KIE_API_KEY', base: 'KIE_BASE_URL', unknown: () => ({ body: { code: 422, msg: 'recordInfo is null', data: null } }) },
  wavespeed: {
    key: 'WAVESPEED_API_KEY', base: 'WAVESPEED_BASE_URL',
    unknown: () => ({ status: 404, body: { code: 404, message: 'prediction not found' } }),
  },
  aimlapi: {
    key: 'AIML_API_KEY', base: 'AIML_BASE_URL',
    unknown: () => ({ status: 404, body: { requestId: 'r', statusCode: 404, message: 'Generation not found' } }),
  },
};

const started = Date.parse('2026-07-10T08:39:38Z');

/** A server on loopback that answers as every provider, each under a path of its name, and the settings that point a program at it. */
export class World {
  #server;

  static async open() {
    const world = new World();
    world.#server = createServer((request, response) => {
      const { status = 200, headers = {}, body } = answerTo(new URL(request.url, 'http://world'));
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text), ...headers }).end(text);
    });
    await once(world.#server.listen(0, '127.0.0.1'), 'listening');
    return world;
  }

  get settings() {
    const address = `http://127.0.0.1:${this.#server.address().port}`;
    return Object.fromEntries(Object.entries(providers).flatMap(([name, { key, base }]) =>
      [[key, `canary-${name}-0123456789`], [base, `${address}/${name}`]]));
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** The answers that need no more than the path, each in its provider's own shape. */
const byPath = new Map([
  platform(tasks.finished, 'completed', {
    video_url: clips.plain,
    works: [{
      status: 99,
      cover: { resource: 'https://img.theapi.app/cover.png' },
      video: { resource: clips.marked, resource_without_watermark: clips.plain, height: 960, width: 960, duration: 5100 },
    }],
  }),
  platform(tasks.queued, 'pending'),
  platform(tasks.failed, 'failed', null, { code: 10000, raw_message: 'Failure to pass the risk control system', message: 'task failed' }),
  platform(tasks.cancelled, 'cancelled'),
  platform(tasks.unknownWord, 'reviewing'),
  platform(`goapi:${tasks.atTwo}`, 'processing'),
  platform(`piapi:${tasks.atTwo}`, 'processing'),
  [lookup('goapi/api/v1/task', tasks.busy), {
    status: 429, headers: { 'Retry-After': '120' }, body: { code: 429, message: 'too many requests' },
  }],
  [lookup('goapi/api/v1/task', tasks.page), { headers: { 'Content-Type': 'text/html' }, body: '<html>maintenance</html>' }],
  web(tasks.running, 10, 'processing', { etaTime: 60, works: [] }),
  web(tasks.marked, 99, 'succeed', {
    works: [{
      workId: 123456790, status: 99, contentType: 'video',
      resource: { resource: clips.marked, height: 1268, width: 724, duration: 5041 },
      downloadInfo: { fileTypes: [{ type: 'MP4', watermark: true }] },
    }],
  }),
  gateway(tasks.halfway),
  [lookup('ezmodel/kling/v1/videos/text2video', tasks.refused), {
    status: 401, body: { error: { message: 'Invalid token', type: 'new_api_error', code: '' } },
  }],
  path('ezmodel/kling/v1', tasks.element, { elements: [{ element_id: 320000000000001, element_name: 'boat', status: 'succeed' }] }),
  path('cometapi/kling/v1', tasks.audio, { audios: [{
    id: '878106243000000001',
    url_mp3: 'https://cdn.klingai.com/a.mp3', duration_mp3: '5.0',
    url_wav: 'https://cdn.klingai.com/a.wav', duration_wav: '5.0',
  }] }),
  path('cometapi/kling/v1', tasks.images, {
    images: [0, 1].map(index => ({ index, url: `https://cdn.klingai.com/${index}.png` })),
  }),
  path('cometapi/kling/v1', tasks.voice, {
    voices: [{ voice_id: '829836104345100317', voice_name: 'calm', trial_url: 'https://cdn.klingai.com/v.mp3', owned_by: 'kling' }],
  }),
]);

function answerTo(url) {
  return byPath.get(url.pathname) ?? providers[url.pathname.split('/')[1]].unknown(url);
}

function platformNotFound() {
  return { status: 404, body: { code: 404, message: 'task not found', data: null } };
}

/** PiAPI and GoAPI. */
function platform(reference, status, output = null, error = { code: 0, raw_message: '', message: '' }) {
  const [provider, id] = reference.split(':');
  const over = output !== null || error.code !== 0;
  return [lookup(`${provider}/api/v1/task`, reference), {
    body: {
      code: 200,
      data: {
        task_id: id, model: 'kling', task_type: 'video_generation', status, config: { service_mode: 'public' },
        input: { prompt: 'a paper boat on a river', version: '2.6' },
        output: output ?? { type: '', status: 0, works: null },
        meta: {
          created_at: new Date(started).toISOString(), started_at: new Date(started).toISOString(),
          ended_at: over ? new Date(started + 100_000).toISOString() : '0001-01-01T00:00:00Z',
          usage: { type: 'point', frozen: 2600000, consume: over ? 2600000 : 0 },
        },
        detail: null, logs: null, error,
      },
      message: 'success',
    },
  }];
}

/** Kling's newer API answers with a list. */
function officialTasks(url) {
  const named = asked(url, 'external_task_ids').filter(id => id === externalId);
  return [...asked(url, 'task_ids').flatMap(listed), ...named.map(signed)];
}

function listed(id) {
  if (`official:${id}` === tasks.signed) return [signed()];
  if (!tasks.ten.includes(`official:${id}`)) return [];
  return [{ id, status: 'processing', message: '', create_time: Date.now() - 34_000, update_time: Date.now() - 20_000 }];
}

function signed() {
  return {
    id: tasks.signed.split(':')[1], status: 'succeeded', message: '', external_id: externalId,
    create_time: started, update_time: started + 15_000,
    outputs: [{ type: 'video', id: '933557963000000001', url: clips.signed, watermark_url: clips.marked, duration: '5.041' }],
    billing: [{ charge_type: 'unit', amount: '3', package_type: 'video' }],
  };
}

function asked(url, name) {
  return url.searchParams.get(name)?.split(',') ?? [];
}

/** useapi repeats the state in three places. */
function web(reference, status, name, rest) {
  const id = Number(reference.split(':')[1]);
  const state = { status, status_name: name, status_final: status === 99 };
  const times = { createTime: Date.now() - 34_000, updateTime: Date.now() };
  const taskInfo = { inputs: [], arguments: [{ name: 'prompt', value: 'a paper boat' }, { name: 'kling_version', value: '2.6' }] };
  return [lookup('useapi/v1/kling/tasks', reference), {
    body: { ...state, etaTime: 0, message: 'success', task: { id, type: 'm2v_img2video_hq', ...state, taskInfo, ...times }, ...rest },
  }];
}

/** ezmodel wraps the answer of Kling's older API. */
function gateway(reference) {
  const id = reference.split(':')[1];
  const times = { submit_time: Math.floor(Date.now() / 1000) - 34, start_time: Math.floor(Date.now() / 1000) - 30, finish_time: 0 };
  return [lookup('ezmodel/kling/v1/videos/text2video', reference), {
    body: {
      code: 'success', message: '',
      data: { task_id: id, action: 'textGenerate', status: 'IN_PROGRESS', fail_reason: '', ...times, progress: '30%', data: null },
    },
  }];
}

/** Kling's older API, also behind CometAPI: a finished task under its kind. */
function path(prefix, reference, result) {
  const task = {
    task_id: reference.split('/').at(-1), task_status: 'succeed', task_status_msg: '', task_info: {}, task_result: result,
    created_at: started, updated_at: started + 20_000,
  };
  return [`/${prefix}/${reference.split(':')[1]}`, { body: envelope(task) }];
}

function envelope(data) {
  return { code: 0, message: 'SUCCEED', request_id: '11111111-2222-4333-8444-555555555555', data };
}

function lookup(place, reference) {
  return `/${place}/${reference.split(':')[1]}`;
}
