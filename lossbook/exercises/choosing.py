"""Exercises of the chapter "Choosing a loss"."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lossbook.course.display import Display, escape
from lossbook.exercises.exercise import Exercise, Mistake

# The losses to choose from, by their short names: what each of them needs to come out of the model.
NAMES = {
    "squared": "a number",
    "absolute": "a number",
    "huber": "a number",
    "pinball": "a number",
    "binary": "a yes or no",
    "weighted": "a yes or no",
    "categorical": "one of several classes",
    "tags": "several tags at once",
    "pairs": "an order",
    "triplet": "how alike two things are",
}
# What the stories say.
TEXTS = {
    "noon": "the temperature tomorrow; clean records; twice the miss is four times as bad.",
    "taxi": "minutes of a ride; some were recorded as 900 by mistake. Of ordinary misses, twice as far is four times as bad.",
    "bread": "loaves to bake; one too few costs three times as much as one too many.",
    "bus": "the minute to print, so that half of the buses come before it.",
    "rain": "a chance of rain for the newspaper.",
    "loan": "will it be repaid? The bank multiplies the probability by the amount.",
    "engine": "does it fail tonight? One in 200 does. The machine says yes from 50 % on, that cannot be changed, and a plain model finds none.",
    "bird": "which of 40 birds sings here?",
    "word": "the next word of a sentence.",
    "photo": "beach, dog, night: all that apply.",
    "search": "ten pages were found; in which order to show them?",
    "door": "which member is at the door? They agreed to be recognised. New ones join every week, and the model is not trained again.",
}
# For each: the loss to try first, what comes out, and what there is to say to tempting other choices.
STORIES: dict[str, tuple[str, str, dict[str, str]]] = {
    "noon": (
        "squared",
        "a temperature",
        {
            "absolute": "The records are clean, and twice the miss is four times as bad. Which loss charges that?",
            "huber": "There are no wild values to hold back here, and large misses are meant to cost more and more.",
            "pinball": "Too warm and too cold cost the same here. A price for each side changes nothing.",
        },
    ),
    "taxi": (
        "huber",
        "a number of minutes",
        {
            "squared": "A ride of 900 minutes by mistake would pull the model with all its force.",
            "absolute": "Robust, yes. But among the ordinary misses, twice as far should be four times as bad. Which loss is round near the answer, and straight far out?",
            "pinball": "Nothing says that late is dearer than early. The trouble is the wild recordings.",
        },
    ),
    "bread": (
        "pinball",
        "a number of loaves",
        {
            "squared": "It aims at the mean, and charges too many as much as too few. One side is three times as dear here.",
            "absolute": "It aims at the median: too many and too few cost the same. Here one side is dearer.",
            "huber": "Both sides cost the same under Huber. Here one too few is three times as dear.",
        },
    ),
    "bus": (
        "absolute",
        "a number of minutes",
        {
            "squared": "It aims at the mean. Half of the buses before, half after: that is another middle.",
            "huber": "It aims neither at the median nor at the mean, but at a point of its own. The company wants exactly half on either side.",
            "pinball": "With equal prices that would do. There is a plainer loss that aims at the middle one.",
        },
    ),
    "rain": (
        "binary",
        "a probability of rain",
        {
            "weighted": "Weights bend the probabilities, and these are printed in the paper.",
            "squared": "Its best answer is honest, too. But it hardly moves when the model is surely wrong. Which loss does?",
        },
    ),
    "loan": (
        "binary",
        "a probability that is multiplied by money",
        {"weighted": "The bank calculates with the probability. Weights would bend it."},
    ),
    "engine": (
        "weighted",
        "a yes or no",
        {
            "binary": "One engine in 200 fails, and the plain loss seldom gives one 50 %. The threshold cannot be moved, so give the rare answer more weight."
        },
    ),
    "bird": (
        "categorical",
        "one of 40 birds",
        {"tags": "One bird sings at a time here. Tags would let the model name five, or none."},
    ),
    "word": (
        "categorical",
        "one word of the vocabulary",
        {
            "squared": "Word numbers are names. Word 17 is not nearly word 18.",
            "binary": "It is not one yes or no: one of many thousand words comes next.",
        },
    ),
    "photo": (
        "tags",
        "any number of tags",
        {
            "categorical": "Its shares add up to 100 %, so beach and dog would push each other away. Both may be there.",
            "binary": "Nearly: a yes or no, but one for each tag.",
        },
    ),
    "search": (
        "pairs",
        "an order of ten pages",
        {
            "squared": "It would ask for the places 1 to 10 as numbers. All that counts is which page goes before which.",
            "categorical": "It names one page. Here all ten need a place in the order.",
        },
    ),
    "door": (
        "triplet",
        "how alike two faces are",
        {
            "categorical": "A class for each person: then every newcomer would need a new class, and new training.",
            "binary": "One yes or no cannot name one of many members. Compare faces, and ask which is nearest.",
        },
    ),
}


def stories() -> Display:
    """Show the twelve stories of the first exercise."""
    lines = "".join(f"<li><strong>{name}</strong>: {escape(text)}</li>" for name, text in TEXTS.items())
    return Display(f"<ul>{lines}</ul>", "\n".join(f"{name}: {text}" for name, text in TEXTS.items()))


def _but_for(story: str, chosen: str) -> Callable[[str], str]:
    """Return answers that are right, except for one story."""
    return lambda name: chosen if name == story else STORIES[name][0]


def _thought(story: str, chosen: str) -> str:
    _, comes_out, tempting = STORIES[story]
    reason = tempting.get(chosen) or f"That loss is for {NAMES[chosen]}. What comes out here is {comes_out}."
    return f"{story}: you chose {chosen}. {reason}"


_RIGHT = {name: right for name, (right, _, _) in STORIES.items()}


def _entries(first: int) -> str:
    """Return a line of the solution: three stories and their losses, from the `first` on."""
    return ", ".join(f'"{name}": "{right}"' for name, right in list(_RIGHT.items())[first : first + 3])


EXERCISES = (
    Exercise(
        name="choosing.choose",
        solution=f"""
            def choose(story):
                return {{
                    {_entries(0)},
                    {_entries(3)},
                    {_entries(6)},
                    {_entries(9)},
                }}[story]
        """,
        probes=tuple((name,) for name in STORIES),
        mistakes=tuple(
            Mistake(_but_for(story, chosen), _thought(story, chosen))
            for story in STORIES
            for chosen in NAMES
            if chosen != STORIES[story][0]
        ),
        hints=(
            "Ask first: what comes out? A number, a yes or no, one of several, tags, an order, or a likeness?",
            "Then: wild values? A dearer side? A rare answer? Does anybody use the probability?",
            '"noon": "squared", "taxi": "huber", "bread": "pinball", ...',
        ),
        right="All twelve. You asked what comes out first, and only then about wild values, costs and rare answers.",
        twin="Write a thirteenth story from your own work, and the loss you would try first.",
        twin_answer="There are many right ones. An example: the hours until a parcel comes, where an hour late is three times as bad "
        "as an hour early. A number comes out, and one side is dearer: pinball.",
    ),
    Exercise(
        name="choosing.compare",
        solution="""
            def compare(lines, x, y):
                x, y = np.array(x), np.array(y)
                return [np.mean(np.abs(slope * x + start - y)) for slope, start in lines]
        """,
        probes=(
            ([(1, 0), (2, 1)], [1, 2, 3], [1, 2, 6]),
            ([(0, 2), (3, -4), (1, 1)], [0, 1, 2, 5], [2, 2, 3, 1]), ([(0.5, 1.2), (-1, 3)], [0.5, 2, 3.5, 4], [1, 2.5, 2, 6]), ([(1.5, -0.3), (0.2, 2), (1, 1), (-0.4, 5)], [1, 3, 4], [2, 2.5, 7]), ([(0.5, 1.2), (2, -1.3)], [4, 1, 2.5], [1, 6, 2.2]),([(1, 0), (1, 0), (2, 1)], [3, 3], [1, 4]),
            ([(1, 0), (2, 1)], [3, 3, 1], [1, 1, 4]), ([(0, -1), (-2, 300)], [-3, 1, 4, 7], [2, 2, 2, -6]),),
        mistakes=(
            Mistake(
                lambda lines, x, y: [np.mean((a * np.array(x) + b - np.array(y)) ** 2) for a, b in lines],
                "You got {got}: mean squared errors. The line that was trained with squared error would judge its own case. Take the mean absolute error for all.",
            ),
            Mistake(
                lambda lines, x, y: [np.sum(np.abs(a * np.array(x) + b - np.array(y))) for a, b in lines],
                "You got {got}: sums. Divide by how many points there are.",
            ),
            Mistake(
                lambda lines, x, y: [np.mean(a * np.array(x) + b - np.array(y)) for a, b in lines],
                "You got {got}: errors with their signs, so that misses cancel. Take the size of each first.",
            ),
            Mistake(
                lambda lines, x, y: [np.mean(np.abs(b * np.array(x) + a - np.array(y))) for a, b in lines],
                "You got {got}. Each line is a pair: first the slope, then the start. You seem to have swapped them.",
            ),
            Mistake(
                lambda lines, x, y: [np.median(np.abs(a * np.array(x) + b - np.array(y))) for a, b in lines],
                "You got {got}: the median miss. Here the mean of the misses is asked for.",
            ),
        ),
        hints=(
            "One ruler for all: how far is each line from the points, on average?",
            "For each slope and start: predict slope * x + start, and take the mean of the absolute errors.",
            "x, y = np.array(x), np.array(y)\nreturn [np.mean(np.abs(slope * x + start - y)) for slope, start in lines]",
        ),
        right="One ruler for all lines. Now you can say which one is better, whatever each was trained with.",
        twin="Do the same with the median of the misses. Does the order of the lines change?",
        twin_answer="It can change. Say one line misses by 1, 1 and 7, and another by 2, 2 and 2: the means are 3 and 2, the medians "
        "1 and 2. The median prefers the first line, because it does not see its one large miss.",
        twin_code="""
            def compare(lines, x, y):
                x, y = np.array(x), np.array(y)
                misses = [np.abs(slope * x + start - y) for slope, start in lines]
                return [np.median(each) for each in misses]
        """,
    ),
    Exercise(
        name="choosing.baseline",
        solution="""
            def baseline(loss, answers):
                y, p = np.array(answers), np.mean(answers)
                if loss == "squared":
                    return np.mean((y - p) ** 2)
                if loss == "absolute":
                    return np.mean(np.abs(y - np.median(y)))
                return -(p * np.log(p) + (1 - p) * np.log(1 - p))
        """,
        probes=(("squared", [1, 2, 6]), ("absolute", [1, 2, 6, 9, 30]), ("binary", [1, 1, 1, 0, 0]), ("squared", [2.5, 7, 1, 4.1]), ("absolute", [2.5, 7, 1, 4.1]), ("binary", [0, 1, 0, 0, 0, 1, 0]), ("absolute", [3, 8.5, 1]), ("binary", [1, 1, 0]),("squared", [3, 3, -1]), ("absolute", [3, 3, -1, 400]), ("binary", [1, 0]), ("binary", [0] * 30 + [1]),),
        mistakes=(
            Mistake(
                lambda loss, y: (
                    float(np.mean(y)) if loss in ("squared", "binary") else float(np.median(y))
                ),
                "You got {got}: the answer itself. The baseline is what it costs to say that to everybody.",
            ),
            Mistake(
                lambda loss, y: (
                    float(np.sum((np.array(y) - np.mean(y)) ** 2)) if loss == "squared" else float("nan")
                ),
                "You got {got}: the sum of the squared errors. Divide by how many there are.",
            ),
            Mistake(
                lambda loss, y: float(np.std(y)) if loss == "squared" else float("nan"),
                "You got {got}: the root of the baseline, in the unit of the answers. The squared error itself is asked for.",
            ),
            Mistake(
                lambda loss, y: float(np.mean((np.array(y) - np.median(y)) ** 2)) if loss == "squared" else float("nan"),
                "You got {got}: squared error with the median for all. Which single answer is best under squared error?",
            ),
            Mistake(
                lambda loss, y: (
                    float(np.var(y)) if loss == "squared" else float(np.mean(np.abs(np.array(y) - np.mean(y))))
                ),
                "You got {got}: absolute error with the mean for all. The best single answer is another one here.",
            ),
            Mistake(
                lambda loss, y: (
                    float(np.var(y)) if loss == "squared"
                    else float(np.mean(np.abs(np.array(y) - np.median(y)))) if loss == "absolute"
                    else float(np.log(2))
                ),
                "You got {got}: that is ln 2, for saying 0.5 to all. Saying the share of yes to all is cheaper.",
            ),
            Mistake(
                lambda loss, y: (
                    float(np.var(y)) if loss == "squared"
                    else float(np.sum(np.abs(np.array(y) - np.median(y))))
                ),
                "You got {got}: the sum of the misses. Divide by how many there are.",
            ),
            Mistake(
                lambda loss, y: (
                    float(np.var(y)) if loss == "squared"
                    else float(np.mean(np.abs(np.array(y) - np.median(y))))
                ),
                "You got {got}: the share of wrong answers. Cross-entropy is asked for: the surprise at a yes and at a no, averaged.",
            ),
        ),
        hints=(
            "Which single answer is best under this loss? And what does it cost?",
            "Squared: the mean. Absolute: the median. Binary: the share of yes, p, with surprise -ln p for a yes and -ln(1 - p) for a no.",
            "return -(p * np.log(p) + (1 - p) * np.log(1 - p))",
        ),
        right="Each loss has its own best single answer, and its own price for it. A model has to cost less. For a fair race, take the single answer from the training rows, and its price on new ones.",
        twin='Add "categorical": the answers are class numbers 0 to K − 1. If all classes are equally common, the baseline is ln K.',
        twin_answer="Say to everybody how common each class is. That costs the entropy of these shares: 1.099, which is ln 3, for "
        "three classes that are equally common.",
        twin_code="""
            def categorical_baseline(answers):
                shares = np.bincount(answers) / len(answers)
                shares = shares[shares > 0]
                return -np.sum(shares * np.log(shares))
        """,
    ),
)  # fmt: skip
