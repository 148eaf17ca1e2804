-- A crosswalk that is newer than the statistics seems to have no rows, and any index on its number as good as
-- the key: filling it would look up every row among all of its own. Without statistics a share is assumed.
ALTER TABLE "crosswalk_pair" ALTER COLUMN "container_id" SET STATISTICS 0;--> statement-breakpoint
ALTER TABLE "crosswalk_group" ALTER COLUMN "container_id" SET STATISTICS 0;--> statement-breakpoint
ALTER TABLE "crosswalk_bucket" ALTER COLUMN "container_id" SET STATISTICS 0;
