from enrichment.quotations.marks import find_stretches


def quoted(text: str) -> list[str]:
    return [text[stretch.start : stretch.end] for stretch in find_stretches(text)]


def test_curly_and_straight_marks_are_read_alike() -> None:
    assert quoted('“It leaked,” she said. "Since March."') == ["“It leaked,”", '"Since March."']


def test_an_unclosed_stretch_ends_with_its_paragraph() -> None:
    assert quoted("“It leaked.\n\n“It still leaks,” he said.") == ["“It leaked.", "“It still leaks,”"]


def test_inches_and_feet_open_nothing() -> None:
    assert quoted('A 6" nail and a man of 5\'10" met.') == []


def test_a_curly_mark_closed_by_a_straight_one_is_closed() -> None:
    assert quoted('“It leaked," she said.') == ['“It leaked,"']
