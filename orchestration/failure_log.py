"""Tracebacks of unexpected errors: files of the home, bounded in number and size."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from orchestration.redaction import redact

_KEPT_FILES = 50
_MAX_FILE_BYTES = 64 * 1024
_MAX_TRACEBACK_CHARS = 16 * 1024


@dataclass(frozen=True, slots=True)
class FailureLog:
    """One file for each extraction and site; the newest 50 are kept.

    Attributes:
        folder: Where the files are; made when the first is written.
        extraction_id: The extraction; names sort by time.
    """

    folder: Path
    extraction_id: str

    def keep(self, site: str, text: str) -> str | None:
        """Add a traceback to the site's file.

        Returns:
            The file as seen from the home; null where it could not be written: that must not hide the failure itself.
        """
        path = self.folder / f"{self.extraction_id}-{site[:150]}.log"
        # The exception is at the end.
        content = redact(text)[-_MAX_TRACEBACK_CHARS:].encode("utf-8", "backslashreplace")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if not path.exists() or path.stat().st_size + len(content) <= _MAX_FILE_BYTES:
                with path.open("ab") as file:
                    file.write(content + b"\n")
            for old in sorted(self.folder.glob("*.log"))[:-_KEPT_FILES]:
                old.unlink(missing_ok=True)
        except OSError:
            return None
        return f"{self.folder.name}/{path.name}"
