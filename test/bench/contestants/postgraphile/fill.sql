-- Fills the peer's tables from the product's, so that both hold the same.
insert into peer.concept (id, system, code, display)
select row_number() over (order by container.id, concept.code), code_system.slug, concept.code,
  concept.display
from concept
join code_system on code_system.container_id = concept.container_id
join container on container.id = concept.container_id
where concept.from_revision <= container.released_revision
  and concept.to_revision > container.released_revision;

insert into peer.concept_name (concept_id, position, name, locale, name_type)
select known.id, item.position, item.name ->> 'name', item.name ->> 'locale',
  item.name ->> 'nameType'
from concept
join code_system on code_system.container_id = concept.container_id
join container on container.id = concept.container_id
join peer.concept known on known.system = code_system.slug and known.code = concept.code
cross join jsonb_array_elements(concept.names) with ordinality as item(name, position)
where concept.from_revision <= container.released_revision
  and concept.to_revision > container.released_revision;

analyze peer.concept;

insert into peer.crosswalk (id, identifier, name, newest_version)
select container.id, container.uid, newest.name, container.newest_version
from crosswalk
join container on container.id = crosswalk.container_id
join crosswalk_version newest
  on newest.container_id = container.id and newest.ordinal = container.newest_version;

insert into peer.crosswalk_version
  (crosswalk_id, version, name, mapping_count, target_count, created_at, created_by)
select version.container_id, version.ordinal, details.name, details.group_count,
  details.target_count, version.created_at, version.created_by
from version
join crosswalk_version details
  on details.container_id = version.container_id and details.ordinal = version.ordinal;

-- Every revision of these crosswalks is a version.
create temporary table numbered as
select container_id, revision, ordinal from version;
create index on numbered (container_id, revision);
analyze numbered;

insert into peer.mapping_history (crosswalk_id, source_system, source_code, target_system,
  from_version, to_version, source_concept_id)
select held.container_id, held.source_system, held.source_code, held.target_system,
  opened.ordinal, coalesce(closed.ordinal, 2147483647), source.id
from crosswalk_group held
join numbered opened
  on opened.container_id = held.container_id and opened.revision = held.from_revision
left join numbered closed
  on closed.container_id = held.container_id and closed.revision = held.to_revision
left join peer.concept source
  on source.system = held.source_system and source.code = held.source_code
order by 1, 2, 3, 4, 5;

insert into peer.target_history (crosswalk_id, source_system, source_code, target_system,
  target_code, from_version, to_version, identifier, relationship, attributes, target_concept_id)
select pair.container_id, pair.source_system, pair.source_code, pair.target_system,
  pair.target_code, opened.ordinal, coalesce(closed.ordinal, 2147483647), pair.identifier,
  pair.relationship, pair.attributes, target.id
from crosswalk_pair pair
join numbered opened
  on opened.container_id = pair.container_id and opened.revision = pair.from_revision
left join numbered closed
  on closed.container_id = pair.container_id and closed.revision = pair.to_revision
left join peer.concept target
  on target.system = pair.target_system and target.code = pair.target_code
where pair.target_code > ''
order by 1, 2, 3, 4, 5, 6;

insert into peer.mapping (crosswalk_id, source_system, source_code, target_system,
  source_concept_id)
select crosswalk_id, source_system, source_code, target_system, source_concept_id
from peer.mapping_history where to_version = 2147483647
order by 1, 2, 3, 4;

analyze peer.mapping;

insert into peer.target (mapping_id, target_code, identifier, relationship, attributes,
  target_concept_id)
select mapping.id, held.target_code, held.identifier, held.relationship, held.attributes,
  held.target_concept_id
from peer.target_history held
join peer.mapping using (crosswalk_id, source_system, source_code, target_system)
where held.to_version = 2147483647
order by 1, 2;

insert into peer.collection (id, url) select id, url from bench.collection;

insert into peer.member (collection_id, code, concept_id)
select held.collection_id, held.code, concept.id
from bench.member held
join peer.concept on concept.system = 'bench-source' and concept.code = held.code
order by 1, 2;

insert into peer.member_mapping (collection_id, from_code, map_type, to_code, to_concept_id)
select held.collection_id, held.from_code, held.map_type, held.to_code, concept.id
from bench.member_mapping held
join peer.concept on concept.system = 'bench-source' and concept.code = held.to_code
order by 1, 2, 3;
