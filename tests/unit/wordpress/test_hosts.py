"""Which addresses are fetched from, and which never."""

from __future__ import annotations

import pytest

from ingestion.request import ExtractionRequest
from ingestion.sites import Site
from ingestion.snapshot import SiteSnapshot
from ingestion.wordpress import AddressError, extract_sites
from ingestion.wordpress.errors import (
    AddressRefusedError,
    HostNotFoundError,
    InsecureCredentialsError,
    MissingCredentialsError,
)
from ingestion.wordpress.hosts import Resolver, is_private, site_at
from ingestion.wordpress.http import Session


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("ftp://x", "ftp:// is not a web address"),
        ("http://", "names no host"),
        ("www.example.org", "is not a web address"),
        ("https://user:secret@example.org/", "carries a user name or password"),
        ("https://example.org:99999/", "not a usable host and port"),
    ],
)
def test_an_address_we_do_not_fetch_from_is_refused_in_one_sentence(url: str, says: str) -> None:
    with pytest.raises(AddressRefusedError, match=says) as refusal:
        site_at(url)
    assert "secret" not in str(refusal.value)
    assert isinstance(refusal.value, AddressError)


def test_a_page_of_a_site_is_enough_to_name_it() -> None:
    site = site_at("https://www.example.org/2026/story/?p=4#top")
    assert (site.name, site.url) == ("example.org", "https://www.example.org/2026/story/")


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.0.0.8",
            "192.168.1.1",
            "172.16.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "224.0.0.1",
        ),
        *("::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"),
    ],
)
def test_addresses_that_are_not_public_are_private(address: str) -> None:
    assert is_private(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111", "64:ff9b::5db8:d822"])
def test_public_addresses_are_not_private(address: str) -> None:
    assert not is_private(address)


def test_a_loopback_address_is_refused_unless_allowed() -> None:
    with pytest.raises(AddressRefusedError, match="allow_private"):
        Resolver(allow_private=False).addresses("localhost")
    assert Resolver(allow_private=True).addresses("127.0.0.1") == ("127.0.0.1",)


def test_a_name_that_resolves_differently_later_is_connected_to_as_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([[(2, 1, 6, "", ("93.184.216.34", 0))], [(2, 1, 6, "", ("127.0.0.1", 0))]])
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: next(answers))
    resolver = Resolver(allow_private=False)
    assert resolver.addresses("rebinding.example") == ("93.184.216.34",)
    assert resolver.addresses("rebinding.example") == ("93.184.216.34",)


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(2, 1, 6, "", ("93.184.216.34", 0)), (2, 1, 6, "", ("10.0.0.1", 0))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: found)
    with pytest.raises(AddressRefusedError, match=r"10\.0\.0\.1"):
        Resolver(allow_private=False).addresses("half.example")


def test_a_host_that_does_not_resolve_stops_before_the_first_chunk() -> None:
    sites = [Site.model_validate({"name": "gone", "url": "https://gone.invalid"})]
    chunks = extract_sites(ExtractionRequest(sites=tuple(sites)), snapshots={})
    with pytest.raises(HostNotFoundError, match=r"gone\.invalid does not resolve"):
        next(chunks)


def test_several_bad_addresses_are_all_named() -> None:
    sites = [Site.model_validate({"name": name, "url": f"https://{name}.invalid"}) for name in ("one", "two")]
    chunks = extract_sites(ExtractionRequest(sites=tuple(sites)), snapshots={})
    with pytest.raises(AddressError, match=r"(?s)one\.invalid.*two\.invalid|two\.invalid.*one\.invalid"):
        next(chunks)


def test_a_site_read_before_whose_name_is_gone_is_recorded_as_failed() -> None:
    site = Site.model_validate({"name": "gone", "url": "https://gone.invalid"})
    ledger = SiteSnapshot("gone", root="{}")
    [chunk] = extract_sites(ExtractionRequest(sites=(site,)), snapshots={"gone": ledger})
    [row] = chunk.extractions.to_pylist()
    assert (row["rest_base"], row["status"], row["failure_code"]) == ("root", "failed", "HostNotFound")


CREDENTIALS = {"username_env": "TEST_USER", "password_env": "TEST_PASSWORD"}


def test_a_missing_credential_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_USER", "editor")
    monkeypatch.delenv("TEST_PASSWORD", raising=False)
    site = Site.model_validate({"name": "a", "url": "https://127.0.0.1", "allow_private": True, **CREDENTIALS})
    with pytest.raises(MissingCredentialsError, match="TEST_PASSWORD"):
        Session(site)


def test_credentials_do_not_travel_over_plain_http(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_USER", "editor")
    monkeypatch.setenv("TEST_PASSWORD", "secret")
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("93.184.216.34", 0))])
    site = Site.model_validate({"name": "a", "url": "http://www.example.org", **CREDENTIALS})
    with pytest.raises(InsecureCredentialsError, match="https") as refusal:
        Session(site)
    assert "secret" not in str(refusal.value)
