import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The program under test: the one just built, or the one that KLING_MCP_PROGRAM names. */
export const program =
  process.env.KLING_MCP_PROGRAM || fileURLToPath(new URL('../../../artifacts/bin/KlingMcp/release/kling-mcp', import.meta.url));

/** A file of an installed package. */
export function packaged(file) {
  return fileURLToPath(new URL(`../node_modules/${file}`, import.meta.url));
}

/** The environment of a started program: this process's without KlingMcp's settings, plus the given settings. Nothing is remembered. */
export function environment(settings = {}) {
  const foreign = /^KLING_|^USEAPI_|_API_KEY$|_API_TOKEN$|_BASE_URL$/;
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(own), KLING_MCP_MEMORY: 'off', ...settings };
}

/** A started program and a JSON-RPC connection to it. */
export class Program {
  #child;
  #waiting = new Map();
  #lastId = 0;

  constructor(settings) {
    this.#child = spawn(program, [], { env: environment(settings), stdio: ['pipe', 'pipe', 'ignore'] });
    this.#child.stdin.on('error', () => {});
    this.#child.once('error', error => this.#giveUp(error));
    this.#child.once('exit', () => this.#giveUp(new Error('the program has ended')));
    createInterface({ input: this.#child.stdout }).on('line', line => this.#receive(JSON.parse(line)));
  }

  /**
   * Sends a request under an id of its own. The response has the id of the request again.
   * @param onNote receives the notifications that belong to the request
   */
  exchange(request, onNote = () => {}) {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, onNote, id: request.id, token: request.params?._meta?.progressToken });
      this.send({ ...request, id });
    });
  }

  /** The result of a request; an error is thrown. */
  async request(method, params) {
    const { result, error } = await this.exchange({ jsonrpc: '2.0', method, params });
    if (error) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result;
  }

  send(message) {
    this.#child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  async close() {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.stdin.end();
    const impatience = setTimeout(() => this.#child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(impatience);
  }

  #receive(message) {
    if (message.method === undefined) {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      waiting?.resolve({ ...message, id: waiting.id });
      return;
    }

    const token = message.params?.progressToken;
    const subscription = message.params?._meta?.[subscriptionKey];
    for (const [id, waiting] of this.#waiting) {
      if (subscription !== undefined && subscription !== id) continue;
      if (token !== undefined && token !== waiting.token) continue;
      waiting.onNote(subscription === undefined ? message : subscribedAs(message, waiting.id));
    }
  }

  #giveUp(error) {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

const subscriptionKey = 'io.modelcontextprotocol/subscriptionId';

function subscribedAs(message, id) {
  return { ...message, params: { ...message.params, _meta: { ...message.params._meta, [subscriptionKey]: id } } };
}

/** The two generations of the protocol: how a session opens (the result describes the server), and what every request carries. */
export const eras = {
  legacy: {
    async open(program) {
      const clientInfo = { name: 'tests', version: '1' };
      const greeting = await program.request('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo });
      program.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
      return greeting;
    },
    params: params => params,
  },
  modern: {
    open: program => program.request('server/discover', modern({})),
    params: modern,
  },
};

function modern(params) {
  return {
    ...params,
    _meta: {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
      'io.modelcontextprotocol/clientInfo': { name: 'tests', version: '1' },
    },
  };
}
