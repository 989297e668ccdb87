{{ config(materialized='view') }}

with

rejected_documents as (
    select * from {{ source('raw', 'rejected_documents') }}
)

select
    rejection_id,
    extraction_id,
    site,
    rest_base,
    origin,
    line,
    reason_code,
    reason,
    excerpt,
    seen_at,
from rejected_documents
