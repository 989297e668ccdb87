with

articles as (
    select * from {{ ref('int_articles_current') }}
),

texts as (
    select * from {{ ref('stg_enriched__texts') }}
),

word_counts as (
    select * from {{ ref('stg_enriched__word_counts') }}
),

heads as (
    select * from {{ ref('int_heads_current') }}
),

articles_languages as (
    select * from {{ ref('int_articles_languages') }}
),

articles_authors as (
    select * from {{ ref('int_articles_authors') }}
),

articles_sections as (
    select * from {{ ref('int_articles_sections') }}
),

articles_quoting as (
    select * from {{ ref('int_articles_quoting') }}
),

bylines as (
    select
        article_id,
        {{ join_texts(collected_in_order('author_name', [('position', 'asc')]), ', ') }} as author_name,
        count(*) as author_count,
        count(author_name) < count(*) as has_unknown_author,
    from articles_authors
    group by article_id
)

select
    articles.article_id,
    articles.site,
    articles.rest_base,
    articles.post_id,
    articles.url,
    articles.slug,
    coalesce(texts.title_text, {{ blank_to_null(decode_entities('articles.title_html')) }}) as title,
    texts.excerpt_text,
    heads.meta_description,
    heads.canonical_url,
    bylines.author_name,
    coalesce(bylines.author_count, 0) as author_count,
    coalesce(bylines.has_unknown_author, false) as has_unknown_author,
    articles_sections.primary_section_id,
    articles_sections.primary_section,
    articles_languages.language,
    articles_languages.language_source,
    articles.published_at,
    articles.published_local,
    articles.published_date,
    articles.is_published_at_estimated,
    articles.is_date_suspect,
    articles.date_suspicion,
    articles.modified_at,
    articles.first_seen_at,
    articles.last_changed_at,
    articles.removed_at,
    articles.removal_kind,
    articles.unlisted_at,
    articles.is_protected,
    articles.is_sticky,
    word_counts.word_count,
    coalesce(articles_quoting.quotation_count, 0) as quotation_count,
    coalesce(articles_quoting.people_quoted_count, 0) as people_quoted_count,
    coalesce(articles_quoting.anonymous_quotation_count, 0) as anonymous_quotation_count,
    articles.document_hash,
    articles.origin,
from articles
left join texts on articles.version_id = texts.version_id
left join articles_languages on articles.article_id = articles_languages.article_id
left join word_counts on articles.version_id = word_counts.version_id
left join heads on articles.article_id = heads.article_id
left join bylines on articles.article_id = bylines.article_id
left join articles_sections on articles.article_id = articles_sections.article_id
left join articles_quoting on articles.article_id = articles_quoting.article_id
