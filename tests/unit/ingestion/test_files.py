from __future__ import annotations

import gzip
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from ingestion import chunks as chunks_module
from ingestion.chunks import Chunk
from ingestion.documents import Document
from ingestion.errors import NothingReadableError, SourceNotFoundError
from ingestion.files import documents as documents_module
from ingestion.files import extract_files, find_files
from ingestion.files.texts import Damage, Text
from ingestion.site_directory import SiteDirectory
from ingestion.sites import Site

Make = Callable[..., bytes]


def posts_of(chunks: list[Chunk]) -> list[dict[str, object]]:
    return [row for chunk in chunks if "posts" in chunk.documents for row in chunk.documents["posts"].to_pylist()]


def refusals_of(chunks: list[Chunk]) -> list[dict[str, object]]:
    return pa.concat_tables([chunk.rejections for chunk in chunks]).to_pylist()


@pytest.fixture
def folder(tmp_path: Path, make_text: Make) -> Path:
    """b.json, a.ndjson.gz and deep/c.jsonl with posts 1 to 4, beside files that are not to be read."""
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    (tmp_path / "b.json").write_bytes(make_text(1))
    (tmp_path / "a.ndjson.gz").write_bytes(gzip.compress(make_text(2) + b"\n" + make_text(3)))
    (tmp_path / "deep" / "er" / "c.JSONL").write_bytes(make_text(4))
    (tmp_path / "README.md").write_text("not a post")
    (tmp_path / ".hidden.json").write_bytes(make_text(5))
    (tmp_path / ".git" / "x.json").write_bytes(make_text(6))
    return tmp_path


def test_a_folder_is_read_with_all_below_it_by_name(folder: Path) -> None:
    found = [path.relative_to(folder).as_posix() for path in find_files([folder])]
    assert found == ["a.ndjson.gz", "b.json", "deep/er/c.JSONL"]


def test_a_link_out_of_a_folder_is_not_followed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.json").write_text("{}")
    (folder / "link.json").symlink_to(outside / "secret.json")
    (folder / "linked").symlink_to(outside)
    (folder / "inner.json").symlink_to(folder / "b.json")
    found = [path.relative_to(folder).as_posix() for path in find_files([folder])]
    assert found == ["a.ndjson.gz", "b.json", "inner.json", "deep/er/c.JSONL"]


def test_a_glob_names_files_and_folders(folder: Path) -> None:
    assert [path.name for path in find_files([f"{folder}/*.json"])] == ["b.json"]
    assert [path.name for path in find_files([f"{folder}/**/*.JSONL"])] == ["c.JSONL"]
    assert [path.name for path in find_files([f"{folder}/d*"])] == ["c.JSONL"]
    assert [path.name for path in find_files([f"{folder}/READ*"])] == ["README.md"]


def test_a_file_named_like_a_glob_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "posts[1].json").write_text("{}")
    assert [path.name for path in find_files([tmp_path / "posts[1].json"])] == ["posts[1].json"]


def test_a_file_named_twice_is_read_once(folder: Path) -> None:
    assert len(find_files([folder, folder / "b.json", f"{folder}/*.json"])) == 3


@pytest.mark.parametrize("source", ["missing.json", "missing/*.json", "no*.json", ""])
def test_a_missing_source_stops_the_run(source: str, tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError):
        extract_files([tmp_path / "x.json" if not source else tmp_path / source])


def test_one_missing_source_of_several_stops_the_run(folder: Path) -> None:
    with pytest.raises(SourceNotFoundError, match=r"gone\.json does not exist"):
        extract_files([folder, folder / "gone.json"])


def test_an_empty_folder_has_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(NothingReadableError, match="has no file to read"):
        extract_files([tmp_path])


