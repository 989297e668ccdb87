"""What `python -m sample_newsroom.build` makes: committed, in order, and in WordPress's form."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from sample_newsroom.build import ARRIVALS, build
from sample_newsroom.sources import HERE

COURIER, QUOTIDIEN = "the-tarrow-courier", "le-quotidien-des-salines"

Documents = list[dict[str, Any]]


def arrived(endpoint: str, site: str = COURIER) -> dict[str, Documents]:
    """A site's documents of an endpoint, by arrival."""
    paths = {day: HERE / "arrivals" / day / site / f"{endpoint}.ndjson" for day in ARRIVALS}
    lines = {day: path.read_text(encoding="utf-8").splitlines() for day, path in paths.items() if path.exists()}
    return {day: [json.loads(line) for line in documents] for day, documents in lines.items()}


def forms(post_id: int, site: str = COURIER) -> list[tuple[str, dict[str, Any]]]:
    """Every form in which a post arrived, with the day."""
    return [(day, post) for day, posts in arrived("posts", site).items() for post in posts if post["id"] == post_id]


def test_the_committed_arrivals_are_what_the_sources_build(tmp_path: Path) -> None:
    build(tmp_path)
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.ndjson")}
    committed = HERE / "arrivals"
    assert made == {path.relative_to(committed): path.read_bytes() for path in committed.rglob("*.ndjson")}


def test_a_post_has_the_keys_of_wordpress_in_its_order() -> None:
    (_, post), *_ = forms(1004)
    assert list(post) == [
        "id", "date", "date_gmt", "guid", "modified", "modified_gmt", "slug", "status", "type", "link", "title",
        "content", "excerpt", "author", "featured_media", "comment_status", "ping_status", "sticky", "template",
        "format", "meta", "categories", "tags", "class_list", "yoast_head", "yoast_head_json", "_links",
    ]  # fmt: skip


def test_times_are_local_with_summer_time_and_utc_without() -> None:
    summer, winter = forms(1038)[0][1], forms(1026)[0][1]
    assert (summer["date"], summer["date_gmt"]) == ("2025-05-19T21:58:00", "2025-05-19T20:58:00")
    assert (winter["date"], winter["date_gmt"]) == ("2024-11-05T19:20:00", "2024-11-05T19:20:00")
    twice = forms(1146)[0][1]  # 1.40 on the night the clocks go back, the second time
    assert (twice["date"], twice["date_gmt"]) == ("2026-10-25T01:40:00", "2026-10-25T01:40:00")
    mauritius = forms(545, QUOTIDIEN)[0][1]
    assert (mauritius["date"], mauritius["date_gmt"]) == ("2026-09-16T07:30:00", "2026-09-16T03:30:00")


def test_the_head_says_the_same_as_html_and_as_json() -> None:
    for posts in arrived("posts").values():
        for post in posts:
            if "yoast_head_json" not in post:
                continue
            script = re.search(r'class="yoast-schema-graph">(.*?)</script>', post["yoast_head"])
            assert script is not None
            assert json.loads(script[1]) == post["yoast_head_json"]["schema"]


def test_the_quotidien_had_an_old_yoast_until_its_upgrade() -> None:
    days = arrived("posts", QUOTIDIEN)
    old = [post for day in ARRIVALS[:3] for post in days.get(day, [])]
    assert old
    assert not any("yoast_head_json" in post or "class_list" in post for post in old)
    assert all("plugin v15.8" in post["yoast_head"] for post in old)
    assert all("yoast_head_json" in post for day in ARRIVALS[3:] for post in days.get(day, []))


def test_one_article_was_removed_and_restored_and_another_stays_removed() -> None:
    restored = [(day, post["status"]) for day, post in forms(1121)]
    assert restored == [("2026-09-07", "publish"), ("2026-09-28", "trash"), ("2026-11-09", "publish")]
    removed = forms(1131)
    assert [(day, post["status"]) for day, post in removed] == [("2026-09-28", "publish"), ("2026-10-19", "trash")]
    assert removed[-1][1]["slug"] == "trust-boss-regrets-parking-letter__trashed"
    assert removed[-1][1]["link"] == "https://www.tarrowcourier.example/?p=1131"


def test_an_article_moved_to_a_new_address_keeps_its_guid() -> None:
    before, after = (post for _, post in forms(1109))
    assert before["link"].endswith("/2026/07/15/skerrow-terns-shout-over-engines/")
    assert after["link"].endswith("/2026/07/15/why-the-terns-of-skerrow-are-shouting/")
    assert before["guid"] == after["guid"]


def test_a_disclosed_correction_and_a_silent_change_arrive_as_two_forms() -> None:
    before, after = (post["content"]["rendered"] for _, post in forms(1058))
    assert "£2.3m" in before
    assert "Correction" not in before
    assert "An earlier version gave the estimated cost of repair as £2.3m. It is £3.2m." in after
    before, after = (post["content"]["rendered"] for _, post in forms(1105))
    assert ("£60m" in before, "£48m" in after, "orrect" in after) == (True, True, False)


def test_a_protected_post_shows_no_text_and_no_article_node() -> None:
    ((_, post),) = forms(1157)
    assert post["content"] == {"rendered": "", "protected": True}
    kinds = [node["@type"] for node in post["yoast_head_json"]["schema"]["@graph"]]
    assert kinds == ["WebPage", "BreadcrumbList", "WebSite", "Organization"]


def test_deleted_author_has_an_id_without_a_user() -> None:
    (_, post), *_ = forms(1033)
    users = {user["id"] for users in arrived("users").values() for user in users}
    assert post["author"] == 9
    assert 9 not in users
    assert 11 not in users  # has an account and has published nothing
