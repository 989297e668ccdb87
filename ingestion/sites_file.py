"""Read `sites.toml`; every broken rule is reported with its line, and no value of the file is repeated."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ingestion.errors import SitesFileError
from ingestion.sites import Site
from ingestion.urls import parse_url, without_www


def load_sites(path: Path) -> list[Site]:
    """Read the sites of a `sites.toml`, in its order.

    Raises:
        SitesFileError: The file cannot be read, is not valid TOML, or breaks a rule; it names every line concerned.
    """
    text = _read(path)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        position = re.search(r"at line (\d+)", str(error))
        line = int(position[1]) if position else text.count("\n") + 1
        raise SitesFileError(path, [(line, f"is not valid TOML: {str(error).split(' (at ')[0]}")]) from error
    tables = content.get("sites", [])
    problems = [
        (_line_of(text, (key,)), f"unknown key {key!r}; a newsroom is a [[sites]] table")
        for key in content
        if key != "sites"
    ]
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise SitesFileError(path, [*problems, (_line_of(text, ("sites",)), "a newsroom is a [[sites]] table")])
    sites: list[Site] = []
    for number, table in enumerate(tables):
        try:
            sites.append(Site.model_validate(table))
        except ValidationError as error:
            # pydantic also reports a list with one bad element as too short.
            first = {detail["loc"][:1]: detail for detail in reversed(error.errors(include_input=False))}
            problems += [_problem(text, number, table, detail) for detail in first.values()]
    if problems:
        raise SitesFileError(path, problems)
    clashes = list(_clashes(text, sites))
    if clashes:
        raise SitesFileError(path, clashes)
    return sites


def _read(path: Path) -> str:
    """Read the file's text with Unix line ends.

    Raises:
        SitesFileError: It cannot be read, or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise SitesFileError(path, [(None, f"cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SitesFileError(path, [(line, "is not UTF-8")]) from error


def _problem(text: str, number: int, table: dict[str, Any], detail: Any) -> tuple[int | None, str]:
    """Return line and message of a broken rule of one site, without the value, which may be a password."""
    name = table.get("name")
    who = f"site {name}" if isinstance(name, str) and len(name) < 100 else f"site number {number + 1}"
    what = detail["msg"].removeprefix("Value error, ")
    if detail["type"] == "extra_forbidden":
        what = f"unknown key (known: {', '.join(Site.model_fields)}); credentials belong in environment variables"
    elif detail["type"] == "missing":
        what = "is missing"
    header: tuple[str | int, ...] = ("sites", number)
    if not detail["loc"]:
        return _line_of(text, header), f"{who}: {what}"
    key = str(detail["loc"][0])
    return _line_of(text, (*header, key) if key in table else header), f"{who}: {key}: {what}"


def _clashes(text: str, sites: Sequence[Site]) -> Iterable[tuple[int | None, str]]:
    """Find names and addresses that two sites claim."""
    names: set[str] = set()
    owners: dict[tuple[str, str], str] = {}
    for number, site in enumerate(sites):
        if site.name in names:
            yield _line_of(text, ("sites", number, "name")), f"two sites are named {site.name}"
        names.add(site.name)
        for address in site.addresses:
            url = parse_url(address)
            host, path = url.origin.host_and_port, url.folder
            owner = owners.setdefault((without_www(host), path), site.name)
            if owner != site.name:
                key = "url" if address == site.url else "old_hosts"
                line = _line_of(text, ("sites", number, key))
                yield line, f"site {site.name}: {host}{path} already belongs to {owner}"


def _line_of(text: str, keys: Sequence[str | int]) -> int | None:
    """Return the 1-based line where the value at `keys` first occurs in a valid TOML text.

    tomllib keeps no positions, so they are found by parsing: the shortest valid run of lines from the top that has the
    value ends with its statement, and the statement begins after the valid run before.
    """
    lines = text.split("\n")

    def content_of(count: int) -> tuple[int, dict[str, Any]]:
        """Parse the longest valid run of at most `count` lines; return its length and content."""
        while True:
            try:
                return count, tomllib.loads("\n".join(lines[:count]) + "\n")
            except tomllib.TOMLDecodeError:
                count -= 1

    ends = bisect_left(range(len(lines)), True, key=lambda count: _has(content_of(count)[1], keys))
    return content_of(ends - 1)[0] + 1 if ends else None


def _has(content: Any, keys: Sequence[str | int]) -> bool:
    """Tell whether a TOML document has a value at a path of keys and positions."""
    for key in keys:
        try:
            content = content[key]
        except (KeyError, IndexError, TypeError):
            return False
    return True
