"""What the ledger says of raw: each check finds what it is for, and nothing else."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from ingestion.chunks import LedgerRow, Rejection, ledger_table, rejection_table
from ingestion.snapshot import LAST_STEPS
from orchestration.attention import find_concerns
from orchestration.dbt_build import run_dbt
from orchestration.home import DBT_PROJECT
from orchestration.ledger_checks import check_ledger
from orchestration.outcome import FailedCheck, Outcome
from warehouse.connections import open_warehouse

NOW = datetime.now(UTC)
AHEAD = NOW + timedelta(days=365)
_MINUTES = "%Y-%m-%d %H:%M UTC"
QUIET = Outcome(failed_checks=[], failure=None, seconds=1.0)


def _row(extraction_id: str = "e1", rest_base: str = "posts", **differences: object) -> LedgerRow:
    row = {
        "extraction_id": extraction_id,
        "site": "courier",
        "rest_base": rest_base,
        "step": 1,
        "mode": "full",
        "status": "complete",
        "origin": "https://courier.example/wp-json/wp/v2/posts",
        "started_at": NOW,
        "finished_at": NOW,
        "expected_count": 100,
        "seen_count": 100,
    }
    return LedgerRow(**{**row, **differences})  # type: ignore[arg-type]


def _warehouse(folder: Path, rows: list[LedgerRow], rejections: list[Rejection] | None = None) -> Path:
    path = folder / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema raw")
        connection.register("ledger", ledger_table(rows))
        connection.execute("create table raw.extractions as from ledger")
        connection.register("rejected", rejection_table(rejections or [], extraction_id="e1", seen_at=NOW))
        connection.execute("create table raw.rejected_documents as from rejected")
    return path


def _found(folder: Path, *rows: LedgerRow) -> dict[str, list[str]]:
    """What was found, by the checks that found something."""
    findings = check_ledger(_warehouse(folder, list(rows)))
    return {name: [str(finding) for finding in found] for name, found in findings.items() if found}


def test_a_good_extraction_passes_every_check(tmp_path: Path) -> None:
    assert _found(tmp_path, _row()) == {}


def test_a_list_seen_in_part_is_found(tmp_path: Path) -> None:
    steps = [_row(seen_count=60, expected_count=None, status="open"), _row(step=2, seen_count=39)]
    assert _found(tmp_path, *steps) == {"lists_are_complete": ["courier posts: 99 documents seen of 100 announced"]}


def test_the_steps_of_a_list_add_up(tmp_path: Path) -> None:
    assert _found(tmp_path, _row(seen_count=60, status="open"), _row(step=2, seen_count=40)) == {}


def test_a_refresh_need_not_see_everything(tmp_path: Path) -> None:
    assert _found(tmp_path, _row(mode="refresh", seen_count=2)) == {}


def test_a_failure_is_found_until_the_list_succeeds(tmp_path: Path) -> None:
    failed = _row(status="failed", failure_code="ChallengePage", failure_message="A bot check answers.")
    assert _found(tmp_path, failed)["no_extraction_failed"] == ["courier posts: ChallengePage: A bot check answers."]
    (tmp_path / "later").mkdir()
    assert _found(tmp_path / "later", failed, _row("e2")) == {}


def test_an_interrupted_extraction_is_found(tmp_path: Path) -> None:
    assert _found(tmp_path, _row(status="open")) == {
        "no_extraction_failed": ["courier posts: was interrupted; the next run goes on from there"]
    }


@pytest.mark.parametrize(("hours", "is_found"), [(35, False), (37, True)])
def test_site_last_read_more_than_36_hours_ago_is_found(tmp_path: Path, hours: int, is_found: bool) -> None:
    found = _found(tmp_path, _row(finished_at=NOW - timedelta(hours=hours)))
    assert ("sites_are_fresh" in found) is is_found


def test_files_and_settings_do_not_age(tmp_path: Path) -> None:
    long_ago = NOW - timedelta(days=300)
    rows = [_row(mode="file", finished_at=long_ago), _row(rest_base="settings", finished_at=long_ago)]
    assert _found(tmp_path, *rows) == {}


def test_rejections_of_the_last_extraction_are_found_and_older_ones_not(tmp_path: Path) -> None:
    rejected = _row(rejected_count=2)
    assert _found(tmp_path, rejected) == {"no_document_is_rejected": ["courier posts: 2 documents rejected"]}
    (tmp_path / "later").mkdir()
    assert _found(tmp_path / "later", rejected, _row("e2")) == {}


def test_a_failed_site_and_rejected_documents_are_serious(tmp_path: Path) -> None:
    rows = [
        _row(rejected_count=1),
        _row(rest_base="media", status="failed", failure_code="ServerError", failure_message="It answers 500."),
        _row(rest_base="users", status="failed", failure_code="ServerError", failure_message="It answers 500."),
    ]
    rejection = Rejection(origin="posts.ndjson", line=7, reason_code="broken_json", reason="it is no JSON")
    concerns = find_concerns(_warehouse(tmp_path, rows, [rejection]), QUIET, "e1")
    assert [concern.text for concern in concerns] == [
        "courier (media, users) failed: ServerError: It answers 500.",
        "Documents rejected: 1:",
        "  posts.ndjson, line 7: it is no JSON",
    ]
    assert all(concern.is_serious for concern in concerns)


def test_concerns_do_not_include_findings_of_other_extractions(tmp_path: Path) -> None:
    failed = _row("e0", status="failed", failure_code="ServerError", failure_message="It answers 500.")
    assert find_concerns(_warehouse(tmp_path, [failed, _row()]), QUIET, "e1") == []


def test_a_check_at_error_level_is_serious_and_a_warning_is_not(tmp_path: Path) -> None:
    checks = [
        FailedCheck("marts/articles", "unique_articles_id", is_error=True, description=""),
        FailedCheck("raw/extractions", "sites_are_fresh", is_error=False, description="courier: last read in May"),
    ]
    concerns = find_concerns(_warehouse(tmp_path, [_row()]), Outcome(checks, None, 1.0), "e1")
    assert [(concern.text, concern.is_serious) for concern in concerns] == [
        ("Check unique_articles_id of marts/articles failed.", True),
        ("Check sites_are_fresh of raw/extractions failed. courier: last read in May", False),
    ]


def test_python_and_dbt_agree_on_the_status_of_a_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The rule stands in ingestion, which needs it before there are models, and in a model, which cannot call Python.
    warehouse = _warehouse(
        tmp_path,
        [
            _row("e1", "posts", status="open"),
            _row("e1", "posts", step=2),
            _row("e1", "pages", status="failed", failure_code="Early", failure_message="early"),
            _row("e1", "pages", step=2),
            _row("e2", "posts"),
            _row("e2", "posts", step=2, status="failed", failure_code="RowsMissing", failure_message="lost"),
            _row("e2", "pages", step=10, status="open", mode="sweep"),
            _row("e2", "pages", step=9, mode="full"),
        ],
    )
    columns = "extraction_id, site, rest_base, mode, status, failure_code, failure_message"
    monkeypatch.setenv("PRESSGRAPH_WAREHOUSE", str(warehouse))
    models = ["stg_raw__extractions", "int_extractions_summed"]
    run_dbt(["run", "--select", *models], project=DBT_PROJECT, target=tmp_path / "target").raise_on_failure()
    with open_warehouse(warehouse) as connection:
        ours = connection.execute(f"select {columns} from ({LAST_STEPS}) order by all").fetchall()
        theirs = connection.execute(
            f"select {columns} from intermediate.int_extractions_summed order by all"
        ).fetchall()
    assert [(*row[:4], "interrupted" if row[4] == "open" else row[4], *row[5:]) for row in ours] == theirs
    assert [row[4] for row in theirs] == ["complete", "complete", "interrupted", "failed"]


def test_clock_that_runs_back_or_ahead_is_found_and_blinds_no_other_check(tmp_path: Path) -> None:
    ahead, long_ago = AHEAD, NOW - timedelta(days=3)
    rows = [_row("e1", started_at=ahead, finished_at=ahead), _row("e2", started_at=long_ago, finished_at=long_ago)]
    found = _found(tmp_path, *rows)
    [where_and_what] = found["clocks_agree"]
    assert where_and_what.startswith(f"this machine: its clock ran back: an extraction ended at {ahead:{_MINUTES}}")
    assert where_and_what.endswith(f"the next one began at {long_ago:{_MINUTES}}")
    assert found["sites_are_fresh"] == [f"courier: last read to the end at {long_ago:%Y-%m-%d %H:%M} UTC"]


def test_difference_from_the_site_s_clock_is_found_until_it_is_gone(tmp_path: Path) -> None:
    skewed = _row("e1", "root", failure_code="ClockSkew", failure_message="this machine's clock is 9 hours behind")
    (tmp_path / "a").mkdir()
    assert _found(tmp_path / "a", skewed) == {"clocks_agree": ["courier: this machine's clock is 9 hours behind"]}
    assert _found(tmp_path, skewed, _row("e2", "root")) == {}
