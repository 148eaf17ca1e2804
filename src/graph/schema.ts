import { type GraphQLSchema, isAbstractType } from "graphql";
import { buildSchemaSync, type PubSub } from "type-graphql";
import { AddOrganizationMemberResolver } from "./access/addOrganizationMember.js";
import { CreateOrganizationResolver } from "./access/createOrganization.js";
import { GrantLicenseResolver } from "./access/grantLicense.js";
import { LicenseGrantResolver } from "./access/LicenseGrant.js";
import { OrganizationResolver } from "./access/Organization.js";
import { OrganizationMemberResolver } from "./access/OrganizationMember.js";
import { OwnerResolver } from "./access/Owner.js";
import { RemoveOrganizationMemberResolver } from "./access/removeOrganizationMember.js";
import { UserResolver } from "./access/User.js";
import { ViewerResolver } from "./access/Viewer.js";
import { WithdrawLicenseResolver } from "./access/withdrawLicense.js";
import { CascadeResolver } from "./cascades/CascadeResult.js";
import { CodeSystemResolver } from "./codeSystems/CodeSystem.js";
import { CodeSystemVersionResolver } from "./codeSystems/CodeSystemVersion.js";
import { ConceptResolver } from "./codeSystems/Concept.js";
import { ConceptChangeResolver } from "./codeSystems/ConceptChange.js";
import { ConceptFacetsResolver } from "./codeSystems/ConceptConnection.js";
import { ConceptDescriptionResolver } from "./codeSystems/ConceptDescription.js";
import { ConceptNameResolver } from "./codeSystems/ConceptName.js";
import { ConceptPartsResolver } from "./codeSystems/conceptParts.js";
import { ConceptsResolver } from "./codeSystems/concepts.js";
import { CreateCodeSystemResolver } from "./codeSystems/createCodeSystem.js";
import { CreateCodeSystemVersionResolver } from "./codeSystems/createCodeSystemVersion.js";
import { CreateConceptResolver } from "./codeSystems/createConcept.js";
import { EditCodeSystemResolver } from "./codeSystems/editCodeSystem.js";
import { EditCodeSystemVersionResolver } from "./codeSystems/editCodeSystemVersion.js";
import { EditConceptResolver } from "./codeSystems/editConcept.js";
import { RetireConceptResolver } from "./codeSystems/retireConcept.js";
import { ReviveConceptResolver } from "./codeSystems/reviveConcept.js";
import { CollectionResolver } from "./collections/Collection.js";
import { CollectionConceptResolver } from "./collections/CollectionConcept.js";
import { CollectionFacetsResolver } from "./collections/CollectionConnection.js";
import { CollectionMappingResolver } from "./collections/CollectionMapping.js";
import { CollectionVersionResolver } from "./collections/CollectionVersion.js";
import { ClearCollectionVersionProcessingResolver } from "./collections/clearCollectionVersionProcessing.js";
import {
  CollectionsResolver,
  OwnerCollectionsResolver,
  UserCollectionsResolver,
  ViewerCollectionsResolver,
} from "./collections/collections.js";
import { ConceptCollectionsResolver } from "./collections/collectionsWith.js";
import { CollectionConceptFacetsResolver } from "./collections/conceptsIn.js";
import { CreateCollectionResolver } from "./collections/createCollection.js";
import { CreateCollectionVersionResolver } from "./collections/createCollectionVersion.js";
import { DeactivateCollectionResolver } from "./collections/deactivateCollection.js";
import { DeactivateCollectionVersionResolver } from "./collections/deactivateCollectionVersion.js";
import { EditCollectionResolver } from "./collections/editCollection.js";
import { EditCollectionVersionResolver } from "./collections/editCollectionVersion.js";
import { ExportedCollectionResolver } from "./collections/exportedCollection.js";
import { MembershipResolver } from "./collections/Membership.js";
import { MembershipChangeResolver } from "./collections/MembershipChange.js";
import {
  CollectionMemberFields,
  CollectionVersionMemberFields,
} from "./collections/memberFields.js";
import { ReactivateCollectionResolver } from "./collections/reactivateCollection.js";
import { CollectionVersionMembersResolver } from "./collections/versionMembers.js";
import { ConceptMappingResolver } from "./conceptMappings/ConceptMapping.js";
import {
  CodeSystemMappingsResolver,
  CodeSystemVersionMappingsResolver,
  ConceptMappingsResolver,
} from "./conceptMappings/conceptMappings.js";
import { CreateConceptMappingResolver } from "./conceptMappings/createConceptMapping.js";
import { EditConceptMappingResolver } from "./conceptMappings/editConceptMapping.js";
import { RetireConceptMappingResolver } from "./conceptMappings/retireConceptMapping.js";
import { AddCrosswalkMappingsResolver } from "./crosswalks/addCrosswalkMappings.js";
import { ArchiveCrosswalkResolver } from "./crosswalks/archiveCrosswalk.js";
import { CodingResolver } from "./crosswalks/Coding.js";
import { CrosswalkResolver } from "./crosswalks/Crosswalk.js";
import { CrosswalkMappingResolver } from "./crosswalks/CrosswalkMapping.js";
import { CrosswalkTargetResolver } from "./crosswalks/CrosswalkTarget.js";
import { CrosswalkVersionResolver } from "./crosswalks/CrosswalkVersion.js";
import { ConceptMapsResolver } from "./crosswalks/conceptMaps.js";
import { CreateCrosswalkResolver } from "./crosswalks/createCrosswalk.js";
import { CreateCrosswalkDraftResolver } from "./crosswalks/createCrosswalkDraft.js";
import { CrosswalksResolver } from "./crosswalks/crosswalks.js";
import { DeleteCrosswalkAttributesResolver } from "./crosswalks/deleteCrosswalkAttributes.js";
import { DeleteCrosswalkMappingAttributesResolver } from "./crosswalks/deleteCrosswalkMappingAttributes.js";
import { DeleteCrosswalkMappingsResolver } from "./crosswalks/deleteCrosswalkMappings.js";
import { DiscardCrosswalkDraftResolver } from "./crosswalks/discardCrosswalkDraft.js";
import { ExportedVersionResolver } from "./crosswalks/exportedVersion.js";
import { ImportCrosswalkResolver } from "./crosswalks/importCrosswalk.js";
import { ModifyCrosswalkAttributesResolver } from "./crosswalks/modifyCrosswalkAttributes.js";
import { ModifyCrosswalkMappingAttributesResolver } from "./crosswalks/modifyCrosswalkMappingAttributes.js";
import { PublishCrosswalkDraftResolver } from "./crosswalks/publishCrosswalkDraft.js";
import { ReactivateCrosswalkResolver } from "./crosswalks/reactivateCrosswalk.js";
import { RevertCrosswalkResolver } from "./crosswalks/revertCrosswalk.js";
import { TranslationResolver } from "./crosswalks/Translation.js";
import { TranslateResolver } from "./crosswalks/translate.js";
import { UpdateCrosswalkResolver } from "./crosswalks/updateCrosswalk.js";
import { callDirectly } from "./directResolvers.js";
import { CollectionVersionExpansionResolver, ExpansionResolver } from "./expansions/Expansion.js";
import { ImportCodeSystemResolver } from "./jobs/importCodeSystem.js";
import { JobResolver } from "./jobs/Job.js";
import { JobSubscriptionResolver } from "./jobs/jobSubscription.js";
import { NodeQueryResolver } from "./node/Query.js";
import { AddCollectionReferencesResolver } from "./references/addCollectionReferences.js";
import { CollectionReferenceResolver } from "./references/CollectionReference.js";
import { CreateCollectionFromCrosswalkResolver } from "./references/createCollectionFromCrosswalk.js";
import { DeleteCollectionReferencesResolver } from "./references/deleteCollectionReferences.js";
import { ReferencePreviewResolver } from "./references/ReferencePreview.js";
import { ResolvedReferenceResolver } from "./references/ResolvedReference.js";
import { connectionResolvers } from "./shared/connections.js";
import { userErrorTypes } from "./shared/UserError.js";

