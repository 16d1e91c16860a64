"""Which loss to try first: what comes out of the model, four more questions, and what follows from the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lossbook.losses.catalogue import LOSSES
from lossbook.losses.kinds import Kind
from lossbook.losses.settings import yes_or_no

# What comes out of a model, in the words of the losses where there is a loss for it.
_NUMBER, _YES_OR_NO, _CLASS = Kind.NUMBER.task, Kind.SCORE.task, Kind.CLASS_SCORES.task
_TAGS, _ORDER, _ALIKE = "any number of tags", Kind.PAIR.task, Kind.POINTS.task

# The questions, and for which kinds of output their answer changes something.
QUESTIONS = {
    "wild": "Are there wild values?",
    "unequal": "Is one kind of mistake much dearer?",
    "rare": "Is one answer rare?",
    "honest": "Will somebody use the probability itself?",
}
MATTERS = {
    _NUMBER: ("wild", "unequal"),
    _YES_OR_NO: ("unequal", "rare", "honest"),
    _CLASS: ("unequal", "rare", "honest"),
    _TAGS: ("rare", "honest"),
    _ORDER: (),
    _ALIKE: (),
}


@dataclass(frozen=True)
class Advice:
    """A loss to try first, and what belongs to it.

    Attributes
    ----------
    output : str
        What comes out of the model, a key of `MATTERS`.
    answers : frozenset of str
        The questions answered with yes that lead here; further ones change nothing.
    loss, rival : str
        What to try first, and what to compare it with.
    why : str
        One reason.
    metric : str
        What to tell people.
    baseline : str
        What to beat.
    trap : str
        What goes wrong most often.
    libraries : dict
        What it is called elsewhere.
    """

    output: str
    answers: frozenset[str]
    loss: str
    rival: str
    why: str
    metric: str
    baseline: str
    trap: str
    libraries: dict[str, str] = field(default_factory=dict)


def advise(
    output: str, *, wild: bool = False, unequal: bool = False, rare: bool = False, honest: bool = False
) -> Advice:
    """Return a loss to try first.

    Parameters
    ----------
    output : str
        What comes out of the model: a key of `MATTERS`.
    wild, unequal, rare, honest : bool
        Answers to `QUESTIONS`. Those that do not matter for this output are passed over.

    Raises
    ------
    ValueError
        If there is no such output.
    TypeError
        If an answer is neither True nor False.

    Examples
    --------
    >>> advise("a number", wild=True).loss
    'Huber'
    >>> advise("yes or no", unequal=True).metric
    'the mean cost of a decision'
    >>> advise("a picture")
    Traceback (most recent call last):
        ...
    ValueError: output must be 'a number', 'yes or no', 'one of several classes', 'any number of tags', \
