import pytest

from quotations.english.judging.confidence import confidence_features, confidence_of, method_of
from quotations.ranking import GroupWeights
from tests.unit.quotations.analysed import placed_in


def test_method_names_what_decided() -> None:
    analysis, (first, second) = placed_in("“It leaked,” said Holt. “It sank,” said Vane. Quill left.")
    holt, vane, quill = analysis.mentions
    first.speaker = holt

    assert method_of(first, None) == "inverted"
    assert method_of(second, first) == "no speaker"
    for speaker, method in ((vane, "inverted"), (holt, "same speaker"), (quill, "ranked")):
        second.speaker = speaker
        assert method_of(second, first) == method


def test_confidence_is_zero_without_a_speaker() -> None:
    _, (quoted,) = placed_in("“It leaked,” said Holt.")

    assert confidence_of(quoted, None, GroupWeights({"bias": 9.0})) == 0.0


def test_certainty_adds_up_bin_by_bin() -> None:
    analysis, (quoted,) = placed_in("“It leaked,” said Holt.")
    quoted.speaker, quoted.speaker_share, quoted.probability = analysis.mentions[0], 0.45, 0.9
    features = confidence_features(quoted, None)

    assert [one for one in features if one.startswith("share")] == ["share>0.2", "share>0.3", "share>0.4"]
    assert [one for one in features if one.startswith("quotation")] == [
        "quotation>0.5",
        "quotation>0.7",
        "quotation>0.85",
    ]
    assert {"method=inverted", "method=inverted|short", "cue=V", "kind=person", "distance=0"} <= set(features)


def test_confidence_is_a_probability_to_three_places() -> None:
    analysis, (quoted,) = placed_in("“It leaked,” said Holt.")
    quoted.speaker = analysis.mentions[0]

    assert confidence_of(quoted, None, GroupWeights({})) == 0.5
    assert confidence_of(quoted, None, GroupWeights({"bias": 1.0, "method=inverted": 0.0})) == pytest.approx(
        0.731
    )  # 1 / (1 + exp(-1))
