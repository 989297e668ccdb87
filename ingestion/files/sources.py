"""Find the files of a run's sources: files, folders (recursively) and globs."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from ingestion.errors import NothingReadableError, SourceNotFoundError

#: Suffixes of files read in a folder. A file named directly, or by a glob, may have any.
SUFFIXES = (".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz", ".ndjson.gz")


def find_files(sources: Sequence[str | Path]) -> list[Path]:
    """Find the files of the sources: absolute paths, in the order of the sources, without duplicates.

    A folder is searched recursively, sorted by name, without hidden files (`.name`) and without following links out of
    it. Unreadable files from a glob or a folder are reported when they are read.

    Raises:
        SourceNotFoundError: A source does not exist, matches nothing, or is neither file nor folder.
        NothingReadableError: A folder has no file with one of `SUFFIXES`.
    """
    files: dict[Path, None] = {}
    for source in sources:
        for path in _files_of(str(source)):
            files.setdefault(path.absolute())
    return list(files)


def _files_of(source: str) -> list[Path]:
    """Find the files of one source."""
    path = Path(source).expanduser()
    if path.is_dir():
        found = list(_files_below(path))
        if not found:
            raise NothingReadableError(
                f"{source} has no file to read. Looked for {', '.join(SUFFIXES)} in it and below."
            )
        return found
    if path.is_file():
        return [path]
    if os.path.lexists(path):
        raise SourceNotFoundError(
            f"{source} is neither a file nor a folder (a pipe is read twice: save it to a file first)."
        )
    matches = [Path(match) for match in sorted(glob.glob(str(path), recursive=True))]  # noqa: PTH207 - Path has no absolute globs
    if not matches:
        what = "matches no file" if glob.has_magic(source) else "does not exist"
        raise SourceNotFoundError(
            f"{source} {what}. Give a file, a folder, a glob in quotes, or the address of a site."
        )
    return [file for match in matches for file in (_files_below(match) if match.is_dir() else (match,))]


def _files_below(folder: Path) -> Iterator[Path]:
    """Yield the files with a known suffix in a folder, recursively, sorted by name."""
    root = folder.resolve()
    for directory, subdirectories, names in os.walk(folder):
        subdirectories[:] = sorted(name for name in subdirectories if not name.startswith("."))
        for name in sorted(names):
            path = Path(directory, name)
            if name.startswith(".") or not name.lower().endswith(SUFFIXES):
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(root):
                continue
            yield path
