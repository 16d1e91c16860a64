"""Exercises of the chapter "What a language model is paid for"."""

from __future__ import annotations

from typing import Any

import numpy as np

from lossbook.exercises.exercise import Exercise, Mistake

_INF = float("inf")


def _arrays(losses: Any, keep: Any) -> tuple[np.ndarray, np.ndarray]:
    return np.array(losses, dtype=float), np.array(keep, dtype=bool)


def _raise_zeros(counts: list[float], extra: float) -> np.ndarray:
    raised = np.where(np.array(counts) == 0, extra, counts)
    return raised / raised.sum()


def _softmax(values: Any) -> np.ndarray:
    powers = np.exp(np.array(values, dtype=float))
    return powers / powers.sum()


def _rows_first(losses: Any, keep: Any) -> float:
    losses, keep = _arrays(losses, keep)
    return float(np.mean([row[kept].mean() for row, kept in zip(losses, keep, strict=True)]))


def _without_zeros(losses: Any, keep: Any) -> float:
    losses, keep = _arrays(losses, keep)
    kept = losses[keep]
    return float(kept[kept != 0].mean())


EXERCISES = (
    Exercise(
        name="next_token.shares",
        solution="""
            def shares(counts, extra):
                raised = np.array(counts, dtype=float) + extra
                return raised / raised.sum()
        """,
        probes=(
            ([3, 1, 0, 0], 1),
            ([5, 0], 0.5),
            ([2, 1, 1], 0),
            ([0, 0, 0], 1),
            ([0, 7, 2, 1, 0], 3),
            ([40, 30, 20, 10, 0, 0], 0.01),
            ([4000, 1, 1], 0.5),
        ),
        mistakes=(
            Mistake(
                lambda c, e: np.array(c) / np.sum(c),
                "You got {got}: extra is not in it. A letter never seen gets 0, and its price has no end.",
            ),
            Mistake(
                lambda c, e: (np.array(c) + e) / np.sum(c),
                "You got {got}: together more than 1. The sum has grown too, by extra for every letter.",
            ),
            Mistake(
                lambda c, e: (np.array(c) + e) / (np.sum(c) + e),
                "You got {got}: extra went into the sum once. Each of the letters got it.",
            ),
            Mistake(
                _raise_zeros,
                "You got {got}: only the zeros were raised. So a letter never seen can equal one that was seen. Raise every count.",
            ),
            Mistake(
                lambda c, e: (np.array(c) + 1) / (np.sum(c) + len(c)),
                "You got {got}: you always added 1. Use extra, which may be another number.",
            ),
            Mistake(
                lambda c, e: (np.array(c) + e) / (np.sum(c) + len(c)),
                "You got {got}: the sum grew by 1 for each letter, and the counts by extra. Use extra in both.",
            ),
            Mistake(
                lambda c, e: np.array(c) + e,
                "You got {got}: those are the raised counts. Divide by their sum.",
            ),
            Mistake(
                lambda c, e: np.array(c) / np.sum(c) + e,
                "You got {got}: extra was added to the shares. Add it to the counts, before you divide.",
            ),
            Mistake(
                lambda c, e: -np.log((np.array(c) + e) / np.sum(np.array(c) + e)),
                "You got {got}: those are the prices, one step too far. Return the shares.",
            ),
            Mistake(
                lambda c, e: _softmax(np.array(c) + e),
                "You got {got}: softmax is for raw scores. Counts are amounts already: divide by their sum.",
            ),
            Mistake(
                lambda c, e: (np.array(c) + e) / np.max(np.array(c) + e),
                "You got {got}: you divided by the largest. Shares add up to 1: divide by the sum.",
            ),
        ),
        hints=(
            "Every letter gets a gift of extra, seen or not. What do all of them have together then?",
            "Add extra to the counts. Divide what you have by its sum.",
            "return raised / raised.sum()",
        ),
        right="3, 1, 0, 0 with one more each: 0.5, 0.25, 0.125, 0.125. Nothing is impossible any more.",
        twin="What do the shares come close to when extra is a million?",
        twin_answer="To the same share for each: 0.25 with four letters. What was counted is drowned by what was added, so extra is a dial between "
        "the counts and knowing nothing.",
    ),
    Exercise(
        name="next_token.masked_mean",
        solution="""
            def masked_mean(losses, keep):
                paid = np.array(losses, dtype=float)
                letters = np.array(keep, dtype=bool)
                return paid[letters].mean()
        """,
        probes=(
            ([[2, 7]], [[0, 1]]),
            ([[4, 2, 9], [1, 1, 1]], [[1, 1, 0], [1, 1, 1]]),
            ([[4, 2, _INF], [1, 1, 1]], [[1, 1, 0], [1, 1, 1]]),
            ([[3, 0, 5, 5], [2, 1, 4, 0]], [[1, 1, 0, 0], [1, 1, 1, 1]]),
            ([[1, 2], [3, 5], [8, 13]], [[1, 1], [1, 0], [0, 1]]),
            ([[6, 1, 1, 1], [2, 9, 9, 9]], [[1, 1, 1, 1], [1, 0, 0, 0]]),
            ([[1, np.inf]], [[1, 1]]),
            ([[2, 2, 5], [2, 5, 5]], [[1, 1, 0], [1, 1, 0]]),
        ),
        mistakes=(
            Mistake(
                lambda x, k: np.mean(x),
                "You got {got}: padding is in it. Take the places where keep is 1.",
            ),
            Mistake(
                lambda x, k: np.mean(np.where(_arrays(x, k)[1], _arrays(x, k)[0], 0)),
                "You got {got}: padding became 0 and still counts below the line. Divide by the number of letters kept.",
            ),
            Mistake(
                _rows_first,
                "You got {got}: you averaged each row first, so a letter in a short row weighs more. Take the mean over all letters kept.",
            ),
            Mistake(
                lambda x, k: np.sum(_arrays(x, k)[0][_arrays(x, k)[1]]),
                "You got {got}: that is the sum. Divide by how many were kept.",
            ),
            Mistake(
                lambda x, k: _arrays(x, k)[0][~_arrays(x, k)[1]].mean(),
                "You got {got}: that is the mean of the padding. keep is 1 where a letter stands.",
            ),
            Mistake(
                lambda x, k: np.sum(_arrays(x, k)[0] * np.array(k)) / np.sum(k),
                "You got {got}: infinity times 0 is not a number. Select the letters instead of multiplying.",
            ),
            Mistake(
                lambda x, k: np.sum(_arrays(x, k)[0][_arrays(x, k)[1]]) / len(x),
                "You got {got}: you divided by the number of rows. Divide by the number of letters kept.",
            ),
            Mistake(
                _without_zeros,
                "You got {got}: you dropped the zeros. A letter that was certain costs 0, and it counts.",
            ),
            Mistake(
                lambda x, k: np.median(_arrays(x, k)[0][_arrays(x, k)[1]]),
                "You got {got}: that is the median. The mean is asked for.",
            ),
            Mistake(
                lambda x, k: _arrays(x, k)[0][_arrays(x, k)[1]],
                "You got {got}: those are the losses that count. Return their mean, one number.",
            ),
        ),
        hints=(
            "An array of True and False can pick entries of another one.",
            "Make arrays of both. Pick the losses where keep is True, and average those.",
            "return paid[letters].mean()",
        ),
        right="Letters alone are averaged. Even a loss without end does no harm where there is no letter.",
        twin="Write it with np.average and its weights. What happens to a loss of infinity at weight 0?",
        twin_answer="It turns to nan, because infinity times 0 is not a number. So leave such places out before you average, as the solution does.",
        twin_code="""
            def masked_mean(losses, keep):
                return np.average(losses, weights=keep)
        """,
    ),
    Exercise(
        name="next_token.bits_per_letter",
        solution="""
            def bits_per_letter(loss, tokens, letters):
                return loss * tokens / letters / np.log(2)
        """,
        probes=((2, 100, 100), (6, 1000, 5000), (1.5, 200, 300), (0.5, 40, 10), (3, 7, 21)),
        mistakes=(
            Mistake(
                lambda x, t, n: x / np.log(2),
                "You got {got}: those are bits for each token. Share them among the letters.",
            ),
            Mistake(
                lambda x, t, n: x * t / n,
                "You got {got}: still nats. Divide by ln 2.",
            ),
            Mistake(
                lambda x, t, n: x * n / t / np.log(2),
                "You got {got}: upside down. Where there are more letters than tokens, a letter costs less than a token.",
            ),
            Mistake(
                lambda x, t, n: x * t / n * np.log(2),
                "You got {got}: a bit is less than a nat, so there are more of them. Divide by ln 2; do not multiply.",
            ),
            Mistake(
                lambda x, t, n: np.exp(x) * t / n,
                "You got {got}: perplexities do not add up along a text. Prices do: work with the loss itself.",
            ),
            Mistake(
                lambda x, t, n: np.exp(x * t / n),
                "You got {got}: that is the perplexity of a letter. Stop one step earlier, and divide by ln 2.",
            ),
            Mistake(
                lambda x, t, n: x / n / np.log(2),
                "You got {got}: loss is the mean of one token. Multiply by the number of tokens first.",
            ),
            Mistake(
                lambda x, t, n: x * t / np.log(2),
                "You got {got}: that is the price of the whole text. Divide by the number of letters.",
            ),
            Mistake(
                lambda x, t, n: np.log2(x) * t / n,
                "You got {got}: you took a logarithm once more. The loss is one already; only its unit changes.",
            ),
            Mistake(
                lambda x, t, n: x * t / n / np.log10(2),
                "You got {got}: you used log10. All logarithms here are natural: np.log(2).",
            ),
        ),
        hints=(
            "What does the whole text cost? And how many letters share that price?",
            "Loss times tokens is the whole price in nats. Divide by the letters, then by ln 2.",
            "return loss * tokens / letters / np.log(2)",
        ),
        right="A loss of 6 for pieces of five letters is 1.731 bits a letter. Now models with different pieces can be compared.",
        twin="A zip program needs 35,000 bytes for a text of 100,000 letters. How many bits a letter?",
        twin_answer="2.8 bits a letter: a byte has 8 bits, so 280,000 bits for 100,000 letters. A model has to get below that to beat "
        "the zip program.",
    ),
)
