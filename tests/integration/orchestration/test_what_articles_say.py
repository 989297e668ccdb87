"""What an article says of itself, its authors and its terms, in the forms in which sites say it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.orchestration.conftest import Newsroom, make_post


def said(number: int, **fields: Any) -> dict[str, Any]:
    """A post of account 3 whose own head and graph say nothing, and what it says besides."""
    post = make_post(number, "<p>The council met on Tuesday.</p>") | {"author": 3, "yoast_head_json": {}}
    return post | fields


def graph(*authors: Any) -> dict[str, Any]:
    author = authors[0] if len(authors) == 1 else list(authors)
    return {"schema": {"@graph": [{"@type": "Article", "@id": "#article", "author": author}]}}


def user(id_: int, name: str) -> dict[str, Any]:
    link = f"https://tarrow.example/wp-json/wp/v2/users/{id_}"
    return {
        "id": id_, "name": name, "slug": f"account-{id_}", "link": f"https://tarrow.example/author/{id_}/",
        "description": "", "avatar_urls": {}, "_links": {"self": [{"href": link}]},
    }  # fmt: skip


#: For each number a post, its authors, and whether one of them is known by a number alone.
BYLINES: dict[int, tuple[dict[str, Any], str | None, bool]] = {
    1: (said(1), None, True),
    2: (said(2, author=5), "Web Desk", False),
    3: (said(3, author=5, yoast_head_json=graph({"name": "Ada Bright"})), "Ada Bright", False),
    4: (said(4, author=5, yoast_head_json={"author": "Ole Vane"}), "Ole Vane", False),
    5: (said(5, author=5, yoast_head_json={"author": ["Ada Bright"]}), "Ada Bright", False),
    6: (said(6, author=6, yoast_head_json=graph({"name": "CARLA Ruiz"})), "Carla Ruiz", False),
    7: (said(7, yoast_head_json=graph({"name": "Ada Bright"}, {"name": "Ole Vane"})), "Ada Bright, Ole Vane", False),
    8: (said(8, coauthors={"0": {"display_name": "Ada Bright"}, "2": {"display_name": "Ole Vane"}}),
        "Ada Bright, Ole Vane", False),
    9: (said(9, authors=[{"user_id": 4, "display_name": "Ina Holm"}, {"user_id": 0, "display_name": "Ole Vane"}]),
        "Ina Holm, Ole Vane", False),
    10: (said(10, newspack_author_info=[{"display_name": "Ada Bright", "id": 3}]), "Ada Bright", False),
    11: (said(11, _embedded={"author": [{"id": 3, "name": "Zo&euml; &amp; Ada", "slug": "zoe"}]}), "Zoë & Ada", False),
    12: (said(12, _embedded={"author": [{"code": "rest_user_invalid_id", "message": "Invalid user ID."}]}), None, True),
    13: (said(13, author=True), None, False),
    14: (said(14, author=3.5), None, False),
    15: (said(15, author=False), None, False),
    16: (said(16, author=[3, 5]), None, False),
    17: (said(17, yoast_head_json={"twitter_misc": {"زمن القراءة": "٣ دقائق"}}), None, True),
    18: (said(18, yoast_head_json={"twitter_misc": {"Est. reading time": "one minute"}}), None, True),
    19: (said(19, yoast_head_json={"twitter_misc": {"Price": "€", "Availability": "In stock"}}), None, True),
    20: (said(20, yoast_head_json={"twitter_misc": {"لیکوال": "Mina", "د لوستلو وخت": "۳ دقیقه"}}), "Mina", False),
    21: (said(21, yoast_head_json={"author": False, "title": False}), None, True),
    22: (said(22, yoast_head_json={"schema": [
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage", "@id": "#page"}]},
        {"@type": "Article", "@id": "#article", "author": {"name": "Ada Bright"}},
    ]}), "Ada Bright", False),
    23: (said(23, yoast_head_json={"schema": {"@graph": {
        "0": {"@type": "Article", "@id": "#article",
              "author": {"0": {"name": "Ada Bright"}, "3": {"name": "Ole Vane"}}},
        "2": {"@type": "WebPage", "@id": "#page"},
    }}}), "Ada Bright, Ole Vane", False),
    24: (said(24, yoast_head_json={"author": ["Ada Bright", " ", "Ole &amp; Vane"]}), "Ada Bright, Ole & Vane", False),
    25: (said(25, author={"id": 5, "name": "Web Desk"}), "Web Desk", False),
    26: (said(26, author={"id": 9, "name": "Una Dahl"}), "Una Dahl", False),
    27: (said(27, author={"name": "Una Dahl"}), "Una Dahl", False),
    29: (said(29, yoast_head_json={"schema": {"@graph": [
        {"@type": "Article", "@id": "#a", "author": {"name": "Ada Bright"}}, {"@type": "WebPage", "@id": "#page"},
        {"@type": "NewsArticle", "@id": "#a", "author": {"name": "Ole Vane"}}, {"@type": "Thing"}, {"@type": "Thing"},
    ]}}), "Ada Bright", False),
    28: (said(28, author={"id": True, "name": False}), None, False),
}  # fmt: skip


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Newsroom, str]:
    """The newsroom, and what the run printed."""
    with pytest.MonkeyPatch.context() as patch:
        newsroom = Newsroom(tmp_path_factory.mktemp("said") / "home", patch)
        terms = said(
            30,
            categories=[6, 9, 4], class_list=["category-eventi", "category-cronaca", "category-sport"], slug=False,
            link="https://tarrow.example/news/30/",
            yoast_head_json={"schema": {"@graph": [
                {"@type": "Article", "@id": "#a", "articleSection": ["Cronaca", "Eventi", "Sport"]}]}},
        )  # fmt: skip
        embedded = said(
            31, categories=[12],
            _embedded={"wp:term": [
                [{"id": 12, "name": "Arts &amp; Books", "slug": "arts", "taxonomy": "category"}], []]},
        )  # fmt: skip
        genres = [
            said(number, genres=[70 + number], categories=[3], _links={
                "self": [{"href": f"https://tarrow.example/wp-json/wp/v2/posts/{number}"}],
                "wp:term": [{"taxonomy": "genre", "href": href}, {"taxonomy": "topic", "href": topic}],
            })
            for number, href, topic in [
                (40, "https://tarrow.example/wp-json/wp/v2/genres?post=40",
                 "https://tarrow.example/wp-json/wp/v2/categories?post=40"),
                (41, "https://tarrow.example/?rest_route=%2Fwp%2Fv2%2Fgenres&post=41",
                 "https://tarrow.example/?rest_route=%2Fwp%2Fv2%2Fcategories&post=41"),
            ]
        ]  # fmt: skip
        accounts = [user(5, "Web Desk"), user(6, "Carla Ruiz")]
        posts = [post for post, _, _ in BYLINES.values()]
        others = [
            said(50, rank_math_head="<title>A25</title>"),
            said(51, aioseo_head_json={"title": "A25"}),
            said(52, aioseo_head_json=graph({"name": "Ada Bright"})),
            said(53, status="archived"),
        ]
        rows = [*posts, terms, embedded, *genres, *accounts, *others]
        done = newsroom.run("run", newsroom.write("posts.ndjson", rows))
        assert done.exit_code == 1, done.output  # of the status that nobody knows
        return newsroom, done.output


@pytest.fixture(scope="module")
def newsroom(ran: tuple[Newsroom, str]) -> Newsroom:
    return ran[0]


def test_the_summary_names_heads_without_a_graph_and_a_status_that_is_not_known(ran: tuple[Newsroom, str]) -> None:
    newsroom, output = ran
    assert "tarrow.example: new documents in which AIOSEO's head carries no schema graph: 1." in output
    assert "tarrow.example: new documents in which Rank Math's head carries no schema graph: 1." in output
    assert 'the status of posts 53 is "archived", which is none of WordPress\'s own' in output
    assert newsroom.published("select reason_code, excerpt from rejected_documents") == [("unknown_status", "")]
    assert newsroom.published("select count(*) from articles where post_id = 53") == [(0,)]


@pytest.mark.parametrize("number", BYLINES)
def test_a_byline_is_what_the_article_itself_says_and_else_the_account(newsroom: Newsroom, number: int) -> None:
    _, author_name, is_unknown = BYLINES[number]
    sql = f"select author_name, has_unknown_author from articles where post_id = {number}"
    assert newsroom.published(sql) == [(author_name, is_unknown)]


def test_an_account_of_several_bylines_keeps_its_own_name_and_one_without_a_name_has_none(newsroom: Newsroom) -> None:
    found = newsroom.published("select user_id, author_name from authors where user_id is not null order by all")
    assert found == [(3, None), (4, "Ina Holm"), (5, "Web Desk"), (6, "Carla Ruiz"), (9, "Una Dahl")]


def test_nodes_are_those_of_every_graph_and_objects_with_numbered_keys_are_lists(newsroom: Newsroom) -> None:
    nodes = "select post_id, node_position, node_id from schema_nodes join articles using (article_id)"
    assert newsroom.published(f"{nodes} where post_id in (22, 23) order by all") == [
        (22, 1, "#page"), (22, 2, "#article"), (23, 1, "#article"), (23, 2, "#page"),
    ]  # fmt: skip


def test_two_nodes_of_one_id_are_both_kept_and_flagged(newsroom: Newsroom) -> None:
    nodes = "select node_position, node_id, has_repeated_id from schema_nodes join articles using (article_id)"
    assert newsroom.published(f"{nodes} where post_id = 29 order by all") == [
        (1, "#a", True), (2, "#page", False), (3, "#a", True), (4, "_:4", False), (5, "_:5", False),
    ]  # fmt: skip


def test_names_of_terms_follow_their_slugs_and_what_is_embedded_before_their_places(newsroom: Newsroom) -> None:
    found = newsroom.published("select slug, section_name from sections where slug <> 'harbour' order by all")
    assert found == [("arts", "Arts & Books"), ("cronaca", "Cronaca"), ("eventi", "Eventi"), ("sport", "Sport")]


@pytest.mark.parametrize("number", [40, 41])
def test_terms_of_another_taxonomy_are_found_with_plain_permalinks_and_those_of_core_once(
    newsroom: Newsroom, number: int
) -> None:
    sql = (
        "select rest_base, wordpress_id from intermediate.int_terms_observed where article_id like '%/{}' order by all"
    )
    assert newsroom.warehouse(sql.format(number)) == [("categories", 3), ("genres", 70 + number)]


def test_a_term_of_which_only_the_id_is_known_has_no_name(newsroom: Newsroom) -> None:
    found = (
        "select term_id, term_name from article_terms join articles using (article_id) where post_id = 40 order by all"
    )
    assert newsroom.published(found) == [
        ("tarrow.example/categories/3", "harbour"),
        ("tarrow.example/genres/110", None),
    ]


def test_false_is_never_a_text(newsroom: Newsroom) -> None:
    assert newsroom.published("select slug, url from articles where post_id = 30") == [
        (None, "https://tarrow.example/news/30/")
    ]
    assert newsroom.published("select count(*) from articles where 'false' in (slug, url, title, author_name)") == [
        (0,)
    ]
