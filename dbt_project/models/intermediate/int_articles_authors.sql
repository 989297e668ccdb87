with

bylines as (
    select * from {{ ref('int_bylines_observed') }}
),

users as (
    select * from {{ ref('int_users_known') }}
),

terms as (
    select * from {{ ref('int_terms_known') }}
),

-- 1. The list of a co-authors plug-in.
listed_co_authors as (
    select
        article_id,
        site,
        {{ items_with_position('co_authors', 'co_author', 'position') }},
    from bylines
),

co_authors as (
    select
        listed_co_authors.article_id,
        listed_co_authors.site,
        listed_co_authors.position,
        listed_co_authors.co_author.user_id as user_id,
        coalesce(listed_co_authors.co_author.slug, terms.slug) as slug,
        coalesce(listed_co_authors.co_author.name, terms.name) as name,
        'co_authors' as name_source,
    from listed_co_authors
    left join terms
        on
            listed_co_authors.site = terms.site
            and terms.rest_base = 'coauthors'
            and listed_co_authors.co_author.term_id = terms.wordpress_id
    where
        coalesce(listed_co_authors.co_author.slug, terms.slug, listed_co_authors.co_author.name, terms.name) is not null
        or listed_co_authors.co_author.user_id is not null
),

without_co_authors as (
    select * from bylines
    where not exists (select 1 from co_authors where co_authors.article_id = bylines.article_id)
),

-- 2. Several authors in the graph. 3. The account. 4. A name alone, where the account is hidden or gone.
graph_authors as (
    select
        article_id,
        site,
        {{ items_with_position('graph_names', 'name', 'position') }},
    from without_co_authors
    where {{ length_of('graph_names') }} > 1
),

other_authors as (
    select
        article_id,
        site,
        position,
        cast(null as bigint) as user_id,
        cast(null as string) as slug,
        name,
        'schema_graph' as name_source,
    from graph_authors

    union all

    select
        article_id,
        site,
        1 as position,
        user_id,
        cast(null as string) as slug,
        case
            when user_id is null
                then coalesce({{ first_of('graph_names') }}, head_author_name, twitter_author_name)
        end as name,
        case
            when {{ first_of('graph_names') }} is not null then 'schema_graph'
            when head_author_name is not null then 'head'
            else 'twitter_misc'
        end as name_source,
    from without_co_authors
    where
        {{ length_of('graph_names') }} <= 1
        and coalesce(
            cast(user_id as string), {{ first_of('graph_names') }}, head_author_name, twitter_author_name
        ) is not null
),

authors as (
    select * from co_authors

    union all

    select * from other_authors
),

-- A name or slug that an account of the site has is that account.
users_by_name as (
    select * from users
    qualify row_number() over (partition by site, {{ normalize_name('author_name') }} order by user_id nulls last) = 1
),

matched as (
    select
        authors.article_id,
        authors.site,
        authors.position,
        coalesce(users.author_id, users_by_slug.author_id, users_by_name.author_id) as user_author_id,
        coalesce(users.user_id, users_by_slug.user_id, users_by_name.user_id) as user_id,
        coalesce(users.author_name, users_by_slug.author_name, users_by_name.author_name, authors.name) as author_name,
        case
            when coalesce(users.author_id, users_by_slug.author_id, users_by_name.author_id) is null
                then authors.name_source
            else coalesce(users.name_source, users_by_slug.name_source, users_by_name.name_source)
        end as name_source,
        authors.slug,
    from authors
    left join users on authors.site = users.site and authors.user_id = users.user_id
    left join users as users_by_slug
        on authors.user_id is null and authors.site = users_by_slug.site and authors.slug = users_by_slug.slug
    left join users_by_name
        on
            authors.user_id is null
            and authors.site = users_by_name.site
            and {{ normalize_name('authors.name') }} = {{ normalize_name('users_by_name.author_name') }}
),

identified as (
    select
        *,
        coalesce(
            user_author_id,
            site || '/guests/' || coalesce(nullif({{ slug_of('author_name') }}, ''), slug, lower(author_name))
        ) as author_id,
    from matched
)

select
    article_id,
    author_id,
    {{ some('site') }} as site,
    {{ some('user_id') }} as user_id,
    coalesce({{ first_known('author_name', by='position') }}, {{ first_known('slug', by='position') }}) as author_name,
    {{ first_known('name_source', by='position') }} as name_source,
    row_number() over (partition by article_id order by min(position) nulls last) as position,
from identified
group by article_id, author_id
