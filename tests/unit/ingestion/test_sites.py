from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from ingestion.errors import SitesFileError
from ingestion.site_directory import SiteDirectory
from ingestion.sites import Site
from ingestion.sites_file import load_sites

GOOD = """\
# our newsrooms
[[sites]]
name = "the-courier"
url = "https://www.courier.example/news/"
timezone = "Europe/London"
old_hosts = [
    "old-courier.example",
    "http://courier.example.org:8080/blog",
]
article_types = ["posts", "essays"]
username_env = "COURIER_USER"
password_env = "COURIER_PASSWORD"

[[sites]]
name = "echo.example"
url = "https://echo.example"
requests_per_second = 1
"""


def load(tmp_path: Path, text: str | bytes) -> list[Site]:
    path = tmp_path / "sites.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_sites(path)


def problems(tmp_path: Path, text: str | bytes) -> list[tuple[int | None, str]]:
    with pytest.raises(SitesFileError) as caught:
        load(tmp_path, text)
    assert str(tmp_path / "sites.toml") in str(caught.value)
    return caught.value.problems


def test_a_good_file_is_read_in_order(tmp_path: Path) -> None:
    courier, echo = load(tmp_path, GOOD)
    assert (courier.name, courier.timezone) == ("the-courier", "Europe/London")
    assert courier.article_types == ("posts", "essays")
    assert (echo.name, echo.article_types, echo.requests_per_second) == ("echo.example", ("posts",), 1)


def test_a_file_without_sites_is_empty(tmp_path: Path) -> None:
    assert load(tmp_path, "# none yet\n") == []


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    assert len(load(tmp_path, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())) == 2


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ('timezone = "Europe/London"', 'timezone = "Mars/Olympus"', 5, "is not an IANA time zone"),
        ('timezone = "Europe/London"', 'timezone = "../../etc/passwd"', 5, "is not an IANA time zone"),
        ('name = "the-courier"', 'name = "The Courier"', 3, "name"),
        ('name = "the-courier"', 'name = "unknown"', 3, "reserved for documents of no known site"),
        ('name = "the-courier"', "", 2, "name: is missing"),
        ('"old-courier.example",', '"ftp://old",', 6, "old_hosts"),
        ('article_types = ["posts", "essays"]', "article_types = []", 10, "article_types"),
        ('article_types = ["posts", "essays"]', 'article_types = ["a/b"]', 10, "article_types"),
        ("requests_per_second = 1", "requests_per_second = 0", 17, "requests_per_second"),
        ("requests_per_second = 1", "requests = 1", 17, "unknown key"),
        ('url = "https://echo.example"', 'url = "echo.example"', 16, "not a web address"),
        ('url = "https://echo.example"', 'url = "https://echo.example/?p=1"', 16, "without ? or #"),
        ('url = "https://echo.example"', 'url = "https://courier.example/news"', 16, "already belongs to the-courier"),
        ('name = "echo.example"', 'name = "the-courier"', 15, "two sites are named"),
        ('password_env = "COURIER_PASSWORD"', "", 2, "give both or neither"),
        ("# our newsrooms", 'title = "x"', 1, "unknown key 'title'"),
        ('name = "echo.example"', 'name = "echo.example', 15, "is not valid TOML"),
        ("# our newsrooms", "# our newsrooms\x00", 1, "is not valid TOML"),
    ],
)
def test_a_broken_rule_is_reported_with_its_line(old: str, new: str, line: int, what: str, tmp_path: Path) -> None:
    assert old in GOOD
    (found,) = problems(tmp_path, GOOD.replace(old, new))
    assert found[0] == line
    assert what in found[1]


def test_every_broken_rule_is_reported_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("Europe/London", "Mars").replace("requests_per_second = 1", 'requests_per_second = "often"')
    assert [line for line, _ in problems(tmp_path, text)] == [5, 17]


def test_sites_in_one_line_are_reported_with_that_line(tmp_path: Path) -> None:
    assert problems(tmp_path, '\nsites = [{name = "a", url = "https://a.example"}, {name = "b"}]\n')[0][0] == 2


