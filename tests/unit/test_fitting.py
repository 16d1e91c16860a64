"""Best constants, lines and streets: as low as a search finds, and what they refuse."""

import numpy as np
import pytest
from sklearn.svm import SVC

from lossbook import LOSSES, asymmetric, hinge
from lossbook.learning.fitting import best_constant, best_line, widest_street

RANDOM = np.random.default_rng(0)
VALUES = [200.0, 210.0, 220.0, 230.0, 1000.0]


def test_each_loss_has_its_own_centre():
    assert best_constant(LOSSES["squared_error"], VALUES) == 372
    assert best_constant(LOSSES["absolute_error"], VALUES) == 220
    assert best_constant(LOSSES["absolute_error"], VALUES[:4]) == 215
    assert best_constant(asymmetric(LOSSES["absolute_error"], over=1, under=3), range(1, 10)) == 7
    labels = [1, 1, 1, 0]
    assert best_constant(LOSSES["binary_cross_entropy"], labels) == pytest.approx(0.75)
    assert best_constant(LOSSES["binary_cross_entropy_from_logits"], labels) == pytest.approx(np.log(3))
    assert best_constant(LOSSES["hinge"], [1, 1, 1, -1]) == 1


@pytest.mark.parametrize("name", ["squared_error", "absolute_error", "huber"])
def test_no_constant_and_no_line_is_lower(name):
    loss = LOSSES[name]
    for _ in range(20):
        x, y = RANDOM.normal(0, 3, (2, 9))
        best = loss.cost(np.full(9, best_constant(loss, y)), y)
        assert best <= min(loss.cost(np.full(9, at), y) for at in np.linspace(y.min(), y.max(), 400)) + 1e-9
        slope, height = best_line(loss, x, y)
        cost = loss.cost(slope * x + height, y)
        for turn, lift in RANDOM.normal(0, 0.05, (40, 2)):
            assert loss.cost((slope + turn) * x + height + lift, y) >= cost - 1e-9


def test_both_ends_of_a_tie_can_be_had():
    """Between the two middle points of four, any line costs the same under the absolute error."""
    loss, x, y = LOSSES["absolute_error"], [0, 1, 0, 1], [0, 0, 1, 1]
    steep, gentle = best_line(loss, x, y), best_line(loss, x, y, gentlest=True)
    assert (steep, gentle) == ((1.0, 0.0), (-1.0, 1.0))
    costs = [loss.cost([slope * at + height for at in x], y) for slope, height in (steep, gentle)]
    assert costs == [0.5, 0.5]


def test_lines_do_not_depend_on_where_counting_begins():
    x, y = np.arange(8.0), np.array([1.0, 3, 2, 5, 4, 40, 7, 8])
    for name in ("squared_error", "absolute_error", "huber"):
        slope, height = best_line(LOSSES[name], x, y)
        shifted = best_line(LOSSES[name], x + 1950, y + 100)
        assert shifted[0] == pytest.approx(slope, rel=1e-6)
        assert shifted[1] + shifted[0] * 1950 - 100 == pytest.approx(height, rel=1e-5)


def test_what_has_no_best_constant_or_line_is_refused():
    with pytest.raises(ValueError, match="more than one number"):
        best_constant(LOSSES["triplet"], [1])
    with pytest.raises(ValueError, match="at least one"):
        best_constant(LOSSES["huber"], [])
    with pytest.raises(ValueError, match="hinge is for: yes or no"):
        best_line(LOSSES["hinge"], [0, 1], [1, -1])
    with pytest.raises(ValueError, match="two different inputs"):
        best_line(LOSSES["huber"], [1, 1], [1, 2])
    with pytest.raises(ValueError, match="same shape"):
        best_line(LOSSES["huber"], [1, 2], [1, 2, 3])


@pytest.mark.parametrize("price", [0.5, 10.0])
def test_street_is_as_good_as_that_of_scikit_learn(price):
    for size in range(4, 14):
        points = RANDOM.normal(0, 1, (size, 2))
        signs = np.where(np.arange(size) % 2, 1, -1)
        points[signs > 0] += 1.5
        weights, bias = widest_street(points, signs, price=price)
        peer = SVC(kernel="linear", C=price, tol=1e-6, max_iter=1_000_000).fit(points, signs)

        def cost(weights, bias, points=points, signs=signs):
            return weights @ weights / 2 + price * hinge(points @ weights + bias, signs).sum()

        assert cost(weights, bias) <= cost(peer.coef_[0], peer.intercept_[0]) * (1 + 1e-6)
        np.testing.assert_allclose(weights, peer.coef_[0], atol=1e-3)


def test_street_refuses_what_it_cannot_divide():
    with pytest.raises(ValueError, match="both must occur"):
        widest_street([[0, 0], [1, 1]], [1, 1])
    with pytest.raises(ValueError, match=r"signs must be -1 or \+1, got 0"):
        widest_street([[0, 0], [1, 1]], [0, 1])
    with pytest.raises(ValueError, match="price"):
        widest_street([[0, 0], [1, 1]], [-1, 1], price=0)


def test_a_lopsided_line_leaves_its_share_above():
    x, y = np.arange(12.0), RANDOM.normal(0, 1, 12)
    late = asymmetric(LOSSES["absolute_error"], over=1, under=3)
    slope, height = best_line(late, x, y)
    cost = late.cost(slope * x + height, y)
    for turn, lift in RANDOM.normal(0, 0.05, (60, 2)):
        assert late.cost((slope + turn) * x + height + lift, y) >= cost - 1e-9


@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e9])
def test_answers_keep_their_digits_in_any_unit(scale):
    assert best_constant(LOSSES["squared_error"], np.array([1.0, 2.0, 4.0]) * scale) == pytest.approx(
        7 / 3 * scale, rel=1e-12
    )


def test_street_between_points_that_lie_close_together():
    weights, bias = widest_street([[0.0], [0.001]], [-1, 1], price=1e7)
    assert weights.tolist() == pytest.approx([2000], rel=1e-9)
    assert bias == pytest.approx(-1, abs=1e-9)


def test_price_of_a_street_is_ten_unless_said_otherwise():
    """Two points 0.44 apart would need a price of 2 / 0.44² = 10.3 to keep the street between them free."""
    weights, _ = widest_street([[0.0], [0.44]], [-1, 1])
    assert weights.tolist() == pytest.approx([4.4], rel=1e-12)
    weights, _ = widest_street([[0.0], [0.44]], [-1, 1], price=11)
    assert weights.tolist() == pytest.approx([2 / 0.44], rel=1e-12)


def test_street_is_found_in_any_type_of_number():
    whole = widest_street(np.float64([[0, 0], [2, 0], [9, 5]]), np.float64([-1, 1, 1]))
    small = widest_street(np.float32([[0, 0], [2, 0], [9, 5]]), np.int8([-1, 1, 1]))
    assert whole[0].tolist() == small[0].tolist()
    assert whole[1] == small[1]
