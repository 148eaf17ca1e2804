import { organization, userAccount } from "../access/tables.js";
import { container } from "../ledger/tables.js";
import { repository } from "./tables.js";

/** What is read of every code system and collection: of its container, its row and its owner's. */
export const repositoryColumns = {
  containerId: container.id,
  uid: container.uid,
  shortCode: repository.shortCode,
  name: repository.name,
  fullName: repository.fullName,
  description: repository.description,
  publicAccess: repository.publicAccess,
  defaultLocale: repository.defaultLocale,
  supportedLocales: repository.supportedLocales,
  canonicalUrl: repository.canonicalUrl,
  website: repository.website,
  externalId: repository.externalId,
  customValidationSchema: repository.customValidationSchema,
  extras: repository.extras,
  deactivatedAt: repository.deactivatedAt,
  ownerOrganizationId: repository.ownerOrganizationId,
  ownerOrganization: organization.name,
  ownerUserId: repository.ownerUserId,
  ownerUser: userAccount.name,
  headRevision: container.headRevision,
  newestVersion: container.newestVersion,
  releasedVersion: container.releasedVersion,
  releasedRevision: container.releasedRevision,
  createdAt: container.createdAt,
  createdBy: container.createdBy,
  updatedAt: repository.updatedAt,
  updatedBy: repository.updatedBy,
};
