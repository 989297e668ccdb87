with

quotations as (
    select * from {{ ref('int_quotations_resolved') }}
)

select
    quotation_id,
    article_id,
    site,
    position,
    quote_text,
    quote_kind,
    speech_type,
    is_counted,
    speaker_text,
    speaker_name,
    speaker_type,
    speaker_kind,
    speaker_role,
    speaker_organization,
    person_id,
    is_speaker_withheld,
    cue,
    confidence,
    method,
    reason,
    start_offset,
    end_offset,
    word_count,
    repeats_quotation_id,
    paragraph_position,
from quotations
where removed_at is null
