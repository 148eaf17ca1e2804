import { connect } from "../../../src/store/database.js";
import { type Bench, startContestants, stopAll } from "../bench.js";
import type { Contestant } from "../contestants/contestant.js";
import { withCopy } from "../database/server.js";
import { Connection } from "../load/connection.js";
import { bodyText, requestText } from "../load/requests.js";
import { type EditScore, editLines, editTables } from "../report/edits.js";
import type { Report } from "../report/report.js";
import {
  type EditedCrosswalk,
  type EditKind,
  editedCrosswalks,
  editKinds,
} from "../workloads/editedCrosswalks.js";
import { EDIT, type Edit, editFor, versionMade } from "../workloads/edits.js";
import { DatabaseMeter } from "./databaseUse.js";
import { median, quantile } from "./statistics.js";

/** Edits that everybody makes first, to be compared, and those that are measured. */
const COMPARED = 4;
const MEASURED = { full: 40, quick: 8 } as const;

/** A contestant with a connection to it, and its place in the crosswalk's history. */
interface Editor {
  readonly contestant: Contestant;
  readonly make: (edit: Edit) => Promise<number>;
}

/**
 * Measures edits of one row, one at a time, on a copy of the content that is thrown away. The product
 * and the floor edit the same tables, in turns; the peer has its own.
 */
export async function measureEdits(bench: Bench): Promise<Report> {
  return await withCopy(bench.server, bench.databases.edited, (copy) => measureOn(bench, copy));
}

async function measureOn(bench: Bench, copy: string): Promise<Report> {
  const { server, tell } = bench;
  const contestants = await startContestants(bench, copy);
  const client = connect(server.location(copy), { max: 1 });
  try {
    const editors = await Promise.all(contestants.map(editorOf));
    const editsEach = MEASURED[bench.options.scale.name] + COMPARED + 1;
    const count = editsEach * (contestants.length + 1);
    const crosswalks = await editedCrosswalks(client, bench.options.scale, count);
    const scores: EditScore[] = [];
    for (const crosswalk of crosswalks) {
      await compareEdits({ editors, client, crosswalk });
      tell(`h  ${crosswalk.about}: the same after the same edits`);
    }
    for (const kind of editKinds) {
      scores.push(...(await measureKind(bench, { editors, copy, crosswalks, kind })));
    }
    return { tables: editTables(scores), lines: editLines(scores) };
  } finally {
    await client.end({ timeout: 5 });
    await stopAll(contestants);
  }
}

async function editorOf(contestant: Contestant): Promise<Editor> {
  const target = await contestant.target(EDIT);
  let connection = new Connection(target.host, target.port);
  return {
    contestant,
    make: async (edit) => {
      const { document, variables } = editFor(contestant, edit);
      const request = requestText(target, bodyText(document, variables));
      if (!connection.isOpen) connection = new Connection(target.host, target.port);
      return versionMade((await connection.send(request)).body.toString("utf8"));
    },
  };
}

/** The next edits of a kind, and the newest version in the tables that a contestant edits. */
class Progress {
  readonly #crosswalk: EditedCrosswalk;
  static readonly #versions = new Map<string, number>();

  constructor(crosswalk: EditedCrosswalk) {
    this.#crosswalk = crosswalk;
  }

  take(kind: EditKind): Omit<Edit, "version"> {
    const edit = this.#crosswalk.edits[kind].shift();
    if (!edit) throw new Error(`No more edits of ${this.#crosswalk.about}`);
    return edit;
  }

  async make({ contestant, make }: Editor, edit: Omit<Edit, "version">): Promise<void> {
    const tables = contestant.kind === "POSTGRAPHILE" ? "peer" : "product";
    const place = `${tables} ${edit.identifier}`;
    const version = Progress.#versions.get(place) ?? this.#crosswalk.newest;
    const made = await make({ ...edit, version });
    if (made !== version + 1) throw new Error(`${contestant.name} made version ${made}`);
    Progress.#versions.set(place, made);
  }
}

const CONTENT_DIGEST = `md5(string_agg(concat_ws('|', source_system, source_code, target_system,
  target_code, relationship, attributes), ' '
  order by source_system, source_code, target_system, target_code))`;

/** The same edits by everybody; then both sides must hold the same. */
async function compareEdits({
  editors,
  client,
  crosswalk,
}: {
  readonly editors: readonly Editor[];
  readonly client: ReturnType<typeof connect>;
  readonly crosswalk: EditedCrosswalk;
}): Promise<void> {
  const progress = new Progress(crosswalk);
  const peer = editors.find(({ contestant }) => contestant.kind === "POSTGRAPHILE");
  for (const editor of editors.filter((each) => each !== peer)) {
    for (let nth = 0; nth < COMPARED; nth += 1) {
      const edit = progress.take(editKinds[nth % editKinds.length] ?? "attribute");
      await progress.make(editor, edit);
      if (peer) await progress.make(peer, edit);
    }
    const [held] = await client.unsafe<{ product: string; peer: string }[]>(`select
        (select ${CONTENT_DIGEST} from crosswalk_pair where container_id = ${crosswalk.id}
          and to_revision = 2147483647 and target_code > '') as product,
        (select ${CONTENT_DIGEST} from peer.target join peer.mapping on mapping.id = mapping_id
          where mapping.crosswalk_id = ${crosswalk.id}) as peer`);
    if (held?.product !== held?.peer) {
      throw new Error(
        `After the edits of ${editor.contestant.name} the crosswalk of ${crosswalk.about} is ` +
          "not the same as the peer's",
      );
    }
  }
}

interface Field {
  readonly editors: readonly Editor[];
  readonly copy: string;
  readonly crosswalks: readonly EditedCrosswalk[];
  readonly kind: EditKind;
}

/** Everybody in turns on every crosswalk in turns, so that sizes can be compared too. */
async function measureKind(
  { server, options }: Bench,
  { editors, copy, crosswalks, kind }: Field,
): Promise<EditScore[]> {
  const meter = await DatabaseMeter.open(server, copy);
  const cells = crosswalks.flatMap((crosswalk) =>
    editors.map((editor): Sampled => ({ crosswalk, editor, times: [], logs: [] })),
  );
  for (let round = 0; round < MEASURED[options.scale.name]; round += 1) {
    for (const { crosswalk, editor, times, logs } of cells) {
      const progress = new Progress(crosswalk);
      const edit = progress.take(kind);
      const position = await meter.logPosition();
      const began = performance.now();
      await progress.make(editor, edit);
      times.push(performance.now() - began);
      logs.push((await meter.logPosition()) - position);
    }
  }
  return cells.map(({ crosswalk, editor: { contestant }, times, logs }) => ({
    ...{ crosswalk: crosswalk.about, kind, contestant: contestant.name },
    ...{ milliseconds: median(times), slowest: quantile(times, 0.9), logBytes: median(logs) },
  }));
}

interface Sampled {
  readonly crosswalk: EditedCrosswalk;
  readonly editor: Editor;
  readonly times: number[];
  readonly logs: number[];
}
