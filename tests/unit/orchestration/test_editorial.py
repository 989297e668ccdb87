"""The newsroom's own files are loaded as they stand; one that breaks a rule is named with its line."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pytest

from orchestration.editorial import EditorialFileInvalidError, load_editorial, read_editorial

ALIASES = "alias_name,site,organization,person_name,namesake\n"


def write(home: Path, name: str, text: str | bytes) -> None:
    (home / f"{name}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())


def test_a_home_without_files_has_no_rows(tmp_path: Path) -> None:
    assert read_editorial(tmp_path) == {"person_aliases": [], "person_takedowns": []}


def test_columns_may_stand_in_any_order_and_fields_are_trimmed(tmp_path: Path) -> None:
    write(tmp_path, "person_takedowns", '\ufeffsite,person_name\r\n, Mara Holt \r\n\r\nharbour,"Berg, Ola"\r\n')
    assert read_editorial(tmp_path)["person_takedowns"] == [("Mara Holt", ""), ("Berg, Ola", "harbour")]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "name the columns: alias_name,site,organization,person_name,namesake"),
        ("alias_name,person_name\nA,B\n", 1, "name the columns"),
        (ALIASES + "A,,,B,\nA,,B\n", 3, "3 fields where the header has 5"),
        (ALIASES + "\nA,,,B,,\n", 3, "6 fields where the header has 5"),
        (ALIASES + "A,,,,\n", 2, "person_name is empty"),
        (ALIASES + " ,,,B,\n", 2, "alias_name is empty"),
        (ALIASES + 'A,,,"B,\n', 2, "not valid CSV"),
        (ALIASES.encode() + b"A,,,B,\nJos\xe9,,,B,\n", 3, "not UTF-8"),
    ],
)
def test_a_file_that_breaks_a_rule_is_named_with_its_line(
    tmp_path: Path, text: str | bytes, line: int, said: str
) -> None:
    write(tmp_path, "person_aliases", text)
    with pytest.raises(EditorialFileInvalidError) as caught:
        read_editorial(tmp_path)
    assert [number for number, _ in caught.value.problems] == [line]
    assert str(caught.value).startswith(f"{tmp_path / 'person_aliases.csv'}, line {line}: ")
    assert said in str(caught.value)


def test_every_problem_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, "person_aliases", ALIASES + "A,,,,\nA,,B\n")
    with pytest.raises(EditorialFileInvalidError) as caught:
        read_editorial(tmp_path)
    assert [line for line, _ in caught.value.problems] == [2, 3]


@pytest.mark.timeout(20)
def test_pipe_or_folder_in_place_of_a_file_is_named(tmp_path: Path) -> None:
    for make in (os.mkfifo, os.mkdir):
        home = tmp_path / make.__name__
        home.mkdir()
        make(home / "person_aliases.csv")
        with pytest.raises(EditorialFileInvalidError, match=r"person_aliases\.csv, line 1: it is not a file"):
            read_editorial(home)


def test_a_load_makes_the_tables_anew(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    write(tmp_path, "person_takedowns", "person_name,site\nMara Holt,\n")
    assert load_editorial(tmp_path, warehouse) == {"person_aliases": 0, "person_takedowns": 1}
    write(tmp_path, "person_takedowns", "person_name,site\nOla Berg,harbour\n")
    load_editorial(tmp_path, warehouse)
    with duckdb.connect(str(warehouse)) as connection:
        assert connection.execute("from editorial.person_takedowns").fetchall() == [("Ola Berg", "harbour")]
        assert connection.execute("from editorial.person_aliases").fetchall() == []


def test_a_file_that_breaks_a_rule_leaves_the_tables_as_they_are(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    write(tmp_path, "person_takedowns", "person_name,site\nMara Holt,\n")
    load_editorial(tmp_path, warehouse)
    write(tmp_path, "person_takedowns", "person_name\n")
    with pytest.raises(EditorialFileInvalidError):
        load_editorial(tmp_path, warehouse)
    with duckdb.connect(str(warehouse)) as connection:
        assert connection.execute("from editorial.person_takedowns").fetchall() == [("Mara Holt", "")]
