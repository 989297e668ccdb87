with

articles as (
    select * from {{ ref('int_articles_current') }}
),

word_counts as (
    select * from {{ ref('stg_enriched__word_counts') }}
),

nodes as (
    select * from {{ ref('int_schema_nodes_current') }}
),

reported as (
    select
        article_id,
        {{ first_known('yoast_word_count', by='node_position') }} as yoast_word_count,
    from nodes
    where is_article and yoast_word_count is not null
    group by article_id
)

-- Nobody without the password can count a protected article's words, and Yoast reports none or those of the form.
select
    articles.article_id,
    word_counts.word_count,
    case when not articles.is_protected then reported.yoast_word_count end as yoast_word_count,
    word_counts.yoast_rule_word_count,
    word_counts.sentence_count,
    word_counts.paragraph_count,
    word_counts.quoted_word_count,
    word_counts.quoted_share,
    word_counts.reading_minutes,
    word_counts.readability_score,
from articles
left join word_counts on articles.version_id = word_counts.version_id
left join reported on articles.article_id = reported.article_id
