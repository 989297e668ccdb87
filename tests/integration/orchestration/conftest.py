"""Newsrooms to run the pipeline on: small files, homes of their own, one process for all runs."""

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner, Result

from orchestration.cli import cli


def make_post(number: int, text: str, *, modified: str = "2026-02-03T13:03:49") -> dict[str, Any]:
    """A post as the REST API of a WordPress with Yoast shows it, cut to what the models need."""
    url = f"https://tarrow.example/news/{number}/"
    return {
        "id": number,
        "date": "2026-02-03T13:03:49",
        "date_gmt": "2026-02-03T13:03:49",
        "modified": modified,
        "modified_gmt": modified,
        "slug": f"story-{number}",
        "status": "publish",
        "type": "post",
        "link": url,
        "title": {"rendered": f"Story {number}"},
        "content": {"rendered": text, "protected": False},
        "excerpt": {"rendered": "", "protected": False},
        "author": 7,
        "featured_media": 0,
        "categories": [3],
        "tags": [],
        "class_list": ["post-1", "category-harbour"],
        "yoast_head_json": {
            "title": f"Story {number}",
            "canonical": url,
            "author": "Ada Quill",
            "schema": {
                "@context": "https://schema.org",
                "@graph": [
                    {
                        "@type": "Article",
                        "@id": f"{url}#article",
                        "isPartOf": {"@id": url},
                        "author": {"name": "Ada Quill", "@id": "https://tarrow.example/#/schema/person/1"},
                        "headline": f"Story {number}",
                        "wordCount": 12,
                        "articleSection": ["Harbour"],
                        "inLanguage": "en-GB",
                    },
                    {
                        "@type": "WebPage",
                        "@id": url,
                        "url": url,
                        "isPartOf": {"@id": "https://tarrow.example/#website"},
                    },
                    {"@type": "WebSite", "@id": "https://tarrow.example/#website", "name": "Tarrow"},
                    {"@type": "Person", "@id": "https://tarrow.example/#/schema/person/1", "name": "Ada Quill"},
                ],
            },
        },
    }


STORIES = [
    make_post(1, '<p>"The harbour will open on Monday," said Mara Holt, the harbour master, at the quay.</p>'),
    make_post(2, "<p>The council met on Tuesday and rose at nine.</p>"),
    make_post(3, '<p>"We never asked for a second bridge," Mara Holt told the council on Tuesday night.</p>'),
]


@dataclass(frozen=True)
class Newsroom:
    """A home, and the command line run on it in this process."""

    home: Path
    monkeypatch: pytest.MonkeyPatch

    def run(self, *arguments: str | Path) -> Result:
        """`pressgraph ARGUMENTS`, with stdout and stderr apart."""
        self.monkeypatch.setenv("PRESSGRAPH_HOME", str(self.home))
        self.monkeypatch.setenv("PRESSGRAPH_SITES", str(self.home / "no-sites.toml"))
        return CliRunner().invoke(cli, [str(argument) for argument in arguments], catch_exceptions=False)

    def write(self, name: str, documents: Sequence[Any]) -> Path:
        """A file of one JSON text a line; text that is no document is written as it is."""
        path = self.home.parent / name
        lines = [text if isinstance(text, str) else json.dumps(text) for text in documents]
        path.write_text("\n".join(lines) + "\n")
        return path

    def warehouse(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a query over the pipeline's own database."""
        with duckdb.connect(str(self.home / "warehouse.duckdb")) as connection:
            return connection.execute(sql).fetchall()

    def published(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a query over the published copy."""
        path = self.home / "published" / "pressgraph.duckdb"
        with duckdb.connect(str(path), read_only=True) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture(scope="session")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """A home in which the three stories were loaded, and what the run said."""
    with pytest.MonkeyPatch.context() as patch:
        newsroom = Newsroom(tmp_path_factory.mktemp("newsroom") / "home", patch)
        done = newsroom.run("run", newsroom.write("stories.ndjson", STORIES))
        return newsroom.home, done


@pytest.fixture
def newsroom(first_run: tuple[Path, Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """A copy of the home of the first run, to do anything with."""
    shutil.copytree(first_run[0], tmp_path / "home", symlinks=True)
    return Newsroom(tmp_path / "home", monkeypatch)


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """A home that nobody has used."""
    return Newsroom(tmp_path / "home", monkeypatch)


@pytest.fixture
def content() -> Callable[[Newsroom], dict[str, list[tuple[Any, ...]]]]:
    """Everything in the published copy, by table, in an order of its own."""

    def read(newsroom: Newsroom) -> dict[str, list[tuple[Any, ...]]]:
        names = newsroom.published("select table_name from duckdb_tables() order by all")
        return {name: newsroom.published(f"from {name} order by all") for (name,) in names}

    return read
