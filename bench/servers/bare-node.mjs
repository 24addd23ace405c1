/** The ceiling of the platform: node:http alone takes a form and answers JSON. */
import { createServer } from "node:http";
import { answerForm } from "./ceiling.mjs";
import { answer, ready } from "./report.mjs";

const server = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const body = JSON.stringify(answerForm(Buffer.concat(chunks).toString("utf8")));
    response.writeHead(200, {
      "content-type": "application/json",
      "cache-control": "no-store",
      "content-length": Buffer.byteLength(body),
    });
    response.end(body);
  });
});
answer();
server.listen(0, "127.0.0.1", () => ready(server.address().port));
