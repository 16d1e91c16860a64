"""Triplets: what each kind is called, where a slope ends, and who is drawn with whom."""

import numpy as np
import pytest

from lossbook import (
    LOSSES,
    datasets,
    draw_triplets,
    mean_triplet,
    neighbour_accuracy,
    triplet,
    triplet_gradient,
    triplet_kind,
)


def test_kinds_at_their_borders():
    assert [triplet_kind(0.5, far, margin=0.25) for far in (0.75, 0.7, 0.5, 0.4)] == [
        "easy",
        "semi-hard",
        "hard",
        "hard",
    ]
    assert [triplet_kind(0.5, far) for far in (1.5, 1.4)] == ["easy", "semi-hard"]


def test_slope_ends_at_the_margin():
    """With the margin 1, the negative at distance 3 costs nothing beside a positive at distance 2."""
    at_the_margin = [[0.0, 0.0]], [[2.0, 0.0]], [[0.0, 3.0]]
    assert triplet(*at_the_margin).tolist() == [0]
    assert all((part == 0).all() for part in triplet_gradient(*at_the_margin))
    inside = [[0.0, 0.0]], [[2.0, 0.0]], [[0.0, 2.9]]
    assert [part.tolist() for part in triplet_gradient(*inside)] == [[[-1, 1]], [[1, 0]], [[0, -1]]]


def test_direction_is_that_of_the_whole_vector_in_any_unit():
    for unit in (1e-300, 1.0, 1e300):
        anchor, positive, negative = np.zeros((1, 2)), [[3 * unit, 4 * unit]], [[0.0, unit]]
        np.testing.assert_allclose(triplet_gradient(anchor, positive, negative)[1], [[0.6, 0.8]], rtol=1e-15)


def test_points_need_no_table():
    np.testing.assert_allclose(triplet_gradient([0.0, 0.0], [3.0, 4.0], [0.0, 1.0])[1], [0.6, 0.8], rtol=1e-15)


def test_weights_and_margin_reach_the_mean():
    points = np.zeros((2, 1)), np.array([[1.0], [3.0]]), np.zeros((2, 1))
    assert mean_triplet(*points) == 3
    assert mean_triplet(*points, margin=0.5) == 2.5
    assert mean_triplet(*points, weights=[3, 1]) == 2.5


def test_triplets_are_drawn_from_friends_and_strangers():
    labels = np.array([0, 0, 0, 1, 1, 2])
    positives, negatives = zip(*(draw_triplets(labels, seed=seed) for seed in range(60)), strict=True)
    for anchor, kind in enumerate(labels):
        friends = set(np.flatnonzero(labels == kind)) - {anchor} or {anchor}  # the only one of its kind has itself
        assert {drawn[anchor] for drawn in positives} == friends
        assert {drawn[anchor] for drawn in negatives} == set(np.flatnonzero(labels != kind))


def test_same_seed_same_triplets():
    labels = np.arange(40) % 4
    first, again, other = (np.concatenate(draw_triplets(labels, seed=seed)) for seed in (0, 0, 1))
    assert first.tolist() == again.tolist() == np.concatenate(draw_triplets(labels)).tolist()
    assert first.tolist() != other.tolist()


def test_two_kinds_are_needed():
    with pytest.raises(ValueError, match="no negative to draw"):
        draw_triplets([1, 1])


def test_semi_hard_strangers_are_taken_where_there_are_any():
    places, labels = np.array([[0.0], [1.0], [1.5], [0.5], [9.0]]), [0, 0, 1, 1, 1]
    drawn = [draw_triplets(labels, seed=seed, points=places, margin=1.0)[1] for seed in range(30)]
    assert {negatives[0] for negatives in drawn} == {2}  # 1.5 away, the friend 1: between 1 and 2
    assert {negatives[4] for negatives in drawn} == {0, 1}  # its friends are 7.5 or 8.5 away, and a stranger is 8 or 9
    assert {negatives[1] for negatives in drawn} == {2, 3, 4}  # none is between 1 and 2 away: any will do


def test_points_must_be_as_many_as_labels():
    with pytest.raises(ValueError, match="points"):
        draw_triplets([0, 1, 1], points=[[0.0], [1.0]])


@pytest.mark.whole
def test_chosen_strangers_lead_at_first_and_not_for_long():
    """As the chapter says of its digits."""
    training, test = datasets.split(datasets.digits(below=5), seed=0)
    x, kinds = training.inputs, training.answers
    right = {}
    for mining in (False, True):
        w = np.random.default_rng(0).normal(0, 0.1, (64, 2))
        for step in range(150):
            if step == 5:
                right[mining, 5] = neighbour_accuracy(test.inputs @ w, test.answers, x @ w, kinds)
            rows = [x, *(x[places] for places in draw_triplets(kinds, seed=step, points=x @ w if mining else None))]
            _, slopes = LOSSES["triplet"].cost_and_gradient(*(row @ w for row in rows))
            w -= sum(row.T @ slope for row, slope in zip(rows, slopes, strict=True))
        right[mining, 150] = neighbour_accuracy(test.inputs @ w, test.answers, x @ w, kinds)
    assert right[True, 5] > right[False, 5] + 0.03
    assert right[False, 150] > right[True, 150]
