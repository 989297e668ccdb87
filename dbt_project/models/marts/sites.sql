with

sites as (
    select * from {{ ref('int_sites_settings') }}
),

articles as (
    select * from {{ ref('int_articles_current') }}
),

extractions as (
    select * from {{ ref('stg_raw__extractions') }}
),

published as (
    select
        site,
        count(*) filter (where removed_at is null) as article_count,
        count(*) filter (where removed_at is not null) as removed_article_count,
        min(published_at) filter (where not is_date_suspect) as first_published_at,
        max(published_at) filter (where not is_date_suspect) as last_published_at,
    from articles
    group by site
),

read as (
    select
        extractions.site,
        max(finished_at) filter (where status = 'complete') as last_extracted_at,
        bool_or(mode <> 'file' and array_contains(sites.article_types, extractions.rest_base)) as is_followed,
    from extractions
    inner join sites on extractions.site = sites.site
    group by extractions.site
)

select
    sites.site,
    sites.name as site_name,
    sites.url,
    sites.timezone,
    case when sites.timezone is null then cast(sites.utc_offset_minutes as integer) end as utc_offset_minutes,
    sites.timezone_source,
    sites.article_types,
    coalesce(read.is_followed, false) as is_followed,
    coalesce(published.article_count, 0) as article_count,
    coalesce(published.removed_article_count, 0) as removed_article_count,
    published.first_published_at,
    published.last_published_at,
    read.last_extracted_at,
from sites
left join published on sites.site = published.site
left join read on sites.site = read.site
