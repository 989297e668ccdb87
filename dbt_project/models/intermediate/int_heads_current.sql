with

articles as (
    select * from {{ ref('int_articles_current') }}
),

posts as (
    select * from {{ ref('stg_raw__posts') }}
),

rebuilt_heads as (
    select * from {{ ref('stg_enriched__heads') }}
)

select
    articles.article_id,
    rebuilt_heads.document_hash is not null as is_rebuilt,
    {% for column in [
        'head_title', 'meta_description', 'canonical_url', 'robots', 'og_locale', 'og_type', 'og_title', 'og_description',
        'og_url', 'og_site_name', 'head_author_name', 'twitter_author_name',
    ] %}
    coalesce(posts.{{ column }}, rebuilt_heads.{{ column }}) as {{ column }},
    {% endfor %}
    case when len(posts.og_images) > 0 then posts.og_images else coalesce(rebuilt_heads.og_images, []) end as og_images,
from articles
inner join posts on articles.article_id = posts.document_id and articles.document_hash = posts.document_hash
left join rebuilt_heads
    on
        articles.site = rebuilt_heads.site
        and articles.rest_base = rebuilt_heads.rest_base
        and articles.post_id = rebuilt_heads.wordpress_id
        and articles.document_hash = rebuilt_heads.document_hash
