with

quotations as (
    select * from {{ ref('int_quotations_attributed') }}
),

clusters as (
    select * from {{ ref('int_people_clusters') }}
),

listed_takedowns as (
    select * from {{ ref('stg_editorial__person_takedowns') }}
),

sites as (
    select distinct site from quotations
),

takedowns as (
    select distinct
        sites.site,
        {{ normalize_name('listed_takedowns.person_name') }} as normalized_name,
    from listed_takedowns
    inner join sites
        on listed_takedowns.site is null or listed_takedowns.site = sites.site
),

resolved as (
    select
        quotations.*,
        {{ person_id('quotations.normalized_name', 'clusters.namesake') }} as person_id,
        takedowns.normalized_name is not null as is_speaker_withheld,
    from quotations
    left join clusters
        on
            quotations.article_id = clusters.article_id
            and quotations.normalized_name = clusters.normalized_name
            and quotations.name_scope = clusters.scope
            and quotations.namesake is not distinct from clusters.alias_namesake
    left join takedowns on quotations.normalized_name = takedowns.normalized_name and quotations.site = takedowns.site
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
    speaker_kind,
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
