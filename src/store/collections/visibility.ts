import { type SQL, sql } from "drizzle-orm";
import { repository } from "../repositories/tables.js";
import { repositoryOwn, repositoryVisible } from "../repositories/visibility.js";

/** As with every repository; a deactivated collection is there for its owner and the owner's members alone. */
export const collectionVisible: SQL = sql`(${repositoryVisible}
  and (${repository.deactivatedAt} is null or ${repositoryOwn}))`;
