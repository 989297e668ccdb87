"""What can stop an extraction: one exception for each thing a reader can act on.

Each message says what happened, where, and what to do next.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class IngestionError(Exception):
    """An extraction cannot begin: nothing was opened and nothing changed (exit code 2)."""


class LoadError(Exception):
    """A chunk could not be written; what was loaded before it stays, and the next run goes on from there."""


class SourceNotFoundError(IngestionError):
    """A file, folder or glob given as a source does not exist or matches nothing."""


class NothingReadableError(IngestionError):
    """The sources were read and hold no document at all."""


class WarehouseTooNewError(IngestionError):
    """The warehouse was written by a later version of Pressgraph, whose layout this one does not know."""


class SitesFileError(IngestionError):
    """`sites.toml` cannot be read or breaks a rule.

    Attributes:
        path: The file.
        problems: (1-based line or null, what is wrong), in the order of the lines.
    """

    def __init__(self, path: Path, problems: Sequence[tuple[int | None, str]]) -> None:
        self.path = path
        self.problems = sorted(problems, key=lambda problem: problem[0] or 0)
        super().__init__(
            "; ".join(
                f"{path}: {what}" if line is None else f"{path}, line {line}: {what}" for line, what in self.problems
            )
        )
