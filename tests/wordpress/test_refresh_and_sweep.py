"""What a refresh sees, what only a sweep sees, and what neither may do."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

from tests.wordpress.following import Follower
from tests.wordpress.server import WordPress

Follow = Callable[..., Follower]

NOW = "gmdate('Y-m-d H:i:s')"


def test_a_rerun_adds_nothing(wordpress: WordPress, follow: Follow) -> None:
    wordpress.php("return seed_posts(120);")
    follower = follow(include=None)
    follower.run()
    follower.run()
    assert follower.new_rows == 0
    follower.run("sweep")
    assert follower.new_rows == 0


def test_a_refresh_without_changes_sends_two_requests_per_list_and_reads_no_document(
    wordpress: WordPress, follow: Follow
) -> None:
    wordpress.php("return seed_posts(250);")
    follower = follow()
    follower.run()
    wordpress.forget_requests()
    follower.run()
    asked = [request.uri for request in wordpress.requests() if "/wp/v2/posts" in request.uri]
    assert len(asked) == 2
    assert all("_fields=id,date_gmt,modified_gmt" in uri and uri.count("after=2") == 1 for uri in asked)


def test_dates_are_requested_in_utc(wordpress: WordPress, follow: Follow) -> None:
    wordpress.php("update_option('timezone_string', 'Pacific/Auckland'); return seed_posts(1);")
    follower = follow()
    follower.run()
    wordpress.forget_requests()
    follower.run()
    [after, modified_after] = [request.uri for request in wordpress.requests() if "after=" in request.uri]
    assert "&after=20" in after
    assert after.split("&after=")[1].split("&")[0].endswith("Z")
    assert modified_after.split("modified_after=")[1].split("&")[0].endswith("Z")


def test_a_refresh_sees_an_edit_an_insert_and_a_scheduled_post_going_live(wordpress: WordPress, follow: Follow) -> None:
    ids = wordpress.php("return seed_posts(30);")
    follower = follow()
    follower.run()
    wordpress.php(f"edit_at({ids[3]}, {NOW}); return 0;")
    inserted = wordpress.php(
        "return wp_insert_post(['post_title' => 'a', 'post_content' => 'b', 'post_status' => 'publish']);"
    )
    scheduled = wordpress.php("return publish_scheduled(0);")
    follower.run()
    assert follower.new_rows == 3
    present = follower.present("posts")
    assert {inserted, scheduled} < present.keys()
    assert present[scheduled] == "2023-01-01 00:00:00"


def test_a_site_before_wordpress_5_7_is_refreshed_by_its_latest_edits(wordpress: WordPress, follow: Follow) -> None:
    ids = wordpress.php("return seed_posts(150);")
    wordpress.fault({"match": ".", "fault": "no_modified_after"})
    follower = follow()
    follower.run()
    wordpress.php(f"edit_at({ids[3]}, {NOW}); return 0;")
    wordpress.forget_requests()
    follower.run()
    assert follower.new_rows == 1
    assert any("orderby=modified&order=desc" in request.uri for request in wordpress.requests())
    assert not any("modified_after" in request.uri for request in wordpress.requests())


def test_an_edit_in_the_second_of_the_last_extraction_is_not_lost(wordpress: WordPress, follow: Follow) -> None:
    ids = wordpress.php("return seed_posts(5);")
    moment = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
    wordpress.php(f"edit_at({ids[0]}, '{moment}'); return 0;")
    follower = follow()
    follower.run()
    wordpress.php(
        f"$wpdb->update($wpdb->posts, ['post_content' => 'Again, in the same second.'], ['ID' => {ids[0]}]);"
        f"clean_post_cache({ids[0]}); return 0;"
    )
    follower.run()
    assert follower.new_rows == 1


def test_a_sweep_tells_unpublished_from_purged_and_finds_restored_posts(wordpress: WordPress, follow: Follow) -> None:
    ids = wordpress.php("return seed_posts(60);")
    follower = follow()
    follower.run()
    wordpress.php(
        f"""
        wp_trash_post({ids[0]}); wp_delete_post({ids[1]}, true);
        wp_update_post(['ID' => {ids[2]}, 'post_status' => 'draft']);
        wp_update_post(['ID' => {ids[3]}, 'post_status' => 'private']);
        return 0;
        """
    )
    assert follower.run("sweep")["posts"]["status"] == "complete"
    states = follower.states("posts")
    assert [states[id_] for id_ in ids[:5]] == ["unpublished", "purged", "unpublished", "unpublished", "present"]
    follower.run("sweep")
    assert follower.new_rows == 0
    wordpress.php(f"wp_update_post(['ID' => {ids[2]}, 'post_status' => 'publish']); return 0;")
    follower.run("sweep")
    assert follower.states("posts")[ids[2]] == "present"


def test_an_unlikely_share_of_removals_is_not_recorded(wordpress: WordPress, follow: Follow) -> None:
    ids = wordpress.php("return seed_posts(120);")
    follower = follow()
    follower.run()
    wordpress.php(f"foreach ([{','.join(map(str, ids[60:]))}] as $id) wp_trash_post($id); return 0;")
    posts = follower.run("sweep")["posts"]
    assert (posts["status"], posts["failure"], follower.new_rows) == ("failed", "TooManyVanished", 0)
    assert "60 of 120" in posts["message"]
    assert len(follower.present("posts")) == 120
    assert follower.run("sweep", accept_vanished=True)["posts"]["status"] == "complete"
    assert len(follower.present("posts")) == 60


def test_terms_and_users_are_read_in_the_sweep(wordpress: WordPress, follow: Follow) -> None:
    tag = wordpress.php("seed_posts(1); return wp_insert_term('Harbor', 'post_tag')['term_id'];")
    follower = follow(include=["tags", "users"])
    follower.run()
    wordpress.php(
        f"wp_update_term({tag}, 'post_tag', ['name' => 'Harbour']); wp_insert_term('Audit', 'post_tag');"
        "wp_update_user(['ID' => 1, 'display_name' => 'Mara Holt']); return 0;"
    )
    follower.run("sweep")
    names = [json.loads(row["document"])["name"] for row in follower.latest("tags", "terms")]
    assert names == ["Harbour", "Audit"]
    assert json.loads(follower.latest("users", "users")[0]["document"])["name"] == "Mara Holt"


def test_daily_sweeps_read_every_document_again_within_the_days_of_the_site(
    wordpress: WordPress, follow: Follow
) -> None:
    ids = wordpress.php("return seed_posts(60);")
    follower = follow(reread_days=5)
    follower.run()
    wordpress.php("update_option('blogname', 'Renamed'); return 0;")  # moves no date, and is in every head
    renamed = []
    for _ in range(5):
        follower.wait(days=1)
        follower.run("sweep")
        renamed.append(sum("Renamed" in row["document"] for row in follower.latest("posts")))
    assert renamed == [12, 24, 36, 48, 60]
    assert [row["id"] for row in follower.latest("posts")] == ids


def test_edits_that_move_no_date_are_read_by_one_sweep(wordpress: WordPress, follow: Follow) -> None:
    ids = wordpress.php("return seed_posts(60);")
    follower = follow(include=["posts", "users", "categories"])
    other, term = wordpress.php(
        f"""
        $other = wp_insert_user(['user_login' => 'nell', 'user_pass' => 'x', 'display_name' => 'Nell Port']);
        $term = wp_insert_term('Floods', 'category')['term_id'];
        foreach ([{ids[0]}, {ids[1]}] as $id) wp_update_post(['ID' => $id, 'post_author' => $other]);
        foreach ([{ids[2]}, {ids[3]}] as $id) wp_set_post_categories($id, [$term]);
        return [$other, $term];
        """
    )
    follower.run()
    wordpress.php(
        f"""
        require_once ABSPATH . 'wp-admin/includes/user.php';
        wp_delete_user({other}, 1); wp_delete_term({term}, 'category'); stick_post({ids[4]});
        return 0;
        """
    )
    follower.run("sweep")
    documents = {row["id"]: json.loads(row["document"]) for row in follower.latest("posts")}
    assert {documents[id_]["author"] for id_ in ids} == {1}
    assert not any(term in documents[id_]["categories"] for id_ in ids)
    assert [id_ for id_ in ids if documents[id_]["sticky"]] == [ids[4]]
    assert follower.states("users", "users")[other] == "purged"
    assert follower.states("categories", "terms")[term] == "purged"


def test_documents_come_with_every_field(wordpress: WordPress, follow: Follow) -> None:
    wordpress.php("return seed_posts(250);")
    follower = follow()
    follower.run()
    documents = [json.loads(row["document"]) for row in follower.latest("posts")]
    [fields] = {frozenset(document) for document in documents}
    assert {"yoast_head", "yoast_head_json", "content", "_links", "title", "tags"} < fields
    assert all(document["yoast_head_json"]["schema"]["@graph"] for document in documents)


def test_a_refresh_brings_the_category_that_a_new_post_names_without_its_head(
    wordpress: WordPress, follow: Follow
) -> None:
    wordpress.php("return seed_posts(3);")
    follower = follow(include=["posts", "categories"])
    follower.run()
    term_id = wordpress.php(
        "$term = wp_insert_term('Floods', 'category');"
        "wp_insert_post(['post_title' => 'Rain', 'post_content' => 'x', 'post_status' => 'publish',"
        " 'post_category' => [$term['term_id']]]); return $term['term_id'];"
    )
    follower.run()
    [term] = [json.loads(row["document"]) for row in follower.latest("categories", "terms") if row["id"] == term_id]
    assert term["name"] == "Floods"
    assert not {"yoast_head", "yoast_head_json"} & term.keys()


def test_the_html_head_is_kept_if_there_is_no_json_head(wordpress: WordPress, follow: Follow) -> None:
    wordpress.php("update_option('test_head', 'html'); return seed_posts(250);")
    follower = follow()
    follower.run()
    assert all("yoast_head" in json.loads(row["document"]) for row in follower.latest("posts"))


def test_the_requested_fields_follow_the_site(wordpress: WordPress, follow: Follow) -> None:
    wordpress.php("update_option('test_head', 'html'); return seed_posts(250);")
    follower = follow()
    follower.run()
    wordpress.php(
        "update_option('test_head', 'json');"
        '$wpdb->query("update $wpdb->posts set post_modified_gmt = utc_timestamp(), post_modified = utc_timestamp()");'
        "return 0;"
    )
    follower.run()
    assert follower.new_rows == 250
    assert all("yoast_head_json" in json.loads(row["document"]) for row in follower.latest("posts"))


def test_an_api_that_closes_before_the_probe_removes_nothing(wordpress: WordPress, follow: Follow) -> None:
    ids = wordpress.php("return seed_posts(30);")
    follower = follow()
    follower.run()
    wordpress.php(f"wp_trash_post({ids[0]}); return 0;")
    wordpress.fault({"match": f"posts/{ids[0]}$", "fault": "login"})
    follower.run("sweep")
    assert follower.states("posts")[ids[0]] == "present"
    wordpress.fault()
    follower.run("sweep")
    assert follower.states("posts")[ids[0]] == "unpublished"


def test_what_wordpress_counts_and_hides_does_not_fail_media_and_comments(wordpress: WordPress, follow: Follow) -> None:
    wordpress.php(
        """
        $public = seed_posts(1)[0];
        $draft = wp_insert_post(['post_title' => 'Draft', 'post_content' => 'x', 'post_status' => 'draft']);
        for ($i = 0; $i < 130; $i++) {
            $on = $i % 3 ? $public : $draft;
            wp_insert_attachment(['post_title' => "Photo $i", 'post_mime_type' => 'image/png'], "p$i.png", $on);
            wp_insert_comment(['comment_post_ID' => $on, 'comment_content' => "Note $i.", 'comment_approved' => 1]);
        }
        return 0;
        """
    )
    follower = follow(include=["media", "comments"])
    ledger = follower.run()
    assert {name: (ledger[name]["status"], ledger[name]["new"]) for name in ("media", "comments")} == {
        "media": ("complete", 86),
        "comments": ("complete", 86),
    }
    follower.run("sweep")
    assert follower.new_rows == 0
