with

articles as (
    select * from {{ ref('int_articles_current') }}
),

quotations as (
    select * from {{ ref('stg_enriched__quotations') }}
),

person_aliases as (
    select * from {{ ref('stg_editorial__person_aliases') }}
),

aliases as (
    select
        {{ normalize_name('alias_name') }} as normalized_alias,
        site,
        {{ normalize_name('organization') }} as normalized_organization,
        person_name,
        namesake,
    from person_aliases
),

current_quotations as (
    select
        articles.article_id,
        articles.site,
        articles.published_at,
        articles.published_local,
        articles.removed_at,
        quotations.position,
        quotations.quote_text,
        quotations.quote_kind,
        quotations.speech_type,
        quotations.speaker_text,
        quotations.speaker_name,
        quotations.speaker_type,
        quotations.speaker_kind,
        quotations.speaker_role,
        quotations.speaker_organization,
        quotations.cue,
        quotations.confidence,
        quotations.method,
        quotations.reason,
        quotations.start_offset,
        quotations.end_offset,
        quotations.word_count,
        quotations.repeats_position,
        quotations.paragraph_position,
        coalesce(quotations.speech_type in ('direct', 'mixed'), false)
        and quotations.quote_kind not in ('pull', 'embedded', 'not_a_quotation') as is_counted,
        case
            when quotations.speaker_type = 'person' then {{ normalize_name('quotations.speaker_name') }}
        end as normalized_speaker,
    from articles
    inner join quotations on articles.version_id = quotations.version_id
),

-- The alias that says most about the quotation wins: site and organization, then organization, then site.
aliased as (
    select
        current_quotations.*,
        aliases.person_name as alias_person_name,
        aliases.namesake as alias_namesake,
    from current_quotations
    left join aliases
        on
            current_quotations.normalized_speaker = aliases.normalized_alias
            and (aliases.site is null or current_quotations.site = aliases.site)
            and (
                aliases.normalized_organization is null
                or {{ normalize_name('current_quotations.speaker_organization') }} = aliases.normalized_organization
            )
    qualify
        row_number() over (
            partition by current_quotations.article_id, current_quotations.position
            order by
                aliases.normalized_organization is null asc nulls last,
                aliases.site is null asc nulls last,
                aliases.person_name asc nulls last,
                aliases.namesake asc nulls last
        ) = 1
)

select
    article_id,
    site,
    published_at,
    published_local,
    removed_at,
    position,
    quote_text,
    quote_kind,
    speech_type,
    is_counted,
    speaker_text,
    speaker_name,
    speaker_type,
    speaker_kind,
    speaker_role,
    speaker_organization,
    cue,
    confidence,
    method,
    reason,
    start_offset,
    end_offset,
    word_count,
    repeats_position,
    paragraph_position,
    coalesce(alias_person_name, case when speaker_type = 'person' then speaker_name end) as person_name,
    coalesce({{ normalize_name('alias_person_name') }}, normalized_speaker) as normalized_name,
    alias_namesake as namesake,
    -- A single name (a surname, a nickname) names nobody beyond its own site, unless an alias says so.
    case
        when alias_person_name is null and not contains(normalized_speaker, ' ') then site
        else ''
    end as name_scope,
from aliased
