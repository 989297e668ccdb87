with

raw_users as (
    select * from {{ source('raw', 'users') }}
),

document_changes as (
    select * from {{ ref('stg_raw__document_changes') }}
),

parsed as (
    select
        document_changes.document_id,
        document_changes.site,
        document_changes.wordpress_id,
        document_changes.document_hash,
        {{ parse_json('raw_users.document', user_structure()) }} as author,
    from raw_users
    inner join document_changes
        on
            raw_users.site = document_changes.site
            and raw_users.kind = document_changes.document_kind
            and raw_users.rest_base = document_changes.rest_base
            and raw_users.id = document_changes.wordpress_id
            and raw_users.extraction_id = document_changes.extraction_id
            and raw_users.document_hash = document_changes.document_hash
    -- A document with the shape of a user may say that it is of another list; an account is one row.
    where document_changes.is_latest_present and document_changes.rest_base = 'users'
)

select
    document_id,
    site,
    wordpress_id as user_id,
    document_hash,
    {{ blank_to_null('author.slug') }} as slug,
    {{ blank_to_null(decode_entities('author.name')) }} as name,
    {{ blank_to_null('author.link') }} as url,
from parsed
