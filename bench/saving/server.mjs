// A provider with one finished task in PiAPI's form, and the file of that task, in a thread of its own.
import { createServer } from "node:http";
import { parentPort, workerData } from "node:worker_threads";

const mebibyte = 1024 * 1024;
serve(workerData.bytes);

function serve(bytes) {
  const piece = Buffer.alloc(mebibyte, "kling");
  const first = Buffer.from(piece);
  first.write("\0\0\0\u0020ftypisom", 0, "latin1");
  const server = createServer({ noDelay: true }, (request, response) => {
    if (request.url !== "/a.mp4") {
      const url = `http://127.0.0.1:${server.address().port}/a.mp4`;
      const output = { works: [{ video: { resource: url, resource_without_watermark: "" } }] };
      const data = { task_id: request.url.split("/").at(-1), model: "kling", task_type: "video_generation", status: "completed", output };
      response.writeHead(200, { "Content-Type": "application/json" });
      response.end(JSON.stringify({ code: 200, message: "success", data }));
      return;
    }

    response.writeHead(200, { "Content-Type": "video/mp4", "Content-Length": bytes, ETag: '"bench"' });
    let sent = 0;
    const more = () => {
      while (sent < bytes) {
        const next = sent === 0 ? first : piece;
        sent += next.length;
        if (!response.write(next)) return response.once("drain", more);
      }
      response.end();
    };
    more();
  });
  server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
}
