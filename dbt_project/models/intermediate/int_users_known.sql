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
    select
        user_versions.*,
        documents.removed_at,
    from user_versions
    inner join documents on user_versions.version_id = documents.version_id
),

-- An article that was read before its account was renamed still says the name that the account had then.
earlier_names as (
    select
        site,
        user_id,
        array_sort(array_distinct({{ collected(normalize_name('name')) }})) as normalized_names,
    from user_versions
    group by site, user_id
),

-- A byline of several says nothing about which name is the account's.
named as (
    select
        site,
        user_id,
        coalesce(published_at, {{ instant('0001-01-01') }}) as published_at,
        {{ first_of('author_names') }} as byline_name,
        byline_source,
    from bylines
    where user_id is not null and {{ length_of('author_names') }} = 1 and {{ length_of('co_authors') }} <= 1
),

-- Articles name an account where all say one name. Several names are those of guests who write by one account.
agreed_names as (
    select
        site,
        user_id,
        {{ last_known('byline_name', by='published_at') }} as name,
        {{ last_known('byline_source', by='published_at') }} as name_source,
    from named
    group by site, user_id
    having count(distinct {{ normalize_name('byline_name') }}) = 1
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
    coalesce(texts.title_text, users.name, agreed_names.name) as author_name,
    case
        when coalesce(texts.title_text, users.name) is not null then 'users'
        else coalesce(agreed_names.name_source, 'id')
    end as name_source,
    coalesce(earlier_names.normalized_names, {{ empty_list() }}) as normalized_names,
    users.slug,
    users.url,
    users.removed_at,
from ids
left join users on ids.site = users.site and ids.user_id = users.user_id
left join texts on users.version_id = texts.version_id
left join earlier_names on ids.site = earlier_names.site and ids.user_id = earlier_names.user_id
left join agreed_names on ids.site = agreed_names.site and ids.user_id = agreed_names.user_id
