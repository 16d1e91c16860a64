"""Votes: what one costs, how the scores follow, what an order is worth, and the duels of the penguins."""

import numpy as np
import pytest
from scipy.stats import kendalltau
from traitlets import TraitError

import lossbook
from lossbook import datasets, order_agreement
from lossbook.explorables import FourSoups


def settled(name, steps=100):
    soups = FourSoups(chosen=name)
    return FourSoups(chosen=name, scores=soups.after(steps))


def test_a_vote_is_binary_cross_entropy_of_the_gap():
    winners, losers = np.random.default_rng(0).normal(0, 5, (2, 50))
    ones = np.ones(50)
    np.testing.assert_allclose(
        lossbook.preference(winners, losers),
        lossbook.binary_cross_entropy_from_logits(winners - losers, ones),
        rtol=1e-13,
    )
    of_winners, of_losers = lossbook.preference_gradient(winners, losers)
    np.testing.assert_array_equal(of_winners, -of_losers)
    np.testing.assert_allclose(
        of_winners, lossbook.binary_cross_entropy_from_logits_gradient(winners - losers, ones), rtol=1e-13
    )


def test_slopes_are_those_of_the_curve():
    winners, losers, nudge = *np.random.default_rng(1).normal(0, 3, (2, 20)), 1e-6
    for which, slope in enumerate(lossbook.preference_gradient(winners, losers)):
        ahead, behind = ([winners, losers] for _ in range(2))
        ahead[which], behind[which] = ahead[which] + nudge, behind[which] - nudge
        rise = lossbook.preference(*ahead) - lossbook.preference(*behind)
        np.testing.assert_allclose(rise / (2 * nudge), slope, rtol=1e-5, atol=1e-8)


def test_far_ahead_and_far_behind():
    assert lossbook.preference([1000, -1000, np.inf, -np.inf], [0, 0, 0, 0]).tolist() == [0, 1000, 0, np.inf]
    assert lossbook.preference_gradient([-1000.0], [0.0])[0].tolist() == [-1]
    assert lossbook.preference_gradient([40.0], [0.0])[1][0] == pytest.approx(np.exp(-40), rel=1e-12)
    assert lossbook.preference(np.float32([2]), np.float32([1])).dtype == np.float32
    with pytest.raises(ValueError, match="at index 1 is NaN"):
        lossbook.mean_preference([0, np.inf], [0, np.inf])


def test_votes_may_count_differently():
    assert lossbook.mean_preference([1, 2], [2, 1], weights=[1, 0]) == lossbook.mean_preference([1], [2])
    pairs = ([-11, -14], [-11.5, -17], [-12, -12], [-10, -10])
    assert lossbook.mean_dpo(*pairs, weights=[0, 1]) == pytest.approx(np.log1p(np.exp(-0.5)))


def test_dpo_is_the_vote_of_two_moves():
    chosen, rejected, first, second = -np.abs(np.random.default_rng(2).normal(0, 20, (4, 30)))
    for beta in (0.1, 3.0):
        moves = beta * (chosen - first), beta * (rejected - second)
        np.testing.assert_allclose(
            lossbook.dpo(chosen, rejected, first, second, beta=beta), lossbook.preference(*moves), rtol=1e-12
        )
    np.testing.assert_allclose(lossbook.dpo(chosen, rejected, chosen, rejected), np.log(2))
    assert lossbook.dpo(0.0, -1.0, 0.0, -1.0) == pytest.approx(np.log(2))  # certainty has the logarithm 0


def test_order_is_kendalls_without_ties_and_half_with():
    random = np.random.default_rng(3)
    for _ in range(10):
        scores, answers = random.normal(size=(2, 30))
        assert order_agreement(scores, answers) == pytest.approx((1 + kendalltau(scores, answers).statistic) / 2)
    assert (
        order_agreement([1, 1, 2], [0, 1, 1]) == 0.75
    )  # the first pair ties, the second is right, the third has no order
    assert order_agreement([3, 2, 1], [1, 2, 3]) == 0
    assert order_agreement([-1e308, 1e308], [1e308, -1e308]) == 0  # no difference overflows
    with pytest.raises(ValueError, match="All answers are 5, so there is no order"):
        order_agreement([1, 2], [5, 5])


def test_duels_are_as_they_were_asked_for():
    first, second, won, mass = datasets.penguin_duels(across=0.3, duels=4000, wrong=0.0, birds=40, seed=1)
    assert (first != second).all()
    assert np.mean((first < 20) != (second < 20)) == pytest.approx(0.3, abs=0.03)
    np.testing.assert_array_equal(won, (1 + np.sign(mass[first] - mass[second])) / 2)
    assert mass[20:].mean() > mass[:20].mean() + 1000
    assert set(np.unique(np.concatenate([first, second]))) == set(range(40))
    turned = datasets.penguin_duels(across=0.3, duels=4000, wrong=0.2, birds=40, seed=1)[2]
    assert np.mean(turned != won) == pytest.approx(0.2, abs=0.03)
    np.testing.assert_array_equal(
        datasets.penguin_duels(across=0.0)[0] < 30, datasets.penguin_duels(across=0.0)[1] < 30
    )
    assert len(datasets.penguin_duels(birds=246)[3]) == 246


class TestFourSoups:
    def test_in_a_row_settles_at_the_share_of_the_votes(self):
        soups = settled("in a row, 3 to 1")
        np.testing.assert_allclose(soups.scores, np.log(3) * np.array([1.5, 0.5, -0.5, -1.5]), atol=1e-4)
        assert soups.cost == pytest.approx(0.75 * np.log(4 / 3) + 0.25 * np.log(4))
        np.testing.assert_allclose(soups.pushes, 0, atol=1e-4)

    def test_a_circle_stays(self):
        soups = settled("a circle")
        assert soups.scores == [0, 0, 0, 0]
        assert soups.cost == pytest.approx(np.log(2))

    def test_who_wins_all_never_settles(self):
        path = [settled("one wins all", steps).scores[0] for steps in (10, 100, 1000)]
        np.testing.assert_allclose(path, [2.51, 4.20, 5.92], atol=0.005)

    def test_wins_and_scores_disagree_on_two_tables(self):
        soups = settled("two tables")
        assert soups.shares[1] < soups.shares[2]
        assert soups.scores[1] > soups.scores[2]

    def test_pushes_add_up_to_nothing_wherever_they_start(self):
        soups = FourSoups(scores=[3.0, -1.0, 2.5, 0.0])
        assert sum(soups.pushes) == pytest.approx(0)
        assert sum(soups.after(7)) == pytest.approx(4.5)

    def test_no_votes(self):
        soups = FourSoups(votes=[])
        assert (soups.cost, soups.after(3), soups.shares) == (0, [0.0] * 4, [None] * 4)
        assert len(soups.rows()) == 4

    def test_rows_say_both_sides(self):
        soups = FourSoups(votes=[[1.0, 0.0, 1.0], [0.0, 1.0, 0.5]], show_shares=True)
        assert soups.rows()[-1][:2] == ("A against B", "0.5 of 2")
        assert [row[1] for row in soups.rows()[:3]] == ["25 %", "75 %", "none"]

    @pytest.mark.parametrize("vote", [[0, 0, 1], [0, 4, 1], [0, 1, 0.7], [0.5, 1, 1]])
    def test_what_is_no_vote(self, vote):
        with pytest.raises(TraitError, match="two different soups"):
            FourSoups(votes=[vote])
