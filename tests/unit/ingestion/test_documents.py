from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.documents import Document, admit, admit_listed, status_rejection
from ingestion.errors import DocumentRejectedError

Make = Callable[..., bytes]
Post = Callable[..., dict[str, Any]]


def refusal(text: bytes) -> DocumentRejectedError:
    with pytest.raises(DocumentRejectedError) as caught:
        admit(text)
    return caught.value


def outcome(text: bytes) -> Document | DocumentRejectedError:
    try:
        return admit(text)
    except DocumentRejectedError as error:
        return error


def test_a_post_is_admitted_as_received(make_text: Make) -> None:
    text = make_text(7)
    document = admit(text)
    assert (document.kind, document.rest_base, document.id, document.state) == ("post", "posts", 7, "present")
    assert document.text == text
    assert document.modified_at == datetime(2026, 1, 3, 10, 4, 5, tzinfo=UTC)
    assert document.link == "https://courier.example/2026/01/02/a-7/"


@pytest.mark.parametrize(
    ("text", "reason_code"),
    [
        (b"", "broken_json"),
        (b'{"id": 7', "broken_json"),
        (b'{"id": 7,}', "broken_json"),
        (b'{"id": 7} {"id": 8}', "broken_json"),
        (b"\xff\xfe{", "not_utf8"),
        (b'{"id": 7, "title": "\xed\xa0\x80"}', "not_utf8"),
        (b'{"id": 7, "title": "\\ud800"}', "lone_surrogate"),
        (b'{"id": 7, "title": "\\udc00 \\ud800"}', "lone_surrogate"),
        (b'{"id": NaN}', "not_a_number"),
        (b'{"id": 7, "width": -Infinity}', "not_a_number"),
        (b'{"id": 7, "width": 1e999}', "broken_json"),
        (b"[1, 2]", "not_an_object"),
        (b"null", "not_an_object"),
        (b'"text"', "not_an_object"),
        (b"7", "not_an_object"),
        (b"true", "not_an_object"),
        (b"{}", "not_wordpress"),
        (b'{"id": 7, "name": "Anna"}', "not_wordpress"),
        (b'{"id": 7, "type": "post", "title": "only a search result"}', "not_wordpress"),
    ],
)
def test_a_text_that_is_not_a_document_is_rejected_with_its_reason(text: bytes, reason_code: str) -> None:
    assert refusal(text).reason_code == reason_code


NOT_IDS = [None, 2**70, -(2**70), 2**63, True, False, 7.5, 2.0**60, [7], {"a": 7}, "é" * 99, "-" + "é" * 99, ...]
NOT_IDS += ["", " 7", "7 ", "07", "+7", "7.5", "7.0", "0x7", "٧", "7e0", "-", "9223372036854775808", "9" * 5000]


@pytest.mark.parametrize("id_", NOT_IDS)
def test_an_id_that_is_not_a_64_bit_integer_is_rejected(id_: object, make_text: Make) -> None:
    assert refusal(make_text(id_)).reason_code == "bad_id"


@pytest.mark.parametrize(("id_", "meant"), [("17", 17), (17.0, 17), ("0", 0), ("-5", -5), (str(2**63 - 1), 2**63 - 1)])
def test_a_whole_number_is_an_id_however_its_json_is_written(id_: object, meant: int, make_post: Post) -> None:
    links = {"self": [{"href": f"https://courier.example/wp-json/wp/v2/posts/{meant}"}]}
    document = admit(json.dumps(make_post(id_, _links=links)).encode())
    assert (document.id, document.rest_base, document.state) == (meant, "posts", "present")


def test_an_export_without_its_type_is_told_which_fields_to_add() -> None:
    with pytest.raises(DocumentRejectedError, match="add to `_fields` of an export `id`, `type` and `link` of posts"):
        admit(b'{"id": 7, "date": "2026-02-03T13:03:49", "content": {"rendered": "x"}}')


@pytest.mark.parametrize("id_", [2**63 - 1, -(2**63), 0, 1])
def test_every_64_bit_id_is_admitted(id_: int, make_text: Make) -> None:
    assert admit(make_text(id_)).id == id_


