// A provider on loopback: PiAPI's form of a task, one write an answer.
import { createServer } from "node:http";

/** @param milliseconds what the provider takes for an answer */
export async function openProvider(milliseconds = 0) {
  let state = "completed";
  const server = createServer({ keepAlive: true, noDelay: true }, async (request, response) => {
    if (milliseconds > 0) await new Promise((done) => setTimeout(done, milliseconds));
    const body = Buffer.from(JSON.stringify(task(request.url.split("/").at(-1), state)));
    response.writeHead(200, { "Content-Type": "application/json", "Content-Length": body.length });
    response.end(body);
  });
  server.keepAliveTimeout = 60_000;
  await new Promise((done) => server.listen(0, "127.0.0.1", 4096, done));
  const { port } = server.address();
  return {
    port,
    path: (id) => `/api/v1/task/${id}`,
    environment: { PIAPI_API_KEY: "bench-key-0123456789", PIAPI_BASE_URL: `http://127.0.0.1:${port}` },
    /** What every task is from now on. */
    set state(word) {
      state = word;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}

/** The id of a task, in PiAPI's form. */
export const idOf = (number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

const task = (id, status) => ({
  code: 200,
  message: "success",
  data: {
    task_id: id,
    model: "kling",
    task_type: "video_generation",
    status,
    meta: { created_at: "2026-11-22T11:59:00Z", started_at: "2026-11-22T11:59:01Z", ended_at: status === "completed" ? "2026-11-22T12:00:40Z" : "0001-01-01T00:00:00Z" },
    input: { prompt: "a boat at dawn" },
    output: status === "completed" ? { works: [{ video: { resource: `https://media.example/${id}.mp4`, resource_without_watermark: "", duration: 5100, width: 960, height: 960 } }] } : {},
    error: { code: 0, message: "" },
  },
});
