"""One table of entities: the SQL macro decodes what Python decodes, on every entity that HTML knows."""

from __future__ import annotations

from html import unescape
from html.entities import html5
from typing import Any

import duckdb
import jinja2
import pytest

from tests.html_entities import MACRO, render

_MACROS = MACRO.parent


class _Adapter:
    """Dispatches as dbt does on DuckDB."""

    module: Any = None

    def dispatch(self, name: str, _project: str) -> Any:
        return getattr(self.module, f"duckdb__{name}")


@pytest.fixture(scope="module")
def decode() -> Any:
    """Return a function that decodes a list of texts in SQL."""
    environment = jinja2.Environment(autoescape=False)  # noqa: S701 SQL, no page
    entities = environment.compile_expression(render().split("return(", 1)[1].rsplit(") }}", 1)[0])()
    files = [_MACROS / "text.sql", *sorted((_MACROS / "engine").glob("*.sql"))]
    adapter = _Adapter()
    template = environment.from_string(
        "\n".join(path.read_text(encoding="utf-8") for path in files),
        {"adapter": adapter, "html_entities": lambda: entities},
    )
    adapter.module = template.module
    expression = str(adapter.module.decode_entities("text"))
    connection = duckdb.connect()

    def run(texts: list[str]) -> list[str]:
        rows = connection.execute(f"select {expression} from (select unnest($texts) as text)", {"texts": texts})
        return [text for (text,) in rows.fetchall()]

    return run


def test_macro_of_entities_is_as_generated() -> None:
    assert MACRO.read_text(encoding="utf-8") == render(), "run python -m tests.html_entities"


def test_sql_and_python_decode_every_entity_alike(decode: Any) -> None:
    texts = [f"a &{name} b&{name}c &amp;{name}" for name in html5]

    assert decode(texts) == [unescape(text) for text in texts]


def test_sql_and_python_decode_every_kind_of_number_alike(decode: Any) -> None:
    numbers = [*range(0x400), 0x2019, 0xD7FF, 0xD800, 0xDFFF, 0xE000, 0xFDCF, 0xFDD0, 0xFDEF, 0xFFFD, 0xFFFE, 0x1F600,
               0x1FFFF, 0x10FFFD, 0x10FFFF, 0x110000, 0xFFFFFFFF]  # fmt: skip
    texts = [form.format(number) for number in numbers for form in ("&#{0};", "x&#{0} y", "&#x{0:x};", "&#X{0:X}z")]

    assert decode(texts) == [unescape(text) for text in texts]


@pytest.mark.parametrize(
    "text",
    [
        "Zo&eacute; O&#8217;Hara &amp; Sons",
        "O&#x27;Hara",
        "R&D, AT&T & Q&A; &unknown; &notit; &copy2026 &copyright &;",
        "&&amp;&amp &#; &#x; &#xg; & &\u00e9; 100% &lt;b&gt;",
        "no entity",
        "",
    ],
)
def test_text_around_entities_stays_as_it_is(decode: Any, text: str) -> None:
    assert decode([text]) == [unescape(text)]


def test_null_stays_null(decode: Any) -> None:
    assert decode([None]) == [None]
