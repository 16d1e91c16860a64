"""Losses made from losses: what they are called, what they cost, and what they leave as it was."""

import dataclasses

import numpy as np
import pytest

from lossbook import LOSSES, asymmetric, combined, weighted
from lossbook.losses.kinds import Kind
from tests.samples import draw

SQUARED, ABSOLUTE = LOSSES["squared_error"], LOSSES["absolute_error"]
HUBER = dataclasses.replace(LOSSES["huber"], baseline="one of its own")


def described(loss):
    """Everything a made loss says of itself, without its functions."""
    return {
        field.name: getattr(loss, field.name)
        for field in dataclasses.fields(loss)
        if field.name not in ("function", "slope")
    }


def changed(loss, **fields):
    return {**described(loss), "baseline": "the cost of that constant", "parameters": {}, **fields}


def in_force(formula):
    """The formula as one factor, with the number 1 in the place of delta."""
    return rf"\Bigl({formula.replace(chr(92) + 'delta', '{1}')}\Bigr)"


def test_weighted_says_what_it_is():
    made = weighted(HUBER, {2: 3.0})
    assert described(made) == changed(
        HUBER,
        name="weighted_huber",
        title="Huber, weighted",
        formula=rf"w_y \cdot {in_force(HUBER.formula)}",
        slope_formula=rf"w_y \cdot {in_force(HUBER.slope_formula)}",
        best_constant=f"{HUBER.best_constant}, each counted by its weight",
    )
    assert (made.function.__name__, made.slope.__name__) == ("weighted huber", "weighted huber_gradient")


def test_combined_says_what_it_is():
    made = combined(HUBER, ABSOLUTE, balance=0.5)
    assert described(made) == changed(
        HUBER,
        name="huber_and_absolute_error",
        title=f"Huber + 0.5 × {ABSOLUTE.title}",
        formula=rf"{in_force(HUBER.formula)} + 0.5\,{in_force(ABSOLUTE.formula)}",
        slope_formula=rf"{in_force(HUBER.slope_formula)} + 0.5\,{in_force(ABSOLUTE.slope_formula)}",
        best_constant="between those of the two losses",
        kinks=(0.0,),
    )
    kinks = [dataclasses.replace(SQUARED, kinks=kinks) for kinks in ((2.0, 1.0), (1.0, 0.0))]
    assert combined(*kinks, balance=1).kinks == (0.0, 1.0, 2.0)


def test_asymmetric_says_what_it_is():
    made = asymmetric(HUBER, over=1, under=3)
    price = r"(1 \text{ if } \hat y > y \text{, else } 3)"
    assert described(made) == changed(
        HUBER,
        name="asymmetric_huber",
        title="Huber, 1 over and 3 under",
        formula=rf"{price} \cdot {in_force(HUBER.formula)}",
        slope_formula=rf"{price} \cdot {in_force(HUBER.slope_formula)}",
        best_constant="shifted to where the dearer mistake is rarer",
    )


@pytest.mark.parametrize(("alpha", "yes", "no"), [(None, "1", "1"), (0.25, "0.25", "0.75")])
def test_settings_in_a_formula_are_numbers(alpha, yes, no):
    """Two losses with settings of the same name would otherwise say one letter for two numbers."""
    text = r"\alpha_1 + \alpha_0 + \gamma"
    focal = dataclasses.replace(LOSSES["focal"], formula=text, slope_formula=text).with_parameters(
        alpha=alpha, gamma=1.5
    )
    assert (
        combined(focal, focal, balance=2).formula
        == rf"\Bigl({{{yes}}} + {{{no}}} + {{1.5}}\Bigr) + 2\,\Bigl({{{yes}}} + {{{no}}} + {{1.5}}\Bigr)"
    )
    triplet = dataclasses.replace(LOSSES["triplet"], formula=r"d + \text{margin}")
    assert combined(triplet, triplet, balance=2).formula == r"\Bigl(d + 1\Bigr) + 2\,\Bigl(d + 1\Bigr)"


@pytest.mark.parametrize("name", LOSSES)
def test_weights_of_classes_have_their_own_letter(name):
    if LOSSES[name].kind not in (Kind.POINTS, Kind.PAIR):
        letter = "w_c" if name.startswith("categorical") else "w_y"
        made = weighted(LOSSES[name], {1: 2.0})
        assert made.formula.startswith(rf"{letter} \cdot \Bigl(")
        assert made.slope_formula.startswith(rf"{letter} \cdot \Bigl(")


def test_settings_of_the_parts_stay_in_force():
    narrow, wide = HUBER.with_parameters(delta=0.5), HUBER.with_parameters(delta=4.0)
    p, a = np.array([3.0, -3.0]), np.zeros(2)
    for function in ("value", "gradient"):
        one, two = getattr(narrow, function)(p, a), getattr(wide, function)(p, a)
        assert getattr(weighted(narrow, {0: 2.0}), function)(p, a).tolist() == (2 * one).tolist()
        assert getattr(combined(narrow, wide, balance=2), function)(p, a).tolist() == (one + 2 * two).tolist()
        assert getattr(asymmetric(wide, over=3, under=1), function)(p, a).tolist() == (two * [3, 1]).tolist()


