-- Indexes of the interval tables. drizzle's table definitions have no INCLUDE; without it a page would
-- visit the heap for every row. The unique ones also forbid two open rows of one key.
CREATE UNIQUE INDEX "crosswalk_pair_key" ON "crosswalk_pair" ("container_id", "source_system", "source_code", "target_system", "target_code", "to_revision") INCLUDE ("from_revision");--> statement-breakpoint
CREATE INDEX "crosswalk_pair_identifier" ON "crosswalk_pair" ("container_id", "identifier", "to_revision") INCLUDE ("from_revision");--> statement-breakpoint
CREATE INDEX "crosswalk_pair_target" ON "crosswalk_pair" ("target_system", "target_code", "container_id", "to_revision") INCLUDE ("from_revision");--> statement-breakpoint
CREATE INDEX "crosswalk_pair_opened" ON "crosswalk_pair" ("container_id", "from_revision");--> statement-breakpoint
CREATE INDEX "crosswalk_pair_closed" ON "crosswalk_pair" ("container_id", "to_revision") WHERE "to_revision" < 2147483647;--> statement-breakpoint
CREATE UNIQUE INDEX "crosswalk_group_key" ON "crosswalk_group" ("container_id", "source_system", "source_code", "target_system", "to_revision") INCLUDE ("from_revision");--> statement-breakpoint
CREATE INDEX "crosswalk_group_source" ON "crosswalk_group" ("source_system", "source_code", "container_id", "to_revision") INCLUDE ("from_revision");--> statement-breakpoint
CREATE INDEX "crosswalk_group_opened" ON "crosswalk_group" ("container_id", "from_revision");--> statement-breakpoint
CREATE INDEX "crosswalk_group_closed" ON "crosswalk_group" ("container_id", "to_revision") WHERE "to_revision" < 2147483647;--> statement-breakpoint
CREATE UNIQUE INDEX "crosswalk_bucket_key" ON "crosswalk_bucket" ("container_id", "source_system", "source_code", "target_system", "to_revision") INCLUDE ("from_revision", "group_count");--> statement-breakpoint
CREATE UNIQUE INDEX "concept_key" ON "concept" ("container_id", "code", "to_revision") INCLUDE ("from_revision");--> statement-breakpoint
CREATE INDEX "concept_opened" ON "concept" ("container_id", "from_revision");--> statement-breakpoint
CREATE INDEX "concept_closed" ON "concept" ("container_id", "to_revision") WHERE "to_revision" < 2147483647;--> statement-breakpoint
CREATE UNIQUE INDEX "concept_parent_up" ON "concept_parent" ("container_id", "child_code", "parent_code", "to_revision") INCLUDE ("from_revision");--> statement-breakpoint
CREATE INDEX "concept_parent_down" ON "concept_parent" ("container_id", "parent_code", "child_code", "to_revision") INCLUDE ("from_revision");--> statement-breakpoint
-- Rows are closed by an update that can't stay on its page's index entries, and the container row is
-- updated with every change: room for both. Pages stay index-only while the visibility map is fresh.
ALTER TABLE "container" SET (fillfactor = 50);--> statement-breakpoint
ALTER TABLE "crosswalk_pair" SET (fillfactor = 95, autovacuum_vacuum_insert_scale_factor = 0.02);--> statement-breakpoint
ALTER TABLE "crosswalk_group" SET (autovacuum_vacuum_insert_scale_factor = 0.02);--> statement-breakpoint
ALTER TABLE "concept" SET (autovacuum_vacuum_insert_scale_factor = 0.02);
