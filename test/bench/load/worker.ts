import { Connection, type RawAnswer } from "./connection.js";
import type { Order, Report, Slice, Target } from "./protocol.js";
import { requestTexts } from "./requests.js";

/** The generator's own process: it sends what it was given, over and over, and measures. */
interface Prepared {
  readonly target: Target;
  readonly texts: Buffer[];
  /** The next one to send: no slice begins where another did. */
  next: number;
}

const ERRORS = Buffer.from('"errors"');
const prepared = new Map<string, Prepared>();

process.on("message", (order: Order) => {
  void carryOut(order).then(
    (report) => process.send?.(report),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    },
  );
});
process.on("disconnect", () => process.exit(0));

async function carryOut(order: Order): Promise<Report> {
  if (order.kind === "forget") {
    prepared.clear();
    return { kind: "done" };
  }
  if (order.kind === "prepare") {
    const { target } = order;
    const known = prepared.get(order.id);
    if (known) known.texts.push(...requestTexts(order));
    else prepared.set(order.id, { target, texts: requestTexts(order), next: 0 });
    return { kind: "done" };
  }
  const requests = prepared.get(order.id);
  if (!requests) throw new Error(`Nothing is prepared under ${order.id}`);
  return { kind: "ran", ...(await run(requests, order.connections, order.milliseconds)) };
}

async function run(requests: Prepared, count: number, milliseconds: number): Promise<Slice> {
  const { host, port } = requests.target;
  // Servers close what is idle while others are measured, so each slice has connections of its own.
  const connections = Array.from({ length: count }, () => new Connection(host, port));
  const latencies: number[] = [];
  const outcome = { bytes: 0, failures: 0, failure: null as string | null };
  const began = performance.now();
  const end = began + milliseconds;
  const drive = async (connection: Connection) => {
    let open = connection;
    for (let sent = performance.now(); sent < end; ) {
      const text = requests.texts[requests.next % requests.texts.length];
      requests.next += 1;
      if (!text) throw new Error("There is nothing to send");
      const answer = await open.send(text).catch(unanswered);
      const came = performance.now();
      latencies.push(came - sent);
      judge(answer, outcome);
      sent = came;
      if (!open.isOpen) {
        open = new Connection(host, port);
        connections.push(open);
      }
    }
  };
  await Promise.all([...connections].map(drive));
  const seconds = (performance.now() - began) / 1000;
  for (const connection of connections) connection.close();
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor(share * (latencies.length - 1))] ?? 0;
  return { requests: latencies.length, seconds, p50: at(0.5), p99: at(0.99), ...outcome };
}

/** A connection that broke off: a failure like any other. */
const unanswered = (error: unknown): RawAnswer => ({ status: 0, body: Buffer.from(String(error)) });

function judge(
  { status, body }: RawAnswer,
  outcome: { bytes: number; failures: number; failure: string | null },
): void {
  outcome.bytes += body.length;
  if (status === 200 && !body.includes(ERRORS)) return;
  outcome.failures += 1;
  outcome.failure ??= `${status} ${body.toString("utf8", 0, 500)}`;
}
