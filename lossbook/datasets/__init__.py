"""Small real data sets that come with the package. Sources and licences: SOURCES.md beside this file."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.resources import files

import numpy as np

from lossbook.losses.settings import count, not_negative

__all__ = [
    "LETTERS",
    "Dataset",
    "alice",
    "breast_cancer",
    "diabetes",
    "digit_halves",
    "digits",
    "penguin_duels",
    "penguins",
    "phone_calls",
    "rare_eights",
    "split",
    "windows",
]

LETTERS = "abcdefghijklmnopqrstuvwxyz "
"""What texts are made of here: 26 letters and the space, in the order of their numbers."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """Examples with their answers, and what the numbers mean.

    Attributes
    ----------
    name : str
        What the data are about.
    inputs : array, shape (n, d)
        One example in each row.
    answers : array, shape (n,)
        What is to be predicted: numbers, or class numbers from 0.
    input_names, input_units : tuple of str
        Name and unit of each column of the inputs; "" where there is no unit.
    answer_name, answer_unit : str
        The same for the answers.
    classes : tuple of str
        What the class numbers stand for; empty if the answers are numbers.
    source, licence : str
        Where the data come from, and on what terms.
    """

    name: str
    inputs: np.ndarray
    answers: np.ndarray
    input_names: tuple[str, ...]
    input_units: tuple[str, ...]
    answer_name: str
    answer_unit: str
    classes: tuple[str, ...]
    source: str
    licence: str

    def __len__(self) -> int:
        return len(self.answers)

    def __repr__(self) -> str:
        columns = self.inputs.shape[1]
        return f"Dataset({self.name!r}, {len(self)} examples, {columns} input{'s' if columns > 1 else ''})"


def phone_calls() -> Dataset:
    """International phone calls from Belgium, 1950 to 1973, six years of them recorded in minutes by mistake.

    Examples
    --------
    >>> calls = phone_calls()
    >>> calls.answers[:3].tolist(), calls.answer_unit
    ([4.4, 4.7, 4.7], 'million calls')
    """
    _names, rows = _read("phone_calls.csv", float)
    return Dataset(
        "Phone calls from Belgium", rows[:, :1], rows[:, 1], ("year",), ("",), "calls", "million calls", (),
        "Rousseeuw and Leroy (1987)", "facts",
    )  # fmt: skip


def penguins() -> Dataset:
    """Bill, flipper and weight of 342 penguins of three species.

    Examples
    --------
    >>> penguins().classes
    ('Adelie', 'Chinstrap', 'Gentoo')
    >>> np.bincount(penguins().answers).tolist()
    [151, 68, 123]
    """
    species = ("Adelie", "Chinstrap", "Gentoo")
    _names, rows = _read("penguins.csv", lambda cell: species.index(cell) if cell in species else float(cell))
    return Dataset(
        "Palmer penguins", rows[:, 1:], rows[:, 0].astype(int),
        ("bill length", "bill depth", "flipper length", "body mass"), ("mm", "mm", "mm", "g"), "species", "", species,
        "Horst, Hill and Gorman (2020)", "CC0 1.0",
    )  # fmt: skip


def digits(*, below: int = 10) -> Dataset:
    """Handwritten digits of 8 by 8 pixels, each pixel 0 (white) to 16 (black).

    Parameters
    ----------
    below : int
        Leave out the digits from this one on, 1 to 10; 5 keeps 0 to 4.

    Examples
    --------
    >>> digits()
    Dataset('Handwritten digits', 1797 examples, 64 inputs)
    """
    below = count("below", below, least=1, most=10)
    names, rows = _read("digits.csv.gz", float)
    rows = rows[rows[:, 0] < below]
    return Dataset(
        "Handwritten digits", rows[:, 1:], rows[:, 0].astype(int), tuple(names[1:]), ("ink, 0 to 16",) * 64, "digit", "",
        tuple("0123456789"), "Alpaydin and Kaynak (1998)", "CC BY 4.0",
    )  # fmt: skip


def breast_cancer() -> Dataset:
    """Measurements of cell nuclei; class 1 is malignant, which 212 of 569 samples are.

    Examples
    --------
    >>> int(breast_cancer().answers.sum())
    212
    """
    names, rows = _read("breast_cancer.csv.gz", float)
    return Dataset(
        "Breast cancer Wisconsin", rows[:, 1:], rows[:, 0].astype(int), tuple(name.replace("_", " ") for name in names[1:]),
        ("",) * 30, "diagnosis", "", ("benign", "malignant"),
        "Wolberg, Mangasarian, Street and Street (1993)", "CC BY 4.0",
    )  # fmt: skip


def diabetes() -> Dataset:
    """Measurements of 442 patients, and how far their diabetes had progressed a year later (25 to 346).

    Examples
    --------
    >>> round(float(diabetes().answers.mean()), 1)
    152.1
    """
    _, rows = _read("diabetes.csv.gz", float)
    columns = (
        ("age", "years"), ("sex", "1 or 2"), ("body mass index", "kg/m²"), ("blood pressure", "mmHg"),
        ("total cholesterol", ""), ("low-density lipoproteins", ""), ("high-density lipoproteins", ""),
        ("cholesterol ratio", ""), ("triglycerides", "logarithm"), ("blood sugar", ""),
    )  # fmt: skip
    return Dataset(
        "Diabetes", rows[:, 1:], rows[:, 0], tuple(name for name, _ in columns), tuple(unit for _, unit in columns),
        "progression after a year", "", (), "Efron, Hastie, Johnstone and Tibshirani (2004)", "distributed with scikit-learn",
    )  # fmt: skip


def split(
    data: Dataset, *, test_share: float = 0.3, training_rows: int | None = None, seed: int = 0
) -> tuple[Dataset, Dataset]:
    """Divide examples into some to train on and some to test on, and standardise both by the first.

    Each input is moved to mean 0 and scaled to spread 1 **on the training rows**. The test rows get the same shift
    and scale; using their own would let the test leak into the training.

    Parameters
    ----------
    data : Dataset
    test_share : float
        Part of the examples kept for the test, between 0 and 1.
    training_rows : int, optional
        How many to train on, instead of the share.
    seed : int
        Where the random order comes from.

    Returns
    -------
    training, test : Dataset

    Raises
    ------
    ValueError
        If one of the two would be empty.
    TypeError
        If data are no Dataset, or a number is of the wrong kind.

    Examples
    --------
    >>> training, test = split(penguins(), test_share=0.5, seed=1)
    >>> len(training), len(test)
    (171, 171)
    >>> bool(np.allclose(training.inputs.mean(axis=0), 0))
    True
    """
    if not isinstance(data, Dataset):
        raise TypeError(f"data must be a Dataset, such as penguins(), got {type(data).__name__}.")
    if training_rows is None:
        share = not_negative("test_share", test_share)
        if share > 1:
            raise ValueError(f"test_share must be above 0 and below 1, got {test_share}. 0.3 keeps 30 % for the test.")
        rows = round(len(data) * (1 - share))
    else:
        rows = count("training_rows", training_rows, least=1)
    if not 0 < rows < len(data):
        raise ValueError(
            f"{rows} of {len(data)} examples to train on would leave one part empty. "
            "Choose another test_share or training_rows."
        )
    order = np.random.default_rng(count("seed", seed)).permutation(len(data))
    first, second = order[:rows], order[rows:]
    centre = data.inputs[first].mean(axis=0)
    spread = data.inputs[first].std(axis=0)
    standard = (data.inputs - centre) / np.where(spread > 0, spread, 1)
    return tuple(replace(data, inputs=standard[part], answers=data.answers[part]) for part in (first, second))


def rare_eights(*, positives: int = 12, seed: int = 0) -> tuple[Dataset, Dataset]:
    """Ask of handwritten digits whether each is an 8, and make the eights rare in training, as fraud and tumours are.

    Parameters
    ----------
    positives : int
        How many eights stay among the training rows. The test rows keep all of theirs, about one in ten.
    seed : int
        Where the random order comes from.

    Returns
    -------
    training, test : Dataset
        Standardised as by `split`; answers are 1 for an 8 and 0 for any other digit.

    Raises
    ------
    TypeError, ValueError
        If positives is no whole number, or there are not so many eights.

    Examples
    --------
    >>> training, test = rare_eights()
    >>> int(training.answers.sum()), int(test.answers.sum())
    (12, 65)
    """
    parts = split(digits(), test_share=0.4, seed=seed)
    training, test = (replace(part, answers=(part.answers == 8).astype(int), classes=("other", "8")) for part in parts)
    eights = np.flatnonzero(training.answers == 1)
    if not 0 < count("positives", positives, least=1) <= len(eights):
        raise ValueError(f"positives must be 1 to {len(eights)}, the eights among the training rows, got {positives}.")
    rows = np.delete(np.arange(len(training)), eights[positives:])
    return replace(training, inputs=training.inputs[rows], answers=training.answers[rows]), test


def digit_halves(*, seed: int = 0) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """Cut every handwritten digit down the middle: left halves and right halves, 32 pixels each.

    Parameters
    ----------
    seed : int
        Which digits are kept for the test, as in `split`; the rows are those of ``split(digits(), seed=seed)``.

    Returns
    -------
    training, test : pairs of arrays
        Left halves and right halves, standardised; the same row of both is one digit.

    Raises
    ------
    TypeError, ValueError
        If the seed is no whole number of 0 or more.

    Examples
    --------
    >>> (left, right), (new_left, new_right) = digit_halves()
    >>> left.shape, new_right.shape
    ((1258, 32), (539, 32))
    """
    halves = []
    for part in split(digits(), seed=seed):
        pixels = part.inputs.reshape(-1, 8, 8)
        halves.append((pixels[:, :, :4].reshape(-1, 32), pixels[:, :, 4:].reshape(-1, 32)))
    return halves[0], halves[1]


def alice() -> list[str]:
    """Return the twelve chapters of *Alice's Adventures in Wonderland*, in the 27 `LETTERS` alone.

    Examples
    --------
    >>> chapters = alice()
    >>> len(chapters), chapters[0][:35]
    (12, 'alice was beginning to get very tir')
    """
    return gzip.decompress(files(__name__).joinpath("alice.txt.gz").read_bytes()).decode("ascii").splitlines()


def windows(text: str, back: int) -> tuple[np.ndarray, np.ndarray]:
    """Turn a text into examples: the letters before each letter, and that letter.

    Parameters
    ----------
    text : str
        Made of `LETTERS` alone.
    back : int
        How many letters before it a model may see.

    Returns
    -------
    inputs : array of float32, shape (n, 27 * back)
        For each place before, 27 numbers: 1 for the letter that stands there, 0 for the others (one-hot).
    answers : array of int, shape (n,)
        The number of the letter that comes next, by its place in `LETTERS`.

    Raises
    ------
    ValueError
        If the text holds anything but `LETTERS`, or is no longer than `back`.
    TypeError
        If the text is no text, or `back` no whole number.

    Examples
    --------
    >>> inputs, answers = windows("the cat", back=2)
    >>> inputs.shape, "".join(LETTERS[answer] for answer in answers)
    ((5, 54), 'e cat')
    """
    if not isinstance(text, str):
        got = f"a {type(text).__name__}"
        advice = ' Join its parts: " ".join(text).' if isinstance(text, list) else ""
        raise TypeError(f"text must be a text such as 'the cat', got {got}.{advice}")
    back = count("back", back, least=1, most=1000)
    if foreign := sorted(set(text) - set(LETTERS)):
        raise ValueError(
            f"text must be made of a to z and spaces, got {foreign[0]!r} at index {text.index(foreign[0])}. "
            "Write it in small letters, and leave out all other signs."
        )
    if len(text) <= back:
        raise ValueError(f"text must be longer than back, got {len(text)} letters for {back}. Give more text.")
    letters = np.array([LETTERS.index(letter) for letter in text])
    before = np.lib.stride_tricks.sliding_window_view(letters[:-1], back)
    return np.eye(len(LETTERS), dtype=np.float32)[before].reshape(len(before), -1), letters[back:]


def penguin_duels(
    *, across: float = 0.05, duels: int = 600, wrong: float = 0.1, birds: int = 60, seed: int = 0
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Ask of pairs of penguins which is heavier. The masses are real; the votes are made from them.

    Half of the birds are Adelies on one beach, and half the heavier Gentoos on another.

    Parameters
    ----------
    across : float
        Share of the pairs with a bird from each beach, 0 to 1.
    duels : int
        How many votes.
    wrong : float
        Share of the votes that are turned round, 0 to 1.
    birds : int
        How many penguins, 4 to 246, an even number.
    seed : int
        Where the random choices come from.

    Returns
    -------
    first, second : arrays of int
        Which two birds are compared in each duel.
    won : array of float
        1 where the vote is for the first, 0 where it is for the second, one half if they weigh the same.
    mass : array of float
        What each bird weighs, in grams.

    Raises
    ------
    TypeError, ValueError
        If a number is of the wrong kind, or outside its range.

    Examples
    --------
    >>> first, second, won, mass = penguin_duels()
    >>> len(first), len(mass), won.tolist()[:3]
    (600, 60, [1.0, 1.0, 0.0])
    """
    across, wrong = _share("across", across), _share("wrong", wrong)
    duels, birds = count("duels", duels, least=1, most=1_000_000), count("birds", birds, least=4, most=246)
    if birds % 2:
        raise ValueError(f"birds must be an even number, half of them for each beach, got {birds}. Try {birds - 1}.")
    random, data, half = np.random.default_rng(count("seed", seed)), penguins(), birds // 2
    kinds = [np.flatnonzero(data.answers == kind) for kind in (0, 2)]
    mass = data.inputs[np.concatenate([random.choice(rows, half, replace=False) for rows in kinds]), 3]
    first, away = random.integers(0, birds, duels), random.random(duels) < across
    beach, place = first // half, first % half
    step = np.where(away, random.integers(0, half, duels), random.integers(1, half, duels))
    second = np.where(away, (1 - beach) * half + step, beach * half + (place + step) % half)
    won = (1 + np.sign(mass[first] - mass[second])) / 2
    return first, second, np.where(random.random(duels) < wrong, 1 - won, won), mass


def _share(name: str, value: float) -> float:
    share = not_negative(name, value)
    if share > 1:
        raise ValueError(f"{name} must be from 0 to 1, got {value}. 0.1 is one in ten.")
    return share


def _read(name: str, convert: Callable[[str], float]) -> tuple[list[str], np.ndarray]:
    content = files(__name__).joinpath(name).read_bytes()
    text = (gzip.decompress(content) if name.endswith(".gz") else content).decode("utf-8")
    header, *lines = text.splitlines()
    return header.split(","), np.array([[convert(cell) for cell in line.split(",")] for line in lines])
