"""SQL over the published copy reads it and nothing else."""

import io
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from serving.publication import publish
from serving.queries import NothingPublishedError, PublishedCopyDamagedError, QueryError, run_query
from serving.rendering import write_csv, write_json
from tests.integration.serving.conftest import TABLES


@pytest.fixture
def database(warehouse: Path, tmp_path: Path) -> Path:
    return publish(warehouse, tmp_path / "published", TABLES).database


def test_tables_are_found_without_their_schema(database: Path) -> None:
    with run_query(database, "select count(*) as articles from articles") as result:
        assert result.columns == ["articles"]
        assert list(result.rows()) == [(3,)]


def test_queries_that_name_the_schema_marts_find_the_tables_too(database: Path) -> None:
    with run_query(database, "select count(*) from marts.articles") as result:
        assert list(result.rows()) == [(3,)]


def test_times_are_utc_whatever_the_machines_zone(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Indian/Mauritius")
    # 13:03 UTC is 17:03 there: a time with a zone is told in UTC, and a plain one is not moved.
    with run_query(database, "select hour(published_at), hour(published_at::timestamptz) from articles") as result:
        assert next(result.rows()) == (13, 13)


def test_json_and_csv_show_a_published_time_in_utc_without_an_offset(database: Path) -> None:
    for write, written in (
        (write_json, '[\n{"published_at": "2026-02-03T13:03:49"}\n]\n'),
        (write_csv, "published_at\n2026-02-03 13:03:49\n"),
    ):
        out = io.StringIO()
        with run_query(database, "select published_at from articles limit 1") as result:
            write(result.columns, result.rows(), out)
        assert out.getvalue() == written


@pytest.mark.parametrize(
    "sql",
    [
        "copy articles to '{folder}/stolen.csv'",
        "copy (select 1) to '{folder}/stolen.parquet' (format parquet)",
        "export database '{folder}/stolen'",
        "attach '{folder}/other.duckdb'",
        "select * from read_text('{folder}/secret.txt')",
        "select * from read_blob('{folder}/secret.txt')",
        "select * from read_csv('{folder}/secret.txt')",
        "select * from '{folder}/secret.csv'",
        "select * from glob('{folder}/*')",
        "select * from sniff_csv('{folder}/secret.txt')",
        "select getenv('HOME')",
        "install httpfs",
        "load httpfs",
        "select * from read_csv('http://127.0.0.1:9/x.csv')",
        "set enable_external_access = true",
        "reset enable_external_access",
        "set allowed_directories = ['{folder}']",
        "set TimeZone = 'Asia/Tokyo'",
        "pragma enable_profiling = 'json'",
        "insert into articles select 'x', now()",
        "drop table articles",
        "create table theirs as select 1",
        "select * from secret_rows",
    ],
)
def test_sql_reaches_no_file_no_network_and_changes_nothing(database: Path, tmp_path: Path, sql: str) -> None:
    secret_rows = [{"secret": 1}]  # a Python variable: DuckDB would offer it as a table
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "secret.txt").write_text("secret")
    (folder / "secret.csv").write_text("secret\n1\n")
    before = database.read_bytes()
    with pytest.raises(QueryError), run_query(database, sql.format(folder=folder)) as result:
        list(result.rows())
    assert sorted(path.name for path in folder.iterdir()) == ["secret.csv", "secret.txt"]
    assert database.read_bytes() == before
    assert secret_rows


def test_two_statements_are_refused(database: Path) -> None:
    with pytest.raises(QueryError, match="One statement at a time"), run_query(database, "select 1; select 2"):
        pass


def test_an_unknown_column_is_named(database: Path) -> None:
    with pytest.raises(QueryError, match="headline"), run_query(database, "select headline from articles"):
        pass


def test_failure_while_reading_rows_is_a_query_error(database: Path) -> None:
    with (
        pytest.raises(QueryError, match="Conversion"),
        run_query(database, "select article_id::int from articles") as result,
    ):
        list(result.rows())


