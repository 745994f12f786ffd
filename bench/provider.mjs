// A provider on loopback, in its own thread. It answers in PiAPI's form, each response in one write (two would wait for a delayed ACK).
import { createServer } from "node:http";
import { isMainThread, parentPort, Worker } from "node:worker_threads";

/** The id of a task, in PiAPI's form. */
export const idOf = (number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

/** Tasks below number 1000 have succeeded; the others are processing. */
export async function openProvider() {
  const worker = new Worker(new URL(import.meta.url));
  const port = await new Promise((told, failed) => worker.once("message", told).once("error", failed));
  return {
    port,
    pathOf: (number) => `/api/v1/task/${idOf(number)}`,
    environment: { PIAPI_API_KEY: "bench-key-0123456789", PIAPI_BASE_URL: `http://127.0.0.1:${port}` },
    close: () => worker.terminate(),
  };
}

function serve() {
  const server = createServer({ keepAlive: true, noDelay: true }, (request, response) => {
    const body = Buffer.from(JSON.stringify(answer(request.url.slice(request.url.lastIndexOf("/") + 1))));
    response.writeHead(200, { "Content-Type": "application/json", "Content-Length": body.length });
    response.end(body);
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, "127.0.0.1", 4096, () => parentPort.postMessage(server.address().port));
}

function answer(id) {
  const done = Number(id.slice(-12)) < 1000;
  const ended = done ? new Date().toISOString() : "0001-01-01T00:00:00Z";
  const video = { resource: `https://media.example/${id}.mp4`, resource_without_watermark: "", duration: 5100, width: 960, height: 960 };
  return {
    code: 200,
    message: "success",
    data: {
      task_id: id,
      model: "kling",
      task_type: "video_generation",
      status: done ? "completed" : "processing",
      meta: { created_at: new Date(Date.now() - 60_000).toISOString(), started_at: "", ended_at: ended },
      input: { prompt: "a boat at dawn" },
      output: done ? { works: [{ video }] } : {},
      error: { code: 0, message: "" },
    },
  };
}

if (!isMainThread && parentPort) serve();
