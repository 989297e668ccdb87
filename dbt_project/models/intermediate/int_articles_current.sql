with

documents as (
    select * from {{ ref('int_documents_current') }}
),

sites as (
    select * from {{ ref('int_sites_settings') }}
),

posts as (
    select * from {{ ref('stg_raw__posts') }}
),

extractions as (
    select * from {{ ref('stg_raw__extractions') }}
),

unlisted as (
    select * from {{ ref('int_lists_unlisted') }}
),

articles as (
    select
        documents.version_id,
        documents.document_id,
        documents.site,
        documents.rest_base,
        documents.wordpress_id,
        documents.document_hash,
        documents.extraction_id,
        documents.origin,
        documents.first_seen_at,
        documents.last_changed_at,
        documents.removed_at,
        documents.removal_kind,
        sites.timezone,
        sites.utc_offset_minutes,
    from documents
    inner join sites on documents.site = sites.site
    where documents.document_kind = 'post' and array_contains(sites.article_types, documents.rest_base)
),

-- When the site was really read last: `seen_at` of a file's document is the document's own time.
runs as (
    select
        site,
        max(finished_at) as finished_at,
    from extractions
    group by site
),

dated as (
    select
        articles.*,
        case when articles.removed_at is null then unlisted.unlisted_at end as unlisted_at,
        {% for column in [
            'post_id', 'url', 'guid', 'slug', 'title_html', 'post_type', 'post_format', 'is_protected', 'is_sticky', 'user_id',
            'co_authors', 'embedded_author_name', 'embedded_terms', 'featured_media_id', 'category_ids', 'category_slugs', 'tag_ids', 'tag_slugs', 'other_terms',
        ] %}
        posts.{{ column }},
        {% endfor %}
        coalesce(
            posts.published_local,
            {{ utc_to_local('posts.published_at', 'articles.timezone', 'articles.utc_offset_minutes') }}
        ) as published_local,
        coalesce(
            posts.published_at,
            {{ local_to_utc('posts.published_local', 'articles.timezone', 'articles.utc_offset_minutes') }}
        ) as published_at,
        coalesce(
            posts.modified_at,
            {{ local_to_utc('posts.modified_local', 'articles.timezone', 'articles.utc_offset_minutes') }}
        ) as modified_at,
        posts.published_at is null
        and posts.published_local is not null
        and coalesce(articles.timezone, cast(articles.utc_offset_minutes as string)) is not null
            as is_published_at_estimated,
        {{ minutes_between(to_local_time('posts.published_at', "'UTC'"), 'posts.published_local') }} as offset_minutes,
        coalesce(runs.finished_at, articles.last_changed_at) as read_at,
    from articles
    inner join posts on articles.version_id = posts.version_id
    left join runs on articles.site = runs.site
    left join unlisted on articles.site = unlisted.site and articles.rest_base = unlisted.rest_base
),

judged as (
    select
        *,
        case
            when published_local is null then 'missing'
            -- No article was published on a web site before there was a web; 1970-01-01 is a clock that was never set.
            when published_local < timestamp '1990-01-01' then 'before_the_web'
            -- A day's grace: clocks differ, and an estimated zone may be wrong by half a day.
            when coalesce(published_at, {{ to_instant('published_local', "'UTC'") }}) > read_at + interval 1 day
                then 'in_the_future'
            when abs(offset_minutes) > 14 * 60 then 'local_and_utc_disagree'
        end as date_suspicion,
    from dated
)

select
    document_id as article_id,
    version_id,
    site,
    rest_base,
    post_id,
    document_hash,
    extraction_id,
    origin,
    url,
    guid,
    slug,
    title_html,
    post_type,
    post_format,
    is_protected,
    is_sticky,
    user_id,
    co_authors,
    embedded_author_name,
    embedded_terms,
    featured_media_id,
    category_ids,
    category_slugs,
    tag_ids,
    tag_slugs,
    other_terms,
    published_at,
    published_local,
    cast(published_local as date) as published_date,
    is_published_at_estimated,
    date_suspicion is not null as is_date_suspect,
    date_suspicion,
    modified_at,
    first_seen_at,
    last_changed_at,
    removed_at,
    removal_kind,
    unlisted_at,
from judged
