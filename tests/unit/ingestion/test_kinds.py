"""A document is of the kind that its shape and its list agree on, or is refused by name."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.documents import Document, admit, admit_listed
from ingestion.errors import DocumentRejectedError
from tests.unit.ingestion.shapes import SHAPES, shaped

_ADDED = {"post", "term", "media"}

#: The kinds that a list of each name may hold: core's lists, those a site adds, and what cannot be a list.
HELD: dict[str, set[str]] = {
    "posts": {"post"},
    "pages": {"post"},
    "categories": {"term"},
    "tags": {"term"},
    "users": {"user"},
    "media": {"media"},
    "comments": {"comment"},
    "genres": _ADDED,
    "Posts": _ADDED,
    "x" * 200: _ADDED,
    "root": set(),
    "settings": set(),
    "unknown": set(),
    ".": set(),
    "..": set(),
    "große": set(),
}

NAMES = {"post": "a post", "term": "a term", "user": "a user", "media": "a media item", "comment": "a comment"}


def outcome(content: dict[str, Any]) -> Document | DocumentRejectedError:
    try:
        return admit(orjson.dumps(content))
    except DocumentRejectedError as refusal:
        return refusal


def linked(relation: str, href: str) -> dict[str, Any]:
    return {relation: [{"href": href}]}


@pytest.mark.parametrize("kind", SHAPES)
@pytest.mark.parametrize("rest_base", HELD)
@pytest.mark.parametrize(
    ("relation", "href"),
    [
        ("self", "https://courier.example/wp-json/wp/v2/{}/7"),
        ("self", "https://other.example/api/wp/v2/{}/7?context=view"),
        ("self", "https://courier.example/?rest_route=%2Fwp%2Fv2%2F{}%2F7"),
        ("collection", "https://courier.example/wp-json/wp/v2/{}"),
    ],
)
def test_a_document_from_a_file_has_the_kind_on_which_its_shape_and_links_agree(
    kind: str, rest_base: str, relation: str, href: str
) -> None:
    found = outcome(shaped(kind, 7, _links=linked(relation, href.format(rest_base))))
    if kind in HELD[rest_base]:
        assert isinstance(found, Document)
        assert (found.kind, found.rest_base, found.id) == (kind, rest_base, 7)
    else:
        assert isinstance(found, DocumentRejectedError)
        assert found.reason_code == "wrong_kind"
        assert NAMES[kind] in found.reason
        assert rest_base[:80] in found.reason
        assert relation in found.reason


@pytest.mark.parametrize("kind", SHAPES)
@pytest.mark.parametrize(
    ("listed", "rest_base"),
    [("post", "posts"), ("post", "genres"), ("term", "genres"), ("term", "tags"), ("user", "users"), ("media", "media"),
     ("comment", "comments"), ("site", "root")],
)  # fmt: skip
@pytest.mark.parametrize("said", ["posts", "users", "root"])
def test_the_list_determines_the_kind_of_a_live_document_regardless_of_its_links(
    kind: str, listed: str, rest_base: str, said: str
) -> None:
    text = orjson.dumps(shaped(kind, 7, _links=linked("self", f"https://b.example/wp-json/wp/v2/{said}/9")))
    if kind == listed:
        document = admit_listed(text, kind=listed, rest_base=rest_base)
        assert (document.kind, document.rest_base, document.id) == (listed, rest_base, 7)
    else:
        with pytest.raises(DocumentRejectedError, match=f"looks like {NAMES[kind]}.* the list {rest_base}") as caught:
            admit_listed(text, kind=listed, rest_base=rest_base)
        assert caught.value.reason_code == "wrong_kind"


@pytest.mark.parametrize("listed", ["post", "term", "user", "media", "comment"])
def test_a_root_index_is_not_a_document_of_a_list(listed: str) -> None:
    root = orjson.dumps({"namespaces": ["wp/v2"], "home": "https://b.example", "id": 7, "name": "B"})
    with pytest.raises(DocumentRejectedError, match="looks like a site's root index"):
        admit_listed(root, kind=listed, rest_base="posts")
    with pytest.raises(DocumentRejectedError, match="looks like a site's root index"):
        admit(orjson.dumps({**orjson.loads(root), "_links": linked("self", "https://b.example/wp-json/wp/v2/posts/7")}))


@pytest.mark.parametrize("kind", SHAPES)
def test_a_document_whose_self_link_carries_another_id_is_refused(kind: str) -> None:
    rest_base = {"post": "posts", "term": "categories", "user": "users", "comment": "comments"}.get(kind, kind)
    found = outcome(shaped(kind, 7, _links=linked("self", f"https://courier.example/wp-json/wp/v2/{rest_base}/8")))
    assert isinstance(found, DocumentRejectedError)
    assert found.reason_code == "wrong_id"
    assert "its id is 7" in found.reason
    assert f"{rest_base} 8" in found.reason


@pytest.mark.parametrize(
    "href",
    ["https://courier.example/2026/a-story/", "not a link", "", "https://courier.example/wp/v2/" + "x" * 201 + "/7"],
)
@pytest.mark.parametrize(
    ("kind", "rest_base"),
    [("post", "posts"), ("term", "categories"), ("user", "users"), ("media", "media"), ("comment", "comments")],
)
def test_a_document_whose_self_link_names_no_list_is_assigned_by_type(href: str, kind: str, rest_base: str) -> None:
    found = outcome(shaped(kind, 7, _links=linked("self", href)))
    assert isinstance(found, Document)
    assert (found.kind, found.rest_base) == (kind, rest_base)


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("post", {"type": "media"}),
        ("post", {"type": "users"}),
        ("post", {"type": "settings"}),
        ("post", {"type": ".."}),
        ("post", {"type": "a/b"}),
        ("term", {"taxonomy": "posts"}),
        ("term", {"taxonomy": "root"}),
    ],
)
def test_a_type_with_the_name_of_another_kinds_list_is_refused(kind: str, changes: dict[str, str]) -> None:
    found = outcome(shaped(kind, 7, **changes))
    assert isinstance(found, DocumentRejectedError)
    assert found.reason_code == "wrong_kind"
    assert "its type" in found.reason


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("post", {"taxonomy": "genre", "name": "A"}),
        ("post", {"post": 3, "author_name": "B"}),
        ("post", {"name": "A", "description": "B", "avatar_urls": {}}),
        ("user", {"taxonomy": "staff"}),
        ("term", {"type": "section"}),
    ],
)
def test_plugin_fields_that_match_a_second_shape_do_not_change_a_documents_list(
    kind: str, fields: dict[str, Any]
) -> None:
    rest_base = {"post": "posts", "user": "users", "term": "categories"}[kind]
    text = orjson.dumps(shaped(kind, 7, _links=linked("self", f"https://a.example/wp/v2/{rest_base}/7"), **fields))
    assert admit(text).kind == kind
    assert admit_listed(text, kind=kind, rest_base=rest_base).kind == kind


@given(
    st.lists(st.sampled_from(sorted(SHAPES)), max_size=3),
    st.sets(st.sampled_from(["type", "slug", "name", "taxonomy", "author_name", "avatar_urls", "content", "link"])),
    st.sampled_from(sorted(HELD)) | st.text(max_size=8),
    st.sampled_from(["7", "8", "-7", "9" * 5000, "x"]),
    st.sampled_from(["self", "collection"]),
)
def test_any_mixture_of_shapes_is_admitted_to_a_list_of_its_kind_or_rejected_with_a_reason(
    kinds: list[str], left_out: set[str], rest_base: str, linked_id: str, relation: str
) -> None:
    mixed: dict[str, Any] = {}
    for kind in kinds:
        mixed |= shaped(kind, 7)
    content = {name: value for name, value in mixed.items() if name not in left_out}
    tail = f"/{linked_id}" if relation == "self" else ""
    found = outcome({**content, "_links": linked(relation, f"https://a.example/wp-json/wp/v2/{rest_base}{tail}")})
    if isinstance(found, DocumentRejectedError):
        assert found.reason_code in {"wrong_kind", "wrong_id", "not_wordpress", "bad_id", "unknown_list"}
    else:
        assert found.kind in HELD.get(found.rest_base, _ADDED)
