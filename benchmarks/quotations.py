"""Speed of the quotation engine: articles per second on one core, and seconds for adversarial texts."""

from __future__ import annotations

import gzip
from pathlib import Path

import orjson

from benchmarks import Measurement, median_seconds
from quotations import Article, find_quotations
from quotations.english.words.lexicon import english
from quotations.english.words.tokens import tokenize
from sample_newsroom.gold import read_gold

# PolNeAR's validation articles, where the shared folder is beside the checkout.
VALIDATION = Path(__file__).parents[2] / "shared" / "data" / "quotes" / "polnear_dev_val.jsonl.gz"


def articles() -> list[str]:
    """Return the texts of the project's annotated articles."""
    return [one.article.text for one in read_gold()]


def worst_texts() -> dict[str, str]:
    """Return texts on which an engine that is not linear would not finish, by name."""
    sentence = "“It leaked,” said Ada Holt, the harbour master. “It has leaked since March,” she told the council. "
    return {
        "1 MB article": "\n\n".join([sentence * 4] * (1_000_000 // (4 * len(sentence)))),
        "100,000 quotation marks": "He said “no”. " * 50_000,
        "one paragraph of 200 kB": sentence * (200_000 // len(sentence)),
        "unclosed marks": "“It leaked and " * 40_000,
        "unclosed single marks": "‘It leaked and " * 40_000,
        "deeply nested marks": "“‘«„" * 25_000 + "no" + "“»’”" * 25_000,
        "right to left": "قال محمد علي: «نحن ننتظر منذ شهر مارس». وقال إنه لا يعرف. " * 5_000,
        "a million spaces": "“It leaked,”" + " " * 1_000_000 + "said Ada Holt.",
        "no spaces": "“leaked”saidAdaHolt," * 50_000,
        "names only": "Ada Holt Of The Harbour Authority " * 10_000,
        "capitals only": "ADA HOLT SAID NO. " * 20_000,
        "one endless sentence": "Ada Holt said that Mara Bright said that " * 5_000,
        "40,000 turns": "COURIER: Why do I ask?\n\nHOLT: I like it.\n\n" * 20_000,
        "40,000 labels": "\n\n".join(f"HOLT{number}: I like it." for number in range(40_000)),
    }


def measure() -> list[Measurement]:
    """Measure articles per second, compared with tokenizing them, and seconds for the worst texts."""
    measured = [_measure_articles("our own articles", articles())]
    if VALIDATION.is_file():
        with gzip.open(VALIDATION) as lines:
            texts = [orjson.loads(line)["text"] for line in lines]
        measured.append(_measure_articles("the validation articles", texts))
    for name, text in worst_texts().items():
        taken = median_seconds(lambda text=text: find_quotations(Article(text)), runs=1)
        measured.append(Measurement(f"quotations: {name}", taken, "s", target="<= 2 s"))
    return measured


def _measure_articles(name: str, texts: list[str]) -> Measurement:
    words = sum(len(text.split()) for text in texts)
    cut = median_seconds(lambda: [tokenize(text, (), english()) for text in texts])
    seconds = median_seconds(lambda: [find_quotations(Article(text)) for text in texts])
    return Measurement(
        f"quotations: {name}, {words / len(texts):.0f} words each, one core",
        len(texts) / seconds,
        "articles/s",
        floor=len(texts) / cut,
        floor_name="tokens with word classes",
        target=">= 200 articles/s",
    )
