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
    rebuilt_heads.version_id is not null as is_rebuilt,
    {% for column in [
        'head_title', 'meta_description', 'canonical_url', 'robots', 'og_locale', 'og_type', 'og_title', 'og_description',
        'og_url', 'og_site_name', 'twitter_author_name',
    ] %}
    coalesce(posts.{{ column }}, rebuilt_heads.{{ column }}) as {{ column }},
    {% endfor %}
    case
        when {{ length_of('posts.head_author_names') }} > 0 then posts.head_author_names
        else coalesce(rebuilt_heads.head_author_names, {{ empty_list() }})
    end as head_author_names,
    case
        when {{ length_of('posts.og_images') }} > 0 then posts.og_images
        else coalesce(rebuilt_heads.og_images, {{ empty_list('json') }})
    end as og_images,
from articles
inner join posts on articles.version_id = posts.version_id
left join rebuilt_heads on articles.version_id = rebuilt_heads.version_id
