"""Exercises of the chapter "Which belongs to which?"."""

from __future__ import annotations

from typing import Any

import numpy as np

from lossbook.exercises.exercise import Exercise, Mistake


def _shares(scores: Any) -> np.ndarray:
    scores = np.asarray(scores, dtype=float)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def _losses(scores: Any) -> np.ndarray:
    scores = np.asarray(scores, dtype=float)
    below = scores - scores.max(axis=-1, keepdims=True)
    return np.log(np.exp(below).sum(axis=-1)) - np.diag(below)


def _of(table: Any, temperature: float) -> np.ndarray:
    return np.array(table, dtype=float) / temperature


def _without_the_friend(table: Any, temperature: float) -> float:
    scores = _of(table, temperature)
    others = np.exp(scores) * ~np.eye(len(scores), dtype=bool)
    return float(np.mean(np.log(others.sum(axis=1)) - np.diag(scores)))


def _largest_of_each_row(table: Any, temperature: float) -> float:
    return float(np.mean(-np.log(_shares(_of(table, temperature)).max(axis=1))))


def _one_softmax(table: Any, temperature: float) -> float:
    scores = _of(table, temperature)
    return float(np.mean(np.log(np.exp(scores).sum()) - np.diag(scores)))


def _overflows(table: Any, temperature: float) -> float:
    scores = _of(table, temperature)
    powers = np.exp(scores)
    return float(np.mean(-np.log(np.diag(powers) / powers.sum(axis=1))))


def _slopes(row: Any, friend: int, temperature: float) -> np.ndarray:
    return (_shares(_of(row, temperature)) - np.eye(len(row))[friend]) / temperature


def _friend_only(row: Any, friend: int, temperature: float) -> np.ndarray:
    slopes = _slopes(row, friend, temperature)
    return np.where(np.arange(len(row)) == friend, slopes, 0)


def _shared_alike(row: Any, friend: int, temperature: float) -> np.ndarray:
    slopes = _slopes(row, friend, temperature)
    rest = -slopes[friend] / (len(row) - 1)
    return np.where(np.arange(len(row)) == friend, slopes, rest)


def _only_the_nearest(row: Any, friend: int, temperature: float) -> np.ndarray:
    slopes, values = _slopes(row, friend, temperature), np.array(row, dtype=float)
    values[friend] = -np.inf
    only = np.zeros(len(row))
    only[friend], only[int(values.argmax())] = slopes[friend], -slopes[friend]
    return only


def _found(table: Any) -> np.ndarray:
    values = np.array(table, dtype=float)
    others = np.where(np.eye(len(values), dtype=bool), -np.inf, values)
    return np.diag(values) > others.max(axis=1)


def _columns_first(table: Any) -> float:
    return float(np.mean(_found(np.array(table).T)))


def _above(table: Any, border: Any) -> float:
    return float(np.mean(np.diag(np.array(table)) > border))


