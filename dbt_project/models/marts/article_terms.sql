with

articles_terms as (
    select * from {{ ref('int_articles_terms') }}
)

select
    article_id,
    term_id,
    taxonomy,
    rest_base,
    slug,
    coalesce(name, slug) as term_name,
    position,
from articles_terms
