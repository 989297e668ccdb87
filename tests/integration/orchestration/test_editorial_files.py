"""Files of the home have the final word over people, from the next run on."""

from tests.integration.orchestration.conftest import STORIES, Newsroom


def test_a_takedown_in_the_home_withholds_a_speaker_and_a_broken_file_stops_before_anything_opens(
    empty: Newsroom,
) -> None:
    empty.home.mkdir(exist_ok=True)
    posts = empty.write("posts.ndjson", STORIES)
    takedowns = empty.home / "person_takedowns.csv"
    takedowns.write_text("person_name\nMara Holt\n", encoding="utf-8")
    refused = empty.run("run", posts)
    assert refused.exit_code == 2
    assert f"{takedowns}, line 1: it has to name the columns: person_name,site" in refused.stderr
    assert not (empty.home / "warehouse.duckdb").exists()

    takedowns.write_text("person_name,site\nMara HOLT,\n", encoding="utf-8")
    assert empty.run("run", posts).exit_code == 0
    withheld = "select distinct is_speaker_withheld, speaker_name from marts.quotations where speaker_type = 'person'"
    assert empty.published(withheld) == [(True, None)]

    takedowns.unlink()
    assert empty.run("run", "--full-refresh").exit_code == 0
    assert empty.published(withheld) == [(False, "Mara Holt")]
