CREATE TABLE "claimed_name" (
	"container_id" integer NOT NULL,
	"code" text collate "C" NOT NULL,
	"locale" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"fully_specified" boolean NOT NULL,
	"preferred" boolean NOT NULL
);
--> statement-breakpoint
ALTER TABLE "version" ADD COLUMN "leads" boolean DEFAULT true NOT NULL;--> statement-breakpoint
CREATE INDEX "claimed_name_of_concept" ON "claimed_name" USING btree ("container_id","code");--> statement-breakpoint
CREATE INDEX "claimed_name_words" ON "claimed_name" USING btree ("container_id","locale",md5("name"));