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


#: What core fixes as the type or taxonomy of its other lists; `shaped` makes a post of type `post` and a category.
CORE = {"pages": {"type": "page"}, "tags": {"taxonomy": "post_tag"}}


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
    changes = CORE.get(rest_base, {}) if kind in HELD[rest_base] else {}
    found = outcome(shaped(kind, 7, _links=linked(relation, href.format(rest_base)), **changes))
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
    changes = CORE.get(rest_base, {}) if kind == listed else {}
    text = orjson.dumps(shaped(kind, 7, _links=linked("self", f"https://b.example/wp-json/wp/v2/{said}/9"), **changes))
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


#: A document, and fields of another kind that a plugin could have added to it.
SECOND_SHAPES: list[tuple[str, dict[str, Any]]] = [
    ("post", {"taxonomy": "genre", "name": "A"}),
    ("post", {"post": 3, "author_name": "B"}),
    ("post", {"name": "A", "description": "B", "avatar_urls": {}}),
    ("user", {"taxonomy": "staff"}),
    ("term", {"type": "section"}),
]


@pytest.mark.parametrize(("kind", "fields"), SECOND_SHAPES)
def test_a_live_document_with_fields_of_a_second_kind_stays_in_its_list(kind: str, fields: dict[str, Any]) -> None:
    rest_base = {"post": "posts", "user": "users", "term": "categories"}[kind]
    assert admit_listed(orjson.dumps(shaped(kind, 7, **fields)), kind=kind, rest_base=rest_base).kind == kind


@pytest.mark.parametrize(("kind", "fields"), SECOND_SHAPES)
def test_a_document_of_a_file_is_of_the_kind_that_its_own_fields_mark(kind: str, fields: dict[str, Any]) -> None:
    rest_base = {"post": "posts", "user": "users", "term": "categories"}[kind]
    found = outcome(shaped(kind, 7, _links=linked("self", f"https://a.example/wp/v2/{rest_base}/7"), **fields))
    if kind == "post":
        assert isinstance(found, DocumentRejectedError)
        assert found.reason_code == "wrong_kind"
    else:
        assert isinstance(found, Document)
        assert found.kind == kind


@pytest.mark.parametrize("kind", ["term", "user", "media", "comment"])
def test_a_document_that_only_states_the_type_of_a_post_is_not_one(kind: str) -> None:
    for type_ in ("post", "Post", "page"):
        claim = shaped(kind, 7, type=type_, _links=linked("self", "https://a.example/wp-json/wp/v2/posts/7"))
        found = outcome({**claim, "slug": "a"})
        assert isinstance(found, DocumentRejectedError)
        assert found.reason_code == "wrong_kind"
        assert NAMES[kind] in found.reason


def test_a_document_with_the_marks_of_two_kinds_is_refused() -> None:
    found = outcome(shaped("media", 7, taxonomy="category", name="A"))
    assert isinstance(found, DocumentRejectedError)
    assert found.reason_code == "wrong_kind"
    assert "a term" in found.reason
    assert "a media item" in found.reason


#: Types that have lists of their own, or that no core has in this spelling.
OTHER_TYPES = ["page", "revision", "nav_menu_item", "wp_block", "wp_template", "product", "customize_changeset"]
OTHER_TYPES += ["custom_css", "oembed_cache", "wp_navigation", "elementor_library", "article", "Attachment"]
OTHER_TYPES += ["attachment ", "Post", "post ", ""]


@pytest.mark.parametrize("type_", OTHER_TYPES)
@pytest.mark.parametrize(
    ("relation", "path"),
    [
        ("self", "wp-json/wp/v2/posts/7"),
        ("self", "wp-json/wp/v2/%70osts/7"),
        ("self", "?rest_route=/wp/v2/posts/7"),
        ("self", "?rest_route=%2Fwp%2Fv2%2Fposts%2F7"),
        ("collection", "wp-json/wp/v2/posts"),
    ],
)
@pytest.mark.parametrize("status", ["publish", "trash"])
def test_a_document_of_another_type_never_takes_the_key_of_an_article(
    type_: str, relation: str, path: str, status: str
) -> None:
    links = linked(relation, f"https://courier.example/{path}")
    content = shaped("post", 7, type=type_, status=status, _links=links)
    found = outcome(content)
    assert isinstance(found, DocumentRejectedError)
    assert found.reason_code == "wrong_kind"
    assert repr(type_) in found.reason
    assert "posts" in found.reason
    with pytest.raises(DocumentRejectedError, match="its type is") as caught:
        admit_listed(orjson.dumps(content), kind="post", rest_base="posts")
    assert caught.value.reason_code == "wrong_kind"


@pytest.mark.parametrize(
    ("rest_base", "kind", "field", "own"),
    [
        ("posts", "post", "type", "post"),
        ("pages", "post", "type", "page"),
        ("blocks", "post", "type", "wp_block"),
        ("templates", "post", "type", "wp_template"),
        ("template-parts", "post", "type", "wp_template_part"),
        ("navigation", "post", "type", "wp_navigation"),
        ("menu-items", "post", "type", "nav_menu_item"),
        ("categories", "term", "taxonomy", "category"),
        ("tags", "term", "taxonomy", "post_tag"),
        ("menus", "term", "taxonomy", "nav_menu"),
    ],
)
def test_a_list_of_core_holds_its_own_type_alone(rest_base: str, kind: str, field: str, own: str) -> None:
    for stated in {"post", "page", "wp_block", "nav_menu_item", "category", "post_tag", "nav_menu", "genre", own}:
        changes: dict[str, Any] = {field: stated}
        content = shaped(kind, 7, _links=linked("self", f"https://a.example/wp-json/wp/v2/{rest_base}/7"), **changes)
        if stated == own:
            assert admit(orjson.dumps(content)).rest_base == rest_base
            assert admit_listed(orjson.dumps(content), kind=kind, rest_base=rest_base).id == 7
            continue
        found = outcome(content)
        assert isinstance(found, DocumentRejectedError)
        assert f"its {field} is {stated!r}, but the list {rest_base} holds {own!r} alone" in found.reason
        with pytest.raises(DocumentRejectedError, match=f"its {field} is"):
            admit_listed(orjson.dumps(content), kind=kind, rest_base=rest_base)


@pytest.mark.parametrize("href", ["/posts/31", "https://courier.example/posts/31", "https://courier.example/31"])
def test_a_self_link_outside_the_api_says_nothing(href: str) -> None:
    found = outcome(shaped("post", 7, type="page", _links=linked("self", href)))
    assert isinstance(found, Document)
    assert (found.rest_base, found.id) == ("pages", 7)


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
        if found.rest_base == "posts":
            assert content["type"] == "post"
