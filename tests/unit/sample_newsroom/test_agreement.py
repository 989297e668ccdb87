"""Agreement of two annotators: the measures on examples worked by hand, and the numbers the guideline prints."""

from __future__ import annotations

import pytest

from sample_newsroom.agreement import DOCUMENT, Item, document_with, kappa, match, read_pairs, report

TEXT = "“It leaked,” said Ada. The roof was dear, she added."


def item(text: str, **keys: str) -> Item:
    start = TEXT.index(text)
    return Item({"text": text, "kind": "full", **keys}, frozenset(range(start, start + len(text))))


def test_items_that_share_half_of_their_characters_are_one() -> None:
    (pair,) = match("a", [item("The roof was dear")], [item("roof was dear")])  # 13 of 17 characters
    assert (pair.first, pair.second) == (item("The roof was dear"), item("roof was dear"))


def test_items_that_share_less_than_half_stand_alone() -> None:
    pairs = match("a", [item("The roof was dear")], [item("dear")])  # 4 of 17
    assert [(pair.first is None, pair.second is None) for pair in pairs] == [(False, True), (True, False)]


def test_an_item_is_matched_once_and_with_the_larger_overlap() -> None:
    exact, shorter = item("The roof was dear"), item("roof was dear")
    pairs = match("a", [exact], [shorter, exact])
    assert [(pair.first, pair.second) for pair in pairs] == [(exact, exact), (None, shorter)]


def test_kappa_takes_off_what_chance_gives() -> None:
    # 20 + 15 of 50 agree: 0.7. By chance: (25 * 30 + 25 * 20) / 2500 = 0.5. (0.7 - 0.5) / 0.5 = 0.4
    labels = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert kappa(labels) == pytest.approx(0.4)


def test_kappa_is_zero_for_an_annotator_who_says_one_thing_only() -> None:
    assert kappa([("full", "full"), ("block", "full")]) == 0


def test_the_report_counts_items_by_their_marks() -> None:
    pairs = match("a", [item("“It leaked,”"), item("The roof was dear")], [item("“It leaked,”")])
    table = report(pairs)
    assert "| in marks | 1 | 1 | 1 | 1.000 |" in table
    assert "| without marks | 1 | 0 | 0 | 0.000 |" in table
    assert "| all | 2 | 1 | 1 | 0.667 |" in table


def test_the_table_replaces_what_stood_between_the_markers() -> None:
    text = "a\n<!-- agreement: begin -->\nold\n<!-- agreement: end -->\nz\n"
    assert document_with(text, "new\n") == "a\n<!-- agreement: begin -->\nnew\n<!-- agreement: end -->\nz\n"
    with pytest.raises(ValueError, match="agreement: begin"):
        document_with("no markers", "new\n")


def test_the_guideline_prints_the_numbers_of_the_annotations_as_they_are() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert document_with(text, report(read_pairs())) == text
