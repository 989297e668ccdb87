"""The drop folder: which files in it are whole, which are still being written, and which names stay inside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class NotInInbox(Exception):
    """A name does not lead to a regular file inside the drop folder."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one look into the folder found.

    Attributes:
        settled: Names, relative to the folder, of files to load now: unchanged since the look before, and not loaded
            in this form yet.
        cursor: What to hand to the next look.
    """

    settled: Sequence[str]
    cursor: str


def look_into(folder: Path, cursor: str | None) -> Look:
    """Find files that have come to rest since the last look.

    A file is taken when its size and time are those of the look before, so one that is being written is left alone;
    a file that changes later is taken again. Hidden and temporary names wait until they are renamed. Links are not
    followed: what is loaded lies in the folder.

    Args:
        folder: The drop folder; it may be missing.
        cursor: The cursor of the look before; None at the first one.
    """
    before: dict[str, list[int]] = json.loads(cursor) if cursor else {}
    now: dict[str, list[int]] = {}
    settled: list[str] = []
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
            settled.append(name)
        now[name] = [found.st_size, found.st_mtime_ns, int(unchanged and found.st_size > 0)]
    return Look(settled=settled, cursor=json.dumps(now))


def resolve_in_inbox(folder: Path, name: str) -> Path:
    """Return the path of a file of the drop folder.

    Args:
        folder: The drop folder.
        name: The file's name relative to it, with `/` between folders.

    Raises:
        NotInInbox: The name leads elsewhere (an absolute path, `..`, a symbolic link on the way), or to anything other
            than a regular file.
    """
    parts = name.split("/")
    path = folder
    for part in parts:
        if part in {"", ".", ".."} or "\0" in part:
            raise NotInInbox(
                f"{name!r} is not the name of a file in {folder}: give it relative to the inbox, without .."
            )
        path = path / part
        if path.is_symlink():
            raise NotInInbox(f"{name!r} leads through a symbolic link, which could point anywhere: copy the file there")
    if not path.is_file():
        raise NotInInbox(f"{name!r} is not a file in {folder}")
    return path