def test_a_pipe_is_rejected_as_a_source(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SourceNotFoundError, match="neither a file nor a folder"):
        extract_files([tmp_path / "pipe"])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b"[]", "it is empty"),
        (b"oops\n" * 10_000, "line 1, broken JSON"),
        (b'{"code":"rest_no_route","message":"None.","data":{"status":404}}', "rest_no_route"),
        (b'{"id": null, "type": "post", "link": "https://a.example/", "slug": "a"}', "its id is null"),
        (b'{"id": 1, "type": "post", "slug": "a"}', "its site is unknown"),
        (b"\x1f\x8b\x08oops", "the compressed file ends early"),
    ],
)
def test_a_file_in_which_nothing_is_a_document_has_nothing_to_read(content: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(NothingReadableError, match=reason):
        extract_files([tmp_path / "a.json"])


def test_a_folder_is_extracted_whole(folder: Path) -> None:
    chunks = list(extract_files([folder]))
    assert [row["id"] for row in posts_of(chunks)] == [2, 3, 1, 4]
    assert {row["site"] for row in posts_of(chunks)} == {"courier.example"}
    assert posts_of(chunks)[0]["origin"] == str(folder / "a.ndjson.gz")
    assert refusals_of(chunks) == []


def test_a_document_is_seen_when_it_was_last_modified(tmp_path: Path, make_text: Make) -> None:
    path = tmp_path / "a.ndjson"
    texts = [
        make_text(1),
        make_text(2, modified_gmt=...),
        make_text(3, modified_gmt=None, date_gmt="0000-00-00T00:00:00"),
    ]
    texts.append(make_text(4, modified_gmt="2999-01-01T00:00:00"))
    path.write_bytes(b"\n".join(texts))
    os.utime(path, (1_700_000_000, 1_700_000_000))
    before = datetime.now(UTC)
    rows = posts_of(list(extract_files([path])))
    assert [row["seen_at"] for row in rows[:3]] == [
        datetime(2026, 1, 3, 10, 4, 5, tzinfo=UTC),
        datetime(2026, 1, 2, 10, 4, 5, tzinfo=UTC),
        datetime.fromtimestamp(1_700_000_000, UTC),
    ]
    seen_at, modified_at = rows[3]["seen_at"], rows[3]["modified_at"]
    assert modified_at == datetime(2999, 1, 1, tzinfo=UTC)
    assert isinstance(seen_at, datetime)
    assert before <= seen_at <= datetime.now(UTC)  # nobody testifies about the future


def test_an_unknown_status_is_recorded_as_unpublished_and_said_without_the_text(
    tmp_path: Path, make_text: Make
) -> None:
    path = tmp_path / "a.ndjson"
    path.write_bytes(make_text(1) + b"\n" + make_text(2, status="archived") + b"\n" + make_text(3, status="draft"))
    chunks = list(extract_files([path]))
    rows = [row for chunk in chunks for row in chunk.documents["posts"].to_pylist()]
    assert [(row["id"], row["state"]) for row in rows] == [(1, "present"), (2, "unpublished"), (3, "unpublished")]
    (said,) = refusals_of(chunks)
    assert (said["line"], said["reason_code"], said["excerpt"], said["site"], said["rest_base"]) == (
        2, "unknown_status", "", "courier.example", "posts",
    )  # fmt: skip
    (posts,) = [row for chunk in chunks for row in chunk.extractions.to_pylist()]
    assert (posts["seen_count"], posts["rejected_count"]) == (3, 1)


def test_a_rejection_names_file_line_reason_site_and_list(tmp_path: Path, make_text: Make) -> None:
    path = tmp_path / "a.ndjson"
    path.write_bytes(make_text(1) + b"\n\n" + make_text(2**70) + b"\n" + b'{"x": "\x1b[31m\n')
    chunks = list(extract_files([path]))
    first, second = refusals_of(chunks)
    assert (first["origin"], first["line"], first["reason_code"]) == (str(path), 3, "bad_id")
    assert (first["site"], first["rest_base"]) == ("courier.example", "posts")
    assert (second["line"], second["reason_code"], second["site"], second["rest_base"]) == (
        4,
        "broken_json",
        None,
        None,
    )
    assert second["excerpt"] == '{"x": "\\x1b[31m'
    assert [row["id"] for row in posts_of(chunks)] == [1]


def test_the_same_rejection_has_the_same_id_in_every_run(tmp_path: Path, make_text: Make) -> None:
    path = tmp_path / "a.ndjson"
    path.write_bytes(make_text(1) + b"\noops\noops\n")
    first, second = refusals_of(list(extract_files([path]))), refusals_of(list(extract_files([path])))
    assert [row["rejection_id"] for row in first] == [row["rejection_id"] for row in second]
    assert first[0]["rejection_id"] != first[1]["rejection_id"]  # two lines, two refusals


def test_the_ledger_adds_up_over_the_steps(tmp_path: Path, make_text: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks_module, "CHUNK_ROWS", 2)
    path = tmp_path / "a.ndjson"
    texts = [make_text(number, link=f"https://{'ab'[number % 2]}.example/x/", _links=...) for number in range(5)]
    path.write_bytes(b"\xef\xbb\xbf" + b"\n".join([*texts, b"oops", make_text(None)]))
    chunks = list(extract_files([path], extraction_id="x"))
    rows = pa.concat_tables([chunk.extractions for chunk in chunks]).to_pylist()
    assert {row["mode"] for row in rows} == {"file"}
    assert {row["extraction_id"] for row in rows} == {"x"}
    assert len({(row["site"], row["rest_base"], row["step"]) for row in rows}) == len(rows)

    def total(site: str, count: str) -> int:
        return sum(row[count] for row in rows if row["site"] == site)

    assert [total(site, "seen_count") for site in ("a.example", "b.example", "unknown")] == [3, 2, 0]
    assert [total(site, "rejected_count") for site in ("a.example", "courier.example", "unknown")] == [0, 1, 1]
    assert total("a.example", "repaired_count") == 1
    assert total("a.example", "received_bytes") == sum(map(len, texts[::2]))
    last = {row["site"]: row["status"] for row in sorted(rows, key=lambda row: row["step"])}
    assert last == dict.fromkeys(["a.example", "b.example", "courier.example", "unknown"], "complete")
    assert {row["status"] for row in rows if row["step"] < max(row["step"] for row in rows)} == {"open"}


def test_an_unreadable_file_among_others_is_a_rejection(folder: Path) -> None:
    (folder / "broken.json").symlink_to(folder / "gone.json")
    chunks = list(extract_files([f"{folder}/*.json"]))
    assert [row["id"] for row in posts_of(chunks)] == [1]
    assert [(row["origin"], row["reason_code"]) for row in refusals_of(chunks)] == [
        (str(folder / "broken.json"), "unreadable_file")
    ]


@pytest.mark.timeout(20)
def test_pipes_devices_and_sockets_in_a_folder_are_rejected_by_name_and_the_rest_is_read(folder: Path) -> None:
    os.mkfifo(folder / "a-pipe.json")  # before the files, which `_require_a_document` reads in order
    os.mkfifo(folder / "pipe.ndjson.gz")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "socket.json"))
    (folder / "endless.json").symlink_to("/dev/zero")
    for source in (folder, f"{folder}/*"):
        chunks = list(extract_files([source]))
        rejected = {Path(str(row["origin"])).name: row["reason_code"] for row in refusals_of(chunks)}
        names = {"a-pipe.json", "pipe.ndjson.gz", "socket.json"} | ({"endless.json"} if source != folder else set())
        assert names <= rejected.keys()
        assert {rejected[name] for name in names} == {"unreadable_file"}
        assert 1 in [row["id"] for row in posts_of(chunks)]


