"""Light rows: what a list shows of a document without its text, its head and the work that these cost the site."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple

from ingestion.wordpress.errors import UnexpectedShapeError
from ingestion.wordpress.responses import Response
from ingestion.wordpress.values import parse_id

#: Value for a date that is absent or impossible, among microseconds since 1970.
NO_DATE = -(2**63)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class LightRow(NamedTuple):
    """One row: its id, its `modified_gmt` in microseconds since 1970 (or `NO_DATE`), and its fields."""

    id: int
    modified: int
    content: dict[str, Any]


def light_rows(response: Response) -> list[LightRow]:
    """Parse the rows of a response.

    Raises:
        UnexpectedShapeError: The response is not a list of rows with ids.
    """
    content = response.content
    if not isinstance(content, list):
        raise UnexpectedShapeError(f"{response.url} returned {response.body[:80]!r} instead of a list.")
    rows = []
    for row in content:
        id_ = parse_id(row.get("id")) if isinstance(row, dict) else None
        if id_ is None:
            raise UnexpectedShapeError(
                f"{response.url} returned a row without a valid id: {str(row)[:80]!r}. Something between us and "
                "WordPress changes its responses; ask the site's owner."
            )
        rows.append(LightRow(id_, microseconds(row.get("modified_gmt")), row))
    return rows


def microseconds(value: Any) -> int:
    """Parse a `_gmt` date of WordPress to microseconds since 1970; `NO_DATE` if absent or impossible."""
    if not isinstance(value, str):
        return NO_DATE
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return NO_DATE
    return as_microseconds(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def as_microseconds(moment: datetime | None) -> int:
    """Convert a time to microseconds since 1970; null becomes `NO_DATE`."""
    if moment is None:
        return NO_DATE
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