def test_nothing_published_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NothingPublishedError, match="pressgraph run"), run_query(tmp_path / "none.duckdb", "select 1"):
        pass


#: A value of each kind that JSON or Python lacks, and how it stands in JSON.
VALUES = {
    "'nan'::double": '"NaN"',
    "'-infinity'::float": '"-Infinity"',
    "[1.5, 'infinity'::double]": '[1.5, "Infinity"]',
    "{'a': 'nan'::double, 'b': interval 1 month}": '{"a":"NaN","b":"1 month"}',
    "{'said': 'NaN \"Infinity\" \\', 'b': interval 1 month}": r'{"said":"NaN \"Infinity\" \\","b":"1 month"}',
    "interval '14 months 3 days 04:05:06.789'": '"1 year 2 months 3 days 04:05:06.789"',
    "[interval 1 month, null]": '["1 month",null]',
    "sum(9223372036854775807::bigint)": "9223372036854775807",
    "170141183460469231731687303715884105727::hugeint": "170141183460469231731687303715884105727",
    "340282366920938463463374607431768211455::uhugeint": "340282366920938463463374607431768211455",
    "{'a': {'b': 340282366920938463463374607431768211455::uhugeint}}": (
        '{"a":{"b":340282366920938463463374607431768211455}}'
    ),
    "repeat('9', 60)::bignum": "9" * 60,
    "18446744073709551615::ubigint": "18446744073709551615",
    "9007199254740993": "9007199254740993",
    "12345678901234567890123456789.123456789::decimal(38,9)": '"12345678901234567890123456789.123456789"',
    r"'\xAA\x00b'::blob": '"aa0062"',
    "'0101'::bit": '"0101"',
    "'12:34:56+02'::timetz": '"12:34:56+02"',
    "time '12:34:56.123456'": '"12:34:56.123456"',
    "'2026-01-01 00:00:00.123456789'::timestamp_ns": '"2026-01-01 00:00:00.123456789"',
    "timestamptz '2026-01-01 00:00:00+02'": '"2025-12-31T22:00:00+00:00"',
    "map {'k': 1, 'l': null}": '{"k":1,"l":null}',
    "[map {'k': 'infinity'::double}]": '[{"k":"Infinity"}]',
    "union_value(tag := 1)": '{"tag":1}',
    "42::variant": "42",
    "'x'::enum ('x', 'y')": '"x"',
    "uuid '6f1de9d5-3cd4-4f3f-8a0f-0d4d4a0b1b11'": '"6f1de9d5-3cd4-4f3f-8a0f-0d4d4a0b1b11"',
    "'a\"' || chr(10) || chr(0) || 'é'": r'"a\"\n\u0000é"',
    "null": "null",
    "null::interval": "null",
}


def test_json_is_valid_and_loses_nothing_of_any_type(database: Path) -> None:
    out = io.StringIO()
    with run_query(database, f"select {', '.join(VALUES)}") as result:
        columns = [f"c{number}" for number, _ in enumerate(result.columns)]
        write_json(columns, result.rows(for_json=True), out)
    [row] = json.loads(out.getvalue(), parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))
    assert len(row) == len(VALUES)
    written = out.getvalue().removeprefix("[\n{").removesuffix("}\n]\n")
    assert written == ", ".join(f'"{name}": {text}' for name, text in zip(columns, VALUES.values(), strict=True))


def test_columns_of_one_name_get_numbers_and_keep_their_values(database: Path) -> None:
    sql = "select 1 as n, interval 2 month as n, 3 as n_1, 4 as m from articles limit 1"
    for for_json in (False, True):
        with run_query(database, sql) as result:
            assert result.columns == ["n", "n_2", "n_1", "m"]
            (row,) = result.rows(for_json=for_json)
        assert [str(value).strip('"') for value in row] == ["1", "2 months", "3", "4"]


def test_large_sums_and_decimals_stay_numbers_in_csv(database: Path) -> None:
    out = io.StringIO()
    with run_query(database, "select sum(-n) as s, -1.50::decimal(9, 2) as d from range(4) as t (n)") as result:
        write_csv(result.columns, result.rows(), out)
    assert out.getvalue() == "s,d\n-6,-1.50\n"


