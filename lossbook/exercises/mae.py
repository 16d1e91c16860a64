"""Exercises of the chapter "Mean absolute error"."""

from __future__ import annotations

import numpy as np

from lossbook.exercises.exercise import Exercise, Mistake


def _errors(predictions: object, actuals: object) -> np.ndarray:
    return np.asarray(predictions, dtype=float) - np.asarray(actuals, dtype=float)


def _cost(guess: float, values: list[float], loss: str) -> float:
    misses = np.abs(np.asarray(values) - guess)
    return float(np.mean(misses if loss == "absolute" else misses**2))


def _best_on_grid(values: list[float], loss: str, *, of: str | None = None) -> float:
    grid = np.arange(min(values), max(values) + 1)
    return float(grid[np.argmin([_cost(guess, values, of or loss) for guess in grid])])


EXERCISES = (
    Exercise(
        name="mae.mae",
        solution="""
            def mae(predictions, actuals):
                sizes = [abs(p - a) for p, a in zip(predictions, actuals, strict=True)]
                return sum(sizes) / len(sizes)
        """,
        probes=(
            ([110, 80], [100, 120]),
            ([100], [120]),
            ([4, 6, 9], [5, 3, 9]),
            ([2.5, 7, 1], [3.1, 4, 5.7]),
            ([1, 8, 3, 2.2], [6, 2.3, 3.5, 9]),
            ([3, 3], [1, 4]),
            ([1, 2, 3], [2, 3, 6]),
            ([1, 4], [3, 3]),
            ([-2, 500.5], [-7, 3]),
            ([-3, 2, 2], [4, 5, 5]),
        ),
        also=(
            """
                def mae(predictions, actuals):
                    return np.mean(np.abs(np.array(predictions) - np.array(actuals)))
            """,
        ),
        mistakes=(
            Mistake(
                lambda p, a: float(np.mean(_errors(p, a))),
                "You got {got}: the signs cancelled, because errors above and below 0 were averaged as they are. Take abs of each error first.",
            ),
            Mistake(
                lambda p, a: abs(float(np.mean(_errors(p, a)))),
                "You got {got}: the signs cancelled in the mean. Perhaps abs came after it, or there is no abs at all. Take abs of each error, then average.",
            ),
            Mistake(
                lambda p, a: float(np.mean(_errors(p, a) ** 2)),
                "You got {got}, the mean of the squares. That is the last chapter. Here each miss counts with its size.",
            ),
            Mistake(
                lambda p, a: float(np.sum(np.abs(_errors(p, a)))),
                "You got {got}, which is the sum of the sizes. MAE is their average: divide by how many?",
            ),
            Mistake(
                lambda p, a: float(np.sqrt(np.mean(_errors(p, a) ** 2))),
                "You got {got}, the root mean squared error. It has the same unit, but a big miss weighs more in it.",
            ),
            Mistake(
                lambda p, a: float(np.mean(np.abs(_errors(p, a)) / a)),
                "You got {got}: each size is divided by the actual value, a percentage error. MAE keeps the unit: leave that division out.",
            ),
        ),
        hints=(
            "Three steps: compare each pair, score each error with its size, combine by averaging.",
            "abs(−40) is 40. Apply it to every error, before you add anything up.",
            "sizes = [abs(p - a) for p, a in zip(predictions, actuals, strict=True)]",
        ),
        right="25: the misses are 10 and 40, and each unit of miss costs the same. Squared, the second would own 16 of 17 parts.",
        twin="Write the largest miss instead of the mean miss: max(sizes). For the same numbers it is 40. Who would want that loss?",
        twin_answer="Take max of the sizes. Somebody wants it for whom the worst case counts, as with a lift that must stop level "
        "with the floor each time. One wild value decides everything then, so the data must be clean.",
        twin_code="""
            def largest_miss(predictions, actuals):
                pairs = zip(predictions, actuals, strict=True)
                return max(abs(p - a) for p, a in pairs)
        """,
    ),
    Exercise(
        name="mae.best_constant",
        solution="""
            def best_constant(values, loss):
                grid = range(min(values), max(values) + 1)
                def cost(guess):
                    misses = [abs(guess - v) for v in values]
                    return sum(m if loss == "absolute" else m ** 2 for m in misses)
                return min(grid, key=cost)
        """,
        probes=(
            ([200, 210, 220, 230, 1000], "absolute"),
            ([200, 210, 220, 230, 1000], "squared"),
            ([9, 1, 2], "absolute"),
            ([2, 3, 9], "squared"),
            ([3, 9, 9, 9, 2], "absolute"),
            ([9, 9, 9, 8], "squared"),
            ([-4, 0, 11, 13], "squared"),
            ([-4, 0, 2, 11, 13], "absolute"),
            ([-7, -4, 1], "absolute"),
            ([-9, -7, -4, -4], "squared"),
            ([-9, -7, -2], "absolute"),
        ),
        mistakes=(
            Mistake(
                lambda v, loss: _best_on_grid(v, loss, of="squared"),
                'You got {got}, the mean, which is best for squared errors. Look at what happens if `loss` is "absolute": is abs taken of each error, before they are added?',
            ),
            Mistake(
                lambda v, loss: _best_on_grid(v, loss, of="absolute"),
                "You got {got} for squared errors. That is the median, best for absolute errors. Does your function look at its second argument?",
            ),
            Mistake(
                lambda v, loss: (min(v) + max(v)) / 2,
                "You got {got}, halfway between the lowest and the highest. That makes the worst single miss small. Add up all misses instead.",
            ),
            Mistake(
                lambda v, loss: v[len(v) // 2] if loss == "absolute" else _best_on_grid(v, loss),
                "You got {got}: the value in the middle of the list as it is written. Compare the costs, or put the values in order first.",
            ),
            Mistake(
                lambda v, loss: _best_on_grid(v, loss) if loss == "absolute" else sum(v) / len(v),
                "You got {got}, the exact mean. The task asks for the best whole number, which is the one nearest to it.",
            ),
            Mistake(
                lambda v, loss: _best_on_grid(v, loss) if loss == "absolute" else sum(v) // len(v),
                "You got {got}: the mean, rounded down. The best whole number is the one nearest to the mean, above it or below.",
            ),
            Mistake(
                lambda v, loss: _cost(_best_on_grid(v, loss), v, loss),
                "You got {got}. That is the lowest cost. Return the guess that has it.",
            ),
            Mistake(
                lambda v, loss: int(np.argmin([_cost(g, v, loss) for g in range(min(v), max(v) + 1)])),
                "You got {got}: the place in the grid, counted from 0. The grid starts at the smallest value, so add that.",
            ),
            Mistake(
                lambda v, loss: float(min(v, key=lambda guess: _cost(guess, v, loss))),
                "You got {got}: only the values themselves were tried. The best guess may lie between them: try every whole number.",
            ),
            Mistake(
                lambda v, loss: max(v),
                "You got {got}, the largest guess. Is the lowest cost brought up to date each time a better guess is found? And is the smallest cost looked for, and not the largest?",
            ),
            Mistake(
                lambda v, loss: float(max(np.arange(min(v), max(v) + 1), key=lambda guess: _cost(guess, v, loss))),
                "You got {got}: the guess that costs most. Look for the lowest cost.",
            ),
            Mistake(
                lambda v, loss: min(v),
                "You got {got}, the smallest guess. Does the cost start at 0 again for each guess?",
            ),
        ),
        hints=(
            "Try every whole number from the smallest value to the largest. Which one costs least?",
            "For each guess, add up abs(guess − v) or its square over all values. Keep the guess with the smallest sum: min(guesses, key=cost) finds it.",
            "return min(range(min(values), max(values) + 1), key=cost)",
        ),
        right="220 for absolute errors and 372 for squared ones: the same houses, two losses, two best answers.",
        twin="Let one loss charge guesses that are too low three times as much. Where does the best guess go now?",
        twin_answer="It goes up, since too low is dear now. For the five houses it moves from 220 to 230 with absolute errors, and "
        "from 372 to 551 with squared ones.",
        twin_code="""
            def best_constant(values, loss):
                grid = range(min(values), max(values) + 1)
                def cost(guess):
                    total = 0
                    for miss in [guess - value for value in values]:
                        size = abs(miss) if loss == "absolute" else miss ** 2
                        total += 3 * size if miss < 0 else size
                    return total
                return min(grid, key=cost)
        """,
    ),
    Exercise(
        name="mae.absolute_error_slope",
        solution="""
            def absolute_error_slope(predictions, actuals):
                errors = [p - a for p, a in zip(predictions, actuals, strict=True)]
                return [1 if e > 0 else -1 if e < 0 else 0 for e in errors]
        """,
        probes=(
            ([110, 80, 50], [100, 120, 50]),
            ([2, 2], [5, 1]),
            ([7], [7]),
            ([2.5, 7, 1, -3], [3.1, 4, 1, 5.7]),
            ([-5, 2.5], [4, -6]),
            ([3.205516], [3.192339]),
            ([2.6886], [2.83122]),
            ([3, 3], [1, 4]),
            ([1, 4], [3, 3]),
            ([-400, 400, 0.5], [3, -3, 0]),
            ([2, 2, -3], [1, 1, -5]),
        ),
        mistakes=(
            Mistake(
                lambda p, a: _errors(p, a).tolist(),
                "You got {got}: those are the errors. The slope of the absolute error does not grow with them. What is left of an error without its size?",
            ),
            Mistake(
                lambda p, a: (2 * _errors(p, a)).tolist(),
                "You got {got}: that is the slope of the squared error. Under the absolute error all points pull equally hard.",
            ),
            Mistake(
                lambda p, a: (-np.sign(_errors(p, a))).tolist(),
                "You got {got}: the signs are swapped. A prediction that is too high makes the loss rise if it goes higher still: slope +1.",
            ),
            Mistake(
                lambda p, a: np.abs(np.sign(_errors(p, a))).tolist(),
                "You got {got}: every slope is 1 or 0. Below the answer the V falls, so the slope is −1 there.",
            ),
            Mistake(
                lambda p, a: (np.sign(_errors(p, a)) / len(p)).tolist(),
                "You got {got}: the slopes of the mean, as PyTorch shows them. Each is that of one example, divided by how many there are. "
                "The task asks for the slopes of the examples.",
            ),
            Mistake(
                lambda p, a: np.where(_errors(p, a) > 0, 1, -1).tolist(),
                "You got {got}. For a perfect prediction neither −1 nor +1 is right: we take 0, so that nothing moves.",
            ),
            Mistake(
                lambda p, a: np.where(_errors(p, a) < 0, -1, 1).tolist(),
                "You got {got}. A perfect prediction got a slope of 1, so it would be pushed away. We take 0 there.",
            ),
            Mistake(
                lambda p, a: np.abs(_errors(p, a)).tolist(),
                "You got {got}: the sizes of the errors, which are the losses. The slope says which way the loss rises: +1, −1 or 0.",
            ),
        ),
        hints=(
            "Look at the V: left of the tip it falls by 1 for every step to the right. And right of it?",
            "The sign of the error is the whole answer: −1, 0 or +1.",
            "return [1 if e > 0 else -1 if e < 0 else 0 for e in errors]",
        ),
        right="Only the side counts: +1 for too high, −1 for too low, 0 for a hit. That is why one wild value pulls no harder than the others.",
        twin="Start one guess at 0 for the values 1, 2 and 9. Add up the three slopes and move the guess by −0.5 times their sum, "
        "again and again. Where does it end up, and does it rest? What if you take 0.3 instead of 0.5?",
        twin_answer="With 0.5 it goes to 1.5 and then to 2, the median, and rests there: the slopes add up to 0. With 0.3 it steps "
        "over 2, and goes back and forth between 1.8 and 2.1 for ever. That is why steps are made smaller towards the "
        "end.",
        twin_code="""
            def walk(values, rate, steps):
                guess, path = 0, []
                for _ in range(steps):
                    guess -= rate * sum((guess > v) - (guess < v) for v in values)
                    path.append(round(guess, 9))
                return path
        """,
    ),
)
