from quotations.layout.marks import find_quoted_spans


def quoted(text: str) -> list[str]:
    return [text[quoted_span.start : quoted_span.end] for quoted_span in find_quoted_spans(text)]


def test_curly_and_straight_marks_are_read_alike() -> None:
    assert quoted('“It leaked,” she said. "Since March."') == ["“It leaked,”", '"Since March."']


def test_unclosed_span_ends_with_its_paragraph() -> None:
    assert quoted("“It leaked.\n\n“It still leaks,” he said.") == ["“It leaked.", "“It still leaks,”"]


def test_inches_and_feet_open_nothing() -> None:
    assert quoted('A 6" nail and a man of 5\'10" met.') == []


def test_a_curly_mark_closed_by_a_straight_one_is_closed() -> None:
    assert quoted('“It leaked," she said.') == ['“It leaked,"']


def test_guillemets_nest_where_their_paragraph_closes_all_it_opens() -> None:
    assert quoted("« Il dit « non » et part », note Ada.") == ["« Il dit « non » et part »"]
    assert quoted("«A «B», dit-il.") == ["«A ", "«B»"]


def test_a_guillemet_repeated_at_the_head_of_a_paragraph_opens_again() -> None:
    assert quoted("«Il pleut.\n«Il vente.» Fin.") == ["«Il pleut.", "«Il vente.»"]
    assert quoted("«Il pleut.\n»Il vente.» Fin.") == ["«Il pleut.", "»Il vente.»"]


def test_german_marks_of_either_kind_are_read() -> None:
    assert quoted("„Ja“, sagte er. Dann: »Nein, ›nie‹.«") == ["„Ja“", "»Nein, ›nie‹.«"]


def test_single_guillemets_and_low_single_marks_are_read() -> None:
    assert quoted("Il dit ‹oui› et part.") == ["‹oui›"]
    assert quoted("Er sagte ‚ja‘ und ging.") == ["‚ja‘"]


def test_a_low_single_mark_that_nothing_closes_opens_nothing() -> None:
    assert quoted("Zwei‚ drei und vier.") == []


def test_the_closing_mark_opens_only_where_the_language_has_it_so() -> None:
    assert quoted("”Nej”, sade hon.") == []
    assert [(one.start, one.end) for one in find_quoted_spans("”Nej”, sade hon.", closing_opens=True)] == [(0, 5)]
    assert find_quoted_spans("Hon sade “nej”.”", closing_opens=True) == find_quoted_spans("Hon sade “nej”.”")


def test_single_marks_are_read_when_they_are_the_outer_marks() -> None:
    text = (
        "‘It’s the officials’ fault, and it’s leaked since ’09,’ she said. The dogs’ ‘dinner’ was late.\n\n"
        "‘He said, “Never.” It’s mad.’"
    )

    assert quoted(text) == [
        "‘It’s the officials’ fault, and it’s leaked since ’09,’",
        "‘dinner’",
        "‘He said, “Never.” It’s mad.’",
    ]


def test_an_apostrophe_at_a_words_end_closes_nothing_that_closes_behind_punctuation() -> None:
    assert quoted("‘I was goin’ home,’ she said. The ‘way’ was long.") == ["‘I was goin’ home,’", "‘way’"]


def test_single_marks_within_double_marks_are_not_spans() -> None:
    assert quoted("“He told me ‘never’ and ‘no’,” she said. ‘So there.’") == ["“He told me ‘never’ and ‘no’,”"]


def test_letters_left_out_at_the_head_of_a_word_open_nothing() -> None:
    assert quoted("Rock ‘n’ roll was dead in the ‘90s, and ‘tis still so, my friends’ friends said.") == []


def test_speech_in_single_marks_may_go_on_in_the_next_paragraph() -> None:
    assert quoted("‘It leaked.\n\n‘It still leaks,’ he said.") == ["‘It leaked.", "‘It still leaks,’"]
