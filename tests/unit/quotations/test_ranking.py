import pytest

from quotations.ranking import GroupWeights, linear, logistic, shares


def test_features_without_a_weight_count_nothing() -> None:
    assert linear({"near": 2.0, "far": -0.5}, ["near", "far", "near", "unknown"]) == 3.5


def test_weight_of_group_is_sum_of_feature_weights() -> None:
    weights = {"near": 2.0, "far": -0.5}
    groups = GroupWeights(weights)

    assert groups["near", "far"] == linear(weights, ["near", "far"]) == 1.5
    assert groups["near", "far"] == 1.5  # as remembered
    assert dict(groups) == {("near", "far"): 1.5}


def test_groups_are_remembered_up_to_a_limit_and_weighed_beyond_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GroupWeights, "LIMIT", 2)
    groups = GroupWeights({"a": 1.0, "b": 2.0, "c": 4.0})

    assert [groups[(name,)] for name in "abc"] == [1.0, 2.0, 4.0]
    assert list(groups) == [("a",), ("b",)]


def test_shares_sum_to_one_in_the_order_of_the_scores() -> None:
    assert shares([0.0, 0.0]) == [0.5, 0.5]
    assert shares([1.0986122886681098, 0.0]) == pytest.approx([0.75, 0.25])  # the logarithm of three
    assert sum(shares([3.0, -2.0, 0.5])) == pytest.approx(1.0)


@pytest.mark.parametrize("scores", [[1e6, 0.0], [-1e6, 0.0], [1e6, 1e6]])
def test_no_score_is_too_large_for_a_share(scores: list[float]) -> None:
    assert sum(shares(scores)) == pytest.approx(1.0)


def test_a_probability_is_safe_at_both_ends() -> None:
    assert logistic(0.0) == 0.5
    assert logistic(-1e6) == 0.0
    assert logistic(1e6) == pytest.approx(1.0)
    assert logistic(1.0986122886681098) == pytest.approx(0.75)
