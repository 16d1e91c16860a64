"""Noise: the best guess is a mean, a walk takes a part off at each size, and copies are caught."""

import numpy as np
import pytest

from lossbook import datasets, mean_squared_error, told_apart
from lossbook.explorables import WalkBack
from lossbook.learning import (
    DivergenceError,
    NoiseGuesser,
    best_noise_guess,
    look,
    noise_sizes,
    walk_back,
)

CUPS = np.array([[-1.0], [1.0]])


def two(seen, size):
    return best_noise_guess(seen, size, CUPS)


def test_best_guess_between_two_cups_is_a_tanh():
    seen = np.linspace(-3, 3, 41)[:, None]
    for size in (0.3, 1.0, 4.0):
        np.testing.assert_allclose(seen - size * two(seen, size), np.tanh(seen / size**2), atol=1e-12)


def test_best_guess_by_its_own_formula_with_a_size_for_each_row():
    random = np.random.default_rng(0)
    seen, points, sizes = random.normal(0, 3, (50, 3)), random.normal(0, 1, (7, 3)), random.uniform(0.5, 3, (50, 1))
    weights = np.exp(-((seen[:, None] - points) ** 2).sum(-1) / (2 * sizes**2))
    clean = weights @ points / weights.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(best_noise_guess(seen, sizes, points), (seen - clean) / sizes, rtol=1e-9)


def test_nobody_guesses_better_than_the_mean():
    random = np.random.default_rng(1)
    clean, noise = random.choice([-1.0, 1.0], (40_000, 1)), random.normal(size=(40_000, 1))
    seen = clean + noise
    best = mean_squared_error(two(seen, 1.0), noise)
    for other in (seen / 2, seen - np.sign(seen), 0 * seen, two(seen, 1.2), two(seen, 0.8)):
        assert mean_squared_error(other, noise) > best


def test_a_tiny_size_and_a_far_point_leave_the_nearest():
    assert two([[0.6]], 0.01)[0, 0] == pytest.approx((0.6 - 1) / 0.01)
    assert two([[1e90]], 1e-90)[0, 0] == pytest.approx(1e180)


def test_blocks_give_what_one_table_gives():
    random = np.random.default_rng(2)
    seen, points = random.normal(size=(300, 2)), random.normal(size=(2000, 2))
    whole = best_noise_guess(seen, 0.5, points)
    np.testing.assert_allclose(whole[123], best_noise_guess(seen[123:124], 0.5, points)[0], rtol=1e-12)


def test_what_a_guesser_is_shown_has_a_usual_spread():
    random = np.random.default_rng(3)
    clean, noise = random.normal(size=(2, 20_000, 2))
    for size in (0.1, 1.0, 4.0):
        shown = look(clean + size * noise, size)
        assert shown[:, :2].std() == pytest.approx(1, abs=0.02)
        assert (shown[:, 2] == np.log(size)).all()


def test_sizes_fall_by_one_factor_to_0():
    sizes = noise_sizes(5)
    np.testing.assert_allclose(sizes[1:-1] / sizes[:-2], (0.05 / 4) ** 0.25)
    assert (sizes[0], sizes[-2], sizes[-1]) == (4, pytest.approx(0.05), 0)
    assert noise_sizes(1).tolist() == [4, 0]


def test_a_walk_by_hand():
    assert walk_back(two, [[1.0]], [2, 0])[0, 0] == pytest.approx(np.tanh(0.25))
    x = 1.0
    for size, smaller in ((2, 1), (1, 0.5), (0.5, 0)):
        x = x - (size - smaller) * (x - np.tanh(x / size**2)) / size
    assert walk_back(two, [[1.0]], [2, 1, 0.5, 0])[0, 0] == pytest.approx(x)
    ends = walk_back(two, 4 * np.random.default_rng(4).normal(size=(50, 1)), noise_sizes(100))
    np.testing.assert_allclose(np.abs(ends), 1, atol=1e-3)


def test_a_network_learns_what_can_be_known_and_beats_one_leap():
    parts = datasets.split(datasets.penguins(), test_share=0.5)
    birds, others = (part.inputs[:, [1, 3]] for part in parts)
    guesser, random = NoiseGuesser(), np.random.default_rng(0)
    losses = guesser.fit(birds)
    assert np.mean(losses[-500:]) == pytest.approx(0.6, abs=0.03)
    walked = {steps: walk_back(guesser, 4 * random.normal(size=(171, 2)), noise_sizes(steps)) for steps in (1, 40)}
    assert told_apart(walked[1], others) > 0.7
    assert told_apart(walked[40], others) < 0.6
    assert (
        NoiseGuesser().fit(birds, steps=3) == losses[:1] + NoiseGuesser().fit(birds, steps=3)[1:]
    )  # one start, one noise


def test_too_large_a_rate_is_told():
    with pytest.raises(DivergenceError, match="Try a learning rate below 50"):
        NoiseGuesser().fit([[0.0, 1.0], [1.0, 0.0]], learning_rate=50)


class TestToldApart:
    def test_by_hand(self):
        assert (
            told_apart([[0.0], [0.0]], [[-1.0], [1.0]]) == 0.5
        )  # copies of each other; each real one has fakes nearest
        assert told_apart([[-1.0], [1.0]], [[-1.0], [1.0]]) == 0
        assert told_apart([[0.0]], [[1.0]]) == 0

    def test_ties_count_in_part(self):
        assert told_apart([[0.0], [1.0]], [[-1.0], [9.0]]) == pytest.approx((0.5 + 1 + 0 + 0) / 4)

    def test_same_source_is_a_coin_and_another_is_not(self):
        random = np.random.default_rng(5)
        fakes, reals = random.normal(size=(2, 400, 2))
        assert told_apart(fakes, reals) == pytest.approx(0.5, abs=0.05)
        assert told_apart(fakes + 3, reals) > 0.9

    def test_in_any_unit(self):
        fakes, reals = np.random.default_rng(6).normal(size=(2, 30, 2))
        for unit in (1e-200, 1e200):
            assert told_apart(unit * fakes, unit * reals) == told_apart(fakes, reals)


class TestWalkBack:
    def test_ends_on_birds_and_a_leap_does_not(self):
        assert WalkBack(steps=1).to_birds(1) > 0.5
        assert WalkBack(steps=20).to_birds(20) < 0.05

    def test_guesses_begin_in_the_middle_and_spread(self):
        walk = WalkBack()
        spreads = [walk.spread(at) for at in range(10)]
        assert spreads[0] < 0.2
        assert spreads[-1] > 0.7
        assert np.abs(walk.guesses(0) - np.mean(walk.birds, axis=0)).max() < 0.5
        assert walk.guesses(10) is None

    def test_rows_say_every_step(self):
        rows = WalkBack(steps=3).rows()
        assert [row[0] for row in rows] == [0, 1, 2, 3]
        assert rows[-1][1:3] == ("0.00", "none")

    def test_one_step_too_many_is_the_last(self):
        assert "after 2 of 2 steps" in WalkBack(steps=2, at=9).picture()
