"""The drop folder: which files in it are whole, and which are still being written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Look:
    """What one look into the folder found.

    Attributes:
        settled: Files to load now: unchanged since the look before, and not loaded in this form yet.
        cursor: What to hand to the next look.
    """

    settled: Sequence[Path]
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
    settled: list[Path] = []
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
            settled.append(path)
        now[name] = [found.st_size, found.st_mtime_ns, int(unchanged and found.st_size > 0)]
    return Look(settled=settled, cursor=json.dumps(now))
