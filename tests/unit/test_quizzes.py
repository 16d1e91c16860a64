"""Every option has feedback, and the look of an option does not give the answer away."""

import re

import numpy as np
import pytest

from lossbook import binary_cross_entropy, entropy, kl_divergence, mean_binary_cross_entropy
from lossbook.learning import softmax_twice_floor
from lossbook.quizzes import Option, Question, chapters, load, quiz, recall

QUESTIONS = [question for chapter in chapters() for question in load(chapter)]


@pytest.mark.parametrize("chapter", chapters())
def test_four_questions_a_chapter(chapter):
    assert sum(not question.later for question in load(chapter)) == 4


def test_ids_are_unique():
    assert len({question.id for question in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_options_differ_and_answer(question):
    assert len({option.text for option in question.options}) == len(question.options)
    assert len({option.feedback for option in question.options}) == len(question.options)
    assert all(len(option.feedback) > 20 for option in question.options)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_feedback_does_not_say_twice_whether_it_is_right(question):
    """The page puts "Yes." or "Not this one." before it."""
    for option in question.options:
        assert not re.match(r"Yes\b" if option.right else r"Not?\b(?! loss)", option.feedback), option.feedback


def test_right_options_are_not_given_away_by_length():
    longest = sum(max(question.options, key=lambda option: len(option.text)).right for question in QUESTIONS)
    chance = sum(1 / len(question.options) for question in QUESTIONS)
    assert longest <= chance


def test_right_options_are_not_given_away_by_place():
    places = [next(i for i, option in enumerate(question.options) if option.right) for question in QUESTIONS]
    for place in range(3):
        assert places.count(place) >= len(QUESTIONS) / 3 * 0.6


def test_every_option_is_a_disclosure_with_its_feedback():
    html = quiz("mse").html
    assert (
        html.count("<details")
        == html.count("<summary")
        == sum(len(question.options) for question in load("mse") if not question.later)
    )
    assert html.count("✓") == 4


def test_recall_takes_questions_of_any_chapter():
    assert recall("Q02-1", "Q01-4").text.startswith("1. One miss")
    with pytest.raises(ValueError, match="no question 'Q99-1'"):
        recall("Q99-1")


def test_unknown_chapter_lists_the_known():
    with pytest.raises(ValueError, match=r"no quiz 'msee'.*hinge, huber, intro"):
        quiz("msee")


@pytest.mark.parametrize(
    "options",
    [
        (Option("a", "x"), Option("b", "y"), Option("c", "z")),
        (Option("a", "x", True), Option("b", "y", True), Option("c", "z")),
        (Option("a", "x", True), Option("b", "y")),
        (Option("a", "x", True), Option("b", " "), Option("c", "z")),
    ],
)
def test_incomplete_questions_are_refused(options):
    with pytest.raises(ValueError, match="Q1"):
        Question("Q1", "?", options)


def test_results_in_the_answers_are_those_of_the_package():
    """Numbers with three decimals are results; each must be one that the package gives."""
    surprise = binary_cross_entropy(np.array([0.1, 0.9, 0.5, 0.25, 0.125, 0.01]), np.ones(6))
    honest = mean_binary_cross_entropy(np.full(10, 0.7), np.repeat([1, 0], [7, 3]))
    judged = [-(0.9 * np.log(right) + 0.1 * np.log(wrong)) for right, wrong in ((0.95, 0.4), (0.55, 0.02))]
    coin = [0.5**3, entropy([0.7, 0.3]), np.log(2), kl_divergence([0.7, 0.3], [0.5, 0.5]), np.log(1000)]
    doubled = [2 * np.log(4)]  # what doubling instead of adding would give, named as such
    softened = np.r_[0.9 + 0.1 / 27, np.full(26, 0.1 / 27)]  # the target of label smoothing among 27 letters
    texts_of_letters = [
        2.0**-3,
        np.log(27),
        np.log(8),
        np.log(128),
        np.log(512 / 128),
        -np.sum(softened * np.log(softened)),
    ]
    known = {
        f"{value:.3f}"
        for value in [
            *texts_of_letters,
            *surprise,
            honest,
            np.log(10),
            softmax_twice_floor(10),
            *judged,
            *doubled,
            *coin,
        ]
    }
    for question in QUESTIONS:
        texts = [question.stem, *(option.text for option in question.options), *(o.feedback for o in question.options)]
        assert set(re.findall(r"(?<![\w.])\d+\.\d{3,}", " ".join(texts))) <= known, question.id
