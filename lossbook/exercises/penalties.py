"""Exercises of the chapter "Loss plus penalty"."""

from __future__ import annotations

from lossbook.exercises.exercise import Exercise, Mistake


def _mean_square(errors: list[float]) -> float:
    return sum(e**2 for e in errors) / len(errors)


def _squares(weights: list[float]) -> float:
    return sum(w**2 for w in weights)


def _shrunk(wish: float, dial: float, share: float = 0.5) -> float:
    size = max(0, abs(wish) - dial * share)
    return size if wish > 0 else -size


def _total(wish: float, dial: float) -> float:
    w = _shrunk(wish, dial)
    return (w - wish) ** 2 + dial * abs(w)


def _all_decayed(weights: list[float], slopes: list[float], rate: float, decay: float) -> list[float]:
    return [w - rate * (s + decay * w) for w, s in zip(weights, slopes, strict=True)]


def _changed(weights: list[float], slopes: list[float], rate: float, pull: object) -> list[float]:
    """Return the step with another pull on the weights, and the bias as it should be."""
    moved = [pull(w, s) for w, s in zip(weights, slopes, strict=True)]  # type: ignore[operator]
    return [*moved[:-1], weights[-1] - rate * slopes[-1]]


EXERCISES = (
    Exercise(
        name="penalties.printed_loss",
        solution="""
            def printed_loss(errors, weights, bias, dial):
                loss = sum(e ** 2 for e in errors) / len(errors)
                return loss + dial * sum(w ** 2 for w in weights)
        """,
        probes=(
            ([1, -4, -1, 2], [3, -2, 0.5], 8, 0.5),
            ([0.5, 0.5, -1], [4], -2, 0.3),
            ([1, -3], [2, -1, 0.5], 10, 0),
            ([0, 0], [-1, -2], 0, 1.5),
            ([2], [0, 0], 5, 3),
            ([1.37, -2.91837], [0.40791, -1.25613], 3, 0.1234567),
            ([2, 2, -1], [3, 3, -3], 1, 0.5),
            ([300, -1], [-40, 1], 7, 0.2),
            ([2, 1, -1], [3, 3, -2], 1, 0.5),
        ),
        mistakes=(
            Mistake(
                lambda e, w, b, d: _mean_square(e) + d * (_squares(w) + b**2),
                "You got {got}. You charged the bias, too. It only sets the height; leave it out.",
            ),
            Mistake(
                lambda e, w, b, d: (sum(e) / len(e)) ** 2 + d * _squares(w),
                "You got {got}. You averaged the errors, and squared their mean. Square each error first.",
            ),
            Mistake(
                lambda e, w, b, d: _mean_square(e) + d * _squares(w) / len(w),
                "You got {got}. You averaged the squared weights. A penalty adds them up.",
            ),
            Mistake(
                lambda e, w, b, d: _mean_square(e) + d * sum(map(abs, w)),
                "You got {got}. You added the sizes: that is L1. L2 squares each weight.",
            ),
            Mistake(
                lambda e, w, b, d: _mean_square(e) + d * sum(w) ** 2,
                "You got {got}. Square each weight first, then add: here +3 and −2 nearly cancelled.",
            ),
            Mistake(
                lambda e, w, b, d: _mean_square(e) + d * _squares(w) / 2,
                "You got {got}, with half of the penalty. Some books write ½ before it; here there is none.",
            ),
            Mistake(
                lambda e, w, b, d: _mean_square(e) + _squares(w),
                "You got {got}. The squared weights count in full there. Where is the dial?",
            ),
            Mistake(
                lambda e, w, b, d: sum(x**2 for x in e) + d * _squares(w),
                "You got {got}. You added the squared errors. They are averaged; only the weights are summed.",
            ),
            Mistake(
                lambda e, w, b, d: _mean_square(e),
                "You got {got}, the loss alone. That is what PyTorch prints. Keras adds the penalty, and so does this exercise.",
            ),
        ),
        hints=(
            "Two parts: a mean over the errors, and a sum over the weights. What is in neither?",
            "The mean of the squared errors, plus the dial times the sum of the squared weights.",
            "return loss + dial * sum(w ** 2 for w in weights)",
        ),
        right="12.125 for the errors and the price of three weights together. The bias of 8 cost nothing.",
        twin="Write printed_l1(errors, weights, bias, dial) with the sizes of the weights. For the numbers in the box above it is 8.25.",
        twin_answer="The loss is 5.5, and the sizes of the weights add up to 5.5 as well. Half of that is the penalty, 2.75, and the "
        "two together are 8.25.",
        twin_code="""
            def printed_l1(errors, weights, bias, dial):
                loss = sum(e ** 2 for e in errors) / len(errors)
                return loss + dial * sum(abs(w) for w in weights)
        """,
    ),
    Exercise(
        name="penalties.best_weight",
        solution="""
            def best_weight(wish, dial):
                size = max(0, abs(wish) - dial / 2)
                return size if wish > 0 else -size
        """,
        probes=(
            (-5, 0.8),
            (5, 2),
            (5, 10),
            (5, 16),
            (-3, 2),
            (0.5, 2),
            (2.5, 0),
            (-1, 5),
            (0, 1),
            (0.6, 0.2),
            (0.01, 0.005),
            (-0.01, 0.005),
            (1.41421, 0.31416),
            (-7.38906, 0.76543),
            (1, 1.5),
            (-1, 1.5),
            (1.2, 2),
            (-2, 3.5),
            (150, 3),
            (-0.4, 0.7),
            (-60, 100),
        ),
        mistakes=(
            Mistake(
                lambda w, d: _shrunk(w, d, 1),
                "You got {got}: moved by the whole dial. The square pulls with 2 times the distance, so it gives way by dial / 2.",
            ),
            Mistake(
                lambda w, d: w / (1 + d),
                "You got {got}. That is L2, wish / (1 + dial). L1 takes off the same amount from every size.",
            ),
            Mistake(
                lambda w, d: w - d / 2,
                "You got {got}. You moved left whatever the sign. A penalty moves towards 0.",
            ),
            Mistake(
                lambda w, d: max(0, abs(w) - d / 2),
                "You got {got}. The size is right, and the sign got lost.",
            ),
            Mistake(
                lambda w, d: w if abs(w) > d / 2 else 0,
                "You got {got}: kept, or dropped. L1 shrinks those it keeps, too.",
            ),
            Mistake(
                lambda w, d: max(0, w - d / 2),
                "You got {got}. Every wish below 0 ended at 0, as with max(0, wish − …), or a list of tries that starts at 0. Work with the size, and put the sign back.",
            ),
            Mistake(
                lambda w, d: 0 if abs(w) < d else _shrunk(w, d, 0.5),
                "You got {got}. It dropped every wish below the dial. Only wishes below half of the dial end at 0.",
            ),
            Mistake(
                lambda w, d: min(range(-1000, 1001), key=lambda v: (v - w) ** 2 + d * abs(v)),
                "You got {got}: whole numbers alone were tried. The best weight lies between two of them.",
            ),
            Mistake(
                lambda w, d: abs(w) - d / 2 if w > 0 else d / 2 - abs(w),
                "You got {got}. It ran past 0. At 0 it stops: a size is never below 0.",
            ),
            Mistake(
                _total,
                "You got {got}, the lowest total. Return the weight that has it.",
            ),
        ),
        hints=(
            "At rest two pulls balance: 2 times the distance from the wish, and the dial.",
            "The weight is dial / 2 nearer to 0 than the wish, and never beyond it.",
            "size = max(0, abs(wish) - dial / 2)",
        ),
        right="−4.6 for a wish of −5 and a dial of 0.8. From a dial of twice the size of the wish on, the weight is exactly 0.",
        twin="Write best_ridge(wish, dial) for dial · w². It is wish / (1 + dial), so when is it 0?",
        twin_answer="Only if the wish is 0: a division makes a number smaller, and never 0. For a wish of 5 and a dial of 16, L2 "
        "keeps 0.294 and L1 keeps 0.",
        twin_code="""
            def best_ridge(wish, dial):
                return wish / (1 + dial)
        """,
    ),
    Exercise(
        name="penalties.decay_step",
        solution="""
            def decay_step(weights, slopes, learning_rate, decay):
                pulls = [decay * w for w in weights[:-1]] + [0]
                return [w - learning_rate * (s + p)
                        for w, s, p in zip(weights, slopes, pulls)]
        """,
        probes=(
            ([2, -3, 10], [4, 2, 1], 0.1, 0.5),
            ([2, -3, 10], [0, 0, 0], 0.1, 0.5),
            ([1, 5], [0.3, -0.2], 0.2, 0),
            ([0.5, -2, 3, 1], [1, -1, 0.5, 0.2], 0.05, 0.1),
            ([4.12345, -3.98765, 10.93867], [4.1, 2.2, 1.3], 0.0613222, 0.6253081),
            ([10, 1, 10], [0, 0, 0], 0.1, 0.5),
            ([3, 3, 3], [1, 1, 2], 0.1, 0.4),
            ([-60, 300, -2], [40, -90, 3], 0.01, 2),
        ),
        mistakes=(
            Mistake(
                _all_decayed,
                "You got {got}. The bias, which comes last, decayed as well. It only takes its step.",
            ),
            Mistake(
                lambda w, s, r, d: _changed(w, s, r, lambda a, b: a - r * b - d * a),
                "You got {got}. The decay is a part of the step, so it is multiplied by the learning rate, too.",
            ),
            Mistake(
                lambda w, s, r, d: _changed(w, s, r, lambda a, b: a - r * (b - d * a)),
                "You got {got}. The weights grow. The decay pulls towards 0, so it is taken off together with the slope.",
            ),
            Mistake(
                lambda w, s, r, d: _changed(w, s, r, lambda a, b: a - r * (b + 2 * d * a)),
                "You got {got}: the decay counted twice. `decay` is already the slope for each unit of weight, 2 times the dial.",
            ),
            Mistake(
                lambda w, s, r, d: _changed(w, s, r, lambda a, b: (a - r * b) * (1 - r * d)),
                "You got {got}. You shrank the weight after its step. Use the weight from before it.",
            ),
            Mistake(
                lambda w, s, r, d: _changed(w, s, r, lambda a, b: a - r * (b + d * ((a > 0) - (a < 0)))),
                "You got {got}. A pull that is the same for every size is L1. Here it is decay times the weight.",
            ),
            Mistake(
                lambda w, s, r, d: [w[0] - r * s[0], *_all_decayed(w, s, r, d)[1:]],
                "You got {got}. You spared the first entry. The bias comes last.",
            ),
            Mistake(
                lambda w, s, r, d: [*_all_decayed(w, s, r, d)[:-1], w[-1]],
                "You got {got}. The bias does not decay, but it still takes its step along the slope.",
            ),
            Mistake(
                lambda w, s, r, d: _all_decayed(w, s, r, d)[:-1],
                "You got {got}. The bias is missing from the list. It comes last, and takes its step without decay.",
            ),
            Mistake(
                lambda w, s, r, d: [a - r * b for a, b in zip(w, s, strict=True)],
                "You got {got}, the step without any decay. Add decay times the weight to the slope of each weight.",
            ),
        ),
        hints=(
            "One ordinary step, with one more part in the slope. For which entry is it left out?",
            "For all but the last: weight − rate × (slope + decay × weight). So make a list of pulls first, with 0 for the bias.",
            "pulls = [decay * w for w in weights[:-1]] + [0]",
        ),
        right="1.5, −3.05 and 9.9. Without slopes the weights would shrink by 5 % and the bias would stay.",
        twin="Take the exact step instead: (w − rate × slope) / (1 + rate × decay). For the first weight it is 1.524. Which of the two can never jump past 0?",
        twin_answer="The exact step: it divides by a number above 1, so decay alone makes a weight smaller and keeps its sign. The "
        "other takes a weight times 1 − rate × decay, which is below 0 as soon as rate × decay is above 1.",
        twin_code="""
            def exact_step(weights, slopes, learning_rate, decay):
                steps = [w - learning_rate * s for w, s in zip(weights, slopes)]
                below = 1 + learning_rate * decay
                return [step / below for step in steps[:-1]] + steps[-1:]
        """,
    ),
)
