"""Twelve broken training runs: the code of each, its mend, and what the curve tells.

The curves are not drawn by hand. `Bug.run` executes the code that the reader sees, with `minimise` for the training.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from textwrap import dedent
from typing import Any

import numpy as np

import lossbook
from lossbook.learning import minimise


@dataclass(frozen=True)
class Bug:
    """A fault, as it shows and as it is mended.

    Attributes
    ----------
    name : str
        What the fault is.
    title : str
        How its curve looks, in a few words.
    setting : str
        What is trained.
    symptom : str
        What the curve does; numbers are filled in from the run.
    code : str
        Code that leaves its curve in ``losses``.
    broken, mended : str
        The piece of the code that is wrong, and what belongs there.
    causes : tuple of (text, feedback)
        What it might be; the first is what it is.
    signature : str
        How to know it again.
    other_loss : bool
        Whether the mended run is measured by another loss, so that heights do not compare.
    """

    name: str
    title: str
    setting: str
    symptom: str
    code: str
    broken: str
    mended: str
    causes: tuple[tuple[str, str], ...]
    signature: str
    other_loss: bool = False

    @property
    def fixed_code(self) -> str:
        """The code with the fault mended."""
        return self.code.replace(self.broken, self.mended)

    @property
    def losses(self) -> list[float]:
        """The curve of the broken run."""
        return list(_run(self.code))

    @property
    def fixed_losses(self) -> list[float]:
        """The curve after the mend."""
        return list(_run(self.fixed_code))

    @property
    def shows(self) -> str:
        """The symptom, with the numbers of the run."""
        return self.symptom.format(losses=self.losses, last=self.losses[-1], steps=len(self.losses) - 1)


@cache
def _run(code: str) -> tuple[float, ...]:
    space = {"np": np, "minimise": minimise} | {name: getattr(lossbook, name) for name in lossbook.__all__}
    with np.errstate(all="ignore"):
        exec(code, space)
    return tuple(space["losses"])


def _bug(*, code: str, **parts: Any) -> Bug:
    return Bug(code=dedent(code).strip(), **parts)


BUGS = (
    _bug(
        name="softmax twice",
        title="Stops at 1.46",
        setting="Ten classes, one picture of a 3. The loss wants raw scores.",
        symptom="The loss starts at {losses[0]:.2f}, falls, and rests at {last:.2f}, although the right class wins.",
        code="""
            def cost(scores):
                answer = softmax(scores)
                return mean_categorical_cross_entropy_from_logits(
                    answer, 3)

            losses = minimise(cost, np.zeros(10), rate=8)
        """,
        broken="answer = softmax(scores)",
        mended="answer = scores",
        causes=(
            ("Softmax is applied twice", "The loss applies softmax itself. Probabilities lie between 0 and 1, so a second softmax can never be sure."),
            ("The learning rate is too small", "Then the loss would still be falling at the end. This one has come to rest."),
            ("The classes overlap", "There is one picture and one class. Nothing overlaps, and the loss does not reach 0."),
        ),
        signature="stays just above 1.461 (ten classes) or 0.551 (three), though the answers are right",
    ),
    _bug(
        name="sigmoid twice",
        title="Stops near 0.5",
        setting="Four letters, two of them spam. The loss wants raw scores.",
        symptom="The loss starts at {losses[0]:.2f} and rests at {last:.2f}, although all four letters are sorted rightly.",
        code="""
            x = np.array([-2, -1, 1, 2])
            y = np.array([0, 0, 1, 1])

            def cost(w):
                answer = sigmoid(w * x)
                return mean_binary_cross_entropy_from_logits(
                    answer, y)

            losses = minimise(cost, 0.0, rate=5)
        """,
        broken="answer = sigmoid(w * x)",
        mended="answer = w * x",
        causes=(
            ("Sigmoid is applied twice", "The loss applies it itself. After two, a yes cannot cost less than 0.313, nor a no less than 0.693."),
            ("Two letters have the wrong label", "Then two would be sorted wrongly. All four are right, and the loss stays."),
            ("The learning rate is too large", "Then the loss would jump up and down. This one comes to rest."),
        ),
        signature="cannot get below 0.313 (all yes) to 0.693 (all no), though the answers are right",
    ),
    _bug(
        name="a table of errors",
        title="Stops at 8",
        setting="A line through five points, y = 2x + 1, without noise.",
        symptom="The loss starts at {losses[0]:.0f} and rests at {last:.0f}. The line is flat, at the mean of the answers.",
        code="""
            # five rows with one column each
            x = np.array([[-2], [-1], [0], [1], [2]])
            # five numbers
            y = 2 * x[:, 0] + 1

            def cost(w):
                predictions = w[0] * x + w[1]
                return np.mean((predictions - y) ** 2)

            losses = minimise(cost, [0, 0], rate=0.1)
        """,
        broken="predictions = w[0] * x + w[1]",
        mended="predictions = w[0] * x[:, 0] + w[1]",
        causes=(
            ("Shapes (5, 1) and (5,) make a table of 25 errors", "Each prediction is compared with every answer. The best it can do then is to say the mean to all."),
            ("The data are too noisy", "There is no noise: y is 2x + 1 exactly. A line can reach a loss of 0."),
            ("A line cannot bend enough", "It need not bend: the points lie on a line."),
        ),
        signature="one answer for all, and a loss at the variance of the answers",
    ),
    _bug(
        name="a sum with the rate of a mean",
        title="Explodes",
        setting="A line through 20 points, y = 3x + 1, with the learning rate 0.3.",
        symptom="The loss is {losses[0]:,.0f}, then {losses[1]:,.0f}, then {losses[2]:,.0f}.",
        code="""
            x = np.linspace(0, 1, 20)
            y = 3 * x + 1

            def cost(w):
                return np.sum((w[0] * x + w[1] - y) ** 2)

            losses = minimise(cost, [0, 0], rate=0.3, steps=6)
        """,
        broken="np.sum(",
        mended="np.mean(",
        causes=(
            ("The errors are summed, and the rate is one for a mean", "A sum over 20 points has slopes 20 times as steep, so each step is 20 times as long, and flies out of the valley."),
            ("There are wild values among the points", "All points lie on a line. The loss grows because the steps are too long."),
            ("The training has not gone on for long enough", "Each step makes it worse. More steps make it worse still."),
        ),
        signature="soon grows by the same factor in every step",
        other_loss=True,
    ),
    _bug(
        name="the logarithm of 0",
        title="Turns to nan",
        setting="Four patients, two of them sick. The inputs are large numbers.",
        symptom="The loss starts at {losses[0]:.2f}. After the first step it is {losses[1]}, and stays that.",
        code="""
            x = np.array([-40, -15, 20, 45])
            y = np.array([0, 0, 1, 1])

            def cost(w):
                p = sigmoid(w * x)
                yes = y * np.log(p)
                no = (1 - y) * np.log(1 - p)
                return -np.mean(yes + no)

            losses = minimise(cost, 0.0, rate=0.1, steps=6)
        """,
        broken="-np.mean(yes + no)",
        mended="mean_binary_cross_entropy_from_logits(w * x, y)",
        causes=(
            ("A probability is rounded to 1, and log(1 − p) is the log of 0", "Beyond a score of about 37 (17 in 32 bits), p is rounded to 1, and log(1 − p) is minus infinity. Times 1 − y = 0, that is nan, although the answer is right. Work from the score, and nothing is lost."),
            ("A label is missing", "Then the loss would be nan from the start. Here the first one is fine."),
            ("The sick and the others cannot be told apart", "They can: below 0 and above 0. That would give a high loss, and not nan."),
        ),
        signature="fine at first, then nan or inf for ever",
    ),
    _bug(
        name="hinge with labels 0 and 1",
        title="Stops at exactly 0.5",
        setting="Four letters, two of them spam, and the hinge loss.",
        symptom="The loss starts at {losses[0]:.0f}, falls to exactly {last:.1f}, and never moves again.",
        code="""
            x = np.array([-2, -1, 1, 2])
            y = np.array([0, 0, 1, 1])

            def cost(w):
                signed = y * (w * x)
                return np.mean(np.maximum(0, 1 - signed))

            losses = minimise(cost, 0.0, rate=0.1)
        """,
        broken="signed = y * (w * x)",
        mended="signed = (2 * y - 1) * (w * x)",
        causes=(
            ("Labels are 0 and 1, and hinge wants −1 and +1", "With a label of 0, the loss is max(0, 1 − 0) = 1, whatever the score is. Half of the labels are 0."),
            ("The margin is too wide", "A wider margin only asks for larger scores, and the weight can grow until it has them. The loss could still reach 0."),
            ("Two letters are too close to each other", "They lie on different sides, with room between. The hinge loss could reach 0."),
        ),
        signature="never gets below the share of zeros",
    ),
    _bug(
        name="all points on one spot",
        title="Never moves",
        setting="A map of three things, two of them alike, with the triplet loss and a margin of 0.2.",
        symptom="The loss is {losses[0]:.1f} from the first step to the last.",
        code="""
            a = np.array([1.0, 0.0])  # anchor
            p = np.array([1.0, 1.0])  # friend
            n = np.array([1.5, 0.0])  # stranger
            start = np.zeros((2, 2))

            def cost(w):
                return mean_triplet(
                    a @ w, p @ w, n @ w, margin=0.2)

            losses = minimise(cost, start, rate=0.1, steps=30)
        """,
        broken="start = np.zeros((2, 2))",
        mended="start = np.eye(2)",
        causes=(
            ("All points sit on one spot", "With weights of 0, everything lands at the origin: 0 − 0 + 0.2. The loss has a kink there, and its slope is taken as 0: better weights are near, and nothing pushes towards them."),
            ("It has converged", "A map that is good has a loss of 0. At the margin, nothing has been learned."),
            ("The margin is too small", "With a larger one, it would be stuck at that larger margin."),
        ),
        signature="rests at exactly the margin",
    ),
    _bug(
        name="a missing minus",
        title="Below zero",
        setting="Four letters, two of them spam, and the logarithm of what the truth was given.",
        symptom="The loss starts at {losses[0]:.2f} and falls without end, to {last:.0f}. From the first step on, all four letters are sorted wrongly.",
        code="""
            x = np.array([-2, -1, 1, 2])
            y = np.array([0, 0, 1, 1])

            def cost(w):
                p = sigmoid(w * x)
                given = np.where(y == 1, p, 1 - p)
                return np.mean(np.log(given))

            losses = minimise(cost, 0.0, rate=0.3, steps=20)
        """,
        broken="return np.mean",
        mended="return -np.mean",
        causes=(
            ("The minus before the logarithm is missing", "So training makes the truth less likely, step by step. Cross-entropy is never below 0."),
            ("The model has become very good", "Then the loss would come close to 0, and stop there."),
            ("The learning rate is too large", "The curve is smooth, and goes the wrong way from the first step on."),
        ),
        signature="negative where it cannot be, and accuracy gets worse",
        other_loss=True,
    ),
    _bug(
        name="squared error behind a sigmoid",
        title="Does not start",
        setting="One example, the answer is yes, and the model starts out sure of no: a score of −6.",
        symptom="The loss is {losses[0]:.3f}, and after {steps} steps it is {last:.3f}.",
        code="""
            def cost(score):
                return squared_error(sigmoid(score), 1)

            losses = minimise(cost, -6.0, rate=1, steps=100)
        """,
        broken="squared_error(sigmoid(score), 1)",
        mended="binary_cross_entropy_from_logits(score, 1)",
        causes=(
            ("Squared error has hardly a slope where a sigmoid is flat", "At a score of −6 its slope is about 200 times as small as that of cross-entropy, which starts at once."),
            ("The learning rate is too small", "A rate of 200 would move this one example, and throw all others about. The slope is missing: cross-entropy needs no more than rate 1."),
            ("The label is wrong", "A wrong label would be learned like any other: the loss would still fall. Here it hardly moves."),
        ),
        signature="sure and wrong, and hardly any slope",
        other_loss=True,
    ),
    _bug(
        name="the answer among the inputs",
        title="Too good to be true",
        setting="Ice cream sales against warmth, 30 days, with noise of variance 0.25.",
        symptom="The loss falls from {losses[0]:.2f} to {last:.4f}. Nobody forecasts noisy sales that well.",
        code="""
            random = np.random.default_rng(0)
            warmth = random.normal(size=30)
            noise = random.normal(0, 0.5, size=30)
            sales = 2 * warmth + noise
            x = np.column_stack([warmth, sales])

            def cost(w):
                return np.mean((x @ w - sales) ** 2)

            start = np.zeros(x.shape[1])
            losses = minimise(cost, start, rate=0.2)
        """,
        broken="np.column_stack([warmth, sales])",
        mended="np.column_stack([warmth])",
        causes=(
            ("The answer is among the inputs", "The model copies the column of sales. Tomorrow, when sales are not yet known, it has nothing to copy."),
            ("The model is excellent", "No model can foresee noise. An honest loss comes to rest near the variance of the noise."),
            ("It has learned the days by heart", "Two weights cannot hold 30 days. Look at what goes in."),
        ),
        signature="a loss near 0 where noise should leave a rest",
    ),
    _bug(
        name="padding that is counted",
        title="Below a coin toss",
        setting="Texts of a and b in which either letter follows equally often, filled up with an empty sign to 20 places.",
        symptom="The loss starts at {losses[0]:.2f} and falls to {last:.2f}. Yet a fair toss between two letters costs ln 2 = 0.69.",
        code="""
            PAD = 4
            rows = np.full((4, 20), PAD)
            rows[:, :5] = [0, 0, 1, 1, 0]
            before = rows[:, :-1].ravel()
            after = rows[:, 1:].ravel()
            letters = after != PAD

            def cost(scores):
                paid = categorical_cross_entropy_from_logits(
                    scores[before], after)
                return np.mean(paid)

            losses = minimise(cost, np.zeros((5, 5)), rate=5)
        """,
        broken="np.mean(paid)",
        mended="np.mean(paid[letters])",
        causes=(
            ("Padding is counted", "After padding comes padding: that is learned at once, and most places are of that kind. Select the letters, then take the mean."),
            ("It has learned the text by heart", "It sees one letter back, and both letters follow each other equally often. There is nothing to learn by heart."),
            ("The learning rate is too large", "Then the loss would jump up and down. This one falls in every step, and too far."),
        ),
        signature="far below what the letters can cost, and short texts in large tables",
        other_loss=True,
    ),
    _bug(
        name="partners in another order",
        title="Stops at ln 16",
        setting="16 pairs of points on a circle. In the table of a contrastive loss, partners should stand on the diagonal.",
        symptom="The loss starts at {losses[0]:.2f} and rests at {last:.2f}. For 16 candidates, knowing nothing costs ln 16 = 2.77.",
        code="""
            turn = np.linspace(0, 2 * np.pi, 17)[:16]
            left = np.column_stack([np.cos(turn), np.sin(turn)])
            right = left.copy()  # a pair is one row of both
            random = np.random.default_rng(5)
            batch = random.permutation(16)
            other = random.permutation(16)

            def cost(w):
                table = left[batch] @ w @ right[other].T
                return mean_categorical_cross_entropy_from_logits(
                    table, np.arange(16))

            losses = minimise(cost, -2 * np.eye(2), rate=4)
        """,
        broken="right[other]",
        mended="right[batch]",
        causes=(
            ("The two sides are drawn in different orders", "So the diagonal holds strangers, and there is nothing to learn: each candidate is as good as any other. Draw one order, and use it for both."),
            ("The batch is too small", "A batch of 16 gets well below its ln 16, if partners stand where they belong: run it mended."),
            ("All points are on one spot", "They stand on a circle. A collapse would rest at ln 16, too, so looking at a distance is a good idea."),
        ),
        signature="rests at ln N or just below, with N candidates",
    ),
)  # fmt: skip
