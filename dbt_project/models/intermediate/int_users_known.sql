with

bylines as (
    select * from {{ ref('int_bylines_observed') }}
),

user_versions as (
    select * from {{ ref('stg_raw__users') }}
),

documents as (
    select * from {{ ref('int_documents_current') }}
),

texts as (
    select * from {{ ref('stg_enriched__texts') }}
),

users as (
    select user_versions.*
    from user_versions
    inner join documents on user_versions.version_id = documents.version_id
),

-- A byline of several says nothing about which name is the account's.
named as (
    select
        site,
        user_id,
        article_id,
        coalesce(published_at, {{ instant('0001-01-01') }}) as published_at,
        case when {{ length_of('graph_names') }} = 1 then {{ first_of('graph_names') }} end as graph_name,
        case when {{ length_of('graph_names') }} <= 1 then head_author_name end as head_name,
        case when {{ length_of('graph_names') }} <= 1 then twitter_author_name end as twitter_name,
    from bylines
    where user_id is not null and {{ length_of('co_authors') }} <= 1
),

latest_names as (
    select
        site,
        user_id,
        {{ last_known('graph_name', by='published_at') }} as graph_name,
        {{ last_known('head_name', by='published_at') }} as head_name,
        {{ last_known('twitter_name', by='published_at') }} as twitter_name,
    from named
    group by site, user_id
),

co_authors as (
    select
        site,
        {{ items('co_authors', 'co_author') }},
    from bylines
),

ids as (
    select
        site,
        user_id,
    from bylines
    where user_id is not null

    union

    select
        site,
        co_author.user_id as user_id,
    from co_authors
    where co_author.user_id is not null

    union

    select
        site,
        user_id,
    from users
)

select
    ids.site || '/users/' || ids.user_id as author_id,
    ids.site,
    ids.user_id,
    coalesce(
        texts.title_text,
        users.name,
        latest_names.graph_name,
        latest_names.head_name,
        latest_names.twitter_name,
        'user ' || ids.user_id
    ) as author_name,
    case
        when coalesce(texts.title_text, users.name) is not null then 'users'
        when latest_names.graph_name is not null then 'schema_graph'
        when latest_names.head_name is not null then 'head'
        when latest_names.twitter_name is not null then 'twitter_misc'
        else 'id'
    end as name_source,
    users.slug,
    users.url,
from ids
left join users on ids.site = users.site and ids.user_id = users.user_id
left join texts on users.version_id = texts.version_id
left join latest_names on ids.site = latest_names.site and ids.user_id = latest_names.user_id
