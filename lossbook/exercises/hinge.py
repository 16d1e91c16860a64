"""Exercises of the chapter "Hinge loss"."""

from __future__ import annotations

from lossbook.exercises.exercise import Exercise, Mistake

EXERCISES = (
    Exercise(
        name="hinge.hinge",
        solution="""
            def hinge(score, sign):
                return max(0, 1 - sign * score)
        """,
        probes=(
            (-0.4, 1),
            (2.5, 1),
            (0.8, 1),
            (-2, -1),
            (0.5, -1),
            (0.3, 1),
            (-1.7, 1),
            (0.3, -1),
            (-0.4, -1),
            (1.9, -1),
            (-3.2, -1),
            (1.2, 1),
            (-0.426107, 1),
            (-1.2, -1),
            (-1.45, -1),
            (-0.8, -1),
            (4.2, 1),
            (0.9, -1),
            (1.4, -1),
            (-40, 1),
            (40, -1),
            (0, 1),
            (1, 1),
            (-1, -1),
        ),
        mistakes=(
            Mistake(
                lambda s, y: 1 - y * s,
                "You got {got} for a score of 2.5. A loss below 0 would reward being far away. Nothing is missing there: max(0, …).",
            ),
            Mistake(
                lambda s, y: max(0, 1 - s),
                "You got {got} for the sign −1. There a low score is right. Multiply the score by the sign first.",
            ),
            Mistake(
                lambda s, y: max(0, -y * s),
                "You got {got}: only wrong answers pay. The hinge also charges right ones that are not right by 1. Where is the 1?",
            ),
            Mistake(
                lambda s, y: max(0, 1 + y * s),
                "You got {got}: with 1 + sign · score, an answer pays more the more it is right. Take 1 minus it.",
            ),
            Mistake(
                lambda s, y: max(0, 1 - y * s) ** 2,
                "You got {got}: that is the squared hinge. It exists, and has no kink. The plain one is not squared.",
            ),
            Mistake(
                lambda s, y: abs(y - s),
                "You got {got} for a score of 2.5: you measured the distance from ±1. Beyond the margin, further away is not worse.",
            ),
            Mistake(
                lambda s, y: 0 if y * s > 0 else 1,
                "You got {got}: you counted whether the answer is wrong. The hinge says by how much it misses the margin.",
            ),
            Mistake(
                lambda s, y: 0 if y * s > 0 else 1 - y * s,
                "You got {got} for an answer that is right, but by less than 1. It pays what is missing to 1.",
            ),
        ),
        hints=(
            "Sign times score is above 0 for a right answer. How much is missing until it is 1?",
            "What is missing is 1 − sign · score. If nothing is missing, the loss is 0.",
            "return max(0, 1 - sign * score)",
        ),
        right="1.4 for a score of −0.4 with sign +1, and 0 for 2.5. With sign −1, everything is mirrored.",
        twin="Write the squared hinge. What is the slope of each of its two pieces where they meet, at sign · score = 1? Why is there no kink?",
        twin_answer="Both slopes are 0 where the pieces meet. For the sign +1, the slope of the curved piece is −2 at a score of 0, "
        "−1 at 0.5 and 0 at 1. A kink needs a slope that jumps, and this one arrives at 0.",
        twin_code="""
            def squared_hinge(score, sign):
                return max(0, 1 - sign * score) ** 2
        """,
    ),
    Exercise(
        name="hinge.to_signs",
        solution="""
            def to_signs(labels):
                return [2 * label - 1 for label in labels]
        """,
        probes=(
            ([0, 1, 1],),
            ([1, 0, 0, 1],),
            ([1, 1, 0, 1, 0],),
            ([0],),
            ([1],),
            ([0, 0, 1, 1, 0, 0, 1],),
        ),
        mistakes=(
            Mistake(
                lambda labels: list(labels),
                "You got {got}, the labels as they were. With a 0, sign times score is always 0, and the loss always 1.",
            ),
            Mistake(
                lambda labels: [1 - 2 * label for label in labels],
                "You got {got}: the sides are swapped. Label 1 becomes +1, label 0 becomes −1.",
            ),
            Mistake(
                lambda labels: [label - 1 for label in labels],
                "You got {got}. Label 0 is right now, but label 1 became 0. Stretch by 2 before you shift.",
            ),
            Mistake(
                lambda labels: [2 * label for label in labels],
                "You got {got}. Stretching by 2 is right. Now shift, so that 0 becomes −1 and 2 becomes 1.",
            ),
            Mistake(
                lambda labels: [-label for label in labels],
                "You got {got}. A minus sign leaves 0 as it is. You want 0 to become −1, and 1 to stay 1.",
            ),
        ),
        hints=(
            "0 should become −1, and 1 should stay 1. Which straight line goes through both?",
            "Times 2, minus 1. Do it for each label.",
            "return [2 * label - 1 for label in labels]",
        ),
        right="0 became −1 and 1 stayed 1. Now sign times score is above 0 for right answers of both classes.",
        twin="Write the way back, from signs to labels. What should it do with a 0?",
        twin_answer="A 0 is neither side, so refuse it with an error. Without that line, a 0 would be called a no, and nobody would notice.",
        twin_code="""
            def to_labels(signs):
                if any(sign not in (-1, 1) for sign in signs):
                    raise ValueError("Signs are -1 or 1.")
                return [(sign + 1) // 2 for sign in signs]
        """,
    ),
    Exercise(
        name="hinge.hinge_slope",
        solution="""
            def hinge_slope(score, sign):
                return -sign if sign * score < 1 else 0
        """,
        probes=(
            (-0.5, 1),
            (2.5, 1),
            (0.8, 1),
            (0.5, -1),
            (-2, -1),
            (1, 1),
            (0.3, 1),
            (-1.7, 1),
            (0.3, -1),
            (-0.4, -1),
            (1.9, -1),
            (-3.2, -1),
            (1.2, 1),
            (-1, -1),
            (-1.2, -1),
            (-0.8, -1),
            (0, 1),
            (0, -1),
            (4.2, 1),
            (-40, 1),
            (40, -1),
        ),
        mistakes=(
            Mistake(
                lambda s, y: y if y * s < 1 else 0,
                "You got {got}: the sign is turned. With sign +1 the loss falls as the score rises, so the slope is −1.",
            ),
            Mistake(
                lambda s, y: -y,
                "You got {got} for a score of 2.5. Beyond the margin the curve is flat: slope 0.",
            ),
            Mistake(
                lambda s, y: -y if y * s < 0 else 0,
                "You got {got} for a score of 0.8: right, but not by 1. Inside the margin the ramp still goes down.",
            ),
            Mistake(
                lambda s, y: -1 if y * s < 1 else 0,
                "You got {got} for the sign −1. There the loss rises with the score, so the slope is +1: minus the sign.",
            ),
            Mistake(
                lambda s, y: -(1 - y * s) if y * s < 1 else 0,
                "You got {got}: that grows with the miss, as for squares. The ramp of the hinge is straight, so its slope is −1 or +1.",
            ),
            Mistake(
                lambda s, y: -y if y * s <= 1 else 0,
                "You got {got} at the kink itself. There is no single slope there; we take 0, so that nothing moves.",
            ),
        ),
        hints=(
            "Two cases: on the ramp, and on the flat part. What decides which?",
            "On the ramp, one more unit of score changes the loss by one. In which direction, for each sign?",
            "return -sign if sign * score < 1 else 0",
        ),
        right="Minus the sign on the ramp, 0 on the flat part. All points on the ramp pull equally hard; the others not at all.",
        twin="Add up the slopes of all examples of a data set. What does it mean if the sum is 0?",
        twin_answer="As many examples pull the scores up as down, or none is on the ramp and the loss is 0. Either way, adding a "
        "number to all scores gains nothing, so the bias rests. The weights may still move: each of their slopes is "
        "multiplied by an input.",
    ),
)
