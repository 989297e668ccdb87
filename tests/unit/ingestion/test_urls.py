from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.urls import InvalidUrlError, Origin, parse_url


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("https://example.org/a?b=1", "https://example.org/a?b=1"),
        ("HTTPS://EXAMPLE.ORG/A", "https://example.org/A"),
        ("hTTp://Example.org", "http://example.org"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("https://example.org:0443/a", "https://example.org/a"),
        ("https://example.org:/a", "https://example.org/a"),
        ("http://example.org:443/a", "http://example.org:443/a"),
        ("https://example.org./a", "https://example.org/a"),
        ("https://example.org/a#top", "https://example.org/a"),
        (" https://example.org/ ", "https://example.org/"),
        ("https://example.org?p=1", "https://example.org?p=1"),
        ("https://münchen.example/ä", "https://xn--mnchen-3ya.example/ä"),
        ("https://MÜNCHEN.example/", "https://xn--mnchen-3ya.example/"),
        ("https://ｅｘａｍｐｌｅ。org/", "https://example.org/"),
        ("https://[2001:DB8:0::1]:8443/", "https://[2001:db8::1]:8443/"),
        ("https://[::1]", "https://[::1]"),
    ],
)
def test_all_spellings_of_a_url_have_one_normal_form(text: str, form: str) -> None:
    assert str(parse_url(text)) == form
    assert parse_url(form) == parse_url(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "example.org", "//example.org", "/a", "ftp://example.org", "javascript:alert(1)", "https:example.org"),
        *("https://", "https:///a", "https://:443/", "https://[", "https://[::1", "https://[::1%25eth0]/"),
        *("https://[v1.a]/", "https://example.org:99999/", "https://example.org:0/", "https://example.org:²/"),
        *("https://example.org:-1/", "https://example.org:" + "4" * 5000, "https://a b/", "https://a..b/"),
        *("https://./", "https://xn--a/", "https://xn--/", "https://%65xample.org/", "https://a\x00b/"),
        *("https://example.org/\r\nX: y", "https://example.org\\@evil.example/", "https://\ud800.example/"),
        *("https://user@example.org/", "https://user:secret@example.org/", "https://@example.org/"),
        *("https://" + "a" * 64 + ".example/", "https://example.org/" + "a" * 9000, "https://" + "é" * 300),
    ],
)
def test_an_invalid_url_raises_one_exception(text: str) -> None:
    with pytest.raises(InvalidUrlError) as refusal:
        parse_url(text)
    assert str(refusal.value).isascii()


@pytest.mark.parametrize(
    "text", ["https://anna:hunter2@a.example:99999", "anna:hunter2@a.example", "x://anna:hunter2@a"]
)
def test_the_password_in_a_url_is_not_repeated(text: str) -> None:
    with pytest.raises(InvalidUrlError) as refusal:
        parse_url(text)
    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize(
    ("reference", "form"),
    [
        ("", "https://example.org:8443/blog/post?p=1"),
        ("?p=2", "https://example.org:8443/blog/post?p=2"),
        ("wp-json/", "https://example.org:8443/blog/wp-json/"),
        ("../wp-json/", "https://example.org:8443/wp-json/"),
        ("/wp-json/", "https://example.org:8443/wp-json/"),
        ("//Other.example/x", "https://other.example/x"),
        ("HTTP://example.org/x", "http://example.org/x"),
        (".//evil.example/", "https://example.org:8443/blog/evil.example/"),
        ("/\\evil.example/", "https://example.org:8443/\\evil.example/"),
    ],
)
def test_a_reference_is_resolved_against_its_page(reference: str, form: str) -> None:
    assert str(parse_url("https://example.org:8443/blog/post?p=1").join(reference)) == form


@pytest.mark.parametrize(
    ("link", "page", "form"),
    [
        ("http://a.example/wp-json/", "https://a.example/", "https://a.example/wp-json/"),
        ("http://a.example/wp-json/", "https://a.example:8443/", "https://a.example:8443/wp-json/"),
        ("http://a.example:8443/wp-json/", "https://a.example:8443/", "https://a.example:8443/wp-json/"),
        ("http://a.example:8080/wp-json/", "https://a.example/", "http://a.example:8080/wp-json/"),
        ("http://a.example/wp-json/", "http://a.example/", "http://a.example/wp-json/"),
        ("https://a.example/wp-json/", "http://a.example/", "https://a.example/wp-json/"),
    ],
)
def test_a_url_on_an_https_page_is_upgraded_to_https(link: str, page: str, form: str) -> None:
    assert str(parse_url(link).secured_like(parse_url(page))) == form


@given(st.text() | st.builds("https://{}/{}".format, st.text(), st.text()) | st.from_regex(r"https?://[\x20-\x7e]*"))
def test_any_text_is_parsed_or_rejected(text: str) -> None:
    for base in (None, parse_url("https://example.org/a/b?c")):
        try:
            address = parse_url(text, base=base)
        except InvalidUrlError:
            continue
        assert parse_url(str(address)) == address
        asked = httpx.URL(str(address))  # what is asked is what was checked
        default = {"http": 80, "https": 443}[asked.scheme]
        assert Origin(asked.scheme, asked.raw_host.decode(), asked.port or default) == address.origin
