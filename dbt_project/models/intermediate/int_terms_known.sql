with

observed as (
    select * from {{ ref('int_terms_observed') }}
),

terms as (
    select * from {{ ref('stg_raw__terms') }}
),

documents as (
    select * from {{ ref('int_documents_current') }}
),

texts as (
    select * from {{ ref('stg_enriched__texts') }}
),

endpoint_terms as (
    select
        terms.*,
        documents.removed_at,
    from terms
    inner join documents on terms.version_id = documents.version_id
),

slugs as (
    select
        site,
        rest_base,
        wordpress_id,
        slug,
        count(*) as article_count,
    from observed
    where wordpress_id is not null and slug is not null
    group by site, rest_base, wordpress_id, slug
    qualify
        row_number() over (
            partition by site, rest_base, wordpress_id
            order by article_count desc nulls last, slug asc nulls last
        ) = 1
),

names as (
    select
        site,
        rest_base,
        wordpress_id,
        slug,
        name,
        count(*) as article_count,
    from observed
    where name is not null
    group by site, rest_base, wordpress_id, slug, name
    qualify
        row_number() over (
            partition by site, rest_base, coalesce(cast(wordpress_id as string), slug)
            order by article_count desc nulls last, name asc nulls last
        ) = 1
),

ids as (
    select distinct
        site,
        rest_base,
        wordpress_id,
    from observed
    where wordpress_id is not null

    union

    select
        site,
        rest_base,
        wordpress_id,
    from endpoint_terms
),

described as (
    select
        ids.site,
        ids.rest_base,
        ids.wordpress_id,
        endpoint_terms.taxonomy,
        coalesce(endpoint_terms.slug, slugs.slug) as slug,
        coalesce(texts.title_text, endpoint_terms.name, names.name) as name,
        endpoint_terms.parent_wordpress_id,
        endpoint_terms.url,
        endpoint_terms.removed_at,
        endpoint_terms.version_id is not null as is_from_endpoint,
    from ids
    left join endpoint_terms
        on
            ids.site = endpoint_terms.site
            and ids.rest_base = endpoint_terms.rest_base
            and ids.wordpress_id = endpoint_terms.wordpress_id
    left join texts on endpoint_terms.version_id = texts.version_id
    left join slugs
        on ids.site = slugs.site and ids.rest_base = slugs.rest_base and ids.wordpress_id = slugs.wordpress_id
    left join names
        on ids.site = names.site and ids.rest_base = names.rest_base and ids.wordpress_id = names.wordpress_id
),

-- Posts without ids name a term by its class name alone.
slugs_only as (
    select
        observed.site,
        observed.rest_base,
        observed.slug,
        {{ some('names.name') }} as name,
    from observed
    left join names
        on
            observed.site = names.site
            and observed.rest_base = names.rest_base
            and observed.slug = names.slug
            and names.wordpress_id is null
    left join described
        on
            observed.site = described.site
            and observed.rest_base = described.rest_base
            and observed.slug = described.slug
    where observed.wordpress_id is null and described.slug is null
    group by observed.site, observed.rest_base, observed.slug
),

known as (
    select
        site,
        rest_base,
        wordpress_id,
        cast(wordpress_id as string) as term_key,
        taxonomy,
        slug,
        name,
        parent_wordpress_id,
        url,
        removed_at,
        is_from_endpoint,
    from described

    union all

    select
        site,
        rest_base,
        null as wordpress_id,
        slug as term_key,
        null as taxonomy,
        slug,
        name,
        null as parent_wordpress_id,
        null as url,
        null as removed_at,
        false as is_from_endpoint,
    from slugs_only
)

select
    {{ document_id(id='term_key') }} as term_id,
    site,
    rest_base,
    wordpress_id,
    coalesce(
        taxonomy, case rest_base when 'categories' then 'category' when 'tags' then 'post_tag' else rest_base end
    ) as taxonomy,
    slug,
    name,
    case
        when parent_wordpress_id is not null then {{ document_id(id='parent_wordpress_id') }}
    end as parent_term_id,
    url,
    removed_at,
    is_from_endpoint,
from known
