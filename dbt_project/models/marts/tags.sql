with

terms as (
    select * from {{ ref('int_terms_known') }}
    where rest_base = 'tags'
),

articles_terms as (
    select * from {{ ref('int_articles_terms') }}
),

articles as (
    select * from {{ ref('int_articles_current') }}
),

used as (
    select
        articles_terms.term_id,
        count(*) filter (where articles.removed_at is null) as article_count,
        min(articles.published_at) filter (where not articles.is_date_suspect) as first_published_at,
        max(articles.published_at) filter (where not articles.is_date_suspect) as last_published_at,
    from articles_terms
    inner join articles on articles_terms.article_id = articles.article_id
    group by articles_terms.term_id
)

select
    terms.term_id as tag_id,
    terms.site,
    terms.wordpress_id,
    terms.slug,
    coalesce(terms.name, terms.slug) as tag_name,
    terms.name is not null as is_name_known,
    terms.url,
    terms.removed_at,
    coalesce(used.article_count, 0) as article_count,
    used.first_published_at,
    used.last_published_at,
from terms
left join used on terms.term_id = used.term_id
