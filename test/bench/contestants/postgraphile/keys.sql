-- The primary keys are the orders of the pages. What goes one way only, from mapping to concept, needs no
-- index on the side of the mapping.
alter table peer.concept add primary key (id), add unique (system, code);
alter table peer.concept_name add primary key (concept_id, position),
  add foreign key (concept_id) references peer.concept;
alter table peer.crosswalk add primary key (id), add unique (identifier);
alter table peer.crosswalk_version add primary key (crosswalk_id, version),
  add foreign key (crosswalk_id) references peer.crosswalk;
alter table peer.mapping
  add primary key (crosswalk_id, source_system, source_code, target_system),
  add unique (id),
  add foreign key (crosswalk_id) references peer.crosswalk,
  add foreign key (source_concept_id) references peer.concept;
alter table peer.target add primary key (mapping_id, target_code),
  add foreign key (mapping_id) references peer.mapping (id),
  add foreign key (target_concept_id) references peer.concept;
alter table peer.mapping_history
  add primary key (crosswalk_id, source_system, source_code, target_system, from_version)
    include (to_version),
  add foreign key (crosswalk_id) references peer.crosswalk,
  add foreign key (source_concept_id) references peer.concept;
alter table peer.target_history
  add primary key
    (crosswalk_id, source_system, source_code, target_system, target_code, from_version)
    include (to_version),
  add foreign key (crosswalk_id) references peer.crosswalk,
  add foreign key (target_concept_id) references peer.concept;
alter table peer.collection add primary key (id), add unique (url);
alter table peer.member
  add primary key (collection_id, code) include (concept_id),
  add foreign key (collection_id) references peer.collection,
  add foreign key (concept_id) references peer.concept;
alter table peer.member_mapping
  add primary key (collection_id, from_code, map_type),
  add foreign key (collection_id, from_code) references peer.member,
  add foreign key (to_concept_id) references peer.concept;

-- Names for the fields between them. A mapping's targets and a concept's names are lists, without
-- the cost of connections; so they are in the product.
comment on constraint concept_name_concept_id_fkey on peer.concept_name is
  E'@foreignSimpleFieldName names\n@behavior -connection +list';
comment on constraint target_mapping_id_fkey on peer.target is
  E'@foreignSimpleFieldName targets\n@behavior -connection +list';
comment on constraint mapping_crosswalk_id_fkey on peer.mapping is
  E'@foreignFieldName mappings\n@behavior +connection -list';
comment on constraint mapping_source_concept_id_fkey on peer.mapping is
  '@fieldName sourceConcept';
comment on constraint target_target_concept_id_fkey on peer.target is
  '@fieldName targetConcept';
comment on constraint mapping_history_source_concept_id_fkey on peer.mapping_history is
  '@fieldName sourceConcept';
comment on constraint target_history_target_concept_id_fkey on peer.target_history is
  '@fieldName targetConcept';
comment on constraint crosswalk_version_crosswalk_id_fkey on peer.crosswalk_version is
  E'@foreignFieldName versions\n@behavior +connection -list';
comment on constraint member_collection_id_fkey on peer.member is
  E'@foreignFieldName members\n@behavior +connection -list';
comment on constraint member_concept_id_fkey on peer.member is '@fieldName concept';
comment on constraint member_mapping_collection_id_from_code_fkey on peer.member_mapping is
  E'@foreignSimpleFieldName mappings\n@behavior -connection +list';
comment on constraint member_mapping_to_concept_id_fkey on peer.member_mapping is
  '@fieldName toConcept';
