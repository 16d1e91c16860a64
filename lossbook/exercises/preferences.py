"""Exercises of the chapter "Which answer is better?"."""

from __future__ import annotations

import math

import numpy as np

from lossbook.exercises.exercise import Exercise, Mistake


def _sigmoid(x: float) -> float:
    return float(1 / (1 + np.exp(-float(x))))


def _cost(gap: float) -> float:
    return float(np.logaddexp(0, -gap))


def _moved(scores: list[float], *changes: tuple[int, float]) -> list[float]:
    new = [float(score) for score in scores]
    for place, change in changes:
        new[place] += change
    return new


def _one_after_the_other(scores: list[float], winner: int, loser: int, rate: float) -> list[float]:
    new = [float(score) for score in scores]
    new[winner] += rate * _sigmoid(new[loser] - new[winner])
    new[loser] -= rate * _sigmoid(new[loser] - new[winner])
    return new


def _no_care(gap: float) -> float:
    with np.errstate(all="ignore"):
        return float(-np.log(1 / (1 + np.exp(-np.float64(gap)))))


def _powers(winner: float, loser: float) -> float:
    with np.errstate(all="ignore"):
        first, second = np.exp(np.float64(winner)), np.exp(np.float64(loser))
        return float(-np.log(first / (first + second)))


def _shares(winner: float, loser: float) -> float:
    return -math.log(winner / (winner + loser))


