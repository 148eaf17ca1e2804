import { type ClassType, Field, Int, InterfaceType, ObjectType } from "type-graphql";
import type { Failure } from "../../rules/failure.js";

@InterfaceType({
  description:
    "What the caller can mend. A mutation that answers any of these has changed nothing. Concrete types " +
    "carry what helps to mend it.",
})
export abstract class UserError {
  @Field(() => String, { description: "What is wrong, in a sentence for people." })
  readonly message!: string;

  @Field(() => [String], {
    description: 'The field at fault, below `input`; indices as strings: `["mappings", "3"]`.',
  })
  readonly path!: string[];
}

@ObjectType({
  implements: UserError,
  description: "A value is missing, blank, too long, or not of the form that it must have.",
})
export class FieldInvalid {}

@ObjectType({
  implements: UserError,
  description: "There is no such thing, or none that the caller may see.",
})
export class ResourceNotFound {}

@ObjectType({
  implements: UserError,
  description:
    "The edit names a version that is no longer the newest; read the newest and try again.",
})
export class NotLatestVersion {
  @Field(() => Int, { description: "Number of the newest version." })
  readonly latestVersion!: number;
}

@ObjectType({
  implements: UserError,
  description: "The newest version is a draft: publish it, or edit it with `draft: true`.",
})
export class LatestVersionIsDraft {
  @Field(() => Int, { description: "Number of the draft." })
  readonly draftVersion!: number;
}

@ObjectType({
  implements: UserError,
  description: "The thing is archived or deactivated and takes no edits until it is reactivated.",
})
export class ResourceArchived {}

@ObjectType({
  implements: UserError,
  description: "The caller may see the thing but not change it.",
})
export class NotPermitted {}

@ObjectType({
  implements: UserError,
  description: "The name, code or label is taken; choose another.",
})
export class AlreadyExists {}

@ObjectType({
  implements: UserError,
  description: "The content is licensed, and none of the caller's organizations holds the licence.",
})
export class LicenseRequired {
  @Field(() => String, { description: "Slug of the code system whose content is licensed." })
  readonly codeSystem!: string;

  @Field(() => String, { description: "Who grants the licence: AMA, ADA or APA." })
  readonly licensor!: string;
}

@ObjectType({
  implements: UserError,
  description: "There is no draft to publish or discard: the newest version is published.",
})
export class NotADraft {
  @Field(() => Int, { description: "Number of the newest version." })
  readonly latestVersion!: number;
}

@ObjectType({
  implements: UserError,
  description:
    "A named version keeps what it has: references are added to a collection and deleted at HEAD alone.",
})
export class ReleasedVersionLocked {}

/** Every kind of failure is a type of the graph: a new kind does not compile until it stands here. */
const types: Readonly<Record<Failure["kind"], ClassType>> = {
  FieldInvalid,
  ResourceNotFound,
  ResourceArchived,
  NotPermitted,
  AlreadyExists,
  ReleasedVersionLocked,
  LicenseRequired,
  LatestVersionIsDraft,
  NotLatestVersion,
  NotADraft,
};

export const userErrorTypes: readonly ClassType[] = Object.values(types);
