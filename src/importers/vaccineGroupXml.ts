import type { ConceptContent } from "../rules/codeSystems/content.js";
import type { PairContent } from "../rules/crosswalks/content.js";
import { concept } from "./concept.js";
import type { CodeSystemFormat, CrosswalkFormat, ImportRow, SourceFile } from "./format.js";
import { rootElement } from "./head.js";
import { onlyFile, type Parsed, refuseEmpty, rowPerRecord } from "./rows.js";
import type { RecordShape, XmlRecord } from "./xmlRecords.js";

const SHAPE: RecordShape = { root: "VGCodes", record: "CVXVGInfo", fields: "PAIRS" };

/** One record of the file: a vaccine in a group. */
interface Membership {
  readonly vaccine: string;
  readonly status: string;
  readonly group: string;
  readonly groupName: string;
}

function parse(record: XmlRecord): Parsed<Membership> {
  const field = (name: string): string => record.fields.get(name) ?? "";
  const vaccine = field("CVXCode");
  const group = field("CVX for Vaccine Group");
  const groupName = field("Vaccine Group Name");
  const noCode = [vaccine, group].find((code) => !/^\d{2,3}$/.test(code));
  if (noCode !== undefined) return { rejected: `${JSON.stringify(noCode)} is no CVX code` };
  if (groupName === "") return { rejected: "the vaccine group has no name" };
  return { content: { vaccine, status: field("Status"), group, groupName } };
}

function memberships(files: readonly SourceFile[], format: string) {
  return rowPerRecord(onlyFile(files, format), SHAPE, parse);
}

/** A group while its records are being read. */
interface Group {
  readonly name: string;
  readonly line: number;
  readonly lines: number;
}

/** Records of one group are anywhere in the file, so the groups, some forty, come at its end. */
async function* groups(
  files: readonly SourceFile[],
  format: string,
): AsyncGenerator<ImportRow<ConceptContent>> {
  const found = new Map<string, Group>();
  for await (const row of memberships(files, format)) {
    if ("rejected" in row) {
      yield row;
      continue;
    }
    const { group: code, groupName: name } = row.content;
    const known = found.get(code) ?? { name, line: row.line, lines: 0 };
    if (known.name === name) found.set(code, { ...known, lines: known.lines + 1 });
    else {
      const rejected = `the group ${code} is called ${known.name} on line ${known.line}`;
      yield { line: row.line, rejected };
    }
  }
  if (found.size === 0) refuseEmpty(files, "vaccine group");
  for (const [code, { name, line, lines }] of found) {
    yield { line, lines, content: concept({ code, conceptClass: "Vaccine group", name }) };
  }
}

function pairOf({ vaccine, group, status }: Membership): PairContent {
  return {
    sourceSystem: "cvx",
    sourceCode: vaccine,
    targetSystem: "cvx-group",
    targetCode: group,
    relationship: vaccine === group ? "EQUIVALENT" : "SOURCE_IS_NARROWER_THAN_TARGET",
    attributes: status === "" ? [] : [{ key: "status", value: status }],
  };
}

async function* pairs(
  files: readonly SourceFile[],
  format: string,
): AsyncGenerator<ImportRow<PairContent>> {
  const lines = new Map<string, number>();
  for await (const row of memberships(files, format)) {
    if ("rejected" in row) {
      yield row;
      continue;
    }
    const { vaccine, group } = row.content;
    const first = lines.get(`${vaccine} ${group}`);
    if (first !== undefined) {
      const rejected = `${vaccine} in the group ${group} stands on line ${first} already`;
      yield { line: row.line, rejected };
      continue;
    }
    lines.set(`${vaccine} ${group}`, row.line);
    yield { ...row, content: pairOf(row.content) };
  }
  if (lines.size === 0) refuseEmpty(files, "pair");
}

const recognises = (head: string): boolean => rootElement(head) === SHAPE.root;

/**
 * The vaccine groups, such as all vaccines against measles. A group has no code of its own: it goes
 * by the CVX code that CDC names for it, mostly that of the unspecified formulation.
 */
export const vaccineGroupXml: CodeSystemFormat = {
  kind: "CODE_SYSTEM",
  name: "cvx-group-xml",
  title: "CVX vaccine groups as XML (vac2vg.xml)",
  codeSystem: "cvx-group",
  recognises,
  read(files) {
    return groups(files, this.name);
  },
};

/** Which vaccine belongs to which groups. The vaccine that a group goes by is equivalent to it. */
export const vaccineToGroupXml: CrosswalkFormat = {
  kind: "CROSSWALK",
  name: "cvx-to-group-xml",
  title: "CVX vaccine codes to vaccine groups as XML (vac2vg.xml)",
  subject: {
    sourceSystem: "cvx",
    targetSystem: "cvx-group",
    crosswalkName: "CVX to vaccine group",
  },
  recognises,
  read(files) {
    return pairs(files, this.name);
  },
};
