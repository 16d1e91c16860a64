"""Exercises of the chapter "Mean squared error"."""

from __future__ import annotations

import numpy as np

from lossbook.exercises.exercise import Exercise, Mistake


def _errors(predictions: object, actuals: object) -> np.ndarray:
    return np.asarray(predictions, dtype=float) - np.asarray(actuals, dtype=float)


_NO_SQUARES = "You got {got}. A mean of squares is never below 0. Did you square each error? (If you wrote ^: a power in Python is **.)"

EXERCISES = (
    Exercise(
        name="mse.mse",
        solution="""
            def mse(predictions, actuals):
                pairs = zip(predictions, actuals, strict=True)
                squares = [(p - a) ** 2 for p, a in pairs]
                return sum(squares) / len(squares)
        """,
        probes=(
            ([4, 6], [5, 3]),
            ([1, 2, 3], [1, 2, 6]),
            ([28, 20], [30, 30]),
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
                def mse(predictions, actuals):
                    return np.mean((np.array(predictions) - np.array(actuals)) ** 2)
            """,
        ),
        mistakes=(
            Mistake(
                lambda p, a: float(np.mean(np.abs(_errors(p, a)))),
                "You got {got}: the mean of the sizes of the errors, or the errors doubled. MSE squares each error. Where is your ** 2?",
            ),
            Mistake(
                lambda p, a: float(np.sum(_errors(p, a) ** 2)),
                "You got {got}, which is the sum of the squares. MSE is their average: divide by how many?",
            ),
            Mistake(
                lambda p, a: float(np.mean(_errors(p, a)) ** 2),
                "You got {got}: the errors −1 and +3 cancelled, because they were averaged before the square. "
                "Square each error, then average.",
            ),
            Mistake(
                lambda p, a: float(np.sqrt(np.mean(_errors(p, a) ** 2))),
                "You got {got}, the root of the MSE (the RMSE, which comes next). Leave the root out here.",
            ),
            Mistake(
                lambda p, a: float(np.mean(_errors(p, a) ** 2) / 2),
                "You got {got}, half of the MSE. Some textbooks put ½ in front to make the slope tidier; MSE itself has none.",
            ),
            Mistake(
                lambda p, a: float(np.mean(_errors(p, a))),
                "You got {got}, the plain mean of the errors, where a low guess cancels a high one. Square each error first.",
            ),
            Mistake(
                lambda p, a: sum(int(x - y) ^ 2 for x, y in zip(p, a, strict=True)) / len(p),
                _NO_SQUARES,
            ),
            Mistake(lambda p, a: float(np.mean(-_errors(p, a))), _NO_SQUARES),
            Mistake(
                lambda p, a: float(np.mean(2 * _errors(p, a))),
                "You got {got}: you doubled each error. In Python, e * 2 doubles and e ** 2 squares.",
            ),
            Mistake(
                lambda p, a: sum((x - y) ** 2 for x in p for y in a) / len(p),
                "You got {got}: each prediction was compared with every actual value, as by two loops inside each other. Go through both together, with zip.",
            ),
            Mistake(
                lambda p, a: (sum(p) - sum(a)) ** 2 / len(a),
                "You got {got}: the sums were taken first, and so the errors cancelled. Square the error of each pair, then add up.",
            ),
        ),
        hints=(
            "Three steps: compare each pair, score each error with its square, combine by averaging.",
            "Compare: p − a for each pair from zip. Score: that, ** 2. Combine: the sum, divided by the number of pairs.",
            "squares = [(p - a) ** 2 for p, a in zip(predictions, actuals)]",
        ),
        right="5 for the apples of the first chapter: the squares are 1 and 9, and their mean is 5. The miss of 3 owns nine tenths of the loss.",
        twin="Write mean_cubed_error with the absolute value of each error, cubed. For the apples it is 14. "
        "Which share does the larger miss own now?",
        twin_answer="The cubes are 1 and 27, so the miss of 3 owns 27 of 28 parts. That is about 0.964 of the loss, up from 0.9.",
        twin_code="""
            def mean_cubed_error(predictions, actuals):
                pairs = zip(predictions, actuals, strict=True)
                cubes = [abs(p - a) ** 3 for p, a in pairs]
                return sum(cubes) / len(cubes)
        """,
    ),
    Exercise(
        name="mse.rmse",
        solution="""
            def rmse(predictions, actuals):
                pairs = zip(predictions, actuals, strict=True)
                squares = [(p - a) ** 2 for p, a in pairs]
                return (sum(squares) / len(squares)) ** 0.5
        """,
        probes=(
            ([4, 6], [5, 3]),
            ([10], [7]),
            ([28, 20], [30, 30]),
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
                def rmse(predictions, actuals):
                    return np.sqrt(np.mean((np.array(predictions) - np.array(actuals)) ** 2))
            """,
        ),
        mistakes=(
            Mistake(
                lambda p, a: float(np.mean(_errors(p, a) ** 2)),
                "You got {got}, the MSE. Its unit is squared. Take the root at the very end to come back.",
            ),
            Mistake(
                lambda p, a: float(np.mean(np.sqrt(_errors(p, a) ** 2))),
                "You got {got}: you took the root of each square before averaging. The root undoes the square, so this is the "
                "mean absolute error. Average first, then take one root.",
            ),
            Mistake(
                lambda p, a: float(np.sqrt(np.sum(_errors(p, a) ** 2))),
                "You got {got}, the root of the sum. Divide by the number of pairs before you take the root.",
            ),
            Mistake(
                lambda p, a: float(np.sqrt(np.sum(_errors(p, a) ** 2)) / len(p)),
                "You got {got}: you divided after the root. Divide first, so that the average stands under the root.",
            ),
            Mistake(
                lambda p, a: float(np.mean(_errors(p, a) ** 2) / 2),
                "You got {got}: you halved the MSE. The root is ** 0.5, not / 2.",
            ),
            Mistake(
                lambda p, a: float(np.sum(_errors(p, a) ** 2) / len(p) ** 0.5),
                "You got {got}. Python takes the power first, so only the number of pairs is under the root. Put brackets around the whole mean.",
            ),
        ),
        hints=(
            "You have the MSE already. Which operation turns square degrees back into degrees?",
            "Work out the MSE as before, then take one root of the result: ** 0.5.",
            "return (sum(squares) / len(squares)) ** 0.5",
        ),
        right="About 2.236 for the apples, in the unit of the prices again. It is more than the mean miss of 2, because the "
        "larger miss counts for more.",
        twin="Find two errors whose RMSE equals their mean absolute error. What must be true of them?",
        twin_answer="They must have the same size, such as 3 and −3: both losses are 3 then. As soon as the sizes differ, the RMSE is "
        "the larger one.",
    ),
    Exercise(
        name="mse.safe_mse",
        solution="""
            def safe_mse(predictions, actuals):
                predictions = np.ravel(predictions)
                actuals = np.ravel(actuals)
                return np.mean((predictions - actuals) ** 2)
        """,
        probes=(
            (np.array([[1.0], [2.0], [3.0]]), np.array([1.0, 2.0, 3.0])),
            (np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 6.0])),
            (np.array([4.0, 6.0]), np.array([[5.0], [3.0]])),
            (np.array([[2.5], [7], [1]]), np.array([3.1, 4, 5.7])),
            (np.array([1, 8, 3, 2.2]), np.array([[6], [2.3], [3.5], [9]])),
            (np.array([[1.5], [4]]), np.array([[2], [7]])),
            (np.array([3.0, 3.0]), np.array([1.0, 4.0])),
            (np.array([[1.0], [2.0], [3.0]]), np.array([[2.0], [3.0], [6.0]])),
            (np.array([-2.0, 500.5]), np.array([[-7.0], [3.0]])),
        ),
        mistakes=(
            Mistake(
                lambda p, a: float(np.mean((p - a) ** 2)),
                "You got {got} for perfect predictions. NumPy met a column and a row, such as (3, 1) and (3,), and built a 3 × 3 table of every "
                "pair. Give both the same shape before you subtract.",
            ),
            Mistake(
                lambda p, a: float(np.sum((np.ravel(p) - np.ravel(a)) ** 2)),
                "The shapes are right now. You got {got}, a sum: MSE is the mean.",
            ),
            Mistake(
                lambda p, a: float(np.mean(np.abs(np.ravel(p) - np.ravel(a)))),
                "The shapes are right now. You got {got}, the mean absolute error: square before you average.",
            ),
            Mistake(
                lambda p, a: float(np.mean((np.ravel(p) - a) ** 2)),
                "You got {got}. When the predictions are the column, all is fine now. But here the actuals are. "
                "np.ravel makes a flat list of either, so use it on both.",
            ),
        ),
        hints=(
            "Print predictions.shape and actuals.shape inside your function. Are they the same?",
            "np.ravel(x) returns the same numbers in one flat row. Use it on both before you subtract.",
            "predictions, actuals = np.ravel(predictions), np.ravel(actuals)",
        ),
        right="0 for perfect predictions, whichever of the two is a column. You gave both the same shape before subtracting.",
        twin="Instead of repairing the shapes, refuse them: raise a ValueError that names both shapes. Which behaviour would you "
        "rather meet in a long program?",
        twin_answer="In a long program, the error is better. A column where a list should be is a sign that something went wrong "
        "before, and the next line may not be as careful.",
        twin_code="""
            def safe_mse(predictions, actuals):
                p, a = np.array(predictions), np.array(actuals)
                if p.shape != a.shape:
                    raise ValueError(f"Shapes differ: {p.shape} and {a.shape}.")
                return np.mean((p - a) ** 2)
        """,
    ),
)
