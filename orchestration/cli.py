"""The command line. Each command imports what it needs, so that help and errors are printed at once."""

from __future__ import annotations

import io
import sys
import traceback
from pathlib import Path
from typing import Any, NoReturn

import click

from orchestration.stopping import end_stopped, is_stop_requested, stop_in_time
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
@click.option("--sweep", is_flag=True, help="Compare every id with the site, to find deleted and missed documents.")
@click.option(
    "--reread",
    is_flag=False,
    flag_value="",
    metavar="[SITE|URL]",
    help="Read documents again in full: all, those of a site, or the one at URL.",
)
@click.option("--allow-private", is_flag=True, help="Permit an address that is private or loopback.")
@click.option("--accept-vanished", is_flag=True, help="With --sweep or --reread: record any number of removals.")
@click.option(
    "--wait",
    "wait_seconds",
    type=click.FloatRange(min=0),
    metavar="SECONDS",
    help="How long to wait while another run uses the warehouse (default 600).",
)
def run(**options: Any) -> None:
    """Load, enrich, model and publish.

    SOURCE is a site's address, a file (one post, an array, NDJSON, or .gz of these), a folder or a glob. Without one,
    the sites of sites.toml are read.

    Exit codes: 0 done; 1 done, but something needs attention; 2 nothing was opened and nothing changed.
    """
    from orchestration.request import RequestError, parse_request  # noqa: PLC0415

    stop_in_time()
    try:
        request = parse_request(**options)  # an option and its parameter have one name
    except RequestError as refusal:
        _refuse(str(refusal))
    from orchestration.running import run_job  # noqa: PLC0415 - 5 s: dagster and dbt

    sys.exit(run_job(request))


class _QueryCommand(click.Command):
    """A command whose argument may begin with a comment of SQL, which looks like an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        query = next((word for word in args if word.startswith("--") and any(map(str.isspace, word))), None)
        if query is not None and "--" not in args:
            args = [*(word for word in args if word is not query), "--", query]
        return super().parse_args(ctx, args)


@cli.command(cls=_QueryCommand)
@click.argument("query", metavar="QUERY")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="csv is for spreadsheets (a cell that would be read as a formula starts with an apostrophe); json is exact.",
)
@click.option("--limit", type=click.IntRange(min=1), default=200, show_default=True, help="Rows of a table.")
@click.option(
    "--timeout",
    "timeout_seconds",
    type=click.FloatRange(min=0),
    metavar="SECONDS",
    default=600,
    show_default=True,
    help="Stop the query after this time, in which printing does not count; 0 sets no limit.",
)
def sql(query: str, form: str, limit: int, timeout_seconds: float) -> None:
    """Query the published copy: pressgraph sql "select * from people_quoted limit 10".

    Read-only; SQL has no access to files or the network. QUERY - reads it from standard input. A second column of one
    name gets a number.

    Exit codes: 0 done; 2 the query or the copy could not be read.
    """
    from orchestration.home import Home  # noqa: PLC0415
    from orchestration.query_output import print_query_result  # noqa: PLC0415
    from serving.publication import DATABASE_NAME  # noqa: PLC0415
    from serving.queries import NothingPublishedError, PublishedCopyDamagedError, QueryError  # noqa: PLC0415

    stop_in_time()
    try:
        query = sys.stdin.read() if query == "-" else query
        query.encode()  # bytes of an argument that are not UTF-8 are lone surrogates
    except UnicodeError:
        _refuse("The query is not valid UTF-8.")
    try:
        print_query_result(
            Home.from_environment().published / DATABASE_NAME,
            query,
            form=form,
            limit=limit,
            timeout_seconds=timeout_seconds or None,
        )
    except (NothingPublishedError, PublishedCopyDamagedError, QueryError) as refusal:
        _refuse(str(refusal))


@cli.command()
@click.argument("url")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--sites", "sites_file", type=click.Path(path_type=Path), metavar="FILE", help="Sites file.")
@click.option("--allow-private", is_flag=True, help="Permit an address that is private or loopback.")
def doctor(url: str, *, as_json: bool, sites_file: Path | None, allow_private: bool) -> None:
    """Report what the site at URL offers and what would fail; load nothing.

    Exit codes: 0 an extraction can start; 2 it cannot.
    """
    from orchestration.doctor import print_diagnosis  # noqa: PLC0415
    from orchestration.request import RequestError, load_configured_sites  # noqa: PLC0415

    stop_in_time()
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

    Requests of other web pages are refused. Runs started in the UI read sites of sites.toml or files of the inbox; all
    other options need `pressgraph run`.

    Exit codes: 0 stopped by a signal; 1 the UI or the daemon ended by itself; 2 the port is in use.
    """
    from orchestration.dev import serve  # noqa: PLC0415
    from orchestration.home import Home  # noqa: PLC0415

    sys.exit(serve(Home.from_environment(), port))


def _refuse(message: str) -> NoReturn:
    """Print why nothing was done, and exit."""
    from orchestration.redaction import redact  # noqa: PLC0415

    write_err(redact(message) + "\n")
    sys.exit(NOTHING_CHANGED)


def main() -> None:
    """Run the command line; print the traceback of an unexpected error, without credentials."""
    ensure_standard_streams()
    try:
        cli(standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as misuse:
        said = io.StringIO()
        misuse.show(said)
        write_err(said.getvalue())
        sys.exit(misuse.exit_code)
    except BrokenPipeError:  # `pressgraph sql ... | head`: the reader closed the pipe
        drop_out()
        sys.exit(NEEDS_ATTENTION)
    except (click.Abort, KeyboardInterrupt):
        end_stopped()
    except Exception as error:  # noqa: BLE001 - the outermost level, which prints everything
        if str(error) == "Query interrupted" or is_stop_requested():  # the first is DuckDB's error on Ctrl-C
            end_stopped()
        from orchestration.redaction import redact  # noqa: PLC0415

        write_err(redact(traceback.format_exc()))
        write_err("This is a defect of Pressgraph; nothing that was loaded is lost. Running again is safe.\n")
        sys.exit(NEEDS_ATTENTION)
