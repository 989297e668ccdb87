"""The published tables against a second reader of the site's answers, after each group of changes to a real site.

The tests build on each other: the site and the home go on from one group to the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner, Result

from orchestration.cli import cli
from tests.differential.comparison import differing_cells, judged_cells
from tests.differential.live import Watcher
from tests.differential.naive_reader import Expected, read_answers
from tests.wordpress.server import WordPress

pytestmark = pytest.mark.timeout(600)

ARTICLES = ("posts", "reviews")
SITES = """
[[sites]]
name = "courier"
url = "{url}"
allow_private = true
article_types = ["posts", "reviews"]
requests_per_second = 500
reread_days = {days}
"""


@dataclass
class Followed:
    """The site, what it made by name, and a home that follows it."""

    site: WordPress
    home: Path
    made: dict[str, Any]
    watcher: Watcher
    output: str = field(default="")

    def run(self, *options: str, days: int = 14) -> Result:
        """`pressgraph run OPTIONS` of a site that is read again in full within `days`."""
        sites = self.home.parent / "sites.toml"
        sites.write_text(SITES.format(url=self.site.url, days=days), encoding="utf-8")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PRESSGRAPH_HOME", str(self.home))
            done = CliRunner().invoke(cli, ["run", "--sites", str(sites), *options], catch_exceptions=False)
        self.output = " ".join(done.output.split())
        return done

    def expected(self, *, without: tuple[int, ...] = ()) -> Expected:
        """What a second reader finds on the site now."""
        return read_answers(self.watcher.look(without=without), {"courier": "Europe/London"}, article_lists=ARTICLES)

    @property
    def published(self) -> Path:
        """The database that people open."""
        return self.home / "published" / "pressgraph.duckdb"

    def judged(self, column: str, values: dict[str, Any]) -> list[str]:
        """What differs from values worked out by hand, by the name of the post."""
        rows = {f"courier/posts/{self.made['posts'][name]}": {column: value} for name, value in values.items()}
        return judged_cells(rows, self.published)

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a query over the published copy."""
        with duckdb.connect(str(self.published), read_only=True) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def followed(installation: WordPress, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Followed]:
    installation.reset()
    made = installation.php("return seed_newsroom();")
    lists = [*ARTICLES, "categories", "tags", "users"]
    yield Followed(
        installation, tmp_path_factory.mktemp("followed") / "home", made, Watcher("courier", installation.url, lists)
    )
    installation.reset()


def test_first_run_shows_what_the_site_shows(followed: Followed) -> None:
    done = followed.run()
    assert done.exit_code == 0, done.output
    expected = followed.expected()
    assert len(expected["articles"]) == 24 + len(followed.made["posts"]) + 1
    assert min(map(len, expected.values())) > 2
    assert differing_cells(expected, followed.published) == []


def test_bylines_languages_and_texts_are_what_a_person_reads(followed: Followed) -> None:
    assert followed.judged("author_name", {"lightbox": "Mara Holt", "coauthored": "Jonah Pike, Bea Farrow"}) == []
    assert followed.judged("language", {"french": "fr", "greek": "el"}) == []
    # Three sentences each, in headings or between line breaks alone.
    ids = ", ".join(str(followed.made["posts"][name]) for name in ("headings", "breaks"))
    counts = followed.ask(
        f"select sentence_count, paragraph_count from word_counts where split_part(article_id, '/', 3)::int in ({ids})"
    )
    assert counts == [(3, 3), (3, 3)]
    embedded = f"courier/posts/{followed.made['posts']['embedded']}"
    posts = followed.ask(f"select quote_kind, quote_text from quotations where article_id = '{embedded}'")
    assert posts == [("embedded", "The bridge will be shut by noon.")]
    assert followed.judged("quotation_count", {"embedded": 0}) == []


def test_field_that_a_theme_adds_to_one_post_is_held(followed: Followed) -> None:
    with duckdb.connect(str(followed.home / "warehouse.duckdb")) as connection:
        held = connection.execute("select id, document->>'kicker' from raw.posts where document->>'kicker' is not null")
        assert held.fetchall() == [(followed.made["posts"]["themed"], "By the water")]


