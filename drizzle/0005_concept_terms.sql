CREATE TABLE "concept_term" (
	"container_id" integer NOT NULL,
	"code" text collate "C" NOT NULL,
	"from_revision" integer NOT NULL,
	"to_revision" integer DEFAULT 2147483647 NOT NULL,
	"kind" smallint NOT NULL,
	"locale" text collate "C" NOT NULL,
	"folded" text collate "C" NOT NULL,
	"retired" boolean NOT NULL,
	CONSTRAINT "concept_term_lifetime" CHECK ("concept_term"."from_revision" < "concept_term"."to_revision")
);
--> statement-breakpoint
CREATE TABLE "concept_word" (
	"container_id" integer NOT NULL,
	"word" text collate "C" NOT NULL,
	CONSTRAINT "concept_word_container_id_word_pk" PRIMARY KEY("container_id","word")
);
