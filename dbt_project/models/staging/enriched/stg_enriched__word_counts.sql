{{ config(materialized='view') }}

with

word_counts as (
    select * from {{ source('enriched', 'word_counts') }}
)

select
    {{ version_id() }} as version_id,
    site,
    rest_base,
    id as wordpress_id,
    document_hash,
    word_count,
    yoast_rule_word_count,
    sentence_count,
    paragraph_count,
    quoted_word_count,
    quoted_share,
    reading_minutes,
    readability_score,
from word_counts
