"""Answers from files: of each document the last one, as a reader of the folder in the order of its dates has it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from pathlib import Path

from tests.differential.naive_reader import Answer

#: Statuses that a visitor sees; a file may hold others, whose text no table may show.
_SHOWN = {"publish", "inherit"}


def answers_of_files(files: Iterable[tuple[str, str, Path]]) -> list[Answer]:
    """The latest answer for each document of files (site, list, path) with one document a line.

    A document that no file ever shows published is left out; one that was taken down keeps what it last showed.
    """
    latest: dict[tuple[str, str, int], Answer] = {}
    for site, rest_base, path in files:
        text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for document in map(json.loads, text.splitlines()):
            key = (site, rest_base, document["id"])
            before = latest.get(key)
            if document.get("status", "publish") in _SHOWN:
                latest[key] = Answer(site, rest_base, document)
            elif before is not None:
                latest[key] = Answer(site, rest_base, before.document, "unpublished")
    return list(latest.values())
