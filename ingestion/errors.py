"""Exceptions that stop an extraction: one for each thing a user can act on.

Each message says what happened, where, and what to do next.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class IngestionError(Exception):
    """The extraction cannot start: nothing was opened and nothing changed (exit code 2)."""


class LoadError(Exception):
    """A chunk could not be written; earlier chunks stay, and the next run continues from there."""


class SourceNotFoundError(IngestionError):
    """A file, folder or glob given as a source does not exist or matches nothing."""


class NothingReadableError(IngestionError):
    """The sources contain no document at all."""


class WarehouseTooNewError(IngestionError):
    """The warehouse was written by a later version of Pressgraph, whose layout this version does not know."""


class SiteHeldError(IngestionError):
    """Another process is reading the site: two would ask it for everything twice, at twice the rate."""


class SitesFileError(IngestionError):
    """`sites.toml` cannot be read or breaks a rule.

    Attributes:
        path: The file.
        problems: (1-based line or null, description), ordered by line.
    """

    def __init__(self, path: Path, problems: Sequence[tuple[int | None, str]]) -> None:
        self.path = path
        self.problems = sorted(problems, key=lambda problem: problem[0] or 0)
        super().__init__(
            "; ".join(
                f"{path}: {what}" if line is None else f"{path}, line {line}: {what}" for line, what in self.problems
            )
        )


class DocumentRejectedError(ValueError):
    """A JSON text is not admitted as a document.

    Attributes:
        reason_code: Short and stable, for counting.
        reason: One sentence for the user.
        link: The document's own link, which names its site; null if it has none.
        rest_base: Its list, if known.
    """

    def __init__(self, reason_code: str, reason: str, *, link: str | None = None, rest_base: str | None = None) -> None:
        super().__init__(reason)
        self.reason_code = reason_code
        self.reason = reason
        self.link = link
        self.rest_base = rest_base
