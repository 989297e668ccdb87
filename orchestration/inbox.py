"""The drop folder: which of its files are ready to load, and which names stay inside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class NotInInboxError(Exception):
    """A name does not lead to a regular file inside the drop folder."""


@dataclass(frozen=True, slots=True)
class InboxScan:
    """What one scan of the drop folder found.

    Attributes:
        ready: Names, relative to the folder, of files to load now: unchanged since the previous scan, and not yet
            loaded in this form.
        cursor: What to pass to the next scan.
    """

    ready: Sequence[str]
    cursor: str


def scan_inbox(folder: Path, cursor: str | None) -> InboxScan:
    """Find files that are unchanged between two scans.

    A file is ready when its size and modification time equal those of the previous scan, so a file that is being
    written is left alone, and a file that changes later is loaded again. Hidden and temporary names wait until they are
    renamed. Links are not followed: only what lies in the folder is loaded.

    Args:
        folder: The drop folder; it may be missing.
        cursor: The cursor of the previous scan; null for the first one.
    """
    before: dict[str, list[int]] = json.loads(cursor) if cursor else {}
    now: dict[str, list[int]] = {}
    ready: list[str] = []
    for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
        parts = path.relative_to(folder).parts
        if path.is_symlink() or not path.is_file() or any(part.startswith(".") for part in parts):
            continue
        if path.suffix in {".part", ".tmp", ".crdownload", ".swp"}:
            continue
        found = path.stat()
        name = "/".join(parts)
        size, time, taken = before.get(name, [-1, -1, 0])
        unchanged = [size, time] == [found.st_size, found.st_mtime_ns]
        if unchanged and not taken and found.st_size > 0:
            ready.append(name)
        now[name] = [found.st_size, found.st_mtime_ns, int(unchanged and found.st_size > 0)]
    return InboxScan(ready=ready, cursor=json.dumps(now))


def resolve_in_inbox(folder: Path, name: str) -> Path:
    """Return the path of a file of the drop folder.

    Args:
        folder: The drop folder.
        name: The file's name relative to it, with `/` between folders.

    Raises:
        NotInInboxError: The name leads elsewhere (an absolute path, `..`, a symbolic link on the way), or not to a
            regular file.
    """
    parts = name.split("/")
    path = folder
    for part in parts:
        if part in {"", ".", ".."} or "\0" in part:
            raise NotInInboxError(
                f"{name!r} is not the name of a file in {folder}: give it relative to the inbox, without .."
            )
        path = path / part
        if path.is_symlink():
            raise NotInInboxError(
                f"{name!r} leads through a symbolic link, which could point anywhere: copy the file there"
            )
    if not path.is_file():
        raise NotInInboxError(f"{name!r} is not a file in {folder}")
    return path
