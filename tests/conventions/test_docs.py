"""The documents a newcomer reads say what is there: commands, targets, tables, files."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from orchestration.cli import cli

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "sample_newsroom").glob("*.md"),
        *(ROOT / "quotations").glob("*.md"),
    ]
)
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands_named_in(text: str) -> set[str]:
    """Subcommands of `pressgraph` that start a line of code or stand in backquotes."""
    return set(re.findall(r"(?:^ {4}|`|bin/)pressgraph ([a-z]+)\b", text, flags=re.MULTILINE))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_a_document_names_exists(document: Path) -> None:
    assert commands_named_in(document.read_text(encoding="utf-8")) <= set(cli.commands)


def test_the_readme_names_every_command() -> None:
    assert set(cli.commands) - {"dev"} <= commands_named_in(README)  # `make dev` is how it is told


def test_every_option_the_readme_shows_exists() -> None:
    known = {
        option
        for command in cli.commands.values()
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
    }
    shown = set(re.findall(r"pressgraph [a-z]+[^\n#]*?(--[a-z-]+)", README))
    assert shown
    assert shown <= known


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_make_target_a_document_names_exists(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    named = set(re.findall(r"(?:^(?: {4})?|`)make ([a-z-]+)", document.read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert named <= targets


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
    missing = [link for link in links if "://" not in link and not (document.parent / link).exists()]
    assert not missing


def test_the_readme_lists_every_mart_and_no_other() -> None:
    marts = {path.stem for path in (ROOT / "dbt_project" / "models" / "marts").rglob("*.sql")}
    listed = set(re.findall(r"^\| `([a-z_]+)` \|", README, flags=re.MULTILINE))
    assert listed == marts, "the table under `## Ask` in README.md has one line for each mart"


def test_every_file_that_contributing_names_exists() -> None:
    named = set(re.findall(r"(?<![\w./$-])(?:\w+/)+(?:[\w<>.-]+\.(?:sql|yml|py|toml|md))?", CONTRIBUTING))
    named |= set(re.findall(r"`([\w.]+\.(?:sql|yml|py|toml|md))`", CONTRIBUTING))
    names = {path.name for path in ROOT.glob("[!.]*/**/*.*")} | {path.name for path in ROOT.glob("*.*")}
    missing = [
        name for name in named if not (list(ROOT.glob(re.sub("<[^>]+>", "*", name))) if "/" in name else name in names)
    ]
    assert len(named) > 20
    assert not [name for name in missing if not name.startswith("var/")]  # runs make it, a fresh clone has none


def test_every_test_that_contributing_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", CONTRIBUTING))
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert named
    assert [name for name in named if f"def {name}(" not in sources] == []
