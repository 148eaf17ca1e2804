import { expect } from "vitest";
import type { CommandContext } from "../../../src/commands/context.js";
import { addCrosswalkMappings } from "../../../src/commands/crosswalks/addCrosswalkMappings.js";
import {
  archiveCrosswalk,
  reactivateCrosswalk,
} from "../../../src/commands/crosswalks/archiveCrosswalk.js";
import {
  createCrosswalkDraft,
  discardCrosswalkDraft,
  publishCrosswalkDraft,
} from "../../../src/commands/crosswalks/crosswalkDrafts.js";
import { deleteCrosswalkMappings } from "../../../src/commands/crosswalks/deleteCrosswalkMappings.js";
import { modifyCrosswalkMappingAttributes } from "../../../src/commands/crosswalks/pairAttributes.js";
import { revertCrosswalk } from "../../../src/commands/crosswalks/revertCrosswalk.js";
import { updateCrosswalk } from "../../../src/commands/crosswalks/updateCrosswalk.js";
import { pairIdentifier } from "../../../src/rules/crosswalks/changes.js";
import {
  added,
  conflicts,
  type ModelVersion,
  pairText,
  picked,
  type Step,
  sameContent,
} from "./model.js";

type Answer = Awaited<ReturnType<typeof updateCrosswalk>>;
type Of<Kind extends Step["kind"]> = Extract<Step, { readonly kind: Kind }>;
type Next = Partial<Pick<ModelVersion, "name" | "content">>;

/** A crosswalk in the database and what it ought to be: a whole copy of every version. */
export class History {
  readonly versions: ModelVersion[];
  private archived = false;

  constructor(
    readonly context: CommandContext,
    readonly identifier: string,
    name: string,
  ) {
    this.versions = [{ name, content: new Map(), published: true }];
  }

  private get newest(): ModelVersion {
    return this.versions.at(-1) as ModelVersion;
  }

  /** What every edit names: the crosswalk and its newest version. */
  private get named() {
    return { identifier: this.identifier, version: this.versions.length };
  }

  /** Does a step to both, and compares what was answered with what ought to have been done. */
  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case "add":
        return await this.add(step);
      case "delete":
        return await this.delete(step);
      case "attribute":
        return await this.attribute(step);
      case "rename":
        return await this.rename(step);
      case "revert":
        return await this.revert(step);
      case "open":
        return await this.open();
      case "publish":
      case "discard":
        return await this.finish(step.kind);
      case "archive":
      case "reactivate":
        return await this.putAway(step.kind === "archive");
    }
  }

  private async add({ draft, mappings }: Of<"add">): Promise<void> {
    const faults = conflicts(this.newest.content, mappings);
    const answer = await addCrosswalkMappings(this.context, { ...this.named, draft, mappings });
    const content = added(this.newest.content, mappings);
    this.expectEdit(answer, { content }, draft, faults);
  }

  private async delete({ draft, picks }: Of<"delete">): Promise<void> {
    const pairs = picked(this.newest.content, picks);
    const mappings = pairs.map((pair) => ({
      sourceCodeSystem: pair.sourceSystem,
      sourceCode: pair.sourceCode,
      targetCodeSystem: pair.targetSystem,
      targetCodes: [pair.targetCode === "" ? "*" : pair.targetCode],
    }));
    const content = new Map(this.newest.content);
    for (const pair of pairs) content.delete(pairText(pair));
    const answer = await deleteCrosswalkMappings(this.context, { ...this.named, draft, mappings });
    this.expectEdit(answer, { content }, draft);
  }

  private async attribute({ draft, picks }: Of<"attribute">): Promise<void> {
    const pair = picked(this.newest.content, picks).find(({ targetCode }) => targetCode !== "");
    if (!pair) return;
    const value = String(picks.length);
    const answer = await modifyCrosswalkMappingAttributes(this.context, {
      ...this.named,
      draft,
      codeIdentifier: pairIdentifier(this.identifier, pair),
      customAttributes: [{ key: "x", value }],
    });
    const attributes = new Map(pair.attributes.map((one) => [one.key, one.value])).set("x", value);
    const changed = [...attributes].map(([key, its]) => ({ key, value: its }));
    const content = new Map(this.newest.content);
    content.set(pairText(pair), { ...pair, attributes: changed });
    this.expectEdit(answer, { content }, draft);
  }

  private async rename({ draft, name }: Of<"rename">): Promise<void> {
    const answer = await updateCrosswalk(this.context, { ...this.named, draft, name });
    this.expectEdit(answer, { name }, draft);
  }

  private async revert({ draft, to }: Of<"revert">): Promise<void> {
    const toVersion = (to % (this.versions.length + 1)) + 1;
    const answer = await revertCrosswalk(this.context, { ...this.named, draft, toVersion });
    const old = this.versions[toVersion - 1];
    if (old) this.expectEdit(answer, { name: old.name, content: old.content }, draft);
    else expectRefused(answer, "ResourceNotFound");
  }

  private async open(): Promise<void> {
    this.expectEdit(await createCrosswalkDraft(this.context, this.named), {}, true);
  }

  private async finish(kind: "publish" | "discard"): Promise<void> {
    const command = kind === "publish" ? publishCrosswalkDraft : discardCrosswalkDraft;
    const answer = await command(this.context, this.named);
    if (this.archived) expectRefused(answer, "ResourceArchived");
    else if (this.newest.published) expectRefused(answer, "NotADraft");
    else {
      const draft = this.versions.pop() as ModelVersion;
      if (kind === "publish") this.versions.push({ ...draft, published: true });
      this.expectDone(answer, null);
    }
  }

  private async putAway(archived: boolean): Promise<void> {
    const command = archived ? archiveCrosswalk : reactivateCrosswalk;
    const answer = await command(this.context, { identifier: this.identifier });
    const done = archived ? "Crosswalk archived successfully." : null;
    this.expectDone(answer, this.archived === archived ? "Nothing to change." : done);
    this.archived = archived;
  }

  /** `next` is what the edit leaves; without anything it opens a draft and no more. */
  private expectEdit(answer: Answer, next: Next, draft: boolean, faults = 0): void {
    const opens = Object.keys(next).length === 0;
    const left = { ...this.newest, ...next, published: !draft };
    const same = left.name === this.newest.name && sameContent(left.content, this.newest.content);
    if (this.archived) expectRefused(answer, "ResourceArchived");
    else if (!this.newest.published && (!draft || opens)) {
      expectRefused(answer, "LatestVersionIsDraft");
    } else if (faults > 0) expectRefused(answer, ...Array(faults).fill("FieldInvalid"));
    else if (same && !opens) this.expectDone(answer, "Nothing to change.");
    else {
      if (!this.newest.published) this.versions.pop();
      this.versions.push(left);
      this.expectDone(answer);
    }
  }

  private expectDone(answer: Answer, message?: string | null): void {
    const said = message === undefined ? {} : { message };
    const value = { identifier: this.identifier, version: this.versions.length, ...said };
    expect(answer).toMatchObject({ ok: true, value });
    if (message === undefined && answer.ok)
      expect(answer.value.message).not.toBe("Nothing to change.");
  }
}

function expectRefused(answer: Answer, ...kinds: readonly string[]): void {
  expect(answer).toMatchObject({ ok: false, failure: kinds.map((kind) => ({ kind })) });
}
