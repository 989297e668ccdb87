with

articles as (
    select * from {{ ref('int_articles_current') }}
),

sites as (
    select * from {{ ref('int_sites_settings') }}
),

extractions as (
    select * from {{ ref('stg_raw__extractions') }}
),

word_counts as (
    select * from {{ ref('stg_enriched__word_counts') }}
),

dated as (
    select
        articles.site,
        articles.published_date,
        word_counts.word_count,
    from articles
    left join word_counts on articles.version_id = word_counts.version_id
    where not articles.is_date_suspect
),

published as (
    select
        site,
        published_date,
        count(*) as article_count,
        sum(word_count) as word_count,
    from dated
    group by site, published_date
),

-- A site that is followed was seen to publish nothing since; a file says nothing about the days after its last post.
followed as (
    select
        extractions.site,
        cast(
            {{ utc_to_local(
                'max(extractions.finished_at)', some('sites.timezone'),
                'coalesce(' ~ some('sites.utc_offset_minutes') ~ ', 0)'
            ) }} as date
        ) as last_date,
    from extractions
    inner join sites on extractions.site = sites.site
    where
        extractions.mode <> 'file'
        and extractions.status = 'complete'
        and array_contains(sites.article_types, extractions.rest_base)
    group by extractions.site
),

bounds as (
    select
        published.site,
        min(published.published_date) as first_date,
        greatest(max(published.published_date), {{ some('followed.last_date') }}) as last_date,
    from published
    left join followed on published.site = followed.site
    group by published.site
),

days as (
    select
        site,
        {{ items(days_from('first_date', 'last_date'), 'published_date') }},
    from bounds
)

select
    days.site,
    days.published_date,
    coalesce(published.article_count, 0) as article_count,
    -- Nothing published is 0 words; articles whose words nobody can count are an unknown number.
    cast(case when published.published_date is null then 0 else published.word_count end as bigint) as word_count,
from days
left join published on days.site = published.site and days.published_date = published.published_date