def test_the_settings_of_the_sites_come_with_the_first_chunk(tmp_path: Path, make_text: Make) -> None:
    (tmp_path / "a.json").write_bytes(make_text(1))
    site = Site(
        name="the-courier",
        url="https://courier.example",
        timezone="Europe/London",
        username_env="COURIER_USER",
        password_env="COURIER_PASSWORD",  # noqa: S106 - a variable's name
    )
    (chunk,) = extract_files([tmp_path / "a.json"], [site], extraction_id="x")
    assert [row["site"] for row in chunk.documents["posts"].to_pylist()] == ["the-courier"]
    (settings,) = chunk.documents["sites"].to_pylist()
    assert (settings["site"], settings["rest_base"], settings["id"], settings["state"]) == (
        "the-courier",
        "settings",
        0,
        "present",
    )
    assert settings["document"] == (
        '{"article_types":["posts"],"name":"the-courier","old_hosts":[],"timezone":"Europe/London",'
        '"url":"https://courier.example"}'
    )
    assert {(row["rest_base"], row["mode"]) for row in chunk.extractions.to_pylist()} == {
        ("settings", "full"),
        ("posts", "file"),
    }


def test_a_file_name_that_is_not_utf8_is_escaped(tmp_path: Path, make_text: Make) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.json"
    with open(path, "wb") as file:  # noqa: PTH123 - a name in bytes
        file.write(make_text(1))
    (chunk,) = extract_files([tmp_path])
    assert chunk.documents["posts"]["origin"].to_pylist() == [f"{tmp_path}/caf\\xe9.json"]