ENDLESS = {
    "an aggregate": "select count(*) from range(1000000000000)",
    "a recursion": "with recursive r as (select 1 as n union all select n + 1 from r) select count(*) from r",
    "rows without end": "select n from range(1000000000000) as t (n)",
}


@pytest.mark.parametrize("sql", ENDLESS.values(), ids=ENDLESS.keys())
def test_query_is_stopped_when_its_time_is_up(database: Path, sql: str) -> None:
    started = time.monotonic()
    with (
        pytest.raises(QueryError, match=r"stopped after 0\.3 s.*--timeout"),
        run_query(database, sql, timeout_seconds=0.3) as result,
    ):
        for _ in result.rows():
            pass
    assert time.monotonic() - started < 5


def test_time_in_which_nobody_reads_does_not_count(database: Path) -> None:
    with run_query(database, "select n from range(50000) as t (n)", timeout_seconds=0.5) as result:
        rows = result.rows()
        next(rows)
        time.sleep(0.8)
        assert sum(1 for _ in rows) == 49_999


def test_query_has_the_memory_limit_of_the_warehouse(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRESSGRAPH_MEMORY_LIMIT", "100MB")
    sql = "select list(n) from range(100000000) as t (n)"
    with pytest.raises(QueryError, match="Out of Memory"), run_query(database, sql) as result:
        list(result.rows())


def _ascii(database: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    home = database.parent.parent
    return subprocess.run(
        [str(Path(sys.executable).with_name("pressgraph")), "sql", *arguments],
        env={"PRESSGRAPH_HOME": str(home), "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_format_can_be_written_to_a_stream_of_ascii(database: Path) -> None:
    said = [_ascii(database, "select 'é\U0001f600' as ü", "--format", form) for form in ("json", "csv", "table")]
    assert [done.returncode for done in said] == [0, 0, 0], said[0].stderr + said[1].stderr + said[2].stderr
    assert json.loads(said[0].stdout) == [{"ü": "é\U0001f600"}]
    assert said[1].stdout == "\\xfc\n\\xe9\\U0001f600\n"


@pytest.mark.parametrize(
    "sql", ["-- a comment\nselect 1 as n", "--no space\nselect 1 as n", "-- a\n--format\nselect 1 as n"]
)
def test_query_may_begin_with_a_comment(database: Path, sql: str) -> None:
    for arguments in ([sql, "--format", "csv"], ["--format", "csv", sql], ["--format", "csv", "--", sql]):
        done = _ascii(database, *arguments)
        assert (done.returncode, done.stdout, done.stderr) == (0, "n\n1\n", "")


def test_query_that_is_not_utf8_is_refused(database: Path) -> None:
    done = _ascii(database, "select '\udc80'")
    assert (done.returncode, done.stderr) == (2, "The query is not valid UTF-8.\n")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _overwrite(path: Path) -> None:
    path.write_bytes(b"not a database")


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for at in range(12_288, len(content), 4096):  # after the three headers
        content[at + 100] ^= 0xFF
    path.write_bytes(content)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [_cut, _overwrite, _flip, _empty])
def test_damaged_copy_is_named_with_the_way_to_make_it_anew(database: Path, damage: Callable[[Path], None]) -> None:
    damage(database)
    with (
        pytest.raises(PublishedCopyDamagedError, match=f"{database}.*cannot be read(.|\n)*--full-refresh"),
        run_query(database, "from articles") as result,
    ):
        list(result.rows())


@pytest.mark.parametrize(
    "value", ["timestamp 'infinity'", "timestamptz '294247-01-01'", "date '0044-03-15 (BC)'", "[date 'infinity']"]
)
def test_date_outside_the_calendar_is_refused_by_its_column(database: Path, value: str) -> None:
    with (
        pytest.raises(QueryError, match='"moment"::varchar'),
        run_query(database, f"select {value} as moment") as result,
    ):
        list(result.rows())
