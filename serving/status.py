"""`status.json` beside the published copy: what the copy is as of, when the sites were last read, and failed builds.

It is replaced as a whole at every run, also where the copy stays as it is, so a reader sees that somebody looked.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from serving.publication import DATABASE_NAME

STATUS_NAME = "status.json"


@dataclass(frozen=True, slots=True)
class SiteReading:
    """When a site was last read.

    Attributes:
        read_at: End of the last extraction that read it to the end; null if none did.
        tried_at: End of the last extraction.
        failure: What stopped that one; null if nothing did.
    """

    read_at: str | None
    tried_at: str
    failure: str | None


@dataclass(frozen=True, slots=True)
class Build:
    """One build of the models and the copy.

    Attributes:
        began_at: When it began.
        made_from: Facts of what it was made from; null if it was not a build of everything.
        warnings: What its tests warned of: `check`, `asset` and `description`.
        failure: What stopped it; null while it runs, after its end, and if its process was killed.
    """

    began_at: str
    made_from: Mapping[str, Any] | None
    warnings: Sequence[Mapping[str, str]] = field(default_factory=list)
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """The content of `status.json`; times are ISO 8601 in UTC.

    Attributes:
        looked_at: When a run last compared the copy with what it would be made from.
        published_at: When the copy was swapped in; null before the first one.
        copy: What identifies the files of the copy (see `identify_copy`); null before the first one.
        published: The build that the copy is of.
        unpublished: A build that began later and was not published: it is running, failed or was killed. Else null.
        sites: By name.
    """

    looked_at: str | None = None
    published_at: str | None = None
    copy: Sequence[Any] | None = None
    published: Build | None = None
    unpublished: Build | None = None
    sites: Mapping[str, SiteReading] = field(default_factory=dict)

    def is_made_from(self, facts: Mapping[str, Any], copy: Sequence[Any] | None) -> bool:
        """Tell whether the copy is there as it was published, was made from just this, and no build has begun since."""
        if copy is None or copy != self.copy or self.unpublished is not None or self.published is None:
            return False
        return self.published.made_from == facts

    def looked(self, sites: Mapping[str, SiteReading]) -> Status:
        """Return the status after a look that found nothing to build."""
        return replace(self, looked_at=utc_now(), sites=sites)

    def begun(self, made_from: Mapping[str, Any] | None) -> Status:
        """Return the status at the start of a build."""
        return replace(self, unpublished=Build(utc_now(), made_from))

    def warned(self, warnings: Sequence[Mapping[str, str]]) -> Status:
        """Return the status of a build whose tests have run."""
        return replace(self, unpublished=self.unpublished and replace(self.unpublished, warnings=warnings))

    def failed(self, failure: str) -> Status:
        """Return the status of a build that was stopped."""
        return replace(self, unpublished=self.unpublished and replace(self.unpublished, failure=failure))

    def swapped(self, copy: Sequence[Any] | None) -> Status:
        """Return the status of a build that was published. Of a copy without a build begun here nothing is known."""
        return replace(self, published_at=utc_now(), copy=copy, published=self.unpublished, unpublished=None)


def identify_copy(published: Path) -> list[Any] | None:
    """Return size and time of the published database, and the folder of the Parquet files; null if one is missing.

    They differ when somebody has written to the database, or restored it.
    """
    try:
        facts = (published / DATABASE_NAME).stat()
        folder = (published / "parquet" / "current").readlink()
    except OSError:
        return None
    return [facts.st_size, facts.st_mtime_ns, folder.name] if (published / "parquet" / folder).is_dir() else None


def utc_now() -> str:
    """Return the time in seconds, as `status.json` writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_status(published: Path) -> Status:
    """Read the status of a folder of publications.

    A file that is missing or cannot be read says nothing is known, so that the next run builds.
    """
    try:
        content = json.loads((published / STATUS_NAME).read_bytes())
        builds = {key: content[key] and Build(**content[key]) for key in ("published", "unpublished")}
        sites = {name: SiteReading(**reading) for name, reading in content["sites"].items()}
        return Status(content["looked_at"], content["published_at"], content["copy"], **builds, sites=sites)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Status()


def write_status(published: Path, status: Status) -> None:
    """Replace the status of a folder of publications."""
    published.mkdir(parents=True, exist_ok=True)
    new = published / f".new-{STATUS_NAME}"
    with new.open("w", encoding="utf-8") as file:
        json.dump(asdict(status), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    new.replace(published / STATUS_NAME)
