"""Each error that beginners make gets its sentence, and each sentence has an error that it is for."""

import math
import warnings

import numpy as np
import pytest

from lossbook import mean_squared_error
from lossbook.course import error_advice
from lossbook.course.error_advice import advice, message, warning_advice

# Code that fails, and how the sentence for it begins.
CASES = {
    "def f(": "Every opening bracket needs",
    "x = [1, 2\nprint(3)": "Every opening bracket needs",
    "x = 1)": "There is a closing bracket without",
    "x = (1, 2]": "There is a closing bracket without",
    "def f(x)\n    return x": "A line that starts with def",
    "def f(x):\nreturn x": "The line above ends with a colon",
    "x = 1\n  y = 2": "Lines of one block begin",
    "print('a)": "A text needs the same quotation mark",
    "1 = x": "One = gives a name",
    "if x = 1: pass": "One = gives a name",
    "x = 2y": "A sign is not one that Python knows",
    "x = 3 − 1": "A sign is not one that Python knows",
    "print 'a'": "A function is called with round brackets",
    "else:\n    x": "Python cannot read this line",
    "length = 3\nlenght": "No line that has run made this name",
    "def f():\n    total += 1\nf()": "No line of this function has given the name a value",
    "1 / 0": "Something is divided by zero",
    "def f(n): return f(n - 1)\nf(1)": "A function calls itself without end",
    "import torchvisionary": "This package is not here",
    "[1, 2, 3][3]": "A place is asked for that is not there",
    "np.arange(3)[5]": "A place is asked for that is not there",
    "np.arange(3)[0, 1]": "There are more numbers in the square brackets",
    "np.float64(3)[0]": "There are more numbers in the square brackets",
    "np.arange(3)[1.5]": "A place in an array is a whole number",
    "{'a': 1}['b']": "The dictionary has nothing under this key",
    "math_ = 1\nrandom.random()": "This name belongs to a module",
    "np.max(np.arange(3), axis=1)": "The array has fewer axes",
    "np.sum(0, 1)": "np.max, np.sum and their like",
    "2.0 ^ 2": "The sign ^ is no power",
    "np.ones(2) ^ 2": "The sign ^ is no power",
    "np.max(0, 1.5)": "A whole number belongs here",
    "range(2.0)": "A whole number belongs here",
    "len(zip([1], [2]))": "zip, map and their like",
    "(x for x in [1])[0]": "zip, map and their like",
    "np.square * 2.0": "A function stands here",
    "abs - 1": "A function stands here",
    "math.exp([1, 2])": "One number is needed here",
    "exit(3)": "This line ends Python",
    "[1, 2] - [3, 4]": "Lists cannot do arithmetic",
    "[1, 2] ** 2": "Lists cannot do arithmetic",
    "-[1, 2]": "Lists cannot do arithmetic",
    "[1, 2] + 1": "Lists cannot do arithmetic",
    "[1, 2] * 1.5": "Lists cannot do arithmetic",
    "[1, 2, 3] > 2": "Lists cannot do arithmetic",
    "'a' + 1": "Text and number cannot be combined",
    "1 + 'a'": "Text and number cannot be combined",
    "np.array(['a']) + 1": "Text and number cannot be combined",
    "sorted([1, 'a'])": "Text and number cannot be combined",
    "[1, 2]['a']": "A list takes one whole number",
    "[1, 2][np.array([True, False])]": "A list takes one whole number",
    "def f(x): x + 1\nf(1) + 1": "Here is None",
    "abs(print(1))": "Here is None",
    "print(1).mean()": "Here is None",
    "... + 1": "The three dots are still there",
    "x = 3\nx(2)": "Round brackets call a function",
    "(1.0)[0]": "Square brackets take something out",
    "len(3)": "This is one number, and a list",
    "for x in np.array(3): pass": "This is one number, and a list",
    "len(np.array(3))": "This is one number, and a list",
    "def f(x): return x\nf(1, 2)": "Count the names in the brackets",
    "def f(x): return x\nf(y=1)": "Count the names in the brackets",
    "math.log(np.array([1, 2]))": "One number is needed here",
    "np.array([1, 2]) + np.array([1, 2, 3])": "Two arrays do not fit",
    "np.ones((2, 3)) @ np.ones((2, 3))": "Two arrays do not fit",
    "np.array([[1], [1, 2]])": "The lists in this list have different lengths",
    "if np.array([1, 2]) > 1: pass": "An array holds many answers",
    "float('a')": "This text is not a number",
    "math.log(0)": "The logarithm exists above 0 alone",
    "math.sqrt(-1)": "The logarithm exists above 0 alone",
    "sqrt(2)": "This one lives in NumPy",
    "a, b = 1, 2, 3": "On the left of = stand",
    "[1, 2].mean()": "Lists have no arithmetic of their own",
    "(1.0).shape": "This is one plain number",
    "np.mena([1])": "The module has nothing with this name",
    "np.zeros(3).squared": "This object has nothing with that name",
    "math.exp(1000)": "The number is too large for Python",
    "raise MemoryError('Parser stack overflowed - Python source too complex to parse')": "This line holds more inside itself",
    "raise RecursionError('maximum recursion depth exceeded during compilation')": "This line holds more inside itself",
    "assert 1 == 2": "An assert line found something false",
    "raise ValueError('my own')": "",
}


def error_of(code):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # the cell would say both
        try:
            exec(compile(code, "cell 1", "exec"), {"np": np, "math": math})
        except (Exception, SystemExit) as error:
            return error
    raise AssertionError(f"{code} does not fail")


@pytest.mark.parametrize("code", CASES)
def test_errors_get_their_sentence(code):
    said = advice(error_of(code))
    assert said.startswith(CASES[code])
    assert bool(said) == bool(CASES[code])


def test_every_sentence_is_for_some_error():
    said = {advice(error_of(code)) for code in CASES}
    assert {sentence for _, _, sentence in error_advice._ERRORS} == said - {""}


def test_names_that_were_meant_are_named():
    assert message(error_of("length = 3\nlenght")).startswith("name 'lenght' is not defined")
    assert message(error_of("def f(x)\n  x")) == "expected ':'"
    assert message(error_of("assert False")) == ""
    assert message(ValueError("a: b\nc")) == "a: b\nc"


def test_what_lossbook_refuses_has_its_own_advice():
    with pytest.raises(ValueError, match="same shape") as caught:
        mean_squared_error([1, 2], [1, 2, 3])
    assert advice(caught.value) == ""
    assert advice(ValueError(str(caught.value))) != ""


@pytest.mark.parametrize(
    ("code", "begins"),
    [
        ("np.log(np.zeros(1))", "The logarithm of 0"),
        ("np.ones(1) / 0", "A division by zero"),
        ("np.log(np.array([-1.0]))", "The logarithm of a negative"),
        ("np.zeros(1) / 0", "The answer is nan"),
        ("np.exp(np.array([1000.0]))", "exp grows very fast"),
        ("np.array([1e300]) * 1e300", "A number grew too large"),
        ("np.mean([])", "The mean of nothing"),
    ],
)
def test_warnings_of_numpy_get_their_sentence(code, begins):
    with pytest.warns(RuntimeWarning) as caught:
        eval(code, {"np": np})
    assert warning_advice(str(caught[0].message)).startswith(begins)


def test_every_sentence_for_a_warning_is_reached_and_others_get_none():
    assert len(error_advice._WARNINGS) == 7
    assert warning_advice("something else") == ""
