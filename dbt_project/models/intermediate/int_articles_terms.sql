with

observed as (
    select * from {{ ref('int_terms_observed') }}
),

terms as (
    select * from {{ ref('int_terms_known') }}
),

-- A class name that several terms share names none of them for sure: the oldest term is taken.
terms_by_slug as (
    select * from terms
    qualify row_number() over (partition by site, rest_base, slug order by wordpress_id nulls last) = 1
),

matched as (
    select
        observed.article_id,
        observed.rest_base,
        observed.position,
        coalesce(terms.term_id, terms_by_slug.term_id) as term_id,
    from observed
    left join terms
        on
            observed.site = terms.site
            and observed.rest_base = terms.rest_base
            and observed.wordpress_id = terms.wordpress_id
    left join terms_by_slug
        on
            observed.wordpress_id is null
            and observed.site = terms_by_slug.site
            and observed.rest_base = terms_by_slug.rest_base
            and observed.slug = terms_by_slug.slug
)

select
    matched.article_id,
    matched.term_id,
    {{ some('matched.rest_base') }} as rest_base,
    {{ some('terms.taxonomy') }} as taxonomy,
    {{ some('terms.slug') }} as slug,
    {{ some('terms.name') }} as name,
    min(matched.position) as position,
from matched
inner join terms on matched.term_id = terms.term_id
group by matched.article_id, matched.term_id
