import type { Termgate } from "./termgate.js";

const QUERY = `query Demo {
  codeSystems(pageSize: 100) {
    nodes {
      slug
      content
      versions(first: 20) {
        nodes {
          label
          released
          all: concepts(pageSize: 1, filter: { includeRetired: true }) { totalCount }
          active: concepts(pageSize: 1) { totalCount }
        }
      }
    }
  }
  crosswalks(first: 20) {
    nodes {
      name
      organization { name }
      versions(first: 20) {
        nodes {
          version
          status
          createdBy
          sourceCodeCount
          targetCount
          customAttributes { key value }
          anthrax: mapping(sourceCodeSystem: "cvx", sourceCode: "24") {
            sourceDisplay
            noMap
            targets { targetCode targetDisplay }
          }
          antitoxin: mapping(sourceCodeSystem: "cvx", sourceCode: "12") { sourceDisplay noMap }
        }
      }
    }
  }
}`;

interface DemoAnswer {
  readonly codeSystems: {
    readonly nodes: readonly {
      readonly slug: string;
      readonly content: string;
      readonly versions: {
        readonly nodes: readonly {
          readonly label: string;
          readonly released: boolean;
          readonly all: { readonly totalCount: number };
          readonly active: { readonly totalCount: number };
        }[];
      };
    }[];
  };
  readonly crosswalks: { readonly nodes: readonly unknown[] };
}

/** What of the demo content there is: releases with their counts, crosswalks with their versions. */
export async function demoOf(server: Termgate) {
  const { codeSystems, crosswalks } = (await server.ask(QUERY)) as DemoAnswer;
  const releases = codeSystems.nodes.flatMap(({ slug, content, versions }) =>
    versions.nodes.map(({ label, released, all, active }) =>
      [slug, content, label, released, all.totalCount, active.totalCount].join(" "),
    ),
  );
  return { codeSystems: codeSystems.nodes.length, releases, crosswalks: crosswalks.nodes };
}

const version = (number: number, release: string, counts: readonly [number, number]) => ({
  version: number,
  status: "PUBLISHED",
  createdBy: "demo",
  sourceCodeCount: counts[0],
  targetCount: counts[1],
  customAttributes: [{ key: "release", value: release }],
});

const anthrax = (targetCode: string, targetDisplay: string | null) => [
  {
    sourceDisplay: "Anthrax vaccine, adsorbed, pre-exposure and post-exposure prophylaxis",
    noMap: false,
    targets: [{ targetCode, targetDisplay }],
  },
];

/**
 * The demo content as it is on its first day. Group 24 is no longer one of the newest release, so that its
 * display is gone; an editor stated for the antitoxin that it is of no group.
 */
export const wholeDemo = {
  codeSystems: 16,
  releases: [
    "cvx COMPLETE 2025-12-09-demo true 288 152",
    "cvx COMPLETE 2023-12-01-demo true 270 139",
    "cvx-group COMPLETE 2025-12-09-demo true 38 38",
    "cvx-group COMPLETE 2023-12-01-demo true 36 36",
    "hcpcs COMPLETE 2018-demo true 627 561",
    "icd10cm COMPLETE 2026-demo true 4322 4322",
    "icd10cm COMPLETE 2025-demo true 4210 4210",
    "icd9cm COMPLETE 32-demo true 2064 2064",
    "mvx COMPLETE 2025-12-09-demo true 89 36",
  ],
  crosswalks: [
    {
      name: "CVX to vaccine group",
      organization: { name: "Demo" },
      versions: {
        nodes: [
          {
            ...version(3, "2025-12-09-demo", [247, 256]),
            anthrax: anthrax("319", "ANTHRAX"),
            antitoxin: [{ sourceDisplay: "diphtheria antitoxin", noMap: true }],
          },
          {
            ...version(2, "2025-12-09-demo", [230, 256]),
            anthrax: anthrax("319", "ANTHRAX"),
            antitoxin: [],
          },
          {
            ...version(1, "2023-12-01-demo", [212, 237]),
            anthrax: anthrax("24", null),
            antitoxin: [],
          },
        ],
      },
    },
    {
      name: "GEM ICD-9-CM to ICD-10-CM",
      organization: { name: "Demo" },
      versions: {
        nodes: [{ ...version(1, "2018-demo", [2064, 2758]), anthrax: [], antitoxin: [] }],
      },
    },
  ],
};
