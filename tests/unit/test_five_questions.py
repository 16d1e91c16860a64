"""The five questions find the fault they are made for, and let the losses of the course pass."""

import math

import pytest

from lossbook import LOSSES
from lossbook.course.five_questions import five_questions, inspect


def faults(loss):
    return [line.split("  ")[0].startswith("no") for line in five_questions(loss).text.splitlines()]


@pytest.mark.parametrize("name", ["squared_error", "absolute_error", "huber"])
def test_losses_of_the_course_have_all_five(name):
    assert not any(faults(LOSSES[name].value))


@pytest.mark.parametrize(
    ("loss", "broken"),
    [
        (lambda p, a: (p - a) ** 2 + 1, {0}),
        (lambda p, a: p - a, {1, 4}),
        (lambda p, a: abs(p - a) if p != 100 + a + 0 * p and abs(p - a) < 90 else math.inf, {2}),
        (lambda p, a: abs(round(p) - a), {3, 4}),
        (lambda p, a: float(p != a), {3, 4}),
        (lambda p, a: max(0, a - p), {4}),
    ],
    ids=["never zero", "negative", "infinite", "rounded", "step", "one side"],
)
def test_each_fault_is_found(loss, broken):
    assert {place for place, fault in enumerate(faults(loss)) if fault} == broken


def test_the_report_names_an_example():
    assert "0.25 too high costs 0, 0.1 too high costs 0" in five_questions(lambda p, a: max(0, a - p)).text
    assert "<table>" in five_questions(lambda p, a: abs(p - a)).html


def test_answers_to_its_name_of_the_first_edition():
    assert inspect is five_questions
