"""Each claim says something, and its number is what plain arithmetic gives."""

import re
from math import e, log, pi, sqrt
from statistics import mean, median

import pytest

from lossbook.course.claims import claims, corrections

PRICES = [200, 210, 220, 230, 1000]  # the street of the chapter on absolute errors
MINUTES = [18, 21, 24, 25, 27, 28, 30, 31, 33, 34, 35, 36, 41, 47, 55]  # the deliveries of the chapter on custom losses
# Worked out with the arithmetic of Python alone, in the order of the page.
NUMBERS = [
    f"{10**2} / {2**2} = {10**2 // 2**2}",
    f"0.1 squared is {0.1 * 0.1:.2f}",
    f"{20} / {10} = {20 // 10}",
    # 3 minutes' price to 1: three quarters of the deliveries have to be in time, which the twelfth of fifteen is the first to reach.
    f"house prices: mean {mean(PRICES)}, median {median(PRICES)}; minutes to promise if late costs 3 times early: {next(at for n, at in enumerate(MINUTES, 1) if n >= 15 * 3 / 4)}",
    f"delta 3: {3 * (100 - 1.5):,.0f} at 100, {3 * (1000 - 1.5):,.0f} at 1,000",
    f"error 10, delta 3: {3 * (10 - 1.5):.1f} and {10 - 1.5:.1f}",
    f"{log(2):.3f} at one half, {2 * log(2):.3f} at one quarter",
    f"{log(10):.3f} for a truth that was given 0.1",
    f"{0.7 - 1:+.1f}, {0.2:+.1f}, {0.1:+.1f} for 0.7, 0.2, 0.1",
    f"floors {log(e + 2) - 1:.3f} (3 classes) and {log(e + 9) - 1:.3f} (10)",
    "max(0, 1 − 0 × -3) = 1, max(0, 1 − 0 × 5) = 1",
    f"loss {1 - 0.8:.1f}",
    f"given 0.1: {log(10):.3f} becomes {0.9**2 * log(10):.3f}; given 0.9: {log(10 / 9):.3f} becomes {0.1**2 * log(10 / 9):.5f}",
    f"{100 - 5} %",
    f"0 − 0 + 0.2 = {0.2}",
    f"2 against 1 costs {log(1 + 1 / e):.3f}, 102 against 101 costs {log(1 + 1 / e):.3f}",
    f"chosen −12 to −14, rejected −10 to −17: {log(2):.3f} becomes {log(1 + e**-0.5):.3f}",
    f"cups at −1 and 1: {(2**2 + 0) / 2:.1f} on average at a cup, {(1**2 + 1**2) / 2:.1f} in the middle",
    f"noise size 2, noise off by 0.1: {(2 * 0.1) ** 2:.2f} for the point, {0.1**2:.2f} for the noise",
    f"{-0.9 * log(0.95) - 0.1 * log(0.4):.3f} and {-0.9 * log(0.55) - 0.1 * log(0.02):.3f} at 90 % each",
    f"losses {10 / 4**0:.3g}, {10 / 4**1:.3g}, {10 / 4**2:.3g}, {10 / 4**3:.3g}",  # each step halves the way to go
    f"a sick patient given 0.01: {1 - 0.01:.2f} under MAE, {log(100):.2f} under cross-entropy",
    f"ln 10 = {log(2) + log(5):.3f}",
    f"spread 0.1, perfect middle: {-log(1 / (0.1 * sqrt(2 * pi))):.2f}",
    f"1, 1, 1, 1 and 5: {(1 + 5) / 2:.1f} by batches, {(4 * 1 + 5) / 5:.1f} by examples",
    f"word 17 for 18 costs {1**2}, for 117 {100**2:,}, whatever they mean",
    f"ln 8 = {3 * log(2):.3f}, ln 128 = {7 * log(2):.3f}",
    f"4 a letter is {4**3} for three: the same model",
    f"0.1 among 27 letters: never below {-(0.9 + 0.1 / 27) * log(0.9 + 0.1 / 27) - 26 * 0.1 / 27 * log(0.1 / 27):.3f}",
    f"three heads: two-headed coin 1, fair coin {1 / 8}; if one coin in 1,000 has two heads, {100 * 8 / (8 + 999):.1f} %",
    f"loss (w − 3)², penalty 2 w²: best weight 1, where the loss is {(1 - 3) ** 2} and not 0",
    f"a wish of 3 and a dial of 6: {3 / 7:.2f} with squares, 0 with sizes",
]


def test_every_claim_has_its_truth_and_a_number():
    for each in claims():
        assert each.claim.endswith(".")
        assert each.truth.endswith(".")
        assert re.search(r"\d", each.number), each.claim
    assert len({each.claim for each in claims()}) == len(claims()) == len(NUMBERS)
    assert corrections().html.count("<dt>") == len(claims())


@pytest.mark.parametrize(("place", "number"), list(enumerate(NUMBERS)), ids=[each.claim for each in claims()])
def test_numbers_are_right(place, number):
    assert claims()[place].number == number


def test_numbers_in_the_truths_are_right():
    assert claims()[0].truth == f"It is {10**2 // 2**2} times worse under squared error."
    assert [each.claim for each in claims()[1:] if re.search(r"\d\d", each.truth)] == [
        "MAE treats all errors equally.",  # 20 and 10, whose quotient is its number
        "A contrastive loss of 2 is a good one.",  # 128, whose logarithm is
    ]
