-- The content in the shape that PostGraphile is good at: plain tables with foreign keys for what is
-- newest, rows with a life from version to version for what was, and an index for every read. The
-- keys come when the tables are full (keys.sql).
create schema peer;

create table peer.concept (
  id int not null,
  system text collate "C" not null,
  code text collate "C" not null,
  display text not null
);

create table peer.concept_name (
  concept_id int not null,
  position int not null,
  name text not null,
  locale text not null,
  name_type text
);

create table peer.crosswalk (
  id int not null,
  identifier uuid not null,
  name text not null,
  newest_version int not null
);

create table peer.crosswalk_version (
  crosswalk_id int not null,
  version int not null,
  name text not null,
  mapping_count int not null,
  target_count int not null,
  created_at timestamptz not null,
  created_by text not null
);

-- What is newest.
create table peer.mapping (
  id int not null generated always as identity,
  crosswalk_id int not null,
  source_system text collate "C" not null,
  source_code text collate "C" not null,
  target_system text collate "C" not null,
  source_concept_id int
);

create table peer.target (
  mapping_id int not null,
  target_code text collate "C" not null,
  identifier uuid not null,
  relationship text,
  attributes jsonb not null,
  target_concept_id int
);

-- What was, and is: a row belongs to all versions from one up to, not including, another.
create table peer.mapping_history (
  crosswalk_id int not null,
  source_system text collate "C" not null,
  source_code text collate "C" not null,
  target_system text collate "C" not null,
  from_version int not null,
  to_version int not null default 2147483647,
  source_concept_id int
);

create table peer.target_history (
  crosswalk_id int not null,
  source_system text collate "C" not null,
  source_code text collate "C" not null,
  target_system text collate "C" not null,
  target_code text collate "C" not null,
  from_version int not null,
  to_version int not null default 2147483647,
  identifier uuid not null,
  relationship text,
  attributes jsonb not null,
  target_concept_id int
);

-- The members of collections, with the mappings that are members too, as the product tells them.
create table peer.collection (
  id int not null,
  url text collate "C" not null
);

create table peer.member (
  collection_id int not null,
  code text collate "C" not null,
  concept_id int not null
);

create table peer.member_mapping (
  collection_id int not null,
  from_code text collate "C" not null,
  map_type text collate "C" not null,
  to_code text collate "C" not null,
  to_concept_id int not null
);
