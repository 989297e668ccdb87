"""The command line. Everything heavy is imported by the command that needs it: help and errors answer at once."""

from __future__ import annotations

import io
import sys
import traceback
from pathlib import Path
from typing import Any, NoReturn

import click

from orchestration.streams import drop_out, ensure_standard_streams, write_err

DONE, NEEDS_ATTENTION, NOTHING_CHANGED = 0, 1, 2


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def cli() -> None:
    """Pressgraph: what newsrooms publish, whom they quote, how much and how often.

    State lives in the folder PRESSGRAPH_HOME (default: ./var).
    """


@cli.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--sample", is_flag=True, help="Run on the bundled sample newsroom, in a home of its own.")
@click.option("--site", "site_names", multiple=True, metavar="NAME", help="Only this site of the sites file.")
@click.option(
    "--sites", "sites_file", type=click.Path(path_type=Path), metavar="FILE", help="Sites file instead of sites.toml."
)
@click.option("--full-refresh", is_flag=True, help="Rebuild everything from raw; fetch nothing.")
@click.option("--sweep", is_flag=True, help="Compare every id with the site: what vanished, what was missed.")
@click.option("--allow-private", is_flag=True, help="Permit an address that is private or loopback.")
@click.option("--accept-vanished", is_flag=True, help="With --sweep: record removals however many there are.")
@click.option(
    "--wait",
    "wait_seconds",
    type=click.FloatRange(min=0),
    metavar="SECONDS",
    help="How long to wait for another run to let go of the warehouse (default 600).",
)
def run(**options: Any) -> None:
    """Load, enrich, model and publish.

    SOURCE is a site's address, a file (one post, an array, NDJSON, or .gz of these), a folder or a glob. Without one,
    the sites of sites.toml are read.

    Exit codes: 0 done; 1 done, but something needs attention; 2 nothing was opened and nothing changed.
    """
    from orchestration.request import RequestError, parse_request  # noqa: PLC0415

    try:
        request = parse_request(**options)  # an option and its parameter have one name
    except RequestError as refusal:
        _refuse(str(refusal))
    from orchestration.running import run_job  # noqa: PLC0415 - 5 s: dagster and dbt

    sys.exit(run_job(request))


@cli.command()
@click.argument("query", metavar="QUERY")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="csv is made for spreadsheets (a cell that would start a formula gets an apostrophe); json is exact.",
)
@click.option("--limit", type=click.IntRange(min=1), default=200, show_default=True, help="Rows of a table.")
def sql(query: str, form: str, limit: int) -> None:
    """Ask the published copy: pressgraph sql "select * from people_quoted limit 10".

    For reading only; SQL reaches no file and no network. QUERY - reads it from standard input.
    """
    from orchestration.asking import print_answer  # noqa: PLC0415
    from orchestration.home import Home  # noqa: PLC0415
    from serving.publication import DATABASE_NAME  # noqa: PLC0415
    from serving.queries import NothingPublishedError, QueryError  # noqa: PLC0415

    if query == "-":
        query = sys.stdin.read()
    try:
        print_answer(Home.from_environment().published / DATABASE_NAME, query, form=form, limit=limit)
    except (NothingPublishedError, QueryError) as refusal:
        _refuse(str(refusal))


@cli.command()
@click.argument("url")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--sites", "sites_file", type=click.Path(path_type=Path), metavar="FILE", help="Sites file.")
@click.option("--allow-private", is_flag=True, help="Permit an address that is private or loopback.")
def doctor(url: str, *, as_json: bool, sites_file: Path | None, allow_private: bool) -> None:
    """Say what the site at URL offers and what would go wrong; load nothing.

    Exit codes: 0 an extraction would begin; 2 it would not.
    """
    from orchestration.doctor import print_diagnosis  # noqa: PLC0415
    from orchestration.request import RequestError, load_configured_sites  # noqa: PLC0415

    try:
        _, sites = load_configured_sites(sites_file)
    except RequestError as refusal:
        _refuse(str(refusal))
    is_readable = print_diagnosis(url, sites, as_json=as_json, allow_private=allow_private)
    sys.exit(DONE if is_readable else NOTHING_CHANGED)


@cli.command()
@click.option("--port", type=click.IntRange(1, 65535), default=3000, show_default=True)
def dev(port: int) -> None:
    """Open Dagster's UI, for this machine only, with the daemon that runs schedules and the sensor.

    Other web pages' requests are refused. Runs started there name sites of sites.toml or files of the inbox; everything
    else a run may be asked for belongs to `pressgraph run`.

    Exit codes: 0 stopped by a signal; 1 the UI or the daemon ended by itself; 2 the port is in use.
    """
    from orchestration.dev import serve  # noqa: PLC0415
    from orchestration.home import Home  # noqa: PLC0415

    sys.exit(serve(Home.from_environment(), port))


def _refuse(message: str) -> NoReturn:
    """Say why nothing was done, and stop."""
    from orchestration.redaction import redact  # noqa: PLC0415

    write_err(redact(message) + "\n")
    sys.exit(NOTHING_CHANGED)


def main() -> None:
    """Run the command line; an unexpected error keeps its traceback, without credentials."""
    ensure_standard_streams()
    try:
        cli(standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as misuse:
        said = io.StringIO()
        misuse.show(said)
        write_err(said.getvalue())
        sys.exit(misuse.exit_code)
    except BrokenPipeError:  # `pressgraph sql ... | head`: the reader has seen enough
        drop_out()
        sys.exit(NEEDS_ATTENTION)
    except (click.Abort, KeyboardInterrupt):
        _say_stopped()
    except Exception as error:  # noqa: BLE001 - the last place: nothing is hidden, all of it is printed
        if str(error) == "Query interrupted":  # what DuckDB makes of Ctrl-C
            _say_stopped()
        from orchestration.redaction import redact  # noqa: PLC0415

        write_err(redact(traceback.format_exc()))
        write_err("This is a defect of Pressgraph; nothing that was loaded is lost. Running again is safe.\n")
        sys.exit(NEEDS_ATTENTION)


def _say_stopped() -> NoReturn:
    write_err("Stopped. What was loaded stays; run again and it goes on from there.\n")
    sys.exit(NEEDS_ATTENTION)
