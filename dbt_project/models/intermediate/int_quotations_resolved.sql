with

quotations as (
    select * from {{ ref('int_quotations_attributed') }}
),

clusters as (
    select * from {{ ref('int_people_clusters') }}
),

takedowns as (
    select distinct
        {{ normalize_name('person_name') }} as normalized_name,
        {{ blank_to_null('site') }} as site,
    from {{ ref('person_takedowns') }}
),

resolved as (
    select
        quotations.*,
        {{ person_id('quotations.normalized_name', 'clusters.namesake') }} as person_id,
        exists (
            select 1 from takedowns
            where
                takedowns.normalized_name = quotations.normalized_name
                and (takedowns.site is null or takedowns.site = quotations.site)
        ) as is_speaker_withheld,
    from quotations
    left join clusters
        on
            quotations.article_id = clusters.article_id
            and quotations.normalized_name = clusters.normalized_name
            and quotations.name_scope = clusters.scope
            and quotations.namesake is not distinct from clusters.alias_namesake
)

select
    article_id || '/' || position as quotation_id,
    article_id,
    site,
    position,
    published_at,
    published_local,
    removed_at,
    quote_text,
    quote_kind,
    speech_type,
    is_counted,
    speaker_type,
    is_speaker_withheld,
    case when not is_speaker_withheld then speaker_text end as speaker_text,
    case when not is_speaker_withheld then speaker_name end as speaker_name,
    case when not is_speaker_withheld then speaker_role end as speaker_role,
    case when not is_speaker_withheld then speaker_organization end as speaker_organization,
    case when not is_speaker_withheld then person_name end as person_name,
    case when not is_speaker_withheld then person_id end as person_id,
    cue,
    confidence,
    method,
    reason,
    start_offset,
    end_offset,
    word_count,
    case when repeats_position is not null then article_id || '/' || repeats_position end as repeats_quotation_id,
    paragraph_position,
from resolved
