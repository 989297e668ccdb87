"""The version of everything enrichment would say: it changes when the output could, and cannot be forgotten."""

from __future__ import annotations

from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

#: Packages of this project whose code, rules and weights make the output.
PACKAGES = ("enrichment", "quotations")
#: Libraries whose behaviour shows in the output.
LIBRARIES = ("icu4py", "orjson", "py3langid", "regex", "selectolax", "sentencex")


def _parts(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    """Yield every file of a package by its path, rules and weights included, in one order everywhere."""
    for entry in sorted(folder.iterdir(), key=lambda found: found.name):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _parts(entry, f"{path}{entry.name}/")
        elif not entry.name.startswith("."):
            # A checkout may turn line ends; the sources are the same.
            yield f"{path}{entry.name}", entry.read_bytes().replace(b"\r\n", b"\n")


def compute_version(*packages: Traversable) -> str:
    """Return a hash of the packages' sources, rules and weights and of the libraries' versions, 16 hexadecimal digits.

    A changed comment changes it too. That costs one more enrichment, minutes at most; an output that changed
    under an old version would never be found.
    """
    digest = sha256()
    for number, package in enumerate(packages):
        for path, content in _parts(package, f"{number}/"):
            digest.update(f"{path}\0{len(content)}\0".encode())
            digest.update(content)
    for library in LIBRARIES:
        digest.update(f"{library}=={version(library)}\0".encode())
    return digest.hexdigest()[:16]


#: On every enriched row. A hash has no order: rows of another version than this one are stale.
ENRICHMENT_VERSION = compute_version(*map(files, PACKAGES))
