import re

from sample_newsroom.gold import HELD_OUT, read_gold


def test_french_gold_leaves_out_the_french_papers_english_articles() -> None:
    names = [one.name for one in read_gold(language="fr")]

    assert "584-une-tortue-bloque-l-entree-du-supermarche" in names
    assert "566-terns-from-tarrow-heard-off-port-salines" not in names
    assert {one.article.language for one in read_gold(language="fr")} == {"fr"}


def test_english_gold_includes_the_french_papers_english_articles() -> None:
    names = [one.name for one in read_gold()]

    assert "566-terns-from-tarrow-heard-off-port-salines" in names
    assert "584-une-tortue-bloque-l-entree-du-supermarche" not in names


def test_a_gold_article_has_the_tags_and_authors_of_its_front_matter() -> None:
    article = next(one.article for one in read_gold() if one.name == "1067-danbury-not-here-to-be-liked-by-goalposts")

    assert sorted(article.tag_names) == ["Steph Danbury", "relegation"]
    assert article.author_names == ["Jonah Pike"]


def test_training_piece_has_no_tag_or_author_names() -> None:
    article = next(one.article for one in read_gold() if one.name == "us-01-highway-bill")

    assert (article.tag_names, article.author_names) == ([], [])


def test_held_out_articles_are_not_used_for_training() -> None:
    held_out = list(read_gold(HELD_OUT))

    assert len(held_out) == 18
    assert not any(one.is_for_training for one in held_out)
    assert {one.name for one in held_out}.isdisjoint(one.name for one in read_gold())


def test_every_text_in_marks_of_training_and_held_out_articles_is_annotated() -> None:
    articles = [one for one in read_gold() if one.name.startswith(("us-", "regional-", "metro-", "magazine-"))]
    left_out = [
        f"{one.name}: {match[0]}"
        for one in [*articles, *read_gold(HELD_OUT)]
        for match in re.finditer(r"“[^“”]*”", one.article.text)
        if not any(start < match.end() and match.start() < end for item in one.items for start, end in item.spans)
    ]

    assert len(articles) == 43
    assert left_out == []
