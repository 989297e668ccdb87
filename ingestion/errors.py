"""What stops an extraction before anything is opened: one exception for each thing a reader can act on.

None of them changes anything; the command line prints the message and exits with 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class IngestionError(Exception):
    """An extraction cannot begin; the message says what happened, where, and what to do next."""


class SourceNotFound(IngestionError):  # noqa: N818 - it names what happened
    """A file, folder or glob given as a source does not exist or matches nothing."""


class NothingReadable(IngestionError):  # noqa: N818 - it names what happened
    """The sources were read and hold no document at all."""


class SitesFileInvalid(IngestionError):  # noqa: N818 - it names what happened
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
