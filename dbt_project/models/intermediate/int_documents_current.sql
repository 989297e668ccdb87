with

document_changes as (
    select * from {{ ref('stg_raw__document_changes') }}
),

present as (
    select
        document_kind,
        document_id,
        max(change_number) as change_number,
        min(seen_at) as first_seen_at,
        min(extraction_id) as first_extraction_id,
    from document_changes
    where state = 'present'
    group by document_kind, document_id
),

-- From the first change after the document was last seen; what it became may have changed since (trashed, then purged).
removals as (
    select
        document_changes.document_kind,
        document_changes.document_id,
        min(document_changes.seen_at) as removed_at,
        {{ last_known('document_changes.state', by='document_changes.change_number') }} as removal_kind,
    from document_changes
    inner join present
        on
            document_changes.document_kind = present.document_kind
            and document_changes.document_id = present.document_id
    where document_changes.change_number > present.change_number
    group by document_changes.document_kind, document_changes.document_id
)

select
    document_changes.version_id,
    document_changes.document_id,
    document_changes.document_kind,
    document_changes.site,
    document_changes.rest_base,
    document_changes.wordpress_id,
    document_changes.document_hash,
    document_changes.extraction_id,
    document_changes.origin,
    present.first_seen_at,
    document_changes.seen_at as last_changed_at,
    removals.removed_at,
    removals.removal_kind,
from document_changes
inner join present
    on
        document_changes.document_kind = present.document_kind
        and document_changes.document_id = present.document_id
        and document_changes.change_number = present.change_number
left join removals
    on
        document_changes.document_kind = removals.document_kind
        and document_changes.document_id = removals.document_id
