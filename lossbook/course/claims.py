"""Claims that are often repeated about losses, each beside the number that decides it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lossbook.course.display import Display, escape, minus
from lossbook.datasets.invented import DELIVERIES, HOUSES, MANSION
from lossbook.learning import best_constant, one_weight_loss, one_weight_path, softmax_twice_floor
from lossbook.losses import classification, metric_learning, preferences, regression
from lossbook.losses.catalogue import LOSSES
from lossbook.losses.custom import asymmetric
from lossbook.losses.metrics import accuracy


@dataclass(frozen=True)
class Claim:
    """A sentence that is often said.

    Attributes
    ----------
    claim : str
        The sentence.
    truth : str
        What holds instead.
    number : str
        The number that decides, computed.
    """

    claim: str
    truth: str
    number: str


def claims() -> list[Claim]:
    """Return the claims in the order of the course.

    Examples
    --------
    >>> claims()[0].claim
    'A miss of 10 degrees is ten times worse than one of 2.'
    >>> claims()[0].truth, claims()[0].number
    ('It is 25 times worse under squared error.', '100 / 4 = 25')
    """
    squares = regression.squared_error([10, 2], [0, 0])
    sick = np.repeat([1, 0], [5, 95])
    given = classification.binary_cross_entropy([0.9, 0.1, 0.5, 0.25], [1, 1, 1, 1])
    slopes = classification.categorical_cross_entropy_from_logits_gradient([np.log([0.7, 0.2, 0.1])], [0])[0]
    hubers = regression.huber([100.0, 1000.0], [0, 0], delta=3)
    focal = classification.focal([0.9, 0.1], [1, 1])
    lazy = 100 * accuracy(0 * sick, sick)
    descent = [one_weight_loss(w, [1, 2], [2, 4]) for w in one_weight_path(0.0, [1, 2], [2, 4], steps=3)]
    prices = [*HOUSES, MANSION]
    mean, median = (best_constant(LOSSES[name], prices) for name in ("squared_error", "absolute_error"))
    promise = best_constant(asymmetric(LOSSES["absolute_error"], over=1, under=3), DELIVERIES)
    misses = regression.absolute_error([20, 10], [0, 0])
    mean_price = classification.categorical_cross_entropy([[0.25, 0.75]], [0])[0]
    softened = np.r_[0.9 + 0.1 / 27, np.full(26, 0.1 / 27)]
    cups = [regression.mean_squared_error([guess, guess], [-1, 1]) for guess in (0, 1)]
    votes = preferences.preference([2, 102], [1, 101])
    apart = preferences.dpo([-12, -14], [-10, -17], [-12, -12], [-10, -10], beta=0.1)
    return [
        Claim(
            "A miss of 10 degrees is ten times worse than one of 2.",
            f"It is {squares[0] / squares[1]:.0f} times worse under squared error.",
            f"{squares[0]:.0f} / {squares[1]:.0f} = {squares[0] / squares[1]:.0f}",
        ),
        Claim(
            "Squaring makes errors larger.",
            "Only above 1. Which errors those are depends on the unit.",
            f"0.1 squared is {regression.squared_error(0.1, 0):.2f}",
        ),
        Claim(
            "MAE treats all errors equally.",
            "Each further unit costs the same; a miss of 20 costs twice one of 10.",
            f"{misses[0]:.0f} / {misses[1]:.0f} = {misses[0] / misses[1]:.0f}",
        ),
        Claim(
            "Every loss has the same best answer.",
            "MSE aims at the mean, MAE at the median, unequal costs at a quantile.",
            f"house prices: mean {mean:.0f}, median {median:.0f}; minutes to promise if late costs 3 times early: {promise:.0f}",
        ),
        Claim(
            "Huber caps the loss of large errors.",
            "It caps the slope. The loss goes on along a line.",
            f"delta 3: {hubers[0]:,.0f} at 100, {hubers[1]:,.0f} at 1,000",
        ),
        Claim(
            "Smooth L1 is another name for Huber.",
            "It is Huber divided by delta, so the same only for delta 1.",
            f"error 10, delta 3: {regression.huber(10, 0, delta=3):.1f} and {regression.huber(10, 0, delta=3) / 3:.1f}",
        ),
        Claim(
            "Cross-entropy explodes exponentially.",
            "It grows by equal steps for each halving of the probability.",
            f"{given[2]:.3f} at one half, {given[3]:.3f} at one quarter",
        ),
        Claim(
            "Cross-entropy cannot exceed 1.",
            "It has no upper limit.",
            f"{given[1]:.3f} for a truth that was given 0.1",
        ),
        Claim(
            "Only the right class gets feedback.",
            "Every score has a slope: its probability, minus 1 for the right class.",
            ", ".join(f"{slope:+.1f}" for slope in slopes) + " for 0.7, 0.2, 0.1",
        ),
        Claim(
            "Softmax before CrossEntropyLoss does no harm.",
            "Applied twice, it keeps the loss above a floor.",
            f"floors {softmax_twice_floor(3):.3f} (3 classes) and {softmax_twice_floor(10):.3f} (10)",
        ),
        Claim(
            "Hinge works with labels 0 and 1.",
            "A label of 0 makes the loss 1 whatever the score is.",
            ", ".join(f"max(0, 1 − 0 × {score}) = {max(0, 1 - 0 * score)}" for score in (-3, 5)),
        ),
        Claim(
            "A hinge score of 0.8 means 80 %.",
            "A score is no probability. It is right, and inside the margin.",
            f"loss {classification.hinge(0.8, 1):.1f}",
        ),
        Claim(
            "Focal loss cranks up hard examples.",
            "Nothing is turned up; the easy ones fade more.",
            f"given 0.1: {given[1]:.3f} becomes {focal[1]:.3f}; given 0.9: {given[0]:.3f} becomes {focal[0]:.5f}",
        ),
        Claim(
            "Always saying healthy gives 99 % when 5 % are sick.",
            "It gives less, and finds nobody.",
            f"{lazy:.0f} %",
        ),
        Claim(
            "A triplet loss at the margin has converged.",
            "All points may sit on one spot.",
            f"0 − 0 + 0.2 = {metric_learning.triplet([0.0], [0.0], [0.0], margin=0.2):.1f}",
        ),
        Claim(
            "The score says how good an answer is.",
            "Only the gap of two scores says something.",
            f"2 against 1 costs {votes[0]:.3f}, 102 against 101 costs {votes[1]:.3f}",
        ),
        Claim(
            "DPO makes the chosen answer more likely.",
            "It widens a gap, and both answers may become less likely.",
            f"chosen −12 to −14, rejected −10 to −17: {apart[0]:.3f} becomes {apart[1]:.3f}",
        ),
        Claim(
            "The best guess is one of the possible answers.",
            "Under squared error it is their mean, where nothing may be.",
            f"cups at −1 and 1: {cups[1]:.1f} on average at a cup, {cups[0]:.1f} in the middle",
        ),
        Claim(
            "Guessing the noise is another loss than guessing the picture.",
            "It is the same loss, with other weights.",
            f"noise size 2, noise off by 0.1: {regression.squared_error(2.2, 2):.2f} for the point, {regression.squared_error(0.4, 0.5):.2f} for the noise",
        ),
        Claim(
            "The same accuracy means the same quality.",
            "The losses can differ many times over.",
            f"{-(0.9 * np.log(0.95) + 0.1 * np.log(0.4)):.3f} and {-(0.9 * np.log(0.55) + 0.1 * np.log(0.02)):.3f} at 90 % each",
        ),
        Claim(
            "A curve flattens because the easy patterns are learned.",
            "A model with one weight flattens, too: the slope shrinks.",
            "losses " + ", ".join(f"{loss:.3g}" for loss in descent),
        ),
        Claim(
            "MAE suits diagnosis, because it avoids terrible misses.",
            "Sick or healthy is a class. And MAE cares least about terrible misses.",
            f"a sick patient given 0.01: {regression.absolute_error(0.01, 1):.2f} under MAE, "
            f"{classification.binary_cross_entropy(0.01, 1):.2f} under cross-entropy",
        ),
        Claim(
            "A first loss of 2.3 is a bug.",
            "With ten classes it is what a model pays that knows nothing yet.",
            f"ln 10 = {np.log(10):.3f}",
        ),
        Claim(
            "A loss is never negative.",
            "Minus the logarithm of a density can be, if the curve is sharp.",
            f"spread 0.1, perfect middle: {0.5 * np.log(2 * np.pi * 0.1**2):.2f}",
        ),
        Claim(
            "The mean of the batch losses is the loss of the data.",
            "Only if all batches are equally large.",
            f"1, 1, 1, 1 and 5: {np.mean([1, 5]):.1f} by batches, {np.mean([1, 1, 1, 1, 5]):.1f} by examples",
        ),
        Claim(
            "Translation is trained with squared error.",
            "It is trained with cross-entropy at each word; word numbers are no quantities.",
            f"word 17 for 18 costs {regression.squared_error(17, 18):.0f}, for 117 {regression.squared_error(17, 117):,.0f}, whatever they mean",
        ),
        Claim(
            "A contrastive loss of 2 is a good one.",
            "It is what knowing nothing costs in a batch of 8, and far below that in one of 128.",
            f"ln 8 = {np.log(8):.3f}, ln 128 = {np.log(128):.3f}",
        ),
        Claim(
            "A lower perplexity is a better model.",
            "Only per piece of the same size. Prices add up, so perplexities multiply.",
            f"4 a letter is {np.exp(3 * mean_price):.0f} for three: the same model",
        ),
        Claim(
            "With label smoothing a perfect answer costs nothing.",
            "The softened target has a price itself.",
            f"0.1 among 27 letters: never below {-np.sum(softened * np.log(softened)):.3f}",
        ),
        Claim(
            "A likelihood of 1 means that the model is certainly right.",
            "It gave the most to what came. How common such models are is another question.",
            f"three heads: two-headed coin {1.0**3:.0f}, fair coin {0.5**3:.3f}; "
            f"if one coin in 1,000 has two heads, {100 * 0.001 / (0.001 + 0.999 * 0.5**3):.1f} %",
        ),
        Claim(
            "A penalty makes the model better, so the training loss falls.",
            "On the training rows it can only rise. It is other rows that may gain.",
            f"loss (w − 3)², penalty 2 w²: best weight 1, where the loss is {regression.squared_error(1, 3):.0f} and not "
            f"{regression.squared_error(3, 3):.0f}",
        ),
        Claim(
            "Squares and sizes of weights as penalties do much the same.",
            "Squares shrink the weights together, and sizes drop some of them.",
            f"a wish of 3 and a dial of 6: {3 / (1 + 6):.2f} with squares, {max(0, 3 - 6 / 2):.0f} with sizes",
        ),
    ]


def corrections() -> Display:
    """Show each claim, with what holds instead and the number below it."""
    items, said = [], []
    for each in claims():
        truth, number = minus(each.truth), minus(each.number)
        items.append(f"<dt>“{escape(each.claim)}”</dt><dd>{escape(truth)} <strong>{escape(number)}</strong></dd>")
        said.append(f"{each.claim} {truth} ({number})")
    return Display(f'<dl class="lb-claims">{"".join(items)}</dl>', "\n".join(said))
