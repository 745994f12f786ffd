import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Program } from './program.mjs';

const local = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** The HTTP status that the modern protocol gives for these JSON-RPC errors. */
const statusOf = { [-32020]: 400, [-32021]: 400, [-32022]: 400, [-32602]: 400, [-32601]: 404 };

/**
 * Streamable HTTP in front of the program, for checkers that only speak HTTP. It starts a process for each legacy session and one
 * for all modern requests. Only for tests: it checks no more of HTTP than they need.
 */
export class HttpFace {
  #sessions = new Map();
  #server;
  #shared;

  static async open() {
    const face = new HttpFace();
    face.#server = createServer((request, response) => face.#answer(request, response).catch(error => response.destroy(error)));
    await once(face.#server.listen(0, '127.0.0.1'), 'listening');
    return face;
  }

  get url() {
    return `http://127.0.0.1:${this.#server.address().port}/mcp`;
  }

  async close() {
    this.#server.closeAllConnections();
    this.#server.close();
    await Promise.all([...this.#sessions.values(), ...this.#shared ? [this.#shared] : []].map(program => program.close()));
  }

  async #answer(request, response) {
    const { host, origin, 'mcp-session-id': session } = request.headers;
    if (!local.test(host) || (origin && !local.test(new URL(origin).host))) return response.writeHead(403).end();
    if (request.method === 'DELETE') {
      const program = this.#sessions.get(session);
      this.#sessions.delete(session);
      await program?.close();
      return response.writeHead(program ? 200 : 404).end();
    }

    if (request.method !== 'POST') return response.writeHead(405).end();
    return this.#exchange(JSON.parse(await bodyOf(request)), session, response);
  }

  async #exchange(message, session, response) {
    const headers = {};
    if (message.method === 'initialize') {
      headers['Mcp-Session-Id'] = session = randomUUID();
      this.#sessions.set(session, new Program());
    }

    const program = session ? this.#sessions.get(session) : this.#shared ??= new Program();
    if (!program) return response.writeHead(404).end();
    if (message.id === undefined || message.method === undefined) {
      program.send(message);
      return response.writeHead(202).end();
    }

    const event = text => {
      if (!response.headersSent) response.writeHead(200, { ...headers, 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
      response.write(`event: message\ndata: ${JSON.stringify(text)}\n\n`);
    };
    const answer = await program.exchange(message, event);
    if (response.headersSent) {
      event(answer);
      return response.end();
    }

    const status = session ? 200 : statusOf[answer.error?.code] ?? 200;
    return response.writeHead(status, { ...headers, 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
  }
}

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}