@pytest.mark.parametrize("depth", [254, 255, 500, 1022, 1023, 1024, 5000])
@pytest.mark.parametrize(
    "start",
    [
        b'{"namespaces": ["wp/v2"], "home": "https://a.example", "routes": ',
        b'{"namespaces": ["wp/v2"], "home": "https://a.example", "routes": {}, "x": ',
        b'{"type": "post", "slug": "a", "link": "https://a.example/", "id": ',
        b'{"type": "post", "slug": "a", "link": "https://a.example/", "id": 7, "meta": ',
        b'{"type": "post", "slug": "a", "link": "https://a.example/", "id": 7, "_links": ',
        b'{"type": "post", "slug": "a", "link": ',
        b'{"code": "x", "message": ',
        b'{"x": ',
    ],
)
def test_whatever_is_nested_too_deep_is_refused_by_name(start: bytes, depth: int) -> None:
    text = start + b"[" * depth + b"]" * depth + b"}"
    assert refusal(text).reason_code == "too_deep"
    for kind, rest_base in (("post", "posts"), ("site", "root")):
        with pytest.raises(DocumentRejectedError) as caught:
            admit_listed(text, kind=kind, rest_base=rest_base)
        assert caught.value.reason_code == "too_deep"


@pytest.mark.parametrize("part", ["hash_document", "_link_of", "shapes_of", "wrong_type"])
def test_an_exception_that_nobody_foresaw_is_the_refusal_of_its_document(
    part: str, make_text: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise TypeError("Recursion limit reached")

    monkeypatch.setattr(f"ingestion.documents.{part}", fail)
    error = refusal(make_text(7))
    assert error.reason_code == "unforeseen"
    assert "TypeError: Recursion limit reached (test_documents.py, line " in error.reason
    assert "a defect of Pressgraph" in error.reason
    with pytest.raises(DocumentRejectedError, match="a defect of Pressgraph"):
        admit_listed(make_text(7), kind="post", rest_base="posts")


def test_a_rejection_names_the_list_and_the_link(make_text: Make) -> None:
    error = refusal(make_text(None))
    assert (error.link, error.rest_base) == ("https://courier.example/2026/01/02/a-None/", "posts")


def test_an_error_response_is_rejected_with_its_code() -> None:
    error = refusal(b'{"code":"rest_forbidden","message":"Sorry.","data":{"status":401}}')
    assert error.reason_code == "error_answer"
    assert "rest_forbidden" in error.reason


@pytest.mark.parametrize(
    "title",
    [
        '"plain"',
        r'"a \" quoted \" word"',
        r'"ends with a backslash \\"',
        r'"backslash and quote \\\""',
        r'"\\\\\\"',
        r'"\u0022 as an escape"',
        '"“curly” and \U0001f30a"',
        r'"\ud83c\udf0a"',
        r'"\u0000 and \u001f"',
        "1180591620717411303424",
        "123456789012345678901234567890.5e-3",
    ],
)
def test_a_duplicate_key_is_found_regardless_of_escapes_beside_it(title: str, make_text: Make) -> None:
    once = make_text(7)[:-1] + b', "zzz": ' + title.encode() + b"}"
    assert admit(once).text == once
    for twice in (once[:-1] + b', "slug": "x"}', once[:-1] + b', "nested": {"a": [{"b": 1, "b": 1}]}}'):
        assert refusal(twice).reason_code == "duplicate_key"


def test_a_duplicate_key_in_two_spellings_is_found(make_text: Make) -> None:
    error = refusal(make_text(7)[:-1] + b', "nested": {"caf\\u00e9": 1, "caf\xc3\xa9": 2}}')
    assert error.reason_code == "duplicate_key"
    assert "café" in error.reason


def test_a_duplicate_key_in_the_links_is_found(make_text: Make) -> None:
    assert (
        refusal(make_text(7, _links=...)[:-1] + b', "_links": {"self": [], "self": []}}').reason_code == "duplicate_key"
    )


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(json_values, st.booleans())
def test_a_text_without_duplicate_keys_is_never_rejected_for_one(value: object, ascii_only: bool) -> None:
    post = {"id": 7, "type": "post", "slug": "a", "link": "https://courier.example/a/", "meta": value}
    text = json.dumps(post, ensure_ascii=ascii_only).encode()
    assert admit(text).text == text


@pytest.mark.parametrize(
    ("depth", "is_admitted"), [(200, True), (253, True), (254, False), (1000, False), (100_000, False)]
)
def test_nesting_is_admitted_down_to_254_levels(depth: int, is_admitted: bool, make_text: Make) -> None:
    # The post itself is one level more.
    text = make_text(7)[:-1] + b', "deep": ' + b"[" * depth + b"1" + b"]" * depth + b"}"
    if is_admitted:
        assert admit(text).id == 7
    else:
        assert refusal(text).reason_code == "too_deep"


def test_the_hash_does_not_depend_on_order_white_space_or_escapes(make_post: Callable[..., dict[str, Any]]) -> None:
    post = make_post(7, title={"rendered": "Café", "raw": "x"})
    turned = dict(reversed(post.items()))
    turned["title"] = {"raw": "x", "rendered": "Café"}
    texts = [json.dumps(post), json.dumps(turned, indent=4, ensure_ascii=False)]
    assert len({admit(text.encode()).document_hash for text in texts}) == 1


def test_the_hash_excludes_links_and_the_html_form_of_the_head(make_text: Make) -> None:
    plain = make_text(7, yoast_head="<title>A</title>", yoast_head_json={"title": "A"})
    assert (
        admit(plain).document_hash
        == admit(make_text(7, yoast_head="<title>B</title>", yoast_head_json={"title": "A"}, _links={})).document_hash
    )
    assert admit(plain).document_hash != admit(make_text(7, yoast_head_json={"title": "B"})).document_hash


def test_the_hash_includes_the_html_head_if_there_is_no_json_head(make_text: Make) -> None:
    first, second = make_text(7, yoast_head="<title>A</title>"), make_text(7, yoast_head="<title>B</title>")
    assert admit(first).document_hash != admit(second).document_hash


def test_the_hash_is_128_bits_of_sha256_of_the_sorted_document() -> None:
    import hashlib

    canonical = b'{"id":7,"link":"https://courier.example/a/","slug":"a","type":"post"}'
    text = b'{"type":"post", "slug":"a", "link":"https:\\/\\/courier.example\\/a\\/", "id":7, "_links":{}}'
    assert admit(text).document_hash == hashlib.sha256(canonical).hexdigest()[:32]


@pytest.mark.parametrize(
    ("href", "rest_base"),
    [
        ("https://a.example/wp-json/wp/v2/pages/7", "pages"),
        ("https://a.example/index.php/wp-json/wp/v2/recipes/7", "recipes"),
        ("https://a.example/?rest_route=/wp/v2/books/7", "books"),
        ("https://a.example/index.php?rest_route=%2Fwp%2Fv2%2Fbooks%2F7&_locale=user", "books"),
        ("https://public-api.wordpress.com/wp/v2/sites/a.example/books/7", "books"),
        ("https://a.example/wp-json/shop/v1/products/7", "products"),
        ("https://a.example/wp-json/wp/v2/posts", "post-like"),
    ],
)
def test_the_list_is_told_by_the_self_link(href: str, rest_base: str, make_text: Make) -> None:
    type_ = "page" if rest_base == "pages" else "post-like"
    text = make_text(7, type=type_, _links={"self": [{"href": href}]})
    assert admit(text).rest_base == rest_base


@pytest.mark.parametrize(
    ("href", "rest_base"),
    [
        ("https://a.example/wp-json/wp/v2/essays", "essays"),
        ("https://a.example/?rest_route=/wp/v2/essays", "essays"),
        ("https://public-api.wordpress.com/wp/v2/sites/a.example/essays", "essays"),
    ],
)
def test_the_collection_link_names_the_list_if_there_is_no_self_link(
    href: str, rest_base: str, make_text: Make
) -> None:
    assert admit(make_text(7, _links={"collection": [{"href": href}]})).rest_base == rest_base


@pytest.mark.parametrize(
    ("changes", "kind", "rest_base"),
    [
        ({"type": "post"}, "post", "posts"),
        ({"type": "page"}, "post", "pages"),
        ({"type": "tribe_events"}, "post", "tribe_events"),
        ({"type": "attachment", "status": "inherit", "source_url": "x"}, "media", "media"),
        ({"type": ..., "taxonomy": "category", "name": "Politics"}, "term", "categories"),
        ({"type": ..., "taxonomy": "post_tag", "name": "Tide"}, "term", "tags"),
        ({"type": ..., "taxonomy": "genre", "name": "Essay"}, "term", "genre"),
        ({"type": ..., "name": "Anna", "avatar_urls": {}}, "user", "users"),
        ({"type": "comment", "post": 3, "author_name": "B", "status": "approved"}, "comment", "comments"),
    ],
)
def test_the_shape_determines_the_kind(changes: dict[str, Any], kind: str, rest_base: str, make_text: Make) -> None:
    document = admit(make_text(7, _links=..., **changes))
    assert (document.kind, document.rest_base, document.state) == (kind, rest_base, "present")


def test_a_root_index_is_kept_without_its_routes() -> None:
    root = {
        "name": "Courier",
        "url": "https://courier.example",
        "home": "https://courier.example",
        "namespaces": ["wp/v2"],
    }
    document = admit(orjson.dumps({**root, "routes": {"/": {}}}))
    assert (document.kind, document.rest_base, document.id, document.link) == (
        "site",
        "root",
        0,
        "https://courier.example",
    )
    assert orjson.loads(document.text or b"") == root


HIDDEN = ["draft", "pending", "future", "private", "trash", "auto-draft", "hold", "spam"]
UNKNOWN = ["archived", "PUBLISH", "publish ", "", True, False, 5, 1.5, ["publish"], {"a": "publish"}]


@pytest.mark.parametrize("status", [*HIDDEN, *UNKNOWN])
def test_a_document_that_is_not_public_is_recorded_without_its_text(status: object, make_text: Make) -> None:
    document = admit(make_text(7, status=status))
    assert (document.state, document.text, document.document_hash) == ("unpublished", None, "unpublished")
    assert document.modified_at == datetime(2026, 1, 3, 10, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize("status", [*HIDDEN, "publish", "inherit", "approved", None, ...])
def test_nothing_is_said_of_a_status_that_is_known(status: object, make_text: Make) -> None:
    assert status_rejection(admit(make_text(7, status=status))) is None


@pytest.mark.parametrize("status", UNKNOWN)
def test_a_status_that_is_not_known_is_said_with_the_document(status: object, make_text: Make) -> None:
    said = status_rejection(admit(make_text(7, status=status)))
    assert said is not None
    assert said.reason_code == "unknown_status"
    assert said.reason.startswith(f"the status of posts 7 is {orjson.dumps(status).decode()}, which is none of")


@pytest.mark.parametrize("status", ["active", True, "draft"])
def test_a_status_says_nothing_of_terms_and_users(status: object) -> None:
    term = {"id": 4, "taxonomy": "category", "name": "A", "slug": "a", "link": "https://a.example/a/", "status": status}
    user = {"id": 4, "name": "A", "slug": "a", "link": "https://a.example/a/", "avatar_urls": {}, "status": status}
    for content in (term, user):
        document = admit(json.dumps(content).encode())
        assert (document.state, document.unknown_status) == ("present", None)


@pytest.mark.parametrize("status", ["publish", "inherit", "approved", None, ...])
def test_a_public_document_is_present(status: object, make_text: Make) -> None:
    assert admit(make_text(7, status=status)).state == "present"


@pytest.mark.parametrize(
    "date",
    [
        None,
        "",
        "0000-00-00T00:00:00",
        "-0001-11-30T00:00:00",
        "10000-01-01T00:00:00",
        "9999-12-31T00:00:00",
        "0001-01-01T00:00:00",
        "infinity",
        "2026-13-01T00:00:00",
        "soon",
        5,
        ...,
    ],
)
def test_an_impossible_modification_date_is_null_and_replaced_by_the_publication_date(
    date: object, make_text: Make
) -> None:
    document = admit(make_text(7, modified_gmt=date))
    assert document.modified_at is None
    assert document.dated_at == datetime(2026, 1, 2, 10, 4, 5, tzinfo=UTC)


def test_a_date_with_a_zone_is_turned_into_utc(make_text: Make) -> None:
    document = admit(make_text(7, modified_gmt="2026-01-03T10:04:05+02:00"))
    assert document.modified_at == datetime(2026, 1, 3, 8, 4, 5, tzinfo=UTC)


def test_a_date_at_the_end_of_time_in_another_zone_is_null(make_text: Make) -> None:
    assert admit(make_text(7, modified_gmt="9999-12-31T23:59:59-05:00")).modified_at is None


@given(
    st.dictionaries(
        st.sampled_from(
            sorted(
                {
                    "id",
                    "type",
                    "status",
                    "taxonomy",
                    "name",
                    "slug",
                    "link",
                    "post",
                    "author_name",
                    "avatar_urls",
                    "routes",
                    "namespaces",
                    "modified_gmt",
                    "date_gmt",
                    "_links",
                    "code",
                    "message",
                    "yoast_head",
                    "yoast_head_json",
                    "home",
                    "url",
                }
            )
        ),
        json_values,
    )
)
def test_any_object_is_admitted_or_rejected(content: dict[str, object]) -> None:
    found = outcome(json.dumps(content).encode())
    assert -(2**63) <= found.id < 2**63 if isinstance(found, Document) else found.reason_code and found.reason