def test_slopes_of_two_triplet_losses_are_added():
    near, far = LOSSES["triplet"].with_parameters(margin=0.5), LOSSES["triplet"].with_parameters(margin=9.0)
    inputs = draw(near, 8)
    both = combined(near, far, balance=0.5)
    np.testing.assert_array_equal(both.value(*inputs), near.value(*inputs) + 0.5 * far.value(*inputs))
    slopes = both.gradient(*inputs)
    assert len(slopes) == 3
    for slope, one, two in zip(slopes, near.gradient(*inputs), far.gradient(*inputs), strict=True):
        np.testing.assert_array_equal(slope, one + 0.5 * two)


@pytest.mark.parametrize(
    "loss",
    [weighted(SQUARED, {0: 2.0}), combined(SQUARED, HUBER, balance=0.5), asymmetric(SQUARED, over=1, under=3)],
    ids=lambda loss: loss.name,
)
def test_float32_stays_float32(loss):
    inputs = np.float32([1, 2]), np.float32([0, 5])
    assert loss.value(*inputs).dtype == loss.gradient(*inputs).dtype == "float32"


@pytest.mark.parametrize(
    "loss",
    [weighted(SQUARED, {0: 2.0}), combined(SQUARED, HUBER, balance=0.5), asymmetric(SQUARED, over=1, under=3)],
    ids=lambda loss: loss.name,
)
def test_infinite_is_a_result_and_no_warning(loss):
    assert loss.value([1e200], [0.0]).tolist() == [np.inf]


def test_price_is_that_of_too_high_only_above_the_answer():
    late = asymmetric(LOSSES["absolute_error"], over=2, under=5)
    assert late.value([1.0, 0.0, -1.0], [0.0, 0.0, 0.0]).tolist() == [2, 0, 5]
    assert late.gradient([1.0, 0.0, -1.0], [0.0, 0.0, 0.0]).tolist() == [2, 0, -5]
    free = asymmetric(LOSSES["absolute_error"], over=0, under=5)
    assert free.value([1.0, -1.0], [0.0, 0.0]).tolist() == [0, 5]


class TestWeightsOfClasses:
    ROWS, CLASSES = np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 1.0], [3.0, 1.0, 0.0]]), np.array([0, 1, 2])

    @pytest.mark.parametrize("weights", [{}, {0: 1.0}, {2: 5.0}, {0: 0.0, 1: 2.0, 2: 3.0}])
    def test_each_row_has_the_weight_of_its_class(self, weights):
        plain = LOSSES["categorical_cross_entropy_from_logits"]
        loss, factor = weighted(plain, weights), np.array([weights.get(c, 1.0) for c in self.CLASSES])
        np.testing.assert_array_equal(
            loss.value(self.ROWS, self.CLASSES), factor * plain.value(self.ROWS, self.CLASSES)
        )
        np.testing.assert_array_equal(
            loss.gradient(self.ROWS, self.CLASSES), factor[:, None] * plain.gradient(self.ROWS, self.CLASSES)
        )

    def test_a_single_row_needs_no_table(self):
        loss = weighted(LOSSES["categorical_cross_entropy_from_logits"], {2: 5.0})
        plain = LOSSES["categorical_cross_entropy_from_logits"]
        assert loss.value([3.0, 1.0, 0.0], 2) == 5 * plain.value([3.0, 1.0, 0.0], 2)
        with pytest.raises(ValueError, match="weights name the class 2, but the rows hold 2 classes, 0 to 1"):
            loss.value([3.0, 1.0], 1)

    def test_no_weights_and_one_class(self):
        loss = weighted(LOSSES["categorical_cross_entropy_from_logits"], {})
        assert loss.value([[1.0]], [0]).tolist() == [0]

    def test_class_beyond_the_last_is_named(self):
        loss = weighted(LOSSES["categorical_cross_entropy_from_logits"], {3: 2.0})
        with pytest.raises(ValueError, match="weights name the class 3, but the rows hold 3 classes, 0 to 2"):
            loss.value(self.ROWS, self.CLASSES)
        assert loss.value(np.zeros((1, 4)), [3]).tolist() == [2 * np.log(4)]


@pytest.mark.parametrize(
    ("name", "keys", "others"),
    [
        ("squared_error", [-5, 0.5, 1e9], []),
        ("categorical_cross_entropy", [0, 1, 7.0], [-1, 0.5]),
        ("categorical_cross_entropy_from_logits", [0, 1, 7.0], [-1, 0.5]),
        ("hinge", [-1, 1], [0, 0.5, 2, -2]),
        ("binary_cross_entropy", [0, 0.3, 1], [-1, 1.5, 2]),
        ("binary_cross_entropy_from_logits", [0, 0.3, 1], [-1, 1.5, 2]),
    ],
)
def test_keys_are_answers_of_the_loss(name, keys, others):
    for key in keys:
        assert weighted(LOSSES[name], {key: 2.0}).kind is LOSSES[name].kind
    for key in others:
        with pytest.raises(ValueError, match=f"weights have the key {key}, but an answer of {name} is"):
            weighted(LOSSES[name], {key: 2.0})


def test_what_fits_together_can_be_combined():
    """The kind and the answers have to be the same; everything else may differ."""
    for one in LOSSES.values():
        for two in LOSSES.values():
            if (one.kind, one.actual) == (two.kind, two.actual):
                assert combined(one, two, balance=0).kind is one.kind
            else:
                with pytest.raises(ValueError, match=f"{one.name} and {two.name} take different input"):
                    combined(one, two, balance=0)
    assert {loss.kind for loss in LOSSES.values()} == set(Kind)
