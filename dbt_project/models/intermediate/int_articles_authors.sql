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

-- A name or slug that an account of the site has is that account.
users_by_name as (
    select * from users
    where author_name is not null
    qualify row_number() over (partition by site, {{ normalize_name('author_name') }} order by user_id nulls last) = 1
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

-- 2. The names that the article itself gives. 3. The account.
named_authors as (
    select
        article_id,
        site,
        user_id,
        byline_source,
        {{ items_with_position('author_names', 'name', 'position') }},
    from without_co_authors
),

other_authors as (
    select
        named_authors.article_id,
        named_authors.site,
        named_authors.position,
        -- An account by which others write, "Web Desk", is not the author.
        case
            when
                {{ normalize_name('named_authors.name') }} = {{ normalize_name('users.author_name') }}
                -- The account's name when the article was read, unless it is another's by now.
                or (
                    array_contains(users.normalized_names, {{ normalize_name('named_authors.name') }})
                    and users_by_name.user_id is null
                )
                then named_authors.user_id
        end as user_id,
        cast(null as string) as slug,
        named_authors.name,
        named_authors.byline_source as name_source,
    from named_authors
    left join users on named_authors.site = users.site and named_authors.user_id = users.user_id
    left join users_by_name
        on
            named_authors.site = users_by_name.site
            and {{ normalize_name('named_authors.name') }} = {{ normalize_name('users_by_name.author_name') }}

    union all

    select
        article_id,
        site,
        1 as position,
        user_id,
        cast(null as string) as slug,
        cast(null as string) as name,
        'users' as name_source,
    from without_co_authors
    where {{ length_of('author_names') }} = 0 and user_id is not null
),

authors as (
    select * from co_authors

    union all

    select * from other_authors
),

matched as (
    select
        authors.article_id,
        authors.site,
        authors.position,
        coalesce(users.author_id, users_by_slug.author_id, users_by_name.author_id) as user_author_id,
        coalesce(users.user_id, users_by_slug.user_id, users_by_name.user_id) as user_id,
        -- The account's own name, else the article's. The name that other articles give an account is not this one's.
        coalesce(
            case when users.name_source = 'users' then users.author_name end,
            case when users_by_slug.name_source = 'users' then users_by_slug.author_name end,
            case when users_by_name.name_source = 'users' then users_by_name.author_name end,
            authors.name
        ) as author_name,
        case
            when 'users' in (users.name_source, users_by_slug.name_source, users_by_name.name_source) then 'users'
            when authors.name is not null then authors.name_source
            else 'id'
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
