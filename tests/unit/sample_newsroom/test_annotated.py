from sample_newsroom.gold.annotated import read_gold


def test_the_french_paper_is_read_on_request_without_what_it_prints_in_english() -> None:
    names = [one.name for one in read_gold(language="fr")]

    assert "584-une-tortue-bloque-l-entree-du-supermarche" in names
    assert "566-terns-from-tarrow-heard-off-port-salines" not in names
    assert {one.article.language for one in read_gold(language="fr")} == {"fr"}


def test_what_the_french_paper_prints_in_english_is_english() -> None:
    names = [one.name for one in read_gold()]

    assert "566-terns-from-tarrow-heard-off-port-salines" in names
    assert "584-une-tortue-bloque-l-entree-du-supermarche" not in names
