"""Exercises of the chapter "Huber loss"."""

from __future__ import annotations

from lossbook.exercises.exercise import Exercise, Mistake

# Misses of twenty deliveries in minutes, as printed in the chapter. 18 of them are 7 or less.
MISSES = (1, -2, 3, -1, 2, 4, -3, 5, -4, 2, -6, 1, 3, -2, 6, -5, 7, -1, 45, 60)


def _pieces(error: float, delta: float, beyond: float) -> float:
    return 0.5 * error**2 if abs(error) <= delta else beyond


def _inside(delta: float) -> int:
    return sum(abs(miss) <= delta for miss in MISSES)


def _says(delta: object) -> str:
    if isinstance(delta, str):
        return "Give the number itself, without quotation marks."
    if isinstance(delta, (list, tuple)) and len(delta) == 1:
        return "Give the number itself, without brackets."
    if isinstance(delta, (list, tuple, range)):
        return "Give one number, and not several: any delta at which 18 of the 20 misses are inside."
    delta = float(delta)  # type: ignore[arg-type]
    if delta < 0:
        return "Delta is a size, so it is above 0. A miss is inside if its size is delta or less."
    return f"With {delta:g}, {_inside(delta)} of the 20 misses are inside. You want 18: go {'higher' if delta < 7 else 'lower'}."


