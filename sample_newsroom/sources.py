"""Read the newsroom's sources: front matter, bodies, revisions, and the lists of authors, sections, tags and media."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

HERE = Path(__file__).parent
_FRONT = re.compile(r"\A\+\+\+\n(.*?)^\+\+\+\n?(.*)\Z", re.DOTALL | re.MULTILINE)
_REVISION = re.compile(r"\.r(\d+)$")


@dataclass(frozen=True)
class Newspaper:
    """One site and the settings of its WordPress. Its versions change on the day of its upgrade."""

    name: str
    url: str
    title: str
    tagline: str
    timezone: str
    locale: str
    permalink_prefix: str
    logo: str
    old_host: str | None = None
    old_host_until: str = ""  # posts before this local date keep a guid on the old host
    upgraded_on: str = ""  # until this arrival: WordPress 5.6 and Yoast 15.8

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def home(self) -> str:
        """URL of the home page."""
        return f"{self.url}/"

    def rest(self, path: str) -> str:
        """Return the URL of a REST resource."""
        return f"{self.url}{self.permalink_prefix}/wp-json/wp/v2/{path}"


NEWSPAPERS = (
    Newspaper(
        name="the-tarrow-courier",
        url="https://www.tarrowcourier.example",
        title="The Tarrow Courier",
        tagline="News from Tarrow and the county of Marchland since 1871",
        timezone="Europe/London",
        locale="en_GB",
        permalink_prefix="",
        logo="2024/01/courier-masthead.png",
        old_host="http://tarrow-courier.example",
        old_host_until="2025-01-01",
    ),
    Newspaper(
        name="le-quotidien-des-salines",
        url="https://quotidien-salines.example",
        title="Le Quotidien des Salines",
        tagline="L’actualité de Port-Salines et de la côte Ouest",
        timezone="Indian/Mauritius",
        locale="fr_FR",
        permalink_prefix="/index.php",
        logo="2025/01/quotidien-logo.png",
        upgraded_on="2026-09-01",
    ),
)


@dataclass(frozen=True)
class Revision:
    """One state of a post: its merged front matter and its body in HTML."""

    site: Newspaper
    number: int
    keys: dict[str, Any]
    body: str
    path: Path

    def __getattr__(self, key: str) -> Any:
        """Return a key of the front matter; a missing key is an error, not None."""
        try:
            return self.keys[key]
        except KeyError:
            raise AttributeError(f"{self.path.name} has no {key!r} in its front matter") from None

    def get(self, key: str, default: Any = None) -> Any:
        """Return a key of the front matter, or the default for a key that may be left out."""
        return self.keys.get(key, default)

    @cached_property
    def published(self) -> dt.datetime:
        """Time of publication in local time, with zone. `fold` selects the second of two equal clock times."""
        return dt.datetime.fromisoformat(self.keys["date"]).replace(tzinfo=self.site.zone, fold=self.get("fold", 0))

    @cached_property
    def changed(self) -> dt.datetime:
        """Time of the last modification in local time, with zone."""
        text = self.get("modified")
        return dt.datetime.fromisoformat(text).replace(tzinfo=self.site.zone) if text else self.published

    @property
    def stem(self) -> str:
        """File name without revision and suffix, which is the name of the annotation."""
        return _REVISION.sub("", self.path.stem)


def site_named(name: str) -> Newspaper:
    """Return the newspaper of this name."""
    return next(site for site in NEWSPAPERS if site.name == name)


def split_front_matter(path: Path) -> tuple[dict[str, Any], str]:
    """Return a source file's front matter and body.

    Raises:
        ValueError: The file does not begin with front matter between `+++` lines.
    """
    match = _FRONT.match(path.read_text(encoding="utf-8"))
    if match is None:
        raise ValueError(f"{path}: no front matter between +++ lines")
    return tomllib.loads(match[1]), match[2].strip("\n")


def read_posts(site: Newspaper, folder: str = "articles") -> list[list[Revision]]:
    """Return the revisions of every post of a site, in order. A revision inherits missing keys and a missing body."""
    posts: dict[str, list[Revision]] = {}
    paths = sorted((HERE / folder / site.name).glob("*.html"), key=_by_post_and_revision)
    for path in paths:
        keys, body = split_front_matter(path)
        earlier = posts.setdefault(_REVISION.sub("", path.stem), [])
        if earlier:
            keys, body = {**earlier[-1].keys, **keys}, body or earlier[-1].body
        earlier.append(Revision(site, len(earlier) + 1, keys, body, path))
    return sorted(posts.values(), key=lambda revisions: revisions[0].id)


def _by_post_and_revision(path: Path) -> tuple[str, int]:
    revision = _REVISION.search(path.stem)
    return _REVISION.sub("", path.stem), int(revision[1]) if revision else 1


def read_list(name: str, site: Newspaper) -> list[dict[str, Any]]:
    """Return the entries of `<name>.toml` that belong to a site, in file order."""
    with (HERE / f"{name}.toml").open("rb") as file:
        return [entry for entry in tomllib.load(file).get(name, []) if entry["site"] == site.name]
