"""A run that the command line did not start reads configured sites and files of the inbox, and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import dagster as dg
import pytest

from orchestration.home import Home
from orchestration.request import parse_request
from orchestration.resource import PipelineResource
from orchestration.run_context import COMMAND_LINE_TAG, RunContext
from tests.integration.orchestration.conftest import Newsroom, make_post

Launch = Callable[..., dg.ExecuteInProcessResult]


@pytest.fixture
def job(newsroom: Newsroom) -> dg.JobDefinition:
    from orchestration.definitions import defs

    return defs().resolve_job_def("refresh")


@pytest.fixture
def launch(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Launch:
    """Run the raw step with a configuration, as the UI, the daemon or `dagster job launch` would."""
    sites = newsroom.home.parent / "sites.toml"
    sites.write_text('[[sites]]\nname = "courier"\nurl = "https://courier.invalid"\n')
    monkeypatch.setenv("PRESSGRAPH_SITES", str(sites))

    from orchestration.defs.raw import raw  # what it is made from exists once a run has prepared it

    def run(tags: dict[str, str] | None = None, **config: Any) -> dg.ExecuteInProcessResult:
        return dg.materialize(
            [raw],
            run_config={"ops": {"raw": {"config": config}}},
            resources={"pipeline": PipelineResource(run=RunContext.for_home(Home(newsroom.home)))},
            tags=tags,
        )

    return run


@pytest.mark.parametrize(
    "wish",
    [
        {"sources": ["http://127.0.0.1:8000/"]},
        {"sources": ["/etc/passwd"]},
        {"allow_private": True},
        {"accept_vanished": True},
        {"sites_file": "other.toml"},
        {"extraction_id": "x"},
    ],
    ids=lambda wish: next(iter(wish)),
)
def test_configuration_has_no_field_for_what_belongs_to_the_command_line(
    job: dg.JobDefinition, wish: dict[str, Any]
) -> None:
    with pytest.raises(dg.DagsterInvalidConfigError, match=f'unexpected config entry "{next(iter(wish))}"'):
        dg.validate_run_config(job, {"ops": {"raw": {"config": wish}}})


@pytest.mark.parametrize(
    "wish",
    [
        {"sites": {"env": "DESK_SECRET"}},
        {"sites": [{"env": "DESK_SECRET"}]},
        {"files": {"env": "DESK_SECRET"}},
        {"files": ["a.ndjson", {"env": "DESK_SECRET"}]},
        {"mode": {"env": "DESK_SECRET"}},
    ],
    ids=str,
)
def test_configuration_reads_no_environment_variable(
    job: dg.JobDefinition, launch: Launch, wish: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_SECRET", "hunter2")
    for start in (
        lambda: dg.validate_run_config(job, {"ops": {"raw": {"config": wish}}}),
        lambda: launch(**wish),
    ):
        with pytest.raises(dg.DagsterInvalidConfigError) as refusal:
            start()
        assert "hunter2" not in str(refusal.value)


def test_wait_of_a_run_is_a_number_and_reads_no_environment_variable(
    job: dg.JobDefinition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_SECRET", "hunter2")
    with pytest.raises(dg.DagsterInvalidConfigError) as refusal:
        dg.validate_run_config(job, {"resources": {"pipeline": {"config": {"wait_seconds": {"env": "DESK_SECRET"}}}}})
    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize(
    ("wish", "because"),
    [
        ({"sites": ["https://evil.example/"]}, "has no site named 'https://evil.example/'. It has: courier"),
        ({"files": ["../stories.ndjson"]}, "not the name of a file"),
        ({"files": ["/etc/passwd"]}, "not the name of a file"),
        ({"files": ["link.ndjson"]}, "symbolic link"),
        ({"files": ["https://evil.example/"]}, "not the name of a file"),
        ({"files": ["missing.json"]}, "not a file in"),
        ({"mode": "everything"}, "refresh, sweep or reread"),
        ({"files": ["missing.json"], "sites": ["courier"]}, "either files of the inbox or sites"),
    ],
    ids=str,
)
def test_run_that_asks_for_more_fails_by_name_before_anything_is_read(
    newsroom: Newsroom, launch: Launch, wish: dict[str, Any], because: str
) -> None:
    outside = newsroom.write("outside.ndjson", [make_post(9, "<p>Outside.</p>")])
    (newsroom.home / "inbox" / "link.ndjson").symlink_to(outside)
    before = newsroom.warehouse("select count(*) from raw.extractions")
    with pytest.raises(dg.Failure) as refusal:
        launch(**wish)
    assert because in str(refusal.value.description)
    assert newsroom.warehouse("select count(*) from raw.extractions") == before


def test_file_of_the_inbox_is_loaded(newsroom: Newsroom, launch: Launch) -> None:
    newsroom.write("home/inbox/dropped.ndjson", [make_post(9, "<p>Dropped.</p>")])
    assert launch(files=["dropped.ndjson"]).success
    origin = str(newsroom.home / "inbox" / "dropped.ndjson")
    assert newsroom.warehouse("select origin from raw.posts where id = 9") == [(origin,)]


def test_repeated_run_of_the_command_line_is_refused(launch: Launch) -> None:
    with pytest.raises(dg.Failure) as refusal:
        launch(tags={COMMAND_LINE_TAG: "true"})
    assert "run it there" in str(refusal.value.description)


def test_command_line_hands_its_request_over_in_process(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    from orchestration.defs.raw import raw

    outside = newsroom.write("outside.ndjson", [make_post(9, "<p>Outside.</p>")])
    monkeypatch.setenv("PRESSGRAPH_HOME", str(newsroom.home))
    monkeypatch.setenv("PRESSGRAPH_SITES", str(newsroom.home / "no-sites.toml"))
    request = parse_request([str(outside)]).extraction
    assert request is not None
    run = replace(RunContext.for_home(Home(newsroom.home)), request=request)
    assert dg.materialize([raw], resources={"pipeline": PipelineResource(run=run)}).success
    assert newsroom.warehouse("select extraction_id from raw.posts where id = 9") == [(request.extraction_id,)]


def test_run_of_the_command_line_is_marked(newsroom: Newsroom) -> None:
    with dg.DagsterInstance.from_config(str(newsroom.home / "dagster")) as instance:
        (run,) = instance.get_runs(limit=1)
    assert run.tags[COMMAND_LINE_TAG] == "true"
    assert "sources" not in str(run.run_config)
