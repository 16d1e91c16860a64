"""What a model predicts, as far as a loss is concerned."""

from __future__ import annotations

from enum import Enum


class Kind(Enum):
    """What goes into a loss as the prediction.

    Pictures, fits and the reference pages ask for the kind of a loss, and never for the words that describe it.

    Attributes
    ----------
    task : str
        The question that such a prediction answers.
    words : str
        The prediction itself, and its range.

    Examples
    --------
    >>> Kind.PROBABILITY.task, Kind.PROBABILITY.words
    ('yes or no', 'a probability, 0 to 1')
    """

    NUMBER = "number", "a number", "any number"
    PROBABILITY = "probability", "yes or no", "a probability, 0 to 1"
    SCORE = "score", "yes or no", "a raw score, any number"
    CLASS_PROBABILITIES = (
        "class_probabilities",
        "one of several classes",
        "a row of probabilities that add up to 1",
    )
    CLASS_SCORES = "class_scores", "one of several classes", "a row of raw scores, any numbers"
    BELL = "bell", "a number, and how sure it is", "a row of two numbers: a centre, and the log of a spread"
    POINTS = "points", "how alike two things are", "three points: anchor, positive, negative"
    PAIR = "pair", "an order", "two raw scores: of the winner and of the loser"

    task: str
    words: str

    def __new__(cls, value: str, task: str, words: str) -> Kind:
        kind = object.__new__(cls)
        kind._value_, kind.task, kind.words = value, task, words
        return kind
