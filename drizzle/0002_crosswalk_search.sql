-- Which crosswalks map into a code system, without reading all they map.
CREATE INDEX "crosswalk_group_target_system" ON "crosswalk_group" ("container_id", "target_system", "to_revision") INCLUDE ("from_revision");--> statement-breakpoint
-- Whole words of displays, for filters on the mappings of a crosswalk.
CREATE INDEX "concept_display_words" ON "concept" USING gin (to_tsvector('simple', "display"));
