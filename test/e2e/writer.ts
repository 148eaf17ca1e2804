import type { Termgate } from "./termgate.js";

const CREATE = `mutation Create($input: CreateCrosswalkInput!) {
  createCrosswalk(input: $input) { crosswalk { identifier } userErrors { message } }
}`;
const ADD = `mutation Add($input: AddCrosswalkMappingsInput!) {
  addCrosswalkMappings(input: $input) { crosswalkVersion { version } userErrors { message } }
}`;
const READ = `query Read($identifier: UUID!) {
  crosswalk(identifier: $identifier) {
    version
    publishedVersion { targetCount mappings(first: 1000) { nodes { sourceCode } } }
  }
}`;

interface Created {
  readonly createCrosswalk: { readonly crosswalk: { readonly identifier: string } };
}
interface Added {
  readonly addCrosswalkMappings: {
    readonly crosswalkVersion: { readonly version: number } | null;
  };
}
interface Read {
  readonly crosswalk: {
    readonly version: number;
    readonly publishedVersion: {
      readonly targetCount: number;
      readonly mappings: { readonly nodes: readonly { readonly sourceCode: string }[] };
    };
  };
}

/** A crosswalk that is written to over HTTP, one source code a version: version 3 has 1, 2 and 3. */
export class Writer {
  /** The version that the server said it has made. */
  acknowledged = 1;

  private constructor(readonly identifier: string) {}

  static async begin(server: Termgate): Promise<Writer> {
    const input = { name: "Written to", mappings: [mapping(1)] };
    const { createCrosswalk } = (await server.ask(CREATE, { input })) as Created;
    return new Writer(createCrosswalk.crosswalk.identifier);
  }

  /** Adds the next source code. */
  async write(server: Termgate): Promise<void> {
    const { identifier, acknowledged } = this;
    const input = { identifier, version: acknowledged, mappings: [mapping(acknowledged + 1)] };
    const { addCrosswalkMappings } = (await server.ask(ADD, { input })) as Added;
    this.acknowledged = addCrosswalkMappings.crosswalkVersion?.version ?? this.acknowledged;
  }

  /** Writes on until the server no longer answers. */
  async writeOn(server: Termgate): Promise<void> {
    for (;;) {
      try {
        await this.write(server);
      } catch {
        return;
      }
    }
  }

  /** How many versions there are, if every one of them is whole; goes on from the newest. */
  async versionsFound(server: Termgate): Promise<number> {
    const { crosswalk } = (await server.ask(READ, { identifier: this.identifier })) as Read;
    const { version, publishedVersion } = crosswalk;
    const found = publishedVersion.mappings.nodes.map(({ sourceCode }) => sourceCode);
    const expected = Array.from({ length: version }, (_, at) => codeOf(at + 1));
    if (found.join() !== expected.join() || publishedVersion.targetCount !== version) {
      throw new Error(`Version ${version} has ${found.join()}`);
    }
    this.acknowledged = version;
    return version;
  }
}

function codeOf(number: number): string {
  return String(number).padStart(5, "0");
}

function mapping(number: number) {
  return {
    sourceCodeSystem: "ndc",
    sourceCode: codeOf(number),
    targetCodeSystem: "rxnorm",
    targets: [{ targetCode: codeOf(number) }],
  };
}
