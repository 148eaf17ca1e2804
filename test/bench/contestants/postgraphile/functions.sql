-- What PostGraphile makes fields of: reads at a version, in SQL that the planner can see through,
-- and the edit.
create function peer.mappings_at(crosswalk uuid, version int)
returns setof peer.mapping_history language sql stable as $$
  select history.* from peer.mapping_history history
  where history.crosswalk_id
      = (select id from peer.crosswalk where identifier = mappings_at.crosswalk)
    and history.from_version <= mappings_at.version and history.to_version > mappings_at.version
$$;
comment on function peer.mappings_at is '@behavior +connection -list +order';

create function peer.mapping_history_targets(mapping peer.mapping_history, version int)
returns setof peer.target_history language sql stable as $$
  select history.* from peer.target_history history
  where history.crosswalk_id = mapping.crosswalk_id
    and history.source_system = mapping.source_system
    and history.source_code = mapping.source_code
    and history.target_system = mapping.target_system
    and history.from_version <= version and history.to_version > version
  order by history.target_code
$$;
comment on function peer.mapping_history_targets is '@behavior -connection +list';

create function peer.targets_at(
  crosswalk uuid, version int, source_system text, source_code text
) returns setof peer.target_history language sql stable as $$
  select history.* from peer.target_history history
  where history.crosswalk_id
      = (select id from peer.crosswalk where identifier = targets_at.crosswalk)
    and history.source_system = targets_at.source_system
    and history.source_code = targets_at.source_code
    and history.from_version <= targets_at.version and history.to_version > targets_at.version
  order by history.target_system, history.target_code
$$;
comment on function peer.targets_at is '@behavior -connection +list';

create function peer.translate_at(
  crosswalk uuid, version int, source_system text, source_codes text[]
) returns setof peer.target_history language sql stable as $$
  select history.* from peer.target_history history
  where history.crosswalk_id
      = (select id from peer.crosswalk where identifier = translate_at.crosswalk)
    and history.source_system = translate_at.source_system
    and history.source_code = any(translate_at.source_codes)
    and history.from_version <= translate_at.version and history.to_version > translate_at.version
    and history.relationship is distinct from 'NOT_RELATED_TO'
$$;
comment on function peer.translate_at is '@behavior +list -connection';

create function peer.members_among(collection text, codes text[])
returns setof peer.member language sql stable as $$
  select member.* from peer.member
  where member.collection_id
      = (select id from peer.collection where url = members_among.collection)
    and member.code = any(members_among.codes)
$$;
comment on function peer.members_among is '@behavior +list -connection';

-- Pages by number. PostGraphile's own argument `offset` would also read the targets of all that is
-- skipped, since they are columns of the statement that skips.
create function peer.mapping_page(crosswalk uuid, skip int, take int)
returns setof peer.mapping language sql stable as $$
  select mapping.* from peer.mapping
  where mapping.crosswalk_id
      = (select id from peer.crosswalk where identifier = mapping_page.crosswalk)
  order by mapping.source_system, mapping.source_code, mapping.target_system
  limit take offset skip
$$;

create function peer.mapping_page_at(crosswalk uuid, version int, skip int, take int)
returns setof peer.mapping_history language sql stable as $$
  select history.* from peer.mapping_history history
  where history.crosswalk_id
      = (select id from peer.crosswalk where identifier = mapping_page_at.crosswalk)
    and history.from_version <= version and history.to_version > version
  order by history.source_system, history.source_code, history.target_system
  limit take offset skip
$$;

-- Adds a target to a source code, or lays an attribute over it: the next version, as the product
-- makes it. Refuses codes that do not exist and versions that are not the newest.
create function peer.add_mapping(
  crosswalk uuid, version int, source_system text, source_code text, target_system text,
  target_code text, attribute_key text, attribute_value text
) returns peer.crosswalk language plpgsql volatile as $$
declare
  edited peer.crosswalk;
  source int;
  target int;
  mapping int;
  present peer.target;
  attribute jsonb := jsonb_build_object('key', attribute_key, 'value', attribute_value);
  next_attributes jsonb := jsonb_build_array(attribute);
begin
  update peer.crosswalk c set newest_version = c.newest_version + 1
    where c.identifier = add_mapping.crosswalk and c.newest_version = add_mapping.version
    returning * into edited;
  if edited is null then raise exception 'not the newest version'; end if;
  select id into strict source from peer.concept c
    where c.system = add_mapping.source_system and c.code = add_mapping.source_code;
  select id into strict target from peer.concept c
    where c.system = add_mapping.target_system and c.code = add_mapping.target_code;
  select m.id into mapping from peer.mapping m
    where m.crosswalk_id = edited.id and m.source_system = add_mapping.source_system
      and m.source_code = add_mapping.source_code
      and m.target_system = add_mapping.target_system;
  if mapping is null then
    insert into peer.mapping
        (crosswalk_id, source_system, source_code, target_system, source_concept_id)
      values (edited.id, add_mapping.source_system, add_mapping.source_code,
        add_mapping.target_system, source)
      returning id into mapping;
    insert into peer.mapping_history (crosswalk_id, source_system, source_code, target_system,
        from_version, source_concept_id)
      values (edited.id, add_mapping.source_system, add_mapping.source_code,
        add_mapping.target_system, edited.newest_version, source);
  end if;
  select * into present from peer.target t
    where t.mapping_id = mapping and t.target_code = add_mapping.target_code;
  if present.mapping_id is not null then
    next_attributes := (
      select jsonb_agg(case when item ->> 'key' = attribute_key then attribute else item end
        order by at)
      from jsonb_array_elements(case
        when present.attributes @> jsonb_build_array(jsonb_build_object('key', attribute_key))
          then present.attributes
        else present.attributes || attribute end) with ordinality as held(item, at));
    update peer.target t set attributes = next_attributes
      where t.mapping_id = mapping and t.target_code = add_mapping.target_code;
    update peer.target_history h set to_version = edited.newest_version
      where h.crosswalk_id = edited.id and h.source_system = add_mapping.source_system
        and h.source_code = add_mapping.source_code
        and h.target_system = add_mapping.target_system
        and h.target_code = add_mapping.target_code and h.to_version = 2147483647;
  else
    insert into peer.target (mapping_id, target_code, identifier, attributes, target_concept_id)
      values (mapping, add_mapping.target_code, gen_random_uuid(), next_attributes, target)
      returning * into present;
  end if;
  insert into peer.target_history (crosswalk_id, source_system, source_code, target_system,
      target_code, from_version, identifier, relationship, attributes, target_concept_id)
    values (edited.id, add_mapping.source_system, add_mapping.source_code,
      add_mapping.target_system, add_mapping.target_code, edited.newest_version,
      present.identifier, present.relationship, next_attributes, target);
  insert into peer.crosswalk_version
      (crosswalk_id, version, name, mapping_count, target_count, created_at, created_by)
    select edited.id, edited.newest_version, v.name, v.mapping_count,
      v.target_count + case when present.attributes = next_attributes then 1 else 0 end,
      now(), 'peer'
    from peer.crosswalk_version v
    where v.crosswalk_id = edited.id and v.version = add_mapping.version;
  return edited;
end
$$;
