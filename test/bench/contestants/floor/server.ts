import { createServer, type IncomingMessage } from "node:http";
import { connect, type Location } from "../../../../src/store/database.js";
import { floorStatements } from "./statements.js";

/** The least that any server can do: one statement, and its text as it comes. */
const { FLOOR_LOCATION = "null", HOST, PORT } = process.env;
const client = connect(JSON.parse(FLOOR_LOCATION) as Location, {
  max: 8,
  // Planned as the product's reads are. The driver leaves out what is false.
  connection: {
    ...{ application_name: "floor", jit: "off" },
    ...{ plan_cache_mode: "force_generic_plan", enable_seqscan: "off" },
  },
});

const server = createServer((request, response) => {
  void answer(request).then(
    (json) => {
      response.writeHead(200, {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(json),
      });
      response.end(json);
    },
    (error: unknown) => {
      const text = error instanceof Error ? error.message : String(error);
      response.writeHead(500, { "content-length": Buffer.byteLength(text) });
      response.end(text);
    },
  );
});

async function answer(request: IncomingMessage): Promise<string> {
  const sql = floorStatements.get(decodeURIComponent(request.url?.slice(1) ?? ""));
  if (sql === undefined) return "{}";
  let body = "";
  request.setEncoding("utf8");
  for await (const chunk of request) body += chunk;
  const { variables } = JSON.parse(body) as { variables: (string | number)[] };
  const [row] = await client.unsafe<{ json: string }[]>(sql, variables, { prepare: true });
  return row?.json ?? "null";
}

server.listen(Number(PORT), HOST);
process.on("SIGTERM", () => process.exit(0));
