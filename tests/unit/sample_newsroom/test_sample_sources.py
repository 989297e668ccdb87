"""The sample newsroom's sources: annotated as the guideline says, and what the newsroom promises to show."""

from __future__ import annotations

import collections

import pytest

from sample_newsroom import prose
from sample_newsroom.check import annotation_path, check, check_article, read_annotation
from sample_newsroom.defects import DEFECTS
from sample_newsroom.sources import NEWSPAPERS, Revision, read_list, read_posts, site_named

POSTS = [revisions for site in NEWSPAPERS for revisions in read_posts(site)]
PUBLIC = [revisions[-1] for revisions in POSTS if revisions[-1].get("status", "publish") == "publish"]
ITEMS = [
    item
    for post in PUBLIC
    if annotation_path(post.site, post).exists()
    for item in read_annotation(annotation_path(post.site, post))["quotations"]
]


@pytest.mark.parametrize("folder", ["annotations", "second_annotations"])
def test_every_annotated_text_is_found_in_its_article_and_nothing_in_marks_is_left_out(folder: str) -> None:
    assert check(folder) == []


def _article(body: str) -> Revision:
    courier = NEWSPAPERS[0]
    return Revision(courier, 1, {"id": 1, "title": "T"}, body, annotation_path(courier, PUBLIC[0]))


def test_the_check_finds_a_text_that_is_not_there_a_forgotten_mark_and_a_missing_name() -> None:
    said = {"kind": "full", "speech": "direct", "type": "person"}
    complaints = list(
        check_article(_article("<p>“Yes,” she said. “No.”</p>"), {"quotations": [said | {"text": "“Yep,”"}]})
    )
    assert complaints == [
        "'“Yep,”': a person or an organization has no name",
        "not in the article: '“Yep,”'",
        "in quotation marks and not annotated: '“Yes,”'",
        "in quotation marks and not annotated: '“No.”'",
    ]


def test_the_newsroom_is_as_large_and_as_varied_as_promised() -> None:
    assert len(PUBLIC) >= 80
    assert len([post for post in PUBLIC if post.site.name == "the-tarrow-courier"]) >= 70
    assert len({post.author for post in PUBLIC}) >= 6
    assert len([post for post in PUBLIC if post.get("annotate") == "never-train"]) == 25
    kinds = {"full", "partial", "continued", "block", "embedded", "pull", "not_a_quotation"}
    assert {item["kind"] for item in ITEMS} == kinds
    assert {item.get("speech") for item in ITEMS} == {"direct", "mixed", "indirect", "declined", None}
    assert {item.get("type") for item in ITEMS} == {"person", "organization", "anonymous", "unknown", None}
    words = sorted(prose.count_words(post.body) for post in PUBLIC if not post.get("protected"))
    assert words[0] <= 80
    assert words[-1] >= 2500


def test_every_defect_stands_in_an_article() -> None:
    used = collections.Counter(defect for post in PUBLIC for defect in post.get("defects", []))
    assert set(used) >= set(DEFECTS) - {"no_publisher", "no_author"}
    assert set(next(post for post in _gone() if post.id == 1131).defects) == {"no_publisher", "no_author"}


def _gone() -> list[Revision]:
    return [revisions[-1] for revisions in POSTS if revisions[-1].get("status") == "trash"]


def test_ids_are_unique_within_a_site() -> None:
    for site in NEWSPAPERS:
        lists = [read_posts(site), read_posts(site, "pages")]
        ids = [revisions[0].id for posts in lists for revisions in posts]
        ids += [picture["id"] for picture in read_list("media", site)]
        assert len(ids) == len(set(ids))


def test_some_tags_and_a_section_are_never_used() -> None:
    courier = site_named("the-tarrow-courier")
    used = {slug for post in PUBLIC if post.site is courier for slug in (*post.tags, *post.sections)}
    tags = {tag["slug"] for tag in read_list("tags", courier)}
    sections = {section["slug"] for section in read_list("sections", courier)}
    assert {"coronation", "world-cup"} <= tags - used
    assert "weddings" in sections - used


def test_plain_text_joins_blocks_and_leaves_scripts_out() -> None:
    content = "<p>One  <em>two</em><br>three</p><script>x()</script><ul><li>four</li><li>five &amp; six</li></ul>"
    assert prose.read_plain_text(content) == "One two three\n\nfour\n\nfive & six"


def test_words_are_counted_by_yoasts_rule() -> None:
    # don|t|stop|amp|state-of-the-art|b|c: the apostrophe and the accent split, the hyphen joins, code is left out.
    content = "<p>don’t stop &amp;</p><p>state-of-the-art</p><code>no no</code><p>bé c</p>"
    assert prose.count_yoast_words("A title", content) == 2 + 7
