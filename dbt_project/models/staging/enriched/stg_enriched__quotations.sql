{{ config(materialized='view') }}

with

quotations as (
    select * from {{ source('enriched', 'quotations') }}
)

select
    {{ version_id() }} as version_id,
    site,
    rest_base,
    id as wordpress_id,
    document_hash,
    position,
    quote_text,
    quote_kind,
    speech_type,
    speaker_text,
    {{ blank_to_null('speaker_name') }} as speaker_name,
    speaker_type,
    speaker_kind,
    {{ blank_to_null('speaker_role') }} as speaker_role,
    {{ blank_to_null('speaker_organization') }} as speaker_organization,
    cue,
    confidence,
    method,
    reason,
    start_offset,
    end_offset,
    spans,
    word_count,
    repeats_position,
    paragraph_position,
from quotations
