"""The command line answers at once, and never shows a credential."""

import subprocess
import sys

import click
import pytest

from orchestration import cli

HEAVY = ("dagster", "dbt", "dlt", "duckdb", "polars", "pyarrow", "pydantic", "rich")


def _main(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> int:
    """The exit code."""
    monkeypatch.setattr(sys, "argv", ["pressgraph", *arguments])
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert isinstance(end.value.code, int)
    return end.value.code


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["run", "--no-such-option"], ["no-such-command"]])
def test_help_and_misuse_import_nothing_heavy(arguments: list[str]) -> None:
    script = (
        "import sys; from orchestration import cli\n"
        f"sys.argv = ['pressgraph', *{arguments!r}]\n"
        "try: cli.main()\n"
        "except SystemExit: pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_misuse_ends_with_2(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert _main(["run", "--no-such-option"], monkeypatch) == 2
    assert "No such option" in capsys.readouterr().err


def test_an_unexpected_error_keeps_its_traceback_but_no_credential(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @click.command()
    def break_down() -> None:
        raise RuntimeError("GET https://ann:s3cret@news.example/ with Courier-Pass-1 failed")

    monkeypatch.setenv("COURIER_PASSWORD", "Courier-Pass-1")
    monkeypatch.setitem(cli.cli.commands, "break-down", break_down)
    assert _main(["break-down"], monkeypatch) == 1
    said = capsys.readouterr().err
    assert "Traceback" in said
    assert "in break_down" in said
    assert "GET https://***@news.example/ with *** failed" in said
    assert "s3cret" not in said
    assert "Courier-Pass-1" not in said


@pytest.mark.parametrize(
    "interrupt", [KeyboardInterrupt(), RuntimeError("Query interrupted")], ids=["ours", "DuckDB's"]
)
def test_an_interrupt_says_that_a_rerun_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], interrupt: BaseException
) -> None:
    @click.command()
    def wait_for_ever() -> None:
        raise interrupt

    monkeypatch.setitem(cli.cli.commands, "wait-for-ever", wait_for_ever)
    assert _main(["wait-for-ever"], monkeypatch) == 1
    assert capsys.readouterr().err.splitlines()[-1] == (
        "Stopped. What was loaded stays; run again and it goes on from there."
    )


def test_a_doctor_refuses_a_private_address(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _main(["doctor", "http://127.0.0.1:9/"], monkeypatch) == 2
    assert "--allow-private" in capsys.readouterr().out


def test_a_doctor_names_a_site_that_does_not_answer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _main(["doctor", "--allow-private", "--json", "http://127.0.0.1:9/"], monkeypatch) == 2
    assert '"failure_code": "SiteUnavailable"' in capsys.readouterr().out


def test_closing_the_pipe_early_prints_no_traceback() -> None:
    script = (
        "import sys; from orchestration import cli; cli.cli.callback = None\n"
        "cli.cli.commands['sql'].callback = lambda **_: print('row\\n' * 50_000)\n"
        "sys.argv = ['pressgraph', 'sql', 'select 1']; cli.main()"
    )
    done = subprocess.run(
        ["bash", "-c", f'set -o pipefail; {sys.executable} -c "$SCRIPT" | head -1'],
        env={"SCRIPT": script, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, "row\n", "")