EXERCISES = (
    Exercise(
        name="huber.huber",
        solution="""
            def huber(error, delta):
                size = abs(error)
                if size <= delta:
                    return 0.5 * size ** 2
                return delta * (size - 0.5 * delta)
        """,
        probes=(
            (10, 3),
            (-10, 3),
            (2, 3),
            (3, 3),
            (-7, 2),
            (0.7, 1.6),
            (-1.3, 1.6),
            (4.2, 1.6),
            (-5.9, 0.8),
            (0.5, 0.8),
            (0.764454, 2.09399),
            (0, 2),
            (-3, 3),
            (300, 1.5),
            (-0.4, 0.5),
            (2.5, 2),
        ),
        mistakes=(
            Mistake(
                lambda e, d: 0.5 * e**2,
                "You got {got}, the half-square. It is right up to delta; beyond it the line takes over. Does your function look at delta?",
            ),
            Mistake(
                lambda e, d: e**2,
                "You got {got}, the plain square. Huber halves it inside delta, and goes straight beyond.",
            ),
            Mistake(
                lambda e, d: _pieces(e, d, d * abs(e)),
                "You got {got}. The slope is right, but the line starts too high, so the curve jumps at delta. Take half of delta off the size first.",
            ),
            Mistake(
                lambda e, d: _pieces(e, d, d * abs(e) - 0.5 * d),
                "You got {got}. Half of delta was taken off after multiplying. Set the bracket: delta * (size − half of delta).",
            ),
            Mistake(
                lambda e, d: _pieces(e, d, d * (abs(e) - d)),
                "You got {got}. You took all of delta off. Only half of it makes the two pieces meet: at an error of delta both must be ½ delta².",
            ),
            Mistake(
                lambda e, d: 0.5 * min(abs(e), d) ** 2,
                "You got {got}: the loss stops growing at delta. That caps the loss. Huber caps its slope, and the loss goes on along a line.",
            ),
            Mistake(
                lambda e, d: 0.5 * e**2 if abs(e) <= d else d * (e - 0.5 * d),
                "You got {got} for a negative error. Use its size, abs(error), in the line too: a loss for −10 equals that for 10.",
            ),
            Mistake(
                lambda e, d: 0.5 * e**2 if e <= d else d * (e - 0.5 * d),
                "You got {got} for an error of −10. It is less than 3, so it took the first branch. Compare its size, abs(error), with delta.",
            ),
            Mistake(
                lambda e, d: e**2 if abs(e) <= d else d * (abs(e) - 0.5 * d),
                "You got {got} inside delta. There it is half the square, so that the two pieces meet.",
            ),
            Mistake(
                lambda e, d: _pieces(e, d, abs(e)),
                "You got {got}: beyond delta the plain size counts. The slope there is delta, and the pieces must meet: delta * (size − half of delta).",
            ),
            Mistake(
                lambda e, d: _pieces(e, d, 0.5 * d * (abs(e) - 0.5 * d)),
                "You got {got}: one half too many beyond delta. There the line is delta * (size − half of delta).",
            ),
            Mistake(
                lambda e, d: 0.5 * e**2 / d if abs(e) <= d else abs(e) - 0.5 * d,
                "You got {got}: that is divided by delta, as smooth L1 is in some libraries. Huber is delta times that.",
            ),
        ),
        hints=(
            "Two cases. What decides which one applies: the error, or its size?",
            "Up to delta: half the square of the size. Beyond: delta times (the size less half of delta).",
            "return delta * (size - 0.5 * delta)",
        ),
        right="25.5 for an error of 10 with delta 3: less than the half-square of 50, and still growing. At an error of 3 both pieces give 4.5.",
        twin="Write smooth_l1(error, beta), which is Huber with delta = beta, divided by beta. For (10, 3) it is 8.5.",
        twin_answer="Divide each piece by beta. Far out, the slope is 1 then, whatever beta is.",
        twin_code="""
            def smooth_l1(error, beta):
                size = abs(error)
                if size <= beta:
                    return 0.5 * size ** 2 / beta
                return size - 0.5 * beta
        """,
    ),
    Exercise(
        name="huber.huber_slope",
        solution="""
            def huber_slope(error, delta):
                return max(-delta, min(error, delta))
        """,
        probes=(
            (10, 3),
            (-10, 3),
            (2, 3),
            (-1, 3),
            (0.7, 1.6),
            (-1.3, 1.6),
            (4.2, 1.6),
            (-5.9, 0.8),
            (0.646823, 2.00469),
            (2.612256, 1.148002),
            (1.673033, 1.445043),
            (0, 2),
            (-3, 3),
            (3, 3),
            (-300, 1.5),
            (-0.4194, 0.4154),
            (-0.4, 0.5),
            (2.5, 2),
        ),
        also=(
            """
                def huber_slope(error, delta):
                    if abs(error) <= delta:
                        return error
                    return delta if error > 0 else -delta
            """,
        ),
        mistakes=(
            Mistake(
                lambda e, d: e,
                "You got {got}, the error. That is the slope of the half-square. From delta on, the slope grows no further.",
            ),
            Mistake(
                lambda e, d: 2 * e,
                "You got {got}: twice the error, the slope of a full square. With the half in front the 2 goes away, and delta is the limit.",
            ),
            Mistake(
                lambda e, d: 0 if abs(e) > d else e,
                "You got {got}: the point stopped pulling. On a straight arm the slope is not 0: it is delta on the right, and −delta on the left.",
            ),
            Mistake(
                lambda e, d: (e > 0) - (e < 0) if abs(e) > d else e,
                "You got {got}: a slope of 1, as for the absolute error. The arms of Huber are as steep as delta.",
            ),
            Mistake(
                lambda e, d: min(e, d),
                "You got {got} for an error of −10. The slope must not go below −delta either. Cut off both ends.",
            ),
            Mistake(
                lambda e, d: min(abs(e), d),
                "You got {got} for an error of −10: right size, wrong sign. Left of 0 the curve falls, so its slope is below 0.",
            ),
            Mistake(
                lambda e, d: e if abs(e) <= d else d,
                "You got {got} for an error far below 0. There the curve falls, so the slope is −delta.",
            ),
        ),
        hints=(
            "Inside delta the slope is the error itself. What is the steepest it may get, on either side?",
            "Cut the error off at delta above and at −delta below.",
            "return max(-delta, min(error, delta))",
        ),
        right="The error, cut off at ±delta. This one line is the whole idea: every point pulls, and none pulls harder than delta.",
        twin="Write the loss with this function alone: with c = huber_slope(e, d), it is c * (e − c / 2). Why does that give both pieces?",
        twin_answer="Inside, c is the error itself, and e * (e − e / 2) is half of the square. Outside, c is delta with the sign of "
        "the error, and delta * (size − delta / 2) is the straight piece. For an error of 10 and a delta of 3 it gives "
        "25.5, as before.",
        twin_code="""
            def huber(e, d):
                c = huber_slope(e, d)
                return c * (e - c / 2)
        """,
    ),
    Exercise(
        name="huber.delta",
        solution="7",
        accepts=lambda value: 7 <= value < 45,
        says=_says,
        mistakes=(
            Mistake(
                60,
                "60 is the largest miss. Then all twenty are squared, and the two wild ones pull with their full size.",
            ),
            Mistake(
                45, "45 lets one of the two wild misses in: 19 of 20 are squared. Go lower, to keep out both of them."
            ),
            Mistake(0.9, "0.9 is the share. Delta is a size in minutes: which size do 18 of the 20 misses not exceed?"),
            Mistake(50, "50 lets the miss of 45 in: 19 of 20 are squared. Go below 45, to keep out both wild ones."),
            Mistake(
                100, "100 is more than every miss, so all twenty are squared. Go below 45, to keep out both wild ones."
            ),
            Mistake(
                90, "90 is the share in percent. Delta is a size in minutes: which size do 18 of the 20 not exceed?"
            ),
            Mistake(
                1,
                "1 is what many libraries take if you say nothing. Here only 4 of 20 misses are that small, so most would lie on the arms.",
            ),
            Mistake(6, "6 leaves the miss of 7 outside, besides the two wild ones: 17 are inside. Go a little higher."),
            Mistake(
                5, "5 leaves the misses of 6, −6 and 7 outside, besides the wild ones. You want 18 inside: go higher."
            ),
            Mistake(3, "3 is about the middle of the sizes: 9 of the 20 misses lie beyond it. You want 18 inside."),
        ),
        hints=(
            "Write the twenty sizes in order. 90 % of 20 is how many?",
            "The 18th size in order is the smallest delta that works. Anything below the 19th works, too.",
            "delta = sorted(abs(miss) for miss in misses)[17]",
        ),
        right="From 7 minutes, and below 45: 18 of 20 misses are squared, and the two wild ones pull with delta each.",
        twin="Express the misses in hours and choose again. By what factor does delta change?",
        twin_answer="The misses become 60 times smaller, and so does delta, because it has their unit. Instead of 7 minutes or more, and below 45, "
        "take 0.117 hours or more, and below 0.75.",
    ),
)
