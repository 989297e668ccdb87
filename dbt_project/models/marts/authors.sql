{% set last_written = record({'at': 'articles.published_local', 'id': 'articles.article_id'}) %}

with

users as (
    select * from {{ ref('int_users_known') }}
),

articles_authors as (
    select * from {{ ref('int_articles_authors') }}
),

articles as (
    select * from {{ ref('int_articles_current') }}
),

written as (
    select
        articles_authors.author_id,
        {{ some('articles_authors.site') }} as site,
        -- A guest's name as written last: guests have no account to look it up in.
        {{ last_known('articles_authors.author_name', by=last_written) }} as author_name,
        {{ last_known('articles_authors.name_source', by=last_written) }} as name_source,
        count(*) filter (where articles.removed_at is null) as article_count,
        min(articles.published_at) filter (where not articles.is_date_suspect) as first_published_at,
        max(articles.published_at) filter (where not articles.is_date_suspect) as last_published_at,
    from articles_authors
    inner join articles on articles_authors.article_id = articles.article_id
    group by articles_authors.author_id
)

select
    coalesce(users.author_id, written.author_id) as author_id,
    coalesce(users.site, written.site) as site,
    users.user_id,
    coalesce(users.author_name, written.author_name) as author_name,
    case when users.author_name is null then coalesce(written.name_source, users.name_source) else users.name_source end
        as name_source,
    users.slug,
    users.url,
    users.removed_at,
    coalesce(written.article_count, 0) as article_count,
    written.first_published_at,
    written.last_published_at,
from users
full outer join written on users.author_id = written.author_id
