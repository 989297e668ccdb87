from sample_newsroom.gold.annotated import read_gold


def test_a_gold_article_has_the_tags_and_authors_of_its_front_matter() -> None:
    article = next(one.article for one in read_gold() if one.name == "1067-danbury-not-here-to-be-liked-by-goalposts")

    assert sorted(article.tag_names) == ["Steph Danbury", "relegation"]
    assert article.author_names == ["Jonah Pike"]


def test_a_training_piece_of_no_newspaper_has_neither() -> None:
    article = next(one.article for one in read_gold() if one.name == "us-01-highway-bill")

    assert (article.tag_names, article.author_names) == ([], [])