EXERCISES = (
    Exercise(
        name="preferences.preference",
        solution="""
            def preference(winner, loser):
                return np.logaddexp(0, loser - winner)
        """,
        probes=(
            (0.5, 3.5),
            (2, 1),
            (0, 0),
            (102, 101),
            (-3, -1),
            (40, 0),
            (-1000, 0),
            (1000, 999),
            (-1000, -999),
            (1.2, 1.9),
            (5, 0),
            (9.5, 0),
            (-7.5, 0),
            (45, 100),
        ),
        mistakes=(
            Mistake(
                lambda w, o: _cost(o - w),
                "You got {got}: the two scores are swapped. A winner with the higher score must cost little, so take winner minus loser.",
            ),
            Mistake(
                lambda w, o: -_cost(w - o),
                "You got {got}, the right size with the wrong sign. A cost is never below 0 here: a minus is missing, or there is one too many.",
            ),
            Mistake(
                lambda w, o: _cost(w),
                "You got {got}: you used the winner's score alone. 102 against 101 must cost as much as 2 against 1, so take the difference first.",
            ),
            Mistake(
                lambda w, o: _sigmoid(o - w),
                "You got {got}: that is the probability left for the loser. The cost is minus the natural logarithm of the winner's.",
            ),
            Mistake(
                lambda w, o: max(0, 1 - (w - o)),
                "You got {got}: that is the hinge of the difference. It is flat beyond 1; here the cost gets small and never 0.",
            ),
            Mistake(
                lambda w, o: max(0, o - w),
                "You got {got}. That is right far out, and misses the bend: at equal scores the loss is ln 2, not 0.",
            ),
            Mistake(
                lambda w, o: -np.log(np.maximum(_sigmoid(w - o), 1e-12)),
                "You got {got} for a winner far behind: the cost stops growing where the probability is clipped. Stay with the scores.",
            ),
            Mistake(
                _shares,
                "You got {got}: you divided the scores. Scores may be negative, and only their difference counts. Sigmoid of winner minus loser is the probability.",
            ),
            Mistake(
                lambda w, o: _cost(w - o) / np.log(10),
                "You got {got}: that is the logarithm to base 10, as in chess ratings. We use the natural one, np.log.",
            ),
            Mistake(
                lambda w, o: _no_care(w - o),
                "You got {got} for a winner far behind. np.exp overflowed, and the loss is lost. np.logaddexp(0, loser - winner) survives.",
            ),
            Mistake(
                _powers,
                "You got {got}. The powers of e left the range of the computer. Take the difference first; a shift of both scores must change nothing.",
            ),
        ),
        hints=(
            "Which single number do the two scores become, before anything else?",
            "The difference is a raw score for the question: does the winner win? What did a yes cost in binary cross-entropy?",
            "return np.logaddexp(0, loser - winner)",
        ),
        right="0.313 for a winner who was 1 ahead, at 2 against 1 and at 102 against 101 alike, and 3.049 for one who was 3 behind.",
        twin="Add a tie: label 0.5 costs half of a win and half of a loss. Which difference makes a tie cheapest?",
        twin_answer="A difference of 0. There a tie costs ln 2, about 0.693, and every step to either side costs more than that.",
        twin_code="""
            def tie(first, second):
                win = np.logaddexp(0, second - first)
                return (win + np.logaddexp(0, first - second)) / 2
        """,
    ),
    Exercise(
        name="preferences.after_vote",
        solution="""
            def after_vote(scores, winner, loser, rate):
                push = rate / (1 + np.exp(scores[winner] - scores[loser]))
                new = list(scores)
                new[winner] += push
                new[loser] -= push
                return new
        """,
        probes=(
            ([0.0, 0.0, 0.0], 0, 2, 1.0),
            ([2.0, 0.5], 1, 0, 0.5),
            ([2.0, 0.5], 0, 1, 0.5),
            ([1.0, -1.0, 3.0], 2, 1, 2.0),
            ([2.0, 2.0, 2.0], 1, 2, 0.5),
            ([4.0, -6.0], 0, 1, 3.0),
            ([-6.0, 4.0], 0, 1, 3.0),
            ([0.5, 0.2, 0.9, 0.5], 3, 0, 1.5),
        ),
        mistakes=(
            Mistake(
                lambda s, w, o, r: _moved(s, (w, r * _sigmoid(s[o] - s[w]))),
                "You got {got}: only the winner moved. The loser is pushed down by as much, so the sum of the scores stays.",
            ),
            Mistake(
                lambda s, w, o, r: _moved(s, (w, r * _sigmoid(s[o] - s[w])), (o, r * _sigmoid(s[o] - s[w]))),
                "You got {got}: both went up. The loser goes down by what the winner gains.",
            ),
            Mistake(
                lambda s, w, o, r: _moved(s, (w, -r * _sigmoid(s[o] - s[w])), (o, r * _sigmoid(s[o] - s[w]))),
                "You got {got}: the winner fell. A step goes against the slope, and the winner's slope is below 0.",
            ),
            Mistake(
                lambda s, w, o, r: _moved(s, (w, r * _sigmoid(s[w] - s[o])), (o, -r * _sigmoid(s[w] - s[o]))),
                "You got {got}: you pushed by the probability of what happened. An expected win should move little: push by what was missing, 1 − p.",
            ),
            Mistake(
                lambda s, w, o, r: _moved(s, (w, r * _sigmoid(s[o] - s[w])), (o, -r * _sigmoid(s[w] - s[o]))),
                "You got {got}: the two moved by different amounts. What was missing, 1 − p, pushes the winner up and the loser down.",
            ),
            Mistake(
                lambda s, w, o, r: _moved(
                    s, (w, r * np.logaddexp(0, s[o] - s[w])), (o, -r * np.logaddexp(0, s[o] - s[w]))
                ),
                "You got {got}: you pushed by the loss. A step is as long as the slope, and its size is 1 − p.",
            ),
            Mistake(
                lambda s, w, o, r: _moved(
                    [0.0] * len(s), (w, r * _sigmoid(s[o] - s[w])), (o, -r * _sigmoid(s[o] - s[w]))
                ),
                "You got {got}: the pushes alone. Add them to the scores there were.",
            ),
            Mistake(
                lambda s, w, o, r: _moved(s, (w, r), (o, -r)),
                "You got {got}: every vote moved by the full rate. A surprise moves more than a win that was expected: times 1 − p.",
            ),
            Mistake(
                lambda s, w, o, r: _moved(s, (w, _sigmoid(s[o] - s[w])), (o, -_sigmoid(s[o] - s[w]))),
                "You got {got}: the rate is missing. It says how far a step goes for each unit of slope.",
            ),
            Mistake(
                _one_after_the_other,
                "You got {got}: the loser's push was worked out with the winner's new score. Work out one push from the old scores, then move both.",
            ),
            Mistake(
                lambda s, w, o, r: _moved(s, (w, r * _sigmoid(-s[w])), (o, -r * _sigmoid(-s[w]))),
                "You got {got}: the probability came from the winner's score alone. Beating a strong rival should move more than beating a weak one.",
            ),
        ),
        hints=(
            "How likely was this win, by the scores as they are? What is missing to 1?",
            "push = rate times (1 − p), where p is the sigmoid of winner minus loser. Up with one, down with the other.",
            "push = rate / (1 + np.exp(scores[winner] - scores[loser]))",
        ),
        right="From equal scores both move by half of the rate. A win that was expected moves them less. This is how chess ratings are updated.",
        twin="Write it for a tie: which of the two moves up, and when does neither move?",
        twin_answer="The one with the lower score moves up, and the other one moves down by as much. With equal scores neither moves. "
        "From 2 and 0.5 a tie with a rate of 0.5 leads to 1.841 and 0.659.",
        twin_code="""
            def after_tie(scores, first, second, rate):
                p = 1 / (1 + np.exp(scores[second] - scores[first]))
                new = list(scores)
                new[first] += rate * (0.5 - p)
                new[second] -= rate * (0.5 - p)
                return new
        """,
    ),
    Exercise(
        name="preferences.dpo",
        solution="""
            def dpo(chosen, rejected, ref_chosen, ref_rejected, beta):
                gap = beta * ((chosen - ref_chosen) - (rejected - ref_rejected))
                return np.logaddexp(0, -gap)
        """,
        probes=(
            (-13, -12, -14, -11, 0.5),
            (-14, -11, -14, -11, 0.5),
            (-11, -11.5, -12, -10, 0.1),
            (-16, -19, -14, -11, 0.1),
            (-900, -20, -10, -20, 2),
            (-20, -12, -14, -14, 0.3),
            (-9, -21, -17, -11, 0.4),
            (-3, -3, -3, -3, 0.7),
        ),
        mistakes=(
            Mistake(
                lambda c, r, rc, rr, b: _cost(b * (c - r)),
                "You got {got}: the reference is missing. What counts is how far each answer has moved from it: subtract its log-probability from each.",
            ),
            Mistake(
                lambda c, r, rc, rr, b: _cost((c - rc) - (r - rr)),
                "You got {got}: beta is missing. It scales the difference before the sigmoid.",
            ),
            Mistake(
                lambda c, r, rc, rr, b: _cost(b * (c - rc)),
                "You got {got}: only the chosen answer is in it. The rejected one has a score, too, and the difference counts.",
            ),
            Mistake(
                lambda c, r, rc, rr, b: _cost(-b * ((c - rc) - (r - rr))),
                "You got {got}: it is turned round: either chosen and rejected changed places, or the model and its reference. Take (chosen − its reference) − (rejected − its reference).",
            ),
            Mistake(
                lambda c, r, rc, rr, b: -_cost(b * ((c - rc) - (r - rr))),
                "You got {got}, and a loss below 0 would reward mistakes. There is a minus missing in front of the logarithm.",
            ),
            Mistake(
                lambda c, r, rc, rr, b: max(0, -b * ((c - rc) - (r - rr))),
                "You got {got}. That is right far out, and misses the bend: with no gap the loss is ln 2, not 0.",
            ),
            Mistake(
                lambda c, r, rc, rr, b: -np.log(np.maximum(_sigmoid(b * ((c - rc) - (r - rr))), 1e-12)),
                "You got {got} for a gap of −1780: the cost stops growing where the probability is clipped. Stay with the gap.",
            ),
            Mistake(
                lambda c, r, rc, rr, b: _cost(b * ((c - r) + (rc - rr))),
                "You got {got}: the reference was added. The model should be compared with it, so subtract.",
            ),
            Mistake(
                lambda c, r, rc, rr, b: _cost(b * ((math.exp(c) - math.exp(rc)) - (math.exp(r) - math.exp(rr)))),
                "You got {got}, about ln 2: you went back to probabilities, and those of whole answers are tiny. Subtract the logarithms as they are.",
            ),
            Mistake(
                lambda c, r, rc, rr, b: _no_care(b * ((c - rc) - (r - rr))),
                "You got {got} for a gap of −1780. np.exp overflowed. np.logaddexp(0, -gap) survives.",
            ),
        ),
        hints=(
            "How far has each answer moved away from the reference?",
            "The score of an answer is beta times (its log-probability minus the reference's). Then take the preference loss of the two scores.",
            "gap = beta * ((chosen - ref_chosen) - (rejected - ref_rejected))",
        ),
        right="0.313: the chosen answer went up by 1, the rejected one down by 1, and beta makes a gap of 1 of that. At the start, model = reference, it is 0.693.",
        twin="Double beta and halve both movements. What happens to the loss? So what does beta decide?",
        twin_answer="Nothing happens: the loss is 0.313 both times. So beta is the unit of the movements. The larger it is, the less "
        "a model has to move away from the reference for the same loss.",
    ),
)
