with

raw_terms as (
    select * from {{ source('raw', 'terms') }}
),

document_changes as (
    select * from {{ ref('stg_raw__document_changes') }}
),

parsed as (
    select
        document_changes.document_id,
        document_changes.site,
        document_changes.rest_base,
        document_changes.wordpress_id,
        document_changes.document_hash,
        {{ parse_json('raw_terms.document', term_structure()) }} as term,
    from raw_terms
    inner join document_changes
        on
            raw_terms.site = document_changes.site
            and raw_terms.kind = document_changes.document_kind
            and raw_terms.rest_base = document_changes.rest_base
            and raw_terms.id = document_changes.wordpress_id
            and raw_terms.extraction_id = document_changes.extraction_id
            and raw_terms.document_hash = document_changes.document_hash
    where document_changes.is_latest_present
)

select
    document_id,
    site,
    rest_base,
    wordpress_id,
    document_hash,
    {{ blank_to_null('term.taxonomy') }} as taxonomy,
    {{ blank_to_null('term.slug') }} as slug,
    {{ blank_to_null(decode_entities('term.name')) }} as name,
    {{ bounded_id('term.parent') }} as parent_wordpress_id,
    {{ blank_to_null('term.link') }} as url,
from parsed