EXERCISES = (
    Exercise(
        name="contrastive.info_nce",
        solution="""
            def info_nce(table, temperature):
                scores = np.array(table, dtype=float) / temperature
                below = scores - scores.max(axis=1, keepdims=True)
                return np.mean(np.log(np.exp(below).sum(axis=1)) - np.diag(below))
        """,
        probes=(
            ([[0.6, -0.8], [-0.6, -0.5]], 0.1),
            ([[0.4, 0.2], [0.2, 0.4]], 0.2),
            ([[0.6, 0.4, 0.2], [0.4, 0.6, 0.2], [0.2, 0.6, 0.4]], 0.5),
            ([[0.3, 0.3, 0.3]] * 3, 0.1),
            ([[1, 0.9], [-0.2, 0.8]], 0.001),
            ([[0.1, 0.7], [0.3, 0.2]], 1),
            ([[0.9, -0.5, 0.1, 0], [0.2, 0.3, 0.8, -1], [0, 0.4, 0.5, 0.1], [0.6, 0.6, 0.1, 0.7]], 0.25),
            ([[1, 0], [-1, -0.9]], 0.001),
            ([[0.3, 0.1], [0.3, 0.1]], 0.4),
        ),
        mistakes=(
            Mistake(
                lambda s, t: np.mean(_losses(s)),
                "You got {got}: the temperature is not in it. Divide the similarities by it first.",
            ),
            Mistake(
                lambda s, t: np.mean(_losses(np.array(s) * t)),
                "You got {got}: you multiplied. A low temperature must spread the scores, so divide.",
            ),
            Mistake(
                lambda s, t: np.mean(_losses(_of(s, t).T)),
                "You got {got}: the columns asked. Here each row asks: add up along the row.",
            ),
            Mistake(
                _without_the_friend,
                "You got {got}: the sum lacks the friend, so the loss can fall below 0. The friend is one of the candidates.",
            ),
            Mistake(
                lambda s, t: np.sum(_losses(_of(s, t))),
                "You got {got}: that is the sum over the rows. Take the mean.",
            ),
            Mistake(
                _overflows,
                "You got {got}: e to the power of a thousand is too large. Take the largest score of each row off first.",
            ),
            Mistake(
                _largest_of_each_row,
                "You got {got}: you took the largest of each row. The friend is on the diagonal, even where it loses.",
            ),
            Mistake(
                lambda s, t: np.mean(_losses(s)) / t,
                "You got {got}: divide the similarities by the temperature, not the loss.",
            ),
            Mistake(
                lambda s, t: np.mean(np.diag(_shares(_of(s, t)))),
                "You got {got}: that is the mean share of the friends. Take −ln of each first.",
            ),
            Mistake(
                lambda s, t: -np.log(np.mean(np.diag(_shares(_of(s, t))))),
                "You got {got}: that is the log of the mean share. Take the mean of the logs.",
            ),
            Mistake(
                lambda s, t: np.mean(-np.log(_shares(_of(s, t)))),
                "You got {got}: every cell has paid. Only the share of the friend, on the diagonal, does.",
            ),
            Mistake(
                _one_softmax,
                "You got {got}: one softmax for the whole table. Each row is a question of its own.",
            ),
            Mistake(
                lambda s, t: (np.mean(_losses(_of(s, t))) + np.mean(_losses(_of(s, t).T))) / 2,
                "You got {got}: both directions. Here only the rows ask.",
            ),
        ),
        hints=(
            "Each row is one question with as many answers as there are columns. Which answer is right in row i?",
            "Divide by the temperature, take each row's largest off, and then log of the sum of powers minus the diagonal.",
            "return np.mean(np.log(np.exp(below).sum(axis=1)) - np.diag(below))",
        ),
        right="All alike costs ln 3 = 1.099 for three pairs. A table with clear friends costs next to nothing.",
        twin="Add 0.3 to every cell of a row. What happens to its loss?",
        twin_answer="Nothing happens. All scores of the row grow by as much, and the softmax of a row looks at their differences alone.",
    ),
    Exercise(
        name="contrastive.slopes",
        solution="""
            def slopes(row, friend, temperature):
                scores = np.array(row, dtype=float) / temperature
                powers = np.exp(scores - scores.max())
                slope = powers / powers.sum()
                slope[friend] -= 1
                return slope / temperature
        """,
        probes=(
            ([0.5, 0.5], 1, 0.1),
            ([0.6, 0.4, 0.2], 0, 0.2),
            ([0.6, 0.4, 0.2], 2, 0.5),
            ([0.1, 0.9, 0.3, 0.2], 0, 1),
            ([-0.4, 0.2, 0.8], 1, 0.15),
            ([0.3, 0.7, 0.3], 2, 0.3),
            ([0.9, 0.1], 1, 0.3),
        ),
        tolerance=1e-6,  # a search or small steps may have found it
        mistakes=(
            Mistake(
                lambda r, f, t: _slopes(r, f, t) * t,
                "You got {got}: those are the slopes for the scores. A similarity is divided by the temperature, and so is its slope.",
            ),
            Mistake(
                lambda r, f, t: _slopes(r, f, t) * t * t,
                "You got {got}: you multiplied by the temperature. Nudge a similarity by 0.01, and look how far the loss moves.",
            ),
            Mistake(
                lambda r, f, t: 0 - _slopes(r, f, t),
                "You got {got}: those are the pushes, the slopes with the sign turned.",
            ),
            Mistake(
                lambda r, f, t: (_shares(r) - np.eye(len(r))[f]) / t,
                "You got {got}: the temperature is missing inside the softmax.",
            ),
            Mistake(
                lambda r, f, t: _shares(r) - np.eye(len(r))[f],
                "You got {got}: the temperature is not in it at all. It belongs inside the softmax, and below the slope.",
            ),
            Mistake(
                lambda r, f, t: _shares(_of(r, t)) / t,
                "You got {got}: 1 is missing. Take it off the share of the friend.",
            ),
            Mistake(
                lambda r, f, t: (_shares(_of(r, t)) - 1) / t,
                "You got {got}: 1 was taken off everywhere. Only the friend's share loses 1.",
            ),
            Mistake(
                _friend_only,
                "You got {got}: strangers are pushed as well, each by its share.",
            ),
            Mistake(
                lambda r, f, t: _slopes(r, int(np.argmax(r)), t),
                "You got {got}: you took the nearest for the friend. Which one is the friend is given.",
            ),
            Mistake(
                _shared_alike,
                "You got {got}: strangers do not share alike. The nearer one is, the larger its share.",
            ),
            Mistake(
                _only_the_nearest,
                "You got {got}: only the nearest stranger is pushed. That is hard mining; here all pay by their shares.",
            ),
        ),
        hints=(
            "You know the slopes of categorical cross-entropy. What is the score here?",
            "Softmax of the row divided by the temperature, minus 1 at the friend. Then divide by the temperature once more.",
            "return slope / temperature",
        ),
        right="The slopes of a row add up to 0: what lifts the friend presses the strangers, the nearest most.",
        twin="A row has two equal similarities. At which temperature is the slope of the friend −1?",
        twin_answer="At 0.5. The friend has a share of 0.5, so the slope for its score is 0.5 − 1, and divided by the temperature that is −1.",
    ),
    Exercise(
        name="contrastive.found",
        solution="""
            def found(table):
                values = np.array(table, dtype=float)
                friends = np.diag(values).copy()
                np.fill_diagonal(values, -np.inf)
                return np.mean(friends > values.max(axis=1))
        """,
        probes=(
            ([[0.1, -0.5], [-0.9, -0.5]],),
            ([[0.9, 0.1], [0.8, 0.2]],),
            ([[0.5, 0.5], [0.5, 0.5]],),
            ([[0.6, 0.4, 0.2], [0.4, 0.6, 0.2], [0.2, 0.6, 0.4]],),
            ([[-0.2, -0.5], [-0.1, -0.6]],),
            ([[0.2, 0.1, 0.1], [0.9, 0.8, 0.1], [0.3, 0.2, 0.1]],),
            ([[0.4, 0.1], [0.3, 0.45]],),
            ([[0.5, 0.1, 0.7], [0.2, 0.6, 0.1], [0.8, 0.1, 0.4]],),
            ([[0.3, 0.2, 0.1, 0], [0.9, 0.5, 0.4, 0.3], [0.1, 0.2, 0.7, 0.6], [0, 0.1, 0.8, 0.9]],),
            ([[0.41, 0.4], [0.39, 0.4]],),
            ([[0.5, 0.2], [0.5, 0.2]],),
        ),
        mistakes=(
            Mistake(_columns_first, "You got {got}: the columns asked. Compare along each row."),
            Mistake(lambda s: np.sum(_found(s)), "You got {got}: that is a count. Divide by the number of rows."),
            Mistake(
                lambda s: np.mean(np.argmax(s, axis=1) == np.arange(len(s))),
                "You got {got}: argmax takes the first of equals. That is luck, not knowledge: a tie is not found.",
            ),
            Mistake(
                lambda s: np.mean(np.diag(np.array(s)) >= np.max(s, axis=1)),
                "You got {got}: ties counted as found. Then a map with everything on one spot would score 100 %.",
            ),
            Mistake(
                lambda s: np.mean(np.diag(np.array(s))),
                "You got {got}: that is the mean similarity of friends. Ask who comes first.",
            ),
            Mistake(
                lambda s: (np.mean(_found(s)) + _columns_first(s)) / 2,
                "You got {got}: both directions. Here only the rows ask.",
            ),
            Mistake(
                lambda s: np.mean([s[i][i] > s[i][j] for i in range(len(s)) for j in range(len(s)) if i != j]),
                "You got {got}: the share of strangers that are less similar. A row is found only if its friend is ahead of all of them.",
            ),
            Mistake(
                lambda s: np.mean([s[i][i] > min([*s[i][:i], *s[i][i + 1 :]]) for i in range(len(s))]),
                "You got {got}: it was enough to be ahead of one stranger. The friend has to be ahead of all: compare with the largest.",
            ),
            Mistake(lambda s: 100 * np.mean(_found(s)), "You got {got}: per cent. Return the share, 0 to 1."),
            Mistake(
                lambda s: np.mean(np.diag(np.array(s)) > np.max(s, axis=1)),
                "You got {got}: the friend was compared with itself. Set the diagonal aside first.",
            ),
            Mistake(
                lambda s: _above(s, np.mean(s, axis=1)),
                "You got {got}: you compared with the mean of the row. Compare with the nearest stranger.",
            ),
            Mistake(
                lambda s: _above(s, 0.5),
                "You got {got}: a fixed border of 0.5. What counts is the nearest stranger, wherever it is.",
            ),
            Mistake(
                lambda s: np.mean(np.argmin(s, axis=1) == np.arange(len(s))),
                "You got {got}: you looked for the smallest. Similar means a large number here.",
            ),
            Mistake(
                lambda s: _found(s),
                "You got {got}: one answer for each row. Return their mean.",
            ),
        ),
        hints=(
            "Who is the strongest rival of the friend in its row?",
            "Keep the diagonal, set it to minus infinity in the table, and compare with the largest of each row.",
            "return np.mean(friends > values.max(axis=1))",
        ),
        right="Two of three friends are found in the table of the chapter. A tie finds nobody.",
        twin="Ten candidates, and a model that knows nothing. Which share do you expect?",
        twin_answer="About 0.1, one in 10. That is the baseline, and with more candidates it is lower, so a share says little without "
        "their number.",
    ),
)
