from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from ingestion.chunks import Chunk, DocumentBatch, LedgerRow, ledger_table
from ingestion.documents import admit
from ingestion.envelope import REJECTION_SCHEMA
from ingestion.files import extract_files
from ingestion.load import Loader, LoadResult


def post(post_id: int, text: str = "A", modified: str = "2026-01-03T10:04:05", **changes: Any) -> bytes:
    """A post as JSON on one line."""
    content = {
        "id": post_id,
        "date_gmt": "2026-01-02T10:04:05",
        "modified_gmt": modified,
        "slug": f"a-{post_id}",
        "status": "publish",
        "type": "post",
        "link": f"https://courier.example/2026/01/02/a-{post_id}/",
        "content": {"rendered": f"<p>{text}</p>"},
    }
    return json.dumps({**content, **changes}).encode()


def live_chunk(
    extraction_id: str, seen: Sequence[tuple[bytes | None, datetime]], *, cursor_at: datetime | None = None
) -> Chunk:
    """Make a chunk of a live extraction of posts of courier.example; None is post 1, purged."""
    batch = DocumentBatch(extraction_id)
    for text, seen_at in seen:
        document = None if text is None else admit(text)
        batch.add(
            site="courier.example",
            kind="post",
            rest_base="posts",
            id=1 if document is None else document.id,
            state="purged" if document is None else document.state,
            modified_at=None if document is None else document.modified_at,
            document=None if document is None else document.text,
            document_hash="purged" if document is None else document.document_hash,
            seen_at=seen_at,
            origin="https://courier.example/wp-json/",
        )
    row = LedgerRow(
        extraction_id=extraction_id,
        site="courier.example",
        rest_base="posts",
        step=1,
        mode="refresh",
        status="complete",
        origin="https://courier.example/wp-json/",
        started_at=seen[0][1],
        finished_at=seen[-1][1],
        seen_count=len(seen),
        cursor_at=cursor_at,
    )
    return Chunk(batch.take(), ledger_table([row]), REJECTION_SCHEMA.empty_table())


@dataclass(frozen=True)
class Home:
    """A warehouse of its own, and queries to it."""

    path: Path

    @property
    def warehouse(self) -> Path:
        return self.path / "warehouse.duckdb"

    @property
    def loader(self) -> Loader:
        return Loader(self.warehouse, self.path / "dlt")

    def run(self, *sources: Path | str) -> list[LoadResult]:
        loader = self.loader
        chunks = extract_files(sources)
        loader.recover()
        return [loader.load(chunk) for chunk in chunks]

    def write(self, name: str, *texts: bytes) -> Path:
        path = self.path / name
        path.write_bytes(b"\n".join(texts) + b"\n")
        return path

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            connection.execute("set TimeZone = 'UTC'")
            return connection.execute(query).fetchall()

    def ask_table(self, query: str) -> pa.Table:
        """Run a query and return an Arrow table."""
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            connection.execute("set TimeZone = 'UTC'")
            return connection.sql(query).to_arrow_table()

    def execute(self, statement: str) -> None:
        """Change the warehouse."""
        with duckdb.connect(str(self.warehouse)) as connection:
            connection.execute(statement)

    def log_of(self, post_id: int) -> list[str]:
        """Return the versions of a post in order: the paragraph's text, or the state."""
        rows = self.ask(
            f"""
            select coalesce(regexp_extract(document, '<p>(.*?)</p>', 1), state)
            from raw.posts where id = {post_id} order by seen_at, extraction_id
            """
        )
        return [text for (text,) in rows]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def make_post() -> Callable[..., bytes]:
    return post


@pytest.fixture
def make_live_chunk() -> Callable[..., Chunk]:
    return live_chunk


@pytest.fixture
def days() -> list[datetime]:
    """Days of the future, later than the date of any file."""
    return [datetime(2099, 1, day, tzinfo=UTC) for day in range(1, 20)]
