import { expect, it } from "vitest";
import { type CpuProfile, selfTimes } from "../../bench/measure/cpuProfile.js";

const frame = (id: number, functionName: string, url: string) => ({
  id,
  callFrame: { functionName, url },
});

const profile: CpuProfile = {
  nodes: [
    frame(1, "(idle)", ""),
    frame(2, "(garbage collector)", ""),
    frame(3, "executeField", "file:///p/node_modules/graphql/execution/execute.js"),
    frame(4, "load", "file:///p/dist-0123456789abcdef/store/loaders.js"),
    frame(5, "", "file:///p/node_modules/@apollo/server/dist/esm/runHttpQuery.js"),
  ],
  startTime: 1_000_000,
  endTime: 3_000_000,
  samples: [3, 1, 3, 4, 2, 5],
  timeDeltas: [900_000, 200_000, 400_000, 300_000, 100_000, 100_000],
};

it("shares the busy time of the last seconds out to those who took it themselves", () => {
  expect(selfTimes(profile, 1)).toEqual({
    modules: [
      { name: "graphql", share: 4 / 9 },
      { name: "Termgate store", share: 3 / 9 },
      { name: "(garbage collector)", share: 1 / 9 },
      { name: "@apollo/server", share: 1 / 9 },
    ],
    functions: [
      { name: "graphql  executeField", share: 4 / 9 },
      { name: "Termgate store  load", share: 3 / 9 },
      { name: "(garbage collector)", share: 1 / 9 },
      { name: "@apollo/server  (anonymous)", share: 1 / 9 },
    ],
  });
});
