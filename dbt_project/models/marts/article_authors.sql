with

articles_authors as (
    select * from {{ ref('int_articles_authors') }}
)

select
    article_id,
    author_id,
    author_name,
    position,
    name_source,
from articles_authors