/** type-graphql makes the roots itself, without descriptions. */
const rootDescriptions: Readonly<Record<string, string>> = {
  Query: "Where reading begins. Without a token only what is public is found.",
  Mutation:
    "All changes, each one as a whole or not at all. What the caller can mend is answered in `userErrors`.",
  Subscription:
    "What is told while it happens, over server-sent events (POST with `Accept: text/event-stream`) or a " +
    "WebSocket (graphql-transport-ws), both at the address of the graph.",
};

/** type-graphql asks for topics, but every subscription says itself what it listens to. */
const noTopics: PubSub = {
  publish: () => {},
  subscribe: () => {
    throw new Error("There are no topics");
  },
};

/**
 * The whole graph. Plain fields are read off their rows without a resolver, which is why no field may rely
 * on type-graphql's own authorization: access is decided in the store's queries and by `authorize`.
 */
export function buildGraph(): GraphQLSchema {
  const schema = assembleGraph();
  callDirectly(schema);
  return schema;
}

/** The graph as type-graphql makes it, with its own way to call resolvers. */
export function assembleGraph(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [
      AddCrosswalkMappingsResolver,
      AddOrganizationMemberResolver,
      ArchiveCrosswalkResolver,
      CreateCrosswalkDraftResolver,
      DeleteCrosswalkAttributesResolver,
      DeleteCrosswalkMappingAttributesResolver,
      DeleteCrosswalkMappingsResolver,
      DiscardCrosswalkDraftResolver,
      ModifyCrosswalkAttributesResolver,
      ModifyCrosswalkMappingAttributesResolver,
      PublishCrosswalkDraftResolver,
      ReactivateCrosswalkResolver,
      RevertCrosswalkResolver,
      TranslateResolver,
      UpdateCrosswalkResolver,
      CascadeResolver,
      CodeSystemResolver,
      CreateCodeSystemResolver,
      CreateCodeSystemVersionResolver,
      CreateConceptResolver,
      EditCodeSystemResolver,
      EditCodeSystemVersionResolver,
      EditConceptResolver,
      RetireConceptResolver,
      ReviveConceptResolver,
      CodeSystemVersionResolver,
      CodingResolver,
      CollectionResolver,
      CollectionConceptFacetsResolver,
      CollectionConceptResolver,
      CollectionMappingResolver,
      CollectionMemberFields,
      AddCollectionReferencesResolver,
      CreateCollectionFromCrosswalkResolver,
      CollectionReferenceResolver,
      DeleteCollectionReferencesResolver,
      ReferencePreviewResolver,
      ResolvedReferenceResolver,
      CollectionVersionExpansionResolver,
      CollectionVersionMemberFields,
      CollectionVersionMembersResolver,
      MembershipResolver,
      CollectionVersionResolver,
      MembershipChangeResolver,
      CollectionFacetsResolver,
      CollectionsResolver,
      ConceptCollectionsResolver,
      OwnerCollectionsResolver,
      UserCollectionsResolver,
      ViewerCollectionsResolver,
      ClearCollectionVersionProcessingResolver,
      CreateCollectionResolver,
      CreateCollectionVersionResolver,
      DeactivateCollectionResolver,
      DeactivateCollectionVersionResolver,
      EditCollectionResolver,
      EditCollectionVersionResolver,
      ReactivateCollectionResolver,
      CodeSystemMappingsResolver,
      CodeSystemVersionMappingsResolver,
      ConceptChangeResolver,
      ConceptMappingResolver,
      ConceptMappingsResolver,
      CreateConceptMappingResolver,
      EditConceptMappingResolver,
      RetireConceptMappingResolver,
      ConceptMapsResolver,
      TranslationResolver,
      ConceptDescriptionResolver,
      ConceptFacetsResolver,
      ConceptNameResolver,
      ConceptPartsResolver,
      ConceptResolver,
      ConceptsResolver,
      CreateCrosswalkResolver,
      CreateOrganizationResolver,
      CrosswalkMappingResolver,
      CrosswalkResolver,
      CrosswalksResolver,
      CrosswalkTargetResolver,
      CrosswalkVersionResolver,
      GrantLicenseResolver,
      ExpansionResolver,
      ExportedVersionResolver,
      ExportedCollectionResolver,
      ImportCodeSystemResolver,
      ImportCrosswalkResolver,
      JobResolver,
      JobSubscriptionResolver,
      LicenseGrantResolver,
      NodeQueryResolver,
      OrganizationMemberResolver,
      OrganizationResolver,
      OwnerResolver,
      RemoveOrganizationMemberResolver,
      UserResolver,
      ViewerResolver,
      WithdrawLicenseResolver,
      ...connectionResolvers,
    ],
    orphanedTypes: [...userErrorTypes],
    pubSub: noTopics,
    validate: false,
  });
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) type.resolveType = ({ __typename }) => __typename;
    type.description ??= rootDescriptions[type.name];
  }
  return schema;
}
