"""Exercises of the chapter "The training loop"."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lossbook.exercises.exercise import Exercise, Mistake


def _run(steps: int, rate: float, slope: Callable[[float], float]) -> float:
    w = 0.0
    for _ in range(steps):
        w -= rate * slope(w)
    return w


def _stopped(losses: list[float], patience: int, *, ties: bool = False) -> tuple[int, int]:
    """Return the best epoch so far, and the epoch at which patience ran out (or the last)."""
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best] or (ties and loss == losses[best]):
            best = epoch
        if epoch - best >= patience:
            return best, epoch
    return best, len(losses) - 1


def _waited(losses: list[float], patience: int, *, against_best: bool, anew: bool) -> int:
    """Stop early by counting the epochs that were no better: than the best, or than the one before."""
    best = waited = 0
    for epoch in range(1, len(losses)):
        if losses[epoch] >= losses[best if against_best else epoch - 1]:
            waited += 1
        elif anew:
            waited = 0
        if losses[epoch] < losses[best]:
            best = epoch
        if waited >= patience:
            break
    return best


EXERCISES = (
    Exercise(
        name="training_loop.gradient",
        solution="""
            def gradient(w):
                slopes = [2 * (w * x - y) * x for x, y in [(1, 2), (2, 4)]]
                return sum(slopes) / len(slopes)
        """,
        probes=(
            (1,),
            (0,),
            (3,),
            (2.6,),
            (-1.4,),
            (2,),
            (1.891174,),
            (2.3334,),
            (80,),
            (-45,),
        ),
        also=(
            """
                def gradient(w):
                    return 5 * (w - 2)
            """,
        ),
        mistakes=(
            Mistake(
                lambda w: -5 * (w - 2),
                "You got {got}: right size, wrong sign. Below w = 2 the loss falls as w grows, so the slope is below 0; above, it rises.",
            ),
            Mistake(
                lambda w: 2.5 * (w - 2),
                "You got {got}: half of it. The slope of a square is 2 times the error. Where did the 2 go?",
            ),
            Mistake(
                lambda w: 10 * (w - 2),
                "You got {got}: twice too much. The loss is a mean, so its slope is a mean, too: divide by how many?",
            ),
            Mistake(
                lambda w: (2.5 * (w + 0.001 - 2) ** 2 - 2.5 * (w - 2) ** 2) / 0.001,
                "You got {got}. A nudge comes close, but not exactly there. For each point the exact slope is 2 times the error, times x. Then take the mean.",
            ),
            Mistake(
                lambda w: 3 * (w - 2),
                "You got {got}: the slope for the predictions. Turning w by 1 moves a prediction by x, so each part is multiplied by its x.",
            ),
            Mistake(
                lambda w: 2.5 * (w - 2) ** 2,
                "You got {got}: that is the loss itself. Its slope says how it changes when w moves.",
            ),
            Mistake(
                lambda w: (2 * (2 * w - 1) * 2 + 2 * (4 * w - 2) * 4) / 2,
                "You got {got}: x and y are swapped. The prediction is w times x, and the error is compared with y.",
            ),
            Mistake(
                lambda w: w - 0.1 * 5 * (w - 2),
                "You got {got}: the weight after a step. Only the slope is asked for here.",
            ),
            Mistake(
                lambda w: (np.sign(w - 2) + 2 * np.sign(w - 2)) / 2,
                "You got {got}: only the sign of each error counts, as for the absolute error. The slope of the square is 2 times the error, times x.",
            ),
        ),
        hints=(
            "Take the point (2, 4). By how much does its error, w · 2 − 4, change when w is turned by 1? And that of (1, 2)?",
            "For each point: 2 times the error, times x. Then the mean over the points.",
            "slopes = [2 * (w * x - y) * x for x, y in [(1, 2), (2, 4)]]",
        ),
        right="−10 at w = 0, 5 at w = 3 and 0 at w = 2, the bottom of the valley.",
        twin="Check it with a nudge on both sides: (loss(w + h) − loss(w − h)) / (2h), for h = 0.001.",
        twin_answer="You get −10 at 0, 0 at 2 and 5 at 3, as from the formula. This loss is a parabola, so a nudge on both sides is "
        "exact, apart from rounding.",
        twin_code="""
            def nudged(w, h=0.001):
                def loss(w):
                    squares = [(w * x - y) ** 2 for x, y in [(1, 2), (2, 4)]]
                    return sum(squares) / len(squares)
                return (loss(w + h) - loss(w - h)) / (2 * h)
        """,
    ),
    Exercise(
        name="training_loop.train",
        solution="""
            def train(steps, learning_rate):
                w = 0.0
                for _ in range(steps):
                    slope = 5 * (w - 2)
                    w = w - learning_rate * slope
                return w
        """,
        probes=(
            (3, 0.1),
            (1, 0.2),
            (2, 0.4),
            (4, 0.07),
            (3, 0.33),
            (5, 0.15),
            (0, 0.1),
            (4, 0.5),
        ),
        also=(
            """
                def train(steps, learning_rate):
                    w = 0.0
                    for _ in range(steps):
                        w = w - learning_rate * 5 * (w - 2)
                    return w
            """,
        ),
        mistakes=(
            Mistake(
                lambda n, r: _run(1, r, lambda w: 5 * (w - 2)),
                "You got {got}: one step, however many were asked for. Is w set back, or returned, inside the loop?",
            ),
            Mistake(
                lambda n, r: _run(n, r, lambda w: -10.0),
                "You got {got}: the slope was worked out once, before the loop. It changes with w, so work it out in every step.",
            ),
            Mistake(
                lambda n, r: _run(n, r, lambda w: -5 * (w - 2)),
                "You got {got}: that is uphill. Go against the slope: subtract.",
            ),
            Mistake(
                lambda n, r: _run(n, 1, lambda w: 5 * (w - 2)),
                "You got {got}: the learning rate is not in it. Multiply the slope by it before you subtract.",
            ),
            Mistake(
                lambda n, r: 2.5 * (_run(n, r, lambda w: 5 * (w - 2)) - 2) ** 2,
                "You got {got}: the loss at the end. Return the weight.",
            ),
            Mistake(
                lambda n, r: _run(n + 1, r, lambda w: 5 * (w - 2)),
                "You got {got}: one step too many. range(steps) already goes round as often as it should.",
            ),
        ),
        hints=(
            "Start at 0. What happens to w in one step? Do that again and again.",
            "In each round: work out the slope at the present w, then subtract learning_rate · slope.",
            "w = w - learning_rate * 5 * (w - 2)",
        ),
        right="1.75 after three steps of 0.1; 2 after one step of 0.2; and back at 0 after two steps of 0.4.",
        twin="Collect the loss of every step in a list, and print it for the rates 0.1, 0.2, 0.4 and 0.45.",
        twin_answer="All start at 10. At 0.1 each step leaves 0.25 of the loss, at 0.2 one step reaches 0, and at 0.4 the loss stays "
        "at 10, from one wall of the valley to the other. At 0.45 each step makes it about 1.56 times as large.",
        twin_code="""
            def losses(steps, learning_rate):
                w, history = 0.0, []
                for _ in range(steps):
                    history.append(2.5 * (w - 2) ** 2)
                    w = w - learning_rate * 5 * (w - 2)
                return history
        """,
    ),
    Exercise(
        name="training_loop.best_epoch",
        solution="""
            def best_epoch(losses, patience):
                best = 0
                for epoch, loss in enumerate(losses):
                    if loss < losses[best]:
                        best = epoch
                    if epoch - best >= patience:
                        break
                return best
        """,
        probes=(
            ([5, 3, 4, 4.5, 2], 2),
            ([5, 4, 3], 2),
            ([5, 3, 4, 2, 6, 7, 8, 1], 3),
            ([9, 7, 8, 6, 7, 6.5, 5], 3),
            ([9, 7, 8, 6, 7, 6.5, 6.2, 5], 3),
            ([5, 6, 4, 5, 3, 4, 2, 3, 4, 5], 2),
            ([4, 5, 6, 3], 3),
            ([8, 6, 7, 5, 6, 4, 5, 6, 7, 3], 3),
            ([3, 2, 2.5], 1),
            ([5, 4, 4, 3], 2),
            ([5, 4, 6, 3.4, 3], 2),
            ([5, 5, 5, 5.7, 3], 2),
            ([5, 4.95, 6, 7, 1], 2),
            ([5, 4.999, 6, 7, 1], 2),
            ([-1, -3, -2, -2.5, -4], 2),
            ([3], 2),
        ),
        mistakes=(
            Mistake(
                lambda v, n: v.index(min(v)),
                "You got {got}: the best of all epochs. But training had stopped before: no new lowest loss for two epochs.",
            ),
            Mistake(
                lambda v, n: _stopped(v, n)[1],
                "You got {got}: the epoch at which training stopped. Go back to the best one before that.",
            ),
            Mistake(
                lambda v, n: v[_stopped(v, n)[0]],
                "You got {got}: the lowest loss. Return its place in the list, counted from 0.",
            ),
            Mistake(
                lambda v, n: _stopped(v, n)[0] + 1,
                "You got {got}: you counted from 1. Epochs are counted from 0 here, as in a list.",
            ),
            Mistake(
                lambda v, n: _waited(v, n, against_best=False, anew=True),
                "You got {got}. Each loss was compared with the one before it. What counts is the lowest so far: is this one lower?",
            ),
            Mistake(
                lambda v, n: _waited(v, n, against_best=True, anew=False),
                "You got {got}. All epochs without a new lowest loss were counted together. The count starts anew after each new best.",
            ),
            Mistake(
                lambda v, n: _stopped(v, n, ties=True)[0],
                "You got {got}: an equal loss was taken for a new best. Only a lower one is: use <.",
            ),
            Mistake(
                lambda v, n: len(v) - 1 - n,
                "You got {got}: counted back from the end of the list. Training stops earlier where the loss rose for so long.",
            ),
            Mistake(
                lambda v, n: int(np.argmin(v[:n])),
                "You got {got}: only the first epochs were looked at, as many as patience. Patience counts the epochs since the best.",
            ),
        ),
        hints=(
            "Go through the epochs one by one, as a training would. You cannot know what comes later.",
            "Keep the best epoch so far. Stop when it is patience epochs ago.",
            "if epoch - best >= patience: break",
        ),
        right="1: two epochs without a new lowest loss, so the 2 at the end is never seen. That is the price of stopping early.",
        twin="Return the number of epochs that were run as well. How much time was saved?",
        twin_answer="For 5, 3, 4, 4.5 and 2 with a patience of 2 it returns 1 and 4. So 4 of 5 epochs were run, and 20 % of the time was saved.",
        twin_code="""
            def best_epoch(losses, patience):
                best = 0
                for epoch, loss in enumerate(losses):
                    if loss < losses[best]:
                        best = epoch
                    if epoch - best >= patience:
                        break
                return best, epoch + 1
        """,
    ),
)
