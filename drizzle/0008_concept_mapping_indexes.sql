-- Concept mappings by their ids, in the order of their lists, and from both of their ends. The highest number
-- stands for no weight, so that what has none comes last.
CREATE UNIQUE INDEX "concept_mapping_key" ON "concept_mapping" ("container_id", "mapping_id", "to_revision") INCLUDE ("from_revision");--> statement-breakpoint
CREATE UNIQUE INDEX "concept_mapping_uid" ON "concept_mapping" ("uid", "to_revision") INCLUDE ("from_revision");--> statement-breakpoint
CREATE INDEX "concept_mapping_listed" ON "concept_mapping" ("container_id", "from_code", "map_type", (coalesce("sort_weight", 1.7976931348623157e308)), "mapping_id");--> statement-breakpoint
CREATE INDEX "concept_mapping_from" ON "concept_mapping" ("from_system", "from_code", "container_id", "to_revision") INCLUDE ("from_revision");--> statement-breakpoint
CREATE INDEX "concept_mapping_to" ON "concept_mapping" ("to_system", "to_code", "container_id", "to_revision") INCLUDE ("from_revision");--> statement-breakpoint
-- How many are active is counted without looking at the rows.
CREATE INDEX "concept_mapping_active" ON "concept_mapping" ("container_id", "to_revision") INCLUDE ("from_revision") WHERE NOT "retired";--> statement-breakpoint
CREATE INDEX "concept_active" ON "concept" ("container_id", "to_revision") INCLUDE ("from_revision") WHERE NOT "retired";--> statement-breakpoint
ALTER TABLE "concept_mapping" SET (autovacuum_vacuum_insert_scale_factor = 0.02);