def test_dated_edits_removals_and_yoast_fields_are_shown_after_a_sweep_that_reads_all(followed: Followed) -> None:
    posts, plain = followed.made["posts"], followed.made["plain"]
    described = [posts["french"], plain[9]]
    followed.site.php(
        f"""
        edit_now({plain[0]}); purge({posts["purged"]}); wp_trash_post({posts["trashed"]}); publish_scheduled(1);
        wp_update_post(['ID' => {posts["drafted"]}, 'post_status' => 'draft']);
        wp_update_post(['ID' => {plain[1]}, 'post_name' => 'a-new-slug', 'post_title' => 'A <b>new</b> &amp; slug']);
        $late = wp_insert_term('Late & Live', 'category')['term_id'];
        wp_set_post_categories(insert(0), [$late]);
        wp_insert_post(['post_title' => 'Not yet', 'post_content' => 'x', 'post_status' => 'future',
            'post_date' => gmdate('Y-m-d H:i:s', time() + 86400)]);
        foreach ([{described[0]}, {described[1]}] as $id)
            update_post_meta($id, '_yoast_wpseo_metadesc', 'Described in Yoast alone.');
        return 0;
        """
    )
    assert followed.run("--sweep", days=1).exit_code == 0
    expected = followed.expected()
    removals = [row["removal_kind"] for row in expected["articles"].values() if row["removal_kind"]]
    assert sorted(removals) == ["purged", "unpublished", "unpublished"]
    assert differing_cells(expected, followed.published) == []
    found = followed.ask("select post_id from articles where meta_description = 'Described in Yoast alone.' order by 1")
    assert [post for (post,) in found] == sorted(described)


def test_untouched_posts_get_no_version_by_being_read_again(followed: Followed) -> None:
    # The sweep before read every post again; the lightbox and the gallery differ between any two requests.
    posts, plain = followed.made["posts"], followed.made["plain"]
    edited = {plain[0], plain[1], plain[9], *(posts[name] for name in ("french", "purged", "trashed", "drafted"))}
    with duckdb.connect(str(followed.home / "warehouse.duckdb")) as connection:
        found = connection.execute("select id from raw.posts where rest_base = 'posts' group by id having count(*) > 1")
        assert {post for (post,) in found.fetchall()} == edited


def test_edits_that_move_no_date_are_shown_after_a_sweep(followed: Followed) -> None:
    made = followed.made
    posts, plain = made["posts"], made["plain"]
    followed.site.php(
        f"""
        require_once ABSPATH . 'wp-admin/includes/user.php';
        wp_delete_user({made["accounts"]["jonah"]}, {made["accounts"]["mara"]});
        wp_delete_term({made["terms"]["closing"]}, 'category');
        stick_post({plain[4]}); update_post_meta({plain[5]}, '_thumbnail_id', {made["pictures"]["bridge"]});
        $wpdb->update($wpdb->posts, ['post_name' => 'slug-only'], ['ID' => {plain[6]}]); clean_post_cache({plain[6]});
        wp_set_post_terms({plain[8]}, ['Later'], 'post_tag');
        wp_update_term({made["terms"]["rnd"]}, 'post_tag', ['name' => 'Research & <Development>']);
        wp_untrash_post({posts["trashed"]}); wp_publish_post({posts["trashed"]});
        return 0;
        """
    )
    assert followed.run("--sweep").exit_code == 0
    expected = followed.expected()
    assert expected["authors"][f"courier/users/{made['accounts']['jonah']}",]["removed_at is not null"]
    assert expected["sections"][f"courier/categories/{made['terms']['closing']}",]["removed_at is not null"]
    assert expected["articles"][f"courier/posts/{posts['trashed']}",]["removal_kind"] is None
    assert differing_cells(expected, followed.published) == []


def test_new_addresses_are_shown_while_one_post_breaks_and_one_type_is_gone(followed: Followed) -> None:
    broken = followed.made["posts"]["broken"]
    followed.site.php(
        "global $wp_rewrite; $wp_rewrite->set_permalink_structure('/%postname%/'); flush_rewrite_rules();"
        f" update_option('test_without_reviews', 1); wp_trash_post({followed.made['plain'][10]}); return 0;"
    )
    followed.site.fault({"match": ".", "fault": "broken_post", "argument": broken})
    followed.run("--sweep")
    assert "Documents rejected: 1" in followed.output
    assert "the list reviews is no longer offered" in followed.output
    unlisted = followed.ask("select article_id, removed_at from articles where unlisted_at is not null")
    assert unlisted == [(f"courier/reviews/{followed.made['review']}", None)]
    assert differing_cells(followed.expected(without=(broken,)), followed.published) == []


def test_what_broke_is_shown_by_the_run_after_it_is_mended(followed: Followed) -> None:
    followed.site.fault()
    followed.site.php("delete_option('test_without_reviews'); return 0;")
    assert followed.run().exit_code == 0
    assert followed.ask("select article_id from articles where unlisted_at is not null") == []
    assert differing_cells(followed.expected(), followed.published) == []