@pytest.mark.parametrize("text", ["sites = 1\n", "sites = [1]\n", '[sites]\nname = "a"\n'])
def test_sites_that_are_not_tables_are_reported(text: str, tmp_path: Path) -> None:
    assert problems(tmp_path, text) == [(1, "a newsroom is a [[sites]] table")]


def test_a_file_that_is_not_utf8_is_reported_with_its_line(tmp_path: Path) -> None:
    assert problems(tmp_path, b'[[sites]]\nname = "caf\xe9"\n') == [(2, "is not UTF-8")]


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(SitesFileError, match=r"sites\.toml: cannot be read"):
        load_sites(tmp_path / "sites.toml")


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("https://echo", "https://anna:hunter2@echo"),
        GOOD.replace("requests_per_second = 1", 'password = "hunter2"'),
        GOOD.replace('"COURIER_PASSWORD"', '"hunter2 is my password"'),
        GOOD.replace('"old-courier.example"', '"https://anna:hunter2@old.example"'),
    ],
)
def test_a_password_in_the_file_is_refused_and_never_repeated(text: str, tmp_path: Path) -> None:
    assert "hunter2" not in " ".join(what for _, what in problems(tmp_path, text))


def test_a_site_made_in_code_does_not_repeat_a_password_of_its_url_in_its_error() -> None:
    with pytest.raises(ValidationError) as caught:
        Site.model_validate({"name": "a", "url": "https://anna:hunter2@a.example"})
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("link", "site"),
    [
        ("https://www.courier.example/news/2026/a/", "the-courier"),
        ("http://courier.example/news/?p=7", "the-courier"),
        ("https://COURIER.example/news", "the-courier"),
        ("https://courier.example:443/news/a", "the-courier"),
        ("https://courier.example/sports/a/", "courier.example"),  # another site of that host
        ("https://courier.example/newsletter/", "courier.example"),
        ("http://old-courier.example/2001/a", "the-courier"),
        ("https://www.old-courier.example/", "the-courier"),
        ("http://courier.example.org:8080/blog/a", "the-courier"),
        ("http://courier.example.org/blog/a", "courier.example.org"),
        ("https://echo.example/a", "echo.example"),
        ("https://other.example/a", "other.example"),
        ("https://www.other.example/a", "other.example"),
        ("http://127.0.0.1:8091/2026/a/", "127.0.0.1:8091"),
        ("https://münchen.example/a", "xn--mnchen-3ya.example"),
        ("/2026/a/", None),
        ("mailto:a@b.example", None),
        ("https:///a", None),
        ("http://[::1", None),
        ("http://a.example:99999/", None),
        ("javascript:alert(1)", None),
    ],
)
def test_a_link_is_assigned_to_its_site(link: str, site: str | None, tmp_path: Path) -> None:
    assert SiteDirectory(load(tmp_path, GOOD)).site_of(link) == site


def test_the_site_with_the_longest_path_owns_a_link() -> None:
    sites = [
        Site(name="main", url="https://a.example"),
        Site(name="blog", url="https://a.example/blog"),
        Site(name="deep", url="https://a.example/blog/deep/"),
    ]
    directory = SiteDirectory(sites)
    assert [directory.site_of(f"https://a.example/{path}") for path in ("x", "blog/x", "blog/deep/x", "blogs/x")] == [
        "main",
        "blog",
        "deep",
        "main",
    ]


@pytest.mark.parametrize(
    "link", ["https://courier/1/", "http://COURIER/", "https://courier.example/sports/", "https://desk:8080/a"]
)
def test_a_host_with_the_name_of_a_site_that_is_elsewhere_is_no_site(link: str) -> None:
    directory = SiteDirectory(
        [
            Site(name="courier", url="https://paper.example"),
            Site(name="courier.example", url="https://courier.example/news"),
            Site(name="desk:8080", url="https://desk.example"),
        ]
    )
    assert directory.site_of(link) is None
    assert directory.has_name_of_another(link)
    assert directory.site_of("https://paper.example/1/") == "courier"
    assert directory.site_of("https://courier.example/news/a") == "courier.example"
    assert not directory.has_name_of_another("https://courier.example/news/a")
    assert not directory.has_name_of_another("https://other.example/")
    assert not directory.has_name_of_another("not a link")
