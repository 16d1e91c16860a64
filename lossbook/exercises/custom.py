"""Exercises of the chapter "Custom losses"."""

from __future__ import annotations

from lossbook.exercises.exercise import Exercise, Mistake

EXERCISES = (
    Exercise(
        name="custom.late_loss",
        solution="""
            def late_loss(promise, actual):
                if actual > promise:
                    return 3 * (actual - promise)
                return promise - actual
        """,
        probes=(
            (25, 30),
            (35, 30),
            (30, 30),
            (12.5, 20),
            (20, 12.5),
            (7, 7.4),
            (9.1, 3),
            (14.34377, 22),
            (8, 6.51262),
            (9, 8.594429),
            (5, 305),
            (305, 5),
        ),
        also=(
            """
                def late_loss(promise, actual):
                    error = promise - actual
                    if error < 0:
                        return -3 * error
                    return error
            """,
        ),
        mistakes=(
            Mistake(
                lambda p, a: 3 * (p - a) if p > a else a - p,
                "You got {got}: the two prices are swapped. The delivery took longer than promised, so each minute costs 3.",
            ),
            Mistake(
                lambda p, a: 3 * abs(p - a),
                "You got {got} for a promise that was too long. Early minutes cost 1, not 3.",
            ),
            Mistake(
                lambda p, a: 3 * (p - a) if a > p else p - a,
                "You got {got}: below 0, as if being late paid. Subtract the other way round in that branch.",
            ),
            Mistake(
                lambda p, a: 3 * (a - p) if a > p else a - p,
                "You got {got} for a promise that was too long: below 0. Early minutes cost something, too. Turn the difference round.",
            ),
            Mistake(
                lambda p, a: 3 * (a - p) if a > p else 0,
                "You got {got}: early minutes are free in your loss. Then the best promise is as long as can be. They cost 1 each.",
            ),
            Mistake(
                lambda p, a: abs(p - a),
                "You got {got}: both sides cost 1 a minute in your loss. A late minute costs 3.",
            ),
            Mistake(
                lambda p, a: max(0, a - p),
                "You got {got}: the price of 3 is missing, and early minutes are free. Late costs 3 each, early 1 each.",
            ),
            Mistake(
                lambda p, a: a - p,
                "You got {got}: that is the difference, without prices. Late costs 3 a minute, early 1.",
            ),
            Mistake(
                lambda p, a: (p - a) ** 2,
                "You got {got}: you squared the error. The prices here are for each minute, on either side.",
            ),
            Mistake(
                lambda p, a: 3 if a > p else 1,
                "You got {got}: the price of one minute. Multiply it by how many minutes there are.",
            ),
            Mistake(
                lambda p, a: 3 * (a - p) ** 2 if a > p else (p - a) ** 2,
                "You got {got}: the minutes are squared. Each minute costs the same here.",
            ),
        ),
        hints=(
            "Two cases: was the delivery later than promised, or not?",
            "Late: three times (actual − promise). Otherwise: promise − actual.",
            "return 3 * (actual - promise) if actual > promise else promise - actual",
        ),
        right="15 for five minutes late, 5 for five minutes early, 0 for a hit: a V with one steep arm.",
        twin="Add a fixed fee of 10 for every late delivery. Does your loss jump now?",
        twin_answer="Yes. A promise that is exactly kept costs 0, and one that is a moment late costs a little more than 10. The "
        "slope does not tell of the jump: it is 3 for each late minute, with and without the fee.",
        twin_code="""
            def late_loss(promise, actual):
                if actual > promise:
                    return 10 + 3 * (actual - promise)
                return promise - actual
        """,
    ),
    Exercise(
        name="custom.share_in_time",
        solution="""
            def share_in_time(late, early):
                return late / (late + early)
        """,
        probes=(
            (2, 1),
            (3, 1),
            (1, 1),
            (1, 4),
            (9, 1),
            (2, 5),
            (7, 3),
            (3, 8),
        ),
        also=(
            """
                def share_in_time(late, early):
                    return 1 - early / (late + early)
            """,
        ),
        mistakes=(
            Mistake(
                lambda late, early: early / (late + early),
                "You got {got}: turned round. If being late is dear, more deliveries should come in time, not fewer.",
            ),
            Mistake(
                lambda late, early: late / early,
                "You got {got}: a ratio, and not a share of 1. Divide by both costs together.",
            ),
            Mistake(
                lambda late, early: early / late,
                "You got {got}: the price of early divided by that of late. A share is a part of the whole: which price belongs on top, and what is the whole?",
            ),
            Mistake(
                lambda late, early: 100 * late / (late + early),
                "You got {got}: that is in percent. Return the share, between 0 and 1.",
            ),
            Mistake(
                lambda late, early: (late - early) / (late + early),
                "You got {got}: the difference, as a part of both. The share is one of the two, divided by both together.",
            ),
            Mistake(
                lambda late, early: 1 / (late + early),
                "You got {got}: 1 divided by both prices together. Which of the two prices belongs above the line?",
            ),
        ),
        hints=(
            "With equal costs the answer is one half, the median. What should 3 to 1 give?",
            "The pulls cancel where (share late) times its cost is (share in time) times the other cost.",
            "return late / (late + early)",
        ),
        right="Two thirds for 2 to 1, and 0.75 for 3 to 1: three of four deliveries should come in time. Equal costs give the median.",
        twin="Your share of late deliveries is 5 %, and you think the promise is right. Which ratio of costs have you assumed?",
        twin_answer="19 to 1: a late minute costs 19 times as much as an early one. The share in time is 95 %, and late / (late + "
        "early) must give that.",
    ),
    Exercise(
        name="custom.total",
        solution="""
            def total(accuracy_loss, sameness, dial):
                return accuracy_loss + dial * sameness
        """,
        probes=(
            (0.4, 0.9, 2),
            (0.4, 0.9, 0),
            (1.5, 0.2, 10),
            (0.7, 0.3, 0.5),
            (1.1, 0.6, 1),
            (0.25, 1.3, 3.5),
            (0.505777, 0.891775, 2.3),
        ),
        mistakes=(
            Mistake(
                lambda a, s, d: d * (a + s),
                "You got {got}: the dial turned up both goals. Then it changes nothing about their balance.",
            ),
            Mistake(
                lambda a, s, d: d * a + s,
                "You got {got}: the dial sits on the other goal. With the dial at 0, accuracy alone should be left.",
            ),
            Mistake(
                lambda a, s, d: a - d * s,
                "You got {got}: sameness was taken off, so more of it would look better. It is a cost: add it.",
            ),
            Mistake(
                lambda a, s, d: a + s,
                "You got {got}: the dial is not in it. Multiply the sameness by it.",
            ),
            Mistake(
                lambda a, s, d: a + s / d if d else a,
                "You got {got}: you divided by the dial. Turning it up should make sameness count more.",
            ),
            Mistake(
                lambda a, s, d: (1 - d) * a + d * s,
                "You got {got}: one part is turned down as the other is turned up. Here the first loss stays as it is, and only the second is multiplied by the dial.",
            ),
            Mistake(
                lambda a, s, d: (a + d * s) / (1 + d),
                "You got {got}: a weighted mean. Add the parts, and do not divide.",
            ),
            Mistake(
                lambda a, s, d: a + s**d,
                "You got {got}: the dial is a power in it. It multiplies: dial * sameness.",
            ),
            Mistake(
                lambda a, s, d: max(a, d * s),
                "You got {got}: the larger of the two parts. Add them.",
            ),
        ),
        hints=(
            "With the dial at 0, only the first loss should be left.",
            "The first loss, plus the dial times the second.",
            "return accuracy_loss + dial * sameness",
        ),
        right="2.2 with the dial at 2, and 0.4 with the dial at 0. The dial says how much accuracy you give up to get one unit less of sameness.",
        twin="Divide the whole by (1 + dial). What changes, and what does not?",
        twin_answer="The number changes: with the dial at 2, 2.2 becomes 0.733. The best answer stays, because all answers are "
        "divided by the same number. The slopes shrink by as much, so a training would need a larger learning rate.",
        twin_code="""
            def total(accuracy_loss, sameness, dial):
                return (accuracy_loss + dial * sameness) / (1 + dial)
        """,
    ),
)
