import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planEdit } from "../../../../src/rules/versions/edits.js";

const published = { archived: false, newestVersion: 3, newestIsDraft: false };
const draft = { archived: false, newestVersion: 4, newestIsDraft: true };

describe("planEdit", () => {
  it("makes and publishes the next version of a published one", () => {
    expect(planEdit(published, { version: 3, draft: false })).toEqual({
      ok: true,
      value: { version: 4, opensVersion: true, publishes: true },
    });
  });

  it("opens the next version as a draft where that is asked for", () => {
    expect(planEdit(published, { version: 3, draft: true })).toEqual({
      ok: true,
      value: { version: 4, opensVersion: true, publishes: false },
    });
  });

  it("edits a draft in place", () => {
    expect(planEdit(draft, { version: 4, draft: true })).toEqual({
      ok: true,
      value: { version: 4, opensVersion: false, publishes: false },
    });
  });

  it.each([4, 3, 9])("refuses an edit of version %i past a draft", (version) => {
    expect(planEdit(draft, { version, draft: false })).toEqual({
      ok: false,
      failure: [
        {
          kind: "LatestVersionIsDraft",
          path: ["version"],
          draftVersion: 4,
          message: "Version 4 is a draft. Publish the draft, or edit it with draft: true.",
        },
      ],
    });
  });

  it.each([
    [published, 2, false, 3],
    [published, 4, false, 3],
    [published, 0, true, 3],
    [published, -1, true, 3],
    [draft, 3, true, 4],
    [draft, 5, true, 4],
  ])(
    "refuses an edit of another version than the newest: %j, %i",
    (state, version, asDraft, latest) => {
      expect(planEdit(state, { version, draft: asDraft })).toEqual({
        ok: false,
        failure: [
          {
            kind: "NotLatestVersion",
            path: ["version"],
            latestVersion: latest,
            message: `Version ${version} is not the newest; the newest is ${latest}.`,
          },
        ],
      });
    },
  );

  it("refuses every edit of an archived crosswalk before it looks at versions", () => {
    fc.assert(
      fc.property(fc.integer(), fc.boolean(), fc.boolean(), (version, asDraft, newestIsDraft) => {
        const state = { archived: true, newestVersion: 3, newestIsDraft };
        expect(planEdit(state, { version, draft: asDraft })).toEqual({
          ok: false,
          failure: [
            {
              kind: "ResourceArchived",
              path: ["identifier"],
              message: "The crosswalk is archived; reactivate it before editing it.",
            },
          ],
        });
      }),
    );
  });

  it("never leaves a gap, goes back or publishes a draft", () => {
    const states = fc.record({
      archived: fc.constant(false),
      newestVersion: fc.integer({ min: 1, max: 5 }),
      newestIsDraft: fc.boolean(),
    });
    const edits = fc.record({ version: fc.integer({ min: 0, max: 6 }), draft: fc.boolean() });
    fc.assert(
      fc.property(states, edits, (state, edit) => {
        const plan = planEdit(state, edit);
        if (!plan.ok) return;
        const { version, opensVersion, publishes } = plan.value;
        expect(edit.version).toBe(state.newestVersion);
        expect(version).toBe(state.newestVersion + (opensVersion ? 1 : 0));
        expect(opensVersion).toBe(!state.newestIsDraft);
        expect(publishes).toBe(!edit.draft);
      }),
    );
  });
});
