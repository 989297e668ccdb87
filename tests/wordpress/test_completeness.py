"""After a run and one sweep, what raw holds as present is what the site's own database holds as published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.wordpress.following import Follower
from tests.wordpress.server import WordPress

Follow = Callable[..., Follower]


def published(wordpress: WordPress) -> dict[int, str]:
    """The site's own word: id to modified_gmt of its published posts."""
    rows = wordpress.sql(
        "select ID, post_modified_gmt from wp_posts where post_type = 'post' and post_status = 'publish'"
    )
    return {int(id_): modified for id_, modified in rows}


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 200])
def test_a_list_of_any_length_is_read_whole(wordpress: WordPress, follow: Follow, count: int) -> None:
    wordpress.php(f"return seed_posts({count});" if count else "return [];")
    follower = follow()
    posts = follower.run()["posts"]
    assert (posts["status"], posts["expected"], posts["seen"], posts["new"]) == ("complete", count, count, count)
    assert follower.present("posts") == published(wordpress)


def test_four_hundred_posts_with_one_modified_moment_are_all_found(wordpress: WordPress, follow: Follow) -> None:
    wordpress.php("seed_posts(232); return seed_posts(400, '2026-03-01 10:00:00');")
    follower = follow()
    follower.run()
    assert len(follower.present("posts")) == 632
    wordpress.php(
        "return $wpdb->query(\"update $wpdb->posts set post_modified_gmt = '2026-04-01 10:00:00' where ID % 2\");"
    )
    follower.run("sweep")
    assert follower.present("posts") == published(wordpress)


#: What happens to a post on a site (functions of `site/seed.php`). Some move no date that a refresh could ask for.
CHANGES = ("edit_now", "wp_trash_post", "purge", "redate", "insert", "insert_back_dated", "publish_scheduled")


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_between_two_runs_is_in_raw_after_one_sweep(wordpress: WordPress, follow: Follow, change: str) -> None:
    ids = wordpress.php("return seed_posts(150);")
    follower = follow(with_dlt=change == "wp_trash_post")
    follower.run()
    wordpress.php(f"{change}({ids[20]}); return 0;")
    assert published(wordpress) != follower.present("posts")
    follower.run()
    follower.run("sweep")
    assert follower.present("posts") == published(wordpress)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_while_pages_are_read_is_in_raw_after_one_sweep(
    wordpress: WordPress, follow: Follow, change: str
) -> None:
    ids = wordpress.php("return seed_posts(350);")
    run = "require_once getenv('TEST_WORDPRESS_SEED'); wp_set_current_user(1); %s(%d); wp_set_current_user(0);"
    wordpress.fault(  # between the windows of the list of ids, and again between the pages in full
        {"match": "offset=99", "fault": "php", "argument": run % (change, ids[20]), "times": 1},
        {"match": "include=", "skip": 1, "fault": "php", "argument": run % (change, ids[60]), "times": 1},
    )
    before = published(wordpress)
    follower = follow()
    assert follower.run()["posts"]["status"] == "complete"
    wordpress.fault()
    assert published(wordpress) != before
    follower.run("sweep")
    assert follower.present("posts") == published(wordpress)


def test_posts_trashed_while_the_ids_are_read_hide_no_later_post(wordpress: WordPress, follow: Follow) -> None:
    ids = wordpress.php("return seed_posts(350);")
    gone = ids[:40]
    trash = f"foreach ([{','.join(map(str, gone))}] as $id) wp_trash_post($id);"
    wordpress.fault({"match": "offset=198", "fault": "php", "argument": trash, "times": 1})
    follower = follow()
    posts = follower.run()["posts"]
    assert posts["status"] == "complete"
    assert len(published(wordpress)) == 310
    assert published(wordpress).items() <= follower.present("posts").items()  # some were read before they went
    follower.run("sweep", accept_vanished=True)
    assert follower.present("posts") == published(wordpress)