'an order' or 'how alike two things are', got 'a picture'.
    """
    if not (isinstance(output, str) and output in MATTERS):
        *others, last = (repr(name) for name in MATTERS)
        raise ValueError(f"output must be {', '.join(others)} or {last}, got {output!r}.")
    given = {"wild": wild, "unequal": unequal, "rare": rare, "honest": honest}
    yes = {name for name, answer in given.items() if yes_or_no(name, answer)}
    said = yes.intersection(MATTERS[output])
    fitting = [rule for rule in RULES if rule.output == output and rule.answers <= said]
    return max(fitting, key=lambda rule: len(rule.answers))


_BINARY = LOSSES["binary_cross_entropy_from_logits"].libraries
_CLASSES = LOSSES["categorical_cross_entropy_from_logits"].libraries
_BINARY_WEIGHTED = {
    "PyTorch": "torch.nn.BCEWithLogitsLoss(pos_weight=...)",
    "Keras": "model.fit(..., class_weight={0: 1, 1: 20})",
    "scikit-learn": 'LogisticRegression(class_weight="balanced")',
    "Optax": "sigmoid_binary_cross_entropy(...) times a weight, then the mean",
}
_CLASSES_WEIGHTED = {
    "PyTorch": "torch.nn.CrossEntropyLoss(weight=...)",
    "Keras": "model.fit(..., class_weight={...})",
    "scikit-learn": 'LogisticRegression(class_weight="balanced")',
    "Optax": "softmax_cross_entropy_with_integer_labels(...) times a weight, then the mean",
}


def _and_rival(loss: Mapping[str, str], rival: Mapping[str, str]) -> dict[str, str]:
    return {library: f"{name}; the rival: {rival[library]}" for library, name in loss.items()}


_TAGS_PLAIN = {**_BINARY, "scikit-learn": "OneVsRestClassifier(LogisticRegression()) (a model)"}
_TAGS_WEIGHTED = {
    "PyTorch": "torch.nn.BCEWithLogitsLoss(pos_weight=...), one number per tag",
    "Keras": "none; a weight in a loss of your own",
    "scikit-learn": 'OneVsRestClassifier(LogisticRegression(class_weight="balanced")) (a model)',
    "Optax": "sigmoid_binary_cross_entropy(...) times a weight, then the mean",
}
_PRICED = {
    "PyTorch": "none; two lines with torch.where",
    "Keras": "none; two lines with keras.ops.where",
    "scikit-learn": "sklearn.linear_model.QuantileRegressor(quantile=0.75, alpha=0) if too low costs 3 times too high (a model)",
    "Optax": "none; two lines with jnp.where",
}
_PROBABILITIES_FIRST = "Weights by class bend the probabilities. Leave them out, and move the threshold instead."

# A rule for each set of answers that changes something. The one with the most answers that fit is taken.
RULES = (
    Advice(
        _NUMBER, frozenset(),
        loss="Squared error",
        rival="Absolute error",
        why="Large misses cost most, and the best single answer is the mean.",
        metric="its root, the RMSE, in the unit of the answers",
        baseline="saying the mean of the training answers",
        trap="Its unit is squared. Take the root before you tell anybody.",
        libraries=dict(LOSSES["squared_error"].libraries),
    ),
    Advice(
        _NUMBER, frozenset({"wild"}),
        loss="Huber",
        rival="Absolute error",
        why="A wild value pulls, but no harder than delta.",
        metric="the mean absolute error, in the unit of the answers",
        baseline="saying the median of the training answers",
        trap="Delta has the unit of the answers. Begin with the size of an ordinary miss.",
        libraries=dict(LOSSES["huber"].libraries),
    ),
    Advice(
        _NUMBER, frozenset({"unequal"}),
        loss="Absolute error with a price for each side",
        rival="Squared error with a price for each side",
        why="It aims at the point where the two prices balance, and not at the middle.",
        metric="the cost itself, in money or minutes",
        baseline="one quantile for all: its share is the price of too low / both prices together",
        trap="Which side is dear, too high or too low? Swapped prices aim at the wrong end.",
        libraries=_PRICED,
    ),
    Advice(
        _NUMBER, frozenset({"wild", "unequal"}),
        loss="Absolute error with a price for each side",
        rival="Huber with a price for each side",
        why="It aims at the point where the prices balance, and a wild value pulls no harder than others.",
        metric="the cost itself, in money or minutes",
        baseline="one quantile for all: its share is the price of too low / both prices together",
        trap="Are the wild values mistakes, or the very days that cost most? Ask before you hold them back.",
        libraries=_PRICED,
    ),
    Advice(
        _YES_OR_NO, frozenset(),
        loss="Binary cross-entropy",
        rival="Hinge, if only the side matters",
        why="Sure mistakes cost most, and the slope never dies where the model is wrong.",
        metric="accuracy, beside that of the commoner answer",
        baseline="always the commoner answer; for the loss, the share of yes to all",
        trap="A sigmoid before a loss that wants raw scores.",
        libraries=dict(_BINARY),
    ),
    Advice(
        _YES_OR_NO, frozenset({"honest"}),
        loss="Binary cross-entropy, without weights",
        rival="Squared error of the probability, as a second check",
        why="It costs least to say what is true.",
        metric="the loss itself on new data, and whether 70 % comes true 7 times in 10",
        baseline="saying the share of yes to all",
        trap=_PROBABILITIES_FIRST,
        libraries=dict(_BINARY),
    ),
    Advice(
        _YES_OR_NO, frozenset({"unequal"}),
        loss="Binary cross-entropy, and a threshold from the costs",
        rival="Binary cross-entropy with weights",
        why="The probability is learned first, and the costs say from where on to say yes.",
        metric="the mean cost of a decision",
        baseline="the cheaper of always yes and always no",
        trap="Costs as weights and in the threshold, too: then they count twice.",
        libraries=dict(_BINARY),
    ),
    Advice(
        _YES_OR_NO, frozenset({"rare"}),
        loss="Binary cross-entropy, and a lower threshold",
        rival="The same with weights, then focal, compared at the same recall",
        why="A rare yes seldom reaches 50 %. A lower threshold finds it, and the probabilities stay honest.",
        metric="recall and precision, never accuracy alone",
        baseline="always the commoner answer: its recall is 0",
        trap="A threshold chosen on the rows it is judged by. Keep validation rows for the choice.",
        libraries=_and_rival(_BINARY, _BINARY_WEIGHTED),
    ),
    Advice(
        _YES_OR_NO, frozenset({"unequal", "rare"}),
        loss="Binary cross-entropy, and a threshold from the costs",
        rival="Binary cross-entropy with weights, and a threshold tried on validation data",
        why="The probability of a rare yes is small, and so is the threshold if a miss is dear.",
        metric="the mean cost of a decision, beside recall and precision",
        baseline="the cheaper of always yes and always no",
        trap="Costs as weights and in the threshold, too: then they count twice.",
        libraries=dict(_BINARY),
    ),
    Advice(
        _YES_OR_NO, frozenset({"rare", "honest"}),
        loss="Binary cross-entropy, without weights",
        rival="The same with weights, and probabilities corrected afterwards",
        why="It costs least to say what is true, also when that is 1 %.",
        metric="the loss on new data, beside recall and precision",
        baseline="saying the share of yes to all",
        trap=_PROBABILITIES_FIRST,
        libraries=dict(_BINARY),
    ),
    Advice(
        _YES_OR_NO, frozenset({"unequal", "honest"}),
        loss="Binary cross-entropy without weights, and a threshold from the costs",
        rival="The same with weights, and probabilities corrected afterwards",
        why="The probability stays honest, and the costs say from where on to say yes.",
        metric="the loss on new data, and the mean cost of a decision",
        baseline="the cheaper of always yes and always no",
        trap=_PROBABILITIES_FIRST,
        libraries=dict(_BINARY),
    ),
    Advice(
        _YES_OR_NO, frozenset({"unequal", "rare", "honest"}),
        loss="Binary cross-entropy without weights, and a threshold from the costs",
        rival="The same with weights, and probabilities corrected afterwards",
        why="The probability stays honest, also when it is small, and the costs move the threshold.",
        metric="the loss on new data, and the mean cost of a decision",
        baseline="the cheaper of always yes and always no",
        trap=_PROBABILITIES_FIRST,
        libraries=dict(_BINARY),
    ),
    Advice(
        _CLASS, frozenset(),
        loss="Categorical cross-entropy",
        rival="Hinge for several classes",
        why="It asks for the probability given to the right class, and every score gets a push.",
        metric="accuracy, beside the share of the commonest class",
        baseline="saying the shares of the classes to all",
        trap="A softmax before a loss that wants raw scores.",
        libraries=dict(_CLASSES),
    ),
    Advice(
        _CLASS, frozenset({"honest"}),
        loss="Categorical cross-entropy, without weights",
        rival="The same with softened labels (label smoothing)",
        why="It costs least to say what is true.",
        metric="the loss itself on new data, and whether 70 % comes true 7 times in 10",
        baseline="saying the shares of the classes to all",
        trap=_PROBABILITIES_FIRST,
        libraries=dict(_CLASSES),
    ),
    Advice(
        _CLASS, frozenset({"rare"}),
        loss="Categorical cross-entropy, and a lower threshold for the rare class",
        rival="The same with weights, then focal",
        why="A rare class is seldom the likeliest. Name it from a smaller share on, and the probabilities stay honest.",
        metric="the mean of the recalls of all classes",
        baseline="always the commonest class: a mean recall of 1/K",
        trap="A threshold chosen on the rows it is judged by. Keep validation rows for the choice.",
        libraries=_and_rival(_CLASSES, _CLASSES_WEIGHTED),
    ),
    Advice(
        _CLASS, frozenset({"unequal"}),
        loss="Categorical cross-entropy, and the class with the lowest expected cost",
        rival="Categorical cross-entropy with weights",
        why="The probabilities are learned first. A table of costs then decides.",
        metric="the mean cost of a decision",
        baseline="the one class that costs least for all",
        trap="Naming the likeliest class is not always cheapest.",
        libraries=dict(_CLASSES),
    ),
    Advice(
        _CLASS, frozenset({"unequal", "rare"}),
        loss="Categorical cross-entropy, and the class with the lowest expected cost",
        rival="Categorical cross-entropy with weights",
        why="A rare class is named as soon as missing it would cost more. The table of costs does it.",
        metric="the mean cost of a decision, beside the recall of each class",
        baseline="the one class that costs least for all",
        trap="Costs in the weights and in the table, too: then they count twice.",
        libraries=dict(_CLASSES),
    ),
    Advice(
        _CLASS, frozenset({"rare", "honest"}),
        loss="Categorical cross-entropy, without weights",
        rival="The same with weights, and probabilities corrected afterwards",
        why="It costs least to say what is true, also when that is 1 %.",
        metric="the loss on new data, beside the recall of each class",
        baseline="saying the shares of the classes to all",
        trap=_PROBABILITIES_FIRST,
        libraries=dict(_CLASSES),
    ),
    Advice(
        _CLASS, frozenset({"unequal", "honest"}),
        loss="Categorical cross-entropy without weights, and the class with the lowest expected cost",
        rival="The same with weights, and probabilities corrected afterwards",
        why="The probabilities stay honest, and a table of costs decides.",
        metric="the loss on new data, and the mean cost of a decision",
        baseline="the one class that costs least for all",
        trap=_PROBABILITIES_FIRST,
        libraries=dict(_CLASSES),
    ),
    Advice(
        _CLASS, frozenset({"unequal", "rare", "honest"}),
        loss="Categorical cross-entropy without weights, and the class with the lowest expected cost",
        rival="The same with weights, and probabilities corrected afterwards",
        why="The probabilities stay honest, also when they are small, and a table of costs decides.",
        metric="the loss on new data, and the mean cost of a decision",
        baseline="the one class that costs least for all",
        trap=_PROBABILITIES_FIRST,
        libraries=dict(_CLASSES),
    ),
    Advice(
        _TAGS, frozenset(),
        loss="Binary cross-entropy for each tag",
        rival="Hinge for each tag",
        why="Each tag is its own yes or no, and none pushes another away.",
        metric="recall and precision of each tag",
        baseline="saying the share of each tag to all",
        trap="A softmax makes the tags compete, and they need not.",
        libraries=_TAGS_PLAIN,
    ),
    Advice(
        _TAGS, frozenset({"rare"}),
        loss="Binary cross-entropy for each tag, and a threshold for each",
        rival="The same with weights, then focal",
        why="A rare tag seldom reaches 50 %. A lower threshold finds it, and the probabilities stay honest.",
        metric="recall and precision of each tag",
        baseline="no tag at all: a recall of 0",
        trap="The share of right tags looks splendid when nearly all are no.",
        libraries=_and_rival(_TAGS_PLAIN, _TAGS_WEIGHTED),
    ),
    Advice(
        _TAGS, frozenset({"honest"}),
        loss="Binary cross-entropy for each tag, without weights",
        rival="Squared error of each probability, as a second check",
        why="It costs least to say what is true.",
        metric="the loss itself on new data, tag by tag",
        baseline="saying the share of each tag to all",
        trap=_PROBABILITIES_FIRST,
        libraries=_TAGS_PLAIN,
    ),
    Advice(
        _TAGS, frozenset({"rare", "honest"}),
        loss="Binary cross-entropy for each tag, without weights",
        rival="The same with weights, and probabilities corrected afterwards",
        why="It costs least to say what is true, also when that is 1 %.",
        metric="the loss on new data, beside recall and precision of each tag",
        baseline="saying the share of each tag to all",
        trap=_PROBABILITIES_FIRST,
        libraries=_TAGS_PLAIN,
    ),
    Advice(
        _ORDER, frozenset(),
        loss="Binary cross-entropy on the difference of two scores",
        rival="Hinge on the difference",
        why="Which of the two goes first? That is a yes or no, and differences answer it.",
        metric="the share of pairs in the right order",
        baseline="half of the pairs",
        trap="Squared error on places 1, 2, 3 …: it asks for numbers that nobody needs.",
        libraries={
            "PyTorch": "torch.nn.BCEWithLogitsLoss() on first - second; the rival: MarginRankingLoss(margin=1.0)",
            "Keras": "none for pairs; binary cross-entropy on the difference",
            "scikit-learn": "LogisticRegression(fit_intercept=False) on differences of inputs (a model); sklearn.metrics.ndcg_score to judge",
            "Optax": "optax.losses.sigmoid_binary_cross_entropy(first - second, ones); whole lists: ranking_softmax_loss(scores, relevances)",
        },
    ),
    Advice(
        _ALIKE, frozenset(),
        loss="Triplet",
        rival="Cross-entropy with a margin, over all kinds seen in training",
        why="It asks only that like things be nearer, so newcomers need no new class.",
        metric="how often the nearest neighbour is of the right kind",
        baseline="the nearest neighbour in the raw inputs",
        trap="A loss that stays at the margin: all points may sit on one spot.",
        libraries=dict(LOSSES["triplet"].libraries),
    ),
)  # fmt: skip