def test_reading_files_imports_neither_dlt_nor_duckdb(folder: Path) -> None:
    code = (
        "import sys; from ingestion.files import extract_files; list(extract_files([sys.argv[1]]));"
        "sys.exit(bool({'dlt', 'duckdb', 'httpx'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code, str(folder)], check=False).returncode == 0


def test_an_exception_in_one_document_or_one_file_stops_nothing_else(
    tmp_path: Path, make_text: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, name in enumerate(("a", "b", "c")):
        (tmp_path / f"{name}.ndjson").write_bytes(b"\n".join(make_text(3 * number + line) for line in (1, 2, 3)))
    read_texts, locate = documents_module.read_texts, documents_module._locate

    def read(path: Path) -> Iterator[Text | Damage]:
        for text in read_texts(path):
            if path.name == "b.ndjson" and text.line == 2:
                raise RuntimeError("no such thing")
            yield text

    def place(text: Text, document: Document, directory: SiteDirectory) -> object:
        if document.id == 8:
            raise TypeError("Recursion limit reached")
        return locate(text, document, directory)

    monkeypatch.setattr(documents_module, "read_texts", read)
    monkeypatch.setattr(documents_module, "_locate", place)
    kept: list[str] = []
    chunks = list(extract_files([tmp_path], keep_traceback=lambda _, text: kept.append(text)))
    assert [row["id"] for row in posts_of(chunks)] == [1, 2, 3, 4, 7, 9]
    refused = refusals_of(chunks)
    assert [(Path(str(row["origin"])).name, row["line"], row["reason_code"]) for row in refused] == [
        ("b.ndjson", None, "unforeseen"),
        ("c.ndjson", 2, "unforeseen"),
    ]
    assert ["RuntimeError: no such thing" in kept[0], "TypeError: Recursion limit reached" in kept[1]] == [True, True]
    assert all("Traceback" in text for text in kept)
    assert {row["status"] for chunk in chunks[-1:] for row in chunk.extractions.to_pylist()} == {"complete"}


PAGE, OWN = "https://a.example/7/", "https://a.example/wp-json/wp/v2/posts/7"


@pytest.mark.parametrize(
    ("link", "own", "site"),
    [
        (PAGE, OWN, "a.example"),
        ("HTTPS://A.example/7/", OWN, "a.example"),
        ("http://www.a.example/7/", OWN, "a.example"),
        (PAGE, "HTTP://www.a.example:80/?rest_route=/wp/v2/posts/7", "a.example"),
        (PAGE, "https://public-api.wordpress.com/wp/v2/sites/1/posts/7", "a.example"),
        (PAGE, "https://b.example/elsewhere", "a.example"),  # not an address of the API
        # Of two in folders of one host, each is a site; the page's own folders say nothing.
        ("https://a.example/news/2026/7/", "https://a.example/news/wp-json/wp/v2/posts/7", "a.example:news"),
        ("https://a.example/news/2026/7/", OWN, "a.example"),
        ("https://a.example/7/", "http://www.a.example/news/index.php/wp-json/wp/v2/posts/7", "a.example:news"),
        ("https://a.example/?p=7", "https://a.example/news/?rest_route=/wp/v2/posts/7", "a.example:news"),
        (
            "https://a.example/7/",
            "https://a.example/news/index.php?rest_route=%2Fwp%2Fv2%2Fposts%2F7",
            "a.example:news",
        ),
        ("https://a.example/7/", "https://a.example/news/de/api/wp/v2/posts/7", "a.example:news:de"),
        ("https://a.example/7/", "https://a.example/News_1/wp-json/wp/v2/posts/7", "a.example:_4eews_5f1"),
        ("https://a.example/7/", "https://a.example/2024/wp-json/wp/v2/posts/7", "a.example:_32024"),
        ("https://a.example:8080/7/", "https://a.example:8080/b/wp-json/wp/v2/posts/7", "a.example:8080:b"),
        # The same for a configured site, unless the self link shows another one below it.
        ("https://desk.example/x/7/", "http://www.desk.example/wp-json/wp/v2/posts/7", "desk"),
        ("https://desk.example/x/7/", "https://desk.example/x/wp-json/wp/v2/posts/7", "desk.example:x"),
        ("https://desk.example/7/", "https://cms.desk.example/wp-json/wp/v2/posts/7", "desk"),
        ("https://cms.desk.example/7/", "https://desk.example/wp-json/wp/v2/posts/7", "desk"),
        # A link that is missing or relative says nothing.
        (..., OWN, "a.example"),
        (None, OWN, "a.example"),
        ("", OWN, "a.example"),
        ("/2026/7/", OWN, "a.example"),
        ("7", OWN, "a.example"),
        # Another site's.
        (PAGE, "https://b.example/wp-json/wp/v2/posts/7", "wrong_site"),
        ("HTTPS://a.example/7/", "HTTPS://b.example/wp-json/wp/v2/posts/7", "wrong_site"),
        (PAGE, "https://a.example:8443/wp-json/wp/v2/posts/7", "wrong_site"),
        (PAGE, "https://b.a.example/?rest_route=%2Fwp%2Fv2%2Fposts%2F7", "wrong_site"),
        ("https://desk.example/7/", OWN, "wrong_site"),
        (PAGE, "https://desk.example/wp-json/wp/v2/posts/7", "wrong_site"),
        # A link that names a place which nobody can tell.
        ("https://[::1/7/", OWN, "unknown_site"),
        ("ftp://a.example/7/", OWN, "unknown_site"),
        ("//a.example/7/", OWN, "unknown_site"),
        ("javascript:x", OWN, "unknown_site"),
        ("https://desk/7/", "https://desk/wp-json/wp/v2/posts/7", "unknown_site"),
        ("/2026/7/", "https://a.example/elsewhere", "unknown_site"),
        (..., ..., "unknown_site"),
    ],
)
def test_links_of_a_document_name_one_site_or_it_is_refused(
    link: object, own: object, site: str, tmp_path: Path, make_text: Make
) -> None:
    links = {} if own is ... else {"self": [{"href": own}]}
    (tmp_path / "a.ndjson").write_bytes(make_text(1) + b"\n" + make_text(7, link=link, _links=links))
    desk = Site(name="desk", url="https://desk.example", old_hosts=("cms.desk.example",))
    chunks = list(extract_files([tmp_path], [desk]))
    placed = [row["site"] for row in posts_of(chunks) if row["id"] == 7]
    assert placed + [row["reason_code"] for row in refusals_of(chunks)] == [site]


def test_names_that_a_warehouse_knows_are_kept(tmp_path: Path, make_text: Make) -> None:
    pages = ["https://b.example/1/", "https://c.example/1/", "https://www.c.example/1/", "https://a.example/news/1/"]
    (tmp_path / "a.ndjson").write_bytes(b"\n".join(make_text(7, link=page, _links={}) for page in pages))
    live = Site(name="a.example", url="https://a.example/news")
    chunks = list(extract_files([tmp_path], known_sites=[live], known_names=["www.b.example", "c.example"]))
    assert [row["site"] for row in posts_of(chunks)] == ["www.b.example", "c.example", "c.example", "a.example"]
