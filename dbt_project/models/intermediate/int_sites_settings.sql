with

document_changes as (
    select * from {{ ref('stg_raw__document_changes') }}
),

entry_versions as (
    select * from {{ ref('stg_raw__sites') }}
),

documents as (
    select * from {{ ref('int_documents_current') }}
),

posts as (
    select * from {{ ref('stg_raw__posts') }}
),

zones as (
    {{ zone_names() }}
),

sites as (
    select distinct site from document_changes
),

entries as (
    select entry_versions.*
    from entry_versions
    inner join documents on entry_versions.version_id = documents.version_id
),

settings as (
    select * from entries
    where rest_base = 'settings'
),

roots as (
    select * from entries
    where rest_base = 'root'
),

-- A zone that the database does not know would stop the whole build; the site's offset then stands in for it.
named_zones as (
    select
        sites.site,
        coalesce(settings_zones.timezone, root_zones.timezone) as timezone,
        case
            when settings_zones.timezone is not null then 'settings'
            when root_zones.timezone is not null then 'root_index'
        end as timezone_source,
    from sites
    left join settings on sites.site = settings.site
    left join zones as settings_zones on settings.timezone = settings_zones.timezone
    left join roots on sites.site = roots.site
    left join zones as root_zones on roots.timezone = root_zones.timezone
),

offsets as (
    select
        posts.site,
        {{
            minutes_between(to_local_time('posts.published_at', "'UTC'"), 'posts.published_local')
        }} as utc_offset_minutes,
        count(*) as post_count,
    from posts
    inner join documents on posts.version_id = documents.version_id
    where posts.published_at is not null and posts.published_local is not null
    group by posts.site, utc_offset_minutes
),

usual_offsets as (
    select
        site,
        utc_offset_minutes,
    from offsets
    where abs(utc_offset_minutes) <= 14 * 60
    qualify
        row_number() over (
            partition by site
            order by post_count desc nulls last, utc_offset_minutes asc nulls last
        ) = 1
),

-- A file's site has no index: its address is what its posts' links begin with.
addresses as (
    select
        posts.site,
        {{ found_in('posts.url', '^https?://[^/]+') }} as address,
        count(*) as post_count,
    from posts
    where posts.url is not null
    group by posts.site, address
    qualify
        row_number() over (
            partition by posts.site
            order by post_count desc nulls last, address asc nulls last
        ) = 1
),

-- `og_site_name` is the title that the owner gave the site.
titles as (
    select
        site,
        og_site_name as title,
        count(*) as post_count,
    from posts
    where og_site_name is not null
    group by site, og_site_name
    qualify
        row_number() over (
            partition by site
            order by post_count desc nulls last, title asc nulls last
        ) = 1
)

select
    sites.site,
    coalesce(roots.name, titles.title, sites.site) as name,
    coalesce(roots.url, settings.url, addresses.address) as url,
    named_zones.timezone,
    coalesce(roots.utc_offset_minutes, usual_offsets.utc_offset_minutes) as utc_offset_minutes,
    case
        when named_zones.timezone_source is not null then named_zones.timezone_source
        when roots.utc_offset_minutes is not null then 'root_index_offset'
        when usual_offsets.utc_offset_minutes is not null then 'posts'
    end as timezone_source,
    case
        when {{ length_of('settings.article_types') }} > 0 then settings.article_types
        else {{ list_of(["'posts'"]) }}
    end as article_types,
from sites
left join settings on sites.site = settings.site
left join roots on sites.site = roots.site
left join named_zones on sites.site = named_zones.site
left join usual_offsets on sites.site = usual_offsets.site
left join addresses on sites.site = addresses.site
left join titles on sites.site = titles.site