def test_a_post_published_during_the_second_walk_is_read(wordpress: WordPress, follow: Follow) -> None:
    wordpress.php("return seed_posts(30);")
    follower = follow()
    follower.run()
    second = wordpress.php("return seed_posts(1, gmdate('Y-m-d H:i:s'), 'post', gmdate('Y-m-d'));")
    follower.run()
    assert second[0] in follower.present("posts")


def test_the_whole_site_is_fetched(wordpress: WordPress, follow: Follow) -> None:
    wordpress.php(
        """
        $post = seed_posts(3)[0];
        seed_posts(2, '', 'page'); seed_posts(4, '', 'review'); seed_posts(5, '', 'memo');
        $tag = wp_insert_term('Harbour', 'post_tag')['term_id'];
        wp_set_object_terms($post, [$tag], 'post_tag');
        wp_insert_term('Audit', 'series');
        wp_insert_attachment(['post_title' => 'A crane', 'post_mime_type' => 'image/png'], 'crane.png');
        wp_insert_comment(['comment_post_ID' => $post, 'comment_author' => 'Reader', 'comment_content' => 'Well said.',
            'comment_author_email' => 'r@example.test', 'comment_approved' => 1]);
        wp_insert_comment(['comment_post_ID' => $post, 'comment_content' => 'Held back.', 'comment_approved' => 0]);
        return 0;
        """
    )
    follower = follow(include=None)
    ledger = follower.run()
    assert {name: (row["status"], row["seen"]) for name, row in ledger.items()} == {
        "root": ("complete", 1),
        "settings": ("complete", 1),
        "posts": ("complete", 3),
        "pages": ("complete", 2),
        "reviews": ("complete", 4),
        "media": ("complete", 1),
        "categories": ("complete", 1),
        "tags": ("complete", 1),
        "series": ("complete", 1),
        "users": ("complete", 1),
        "comments": ("complete", 1),
    }
    assert len(follower.latest("root", "sites")) == 1
    [comment] = follower.latest("comments", "comments")
    assert "Reader" not in comment["document"]
    assert "r@example.test" not in comment["document"]
    assert "gravatar" not in comment["document"]


def test_a_disabled_list_is_not_requested(wordpress: WordPress, follow: Follow) -> None:
    wordpress.php("return seed_posts(3);")
    follower = follow(include=None, exclude=["comments", "users"])
    assert {"comments", "users"}.isdisjoint(follower.run())
    assert not any("/comments" in request.uri or "/users" in request.uri for request in wordpress.requests())


def test_an_interrupted_first_extraction_continues_where_it_stopped(
    wordpress: WordPress, follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    wordpress.php("return seed_posts(500);")
    monkeypatch.setattr("ingestion.wordpress.steps._CHUNK_BYTES", 100_000)
    follower = follow(with_dlt=True)
    chunks = follower.single_chunks()
    for _ in range(3):  # the root, then two steps of posts
        follower.loader.load(next(chunks))
    chunks.close()  # killed: what was not loaded is lost
    held = follower.present("posts")
    assert 0 < len(held) < 500
    assert "posts" not in _cursors(follower)
    wordpress.forget_requests()
    follower.run()
    assert follower.new_rows == 500 - len(held)
    assert follower.present("posts") == published(wordpress)
    asked = [id_ for request in wordpress.requests() for id_ in _included(request.uri)]
    assert held.keys().isdisjoint(asked)


def _cursors(follower: Follower) -> dict[str, Any]:
    """Lists with a cursor."""
    rows = follower.query("select distinct rest_base, cursor_at from raw.extractions where cursor_at is not null")
    return {row["rest_base"]: row["cursor_at"] for row in rows}


def _included(uri: str) -> list[int]:
    """Ids a request asks for in full."""
    if "include=" not in uri:
        return []
    return [int(id_) for id_ in uri.split("include=")[1].split("&", maxsplit=1)[0].split(",")]
