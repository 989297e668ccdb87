"""Order of a document's versions in raw, whichever clock was wrong and whatever was read first."""

from __future__ import annotations

# Readings of the live site are in the order in which they were loaded: a clock may be wrong. A file's document is
# older than the first live reading of the same or a later modification, and otherwise newer than all of them. Files
# are ordered by their modification, and equal ones by when they were read.
#
# This is the source of the rule: the order is needed before there are models. dbt cannot call Python and has it a
# second time, in `stg_raw__document_changes`; a test compares the two.
_ORDERED = """
    select
        * exclude (modification, place),
        row_number() over (
            partition by site, kind, rest_base, id
            order by place nulls last, is_live, modification, sequence
        ) as version_number,
    from (
        select
            *,
            case
                when is_live then sequence
                else min(case when is_live then sequence end) over (
                    partition by site, kind, rest_base, id
                    order by modification desc
                    range between unbounded preceding and current row
                )
            end as place,
        from (select *, coalesce(modified_at, seen_at) as modification from {relation})
    )
"""


def ordered_versions(relation: str) -> str:
    """Return a query of the rows of a relation in the envelope's columns, with `version_number`.

    Args:
        relation: A table or a query in parentheses, with `site`, `kind`, `rest_base`, `id`, `modified_at`, `seen_at`,
            `sequence` and `is_live`. `version_number` counts the versions of each of its documents from 1, the oldest.
    """
    return _ORDERED.format(relation=relation)
