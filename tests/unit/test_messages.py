"""What a reader is told when something cannot be: each message in full, because every word of it is advice.

The messages say what was got, what is allowed and what to try. A change of one is made here, too, and read once more.
"""

import dataclasses
from decimal import Decimal

import numpy as np
import pytest

import lossbook
from lossbook import LOSSES, learning
from lossbook.learning import DivergenceError, fitting
from lossbook.losses import catalogue, reduction, settings, tables
from lossbook.losses.arrays import real_array, same_shape
from lossbook.losses.catalogue import UnknownLossError


class Metres(np.ndarray):
    """Numbers with a unit, as astropy makes them."""

    unit = "m"


class Quantity:
    """Numbers with a unit, as pint makes them."""

    magnitude, units = [1.0], "metre"


class NAType:
    """A missing entry, as pandas marks it."""

    def __str__(self):
        return "<NA>"


class NaTType:
    """A missing time, as pandas marks it."""

    def __str__(self):
        return "NaT"


X, Y = np.array([[1.0], [2.0]]), np.array([2.0, 4.0])


def train(model=None, loss=LOSSES["squared_error"], inputs=X, answers=Y, learning_rate=0.1, **settings):
    """Train a line, with one thing wrong."""
    return learning.train(model or learning.Linear(1), loss, inputs, answers, learning_rate=learning_rate, **settings)


def broken():
    """A model as a training that diverged leaves it."""
    model = learning.Linear(1)
    model.parameters[0][0] = np.nan
    return model


THERE_ARE = f"There are: {', '.join(LOSSES)}."

MESSAGES = [
    # numbers
    (lambda: real_array("x", np.ma.array([1.0, 2.0], mask=[0, 1])), TypeError, 'x is a masked array, and its hidden entries would be scored too. Pass the visible ones: values.compressed().'),
    (lambda: real_array("x", np.ones(2).view(Metres)), TypeError, 'x has a unit (m), which would be lost. Bring all values to one unit, and pass the bare numbers (values.to_value(unit) in astropy, values.m_as(unit) in pint).'),
    (lambda: real_array("x", Quantity()), TypeError, 'x has a unit (metre), which would be lost. Bring all values to one unit, and pass the bare numbers (values.to_value(unit) in astropy, values.m_as(unit) in pint).'),
    (lambda: real_array("x", {"a": 1.0}), TypeError, 'x must be numbers in a list or an array, got a dict. Pass its values in the order you mean: list(x.values()).'),
    (lambda: real_array("x", {1.0, 2.0}), TypeError, 'x must be numbers in a list or an array, got a set, which has no order and keeps no number twice. Use a list from the beginning.'),
    (lambda: real_array("x", (n for n in [1.0])), TypeError, 'x must be numbers in a list or an array, got a generator. Make a list of it: list(x).'),
    (lambda: real_array("x", {"a": 1.0}.values()), TypeError, 'x must be numbers in a list or an array, got a dict_values. Make a list of it: list(x).'),
    (lambda: real_array("x", [[1.0], {2.0}]), TypeError, 'x[1] must be numbers in a list or an array, got a set, which has no order and keeps no number twice. Use a list from the beginning.'),
    (lambda: real_array("x", [[1.0, 2.0], [3.0]]), ValueError, 'x must be a number or a regular table of numbers, got lists of different lengths.'),
    (lambda: real_array("x", ["1", "2"]), TypeError, "x must be real numbers, got text (such as '1'). Convert them first: np.asarray(x, dtype=float)."),
    (lambda: real_array("x", np.array([], dtype=str)), TypeError, 'x must be real numbers, got text. Convert them first: np.asarray(x, dtype=float).'),
    (lambda: real_array("x", [1 + 2j]), TypeError, 'x must be real numbers, got complex numbers. Take their real part or their size first: x.real or np.abs(x).'),
    (lambda: real_array("x", np.array(["2026-01-01"], dtype="datetime64[D]")), TypeError, "x must be real numbers, got dates or durations. Count from a first day: (dates - dates.min()) / np.timedelta64(1, 'D') gives days, and a duration divided by np.timedelta64(1, 'D') does, too."),
    (lambda: real_array("x", np.array([1], dtype="timedelta64[D]")), TypeError, "x must be real numbers, got dates or durations. Count from a first day: (dates - dates.min()) / np.timedelta64(1, 'D') gives days, and a duration divided by np.timedelta64(1, 'D') does, too."),
    (lambda: real_array("x", np.array([(1.0, 2)], dtype=[("price", float), ("rooms", int)])), TypeError, "x must be real numbers, got a table with named columns. Pass one of them: x['price']."),
    (lambda: real_array("x", np.array([b"raw"], dtype="V3")), TypeError, 'x must be real numbers, got |V3. Convert them first: np.asarray(x, dtype=float).'),
    (lambda: real_array("x", [1.0, None]), TypeError, 'x must be real numbers, got None at index 1: an entry is missing. Leave that example out, or fill it in.'),
    (lambda: real_array("x", np.array([[1.0, 2.0], [NAType(), 4.0]], dtype=object)), TypeError, 'x must be real numbers, got <NA> at index (1, 0): an entry is missing. Leave that example out, or fill it in.'),
    (lambda: real_array("x", [1.0, NaTType()]), TypeError, 'x must be real numbers, got NaT at index 1: an entry is missing. Leave that example out, or fill it in.'),
    (lambda: real_array("x", np.array([1.0, "many"], dtype=object)), TypeError, "x must be real numbers, got text ('many') at index 1. Take it out, or put a number there."),
    (lambda: real_array("x", [1.0, object]), TypeError, 'x must be real numbers, got a type at index 1. Put a number there.'),
    (lambda: real_array("x", [Decimal(1), Decimal(2)]), TypeError, 'x must be real numbers, got objects (Decimal). Convert them first: np.asarray(x, dtype=float).'),
    (lambda: real_array("x", np.array([Decimal(1), 2.0], dtype=object)), TypeError, 'x must be real numbers, got objects (Decimal). Convert them first: np.asarray(x, dtype=float).'),
    (lambda: real_array("x", np.array([], dtype=object)), TypeError, 'x must be real numbers, got objects (nothing). Convert them first: np.asarray(x, dtype=float).'),
    # shapes
    (lambda: same_shape(x=[1, 2], y=[1, 2, 3]), ValueError, 'x and y must have the same shape, got (2,) and (3,). Each prediction needs exactly one answer.'),
    (lambda: same_shape(x=[[0.2, 0.8], [0.6, 0.4]], y=[1, 0]), ValueError, 'x and y must have the same shape, got (2, 2) and (2,). With two columns for each example, as predict_proba gives them, take the one of “yes”: x[:, 1].'),
    (lambda: same_shape(x=[[0.2, 0.8], [0.6, 0.4]], y=[1, 0, 1]), ValueError, 'x and y must have the same shape, got (2, 2) and (3,). Each prediction needs exactly one answer.'),
    (lambda: same_shape(x=[[0.2, 0.3, 0.5], [0.6, 0.4, 0.0]], y=[1, 0]), ValueError, 'x and y must have the same shape, got (2, 3) and (2,). Each prediction needs exactly one answer.'),
    (lambda: same_shape(x=[0.2, 0.8], y=[[1, 0], [1, 0]]), ValueError, 'x and y must have the same shape, got (2,) and (2, 2). Each prediction needs exactly one answer.'),
    (lambda: same_shape(x=[[[1, 2]], [[3, 4]]], y=[1, 2]), ValueError, 'x and y must have the same shape, got (2, 1, 2) and (2,). Each prediction needs exactly one answer.'),
    (lambda: same_shape(x=1.0, y=[1.0]), ValueError, 'x and y must have the same shape, got () and (1,). Put the single number into a list, too: [x].'),
    (lambda: same_shape(x=[1.0], y=1.0), ValueError, 'x and y must have the same shape, got (1,) and (). Put the single number into a list, too: [y].'),
    (lambda: same_shape(x=[[1, 2, 3], [4, 5, 6]], y=[[1, 2], [3, 4], [5, 6]]), ValueError, 'x and y must have the same shape, got (2, 3) and (3, 2). If one of them is turned on its side, turn it back: y.T.'),
    (lambda: same_shape(x=[[1], [2]], y=[1, 2]), ValueError, 'x and y must have the same shape, got (2, 1) and (2,). Both hold 2 numbers: flatten the first with np.ravel(x).'),
    (lambda: same_shape(x=[1, 2], y=[[1], [2]]), ValueError, 'x and y must have the same shape, got (2,) and (2, 1). Both hold 2 numbers: flatten the second with np.ravel(y).'),
    (lambda: same_shape(x=[1, 2], y=[1, 2], z=[1]), ValueError, 'x and z must have the same shape, got (2,) and (1,). Each prediction needs exactly one answer.'),
    # signs
    (lambda: lossbook.hinge([0.5], [0]), ValueError, 'signs must be -1 or +1, got 0 at index 0. Labels 0 and 1 become signs with 2 * labels - 1.'),
    (lambda: lossbook.hinge([0.5, 0.5], [1, 0.9995]), ValueError, 'signs must be -1 or +1, got 0.9995 at index 1. That is rounding: np.sign(signs) gives -1 and +1.'),
    (lambda: lossbook.hinge([0.5, 0.5], [1, -1.0005]), ValueError, 'signs must be -1 or +1, got -1.0005 at index 1. That is rounding: np.sign(signs) gives -1 and +1.'),
    (lambda: lossbook.hinge([0.5], [0.99]), ValueError, 'signs must be -1 or +1, got 0.99 at index 0. Labels 0 and 1 become signs with 2 * labels - 1.'),
    (lambda: lossbook.hinge([0.5], [np.nan]), ValueError, 'signs must be -1 or +1, got nan at index 0. A sign is missing there: leave that example out, for example with keep = ~np.isnan(signs).'),
    # labels
    (lambda: lossbook.binary_cross_entropy_from_logits([0.5, 0.5], [1, np.nan]), ValueError, 'labels must be from 0 (no) to 1 (yes), got nan at index 1. A label is missing there: leave that example out, for example with keep = ~np.isnan(labels).'),
    (lambda: lossbook.binary_cross_entropy_from_logits([0.5], [1.0005]), ValueError, 'labels must be from 0 (no) to 1 (yes), got 1.0005 at index 0. That is rounding: np.clip(labels, 0, 1) takes it away.'),
    (lambda: lossbook.binary_cross_entropy_from_logits([0.5], [-0.0005]), ValueError, 'labels must be from 0 (no) to 1 (yes), got -0.0005 at index 0. That is rounding: np.clip(labels, 0, 1) takes it away.'),
    (lambda: lossbook.binary_cross_entropy_from_logits([0.5], [-1]), ValueError, 'labels must be from 0 (no) to 1 (yes), got -1 at index 0. Signs -1 and +1 become labels with (signs + 1) / 2.'),
    (lambda: lossbook.binary_cross_entropy_from_logits([0.5], [2]), ValueError, 'labels must be from 0 (no) to 1 (yes), got 2 at index 0. A label is 1 for yes and 0 for no. Class numbers 0, 1, 2, … go into categorical cross-entropy.'),
    (lambda: lossbook.binary_cross_entropy_from_logits([[0.5, 0.5]], [[0, -0.5]]), ValueError, 'labels must be from 0 (no) to 1 (yes), got -0.5 at index (0, 1). A label is 1 for yes and 0 for no. Class numbers 0, 1, 2, … go into categorical cross-entropy.'),
    # probabilities
    (lambda: lossbook.binary_cross_entropy([1.0005], [1]), ValueError, 'probabilities must be from 0 to 1, got 1.0005 at index 0. That is rounding: np.clip(probabilities, 0, 1) takes it away.'),
    (lambda: lossbook.binary_cross_entropy([-0.0005], [1]), ValueError, 'probabilities must be from 0 to 1, got -0.0005 at index 0. That is rounding: np.clip(probabilities, 0, 1) takes it away.'),
    (lambda: lossbook.binary_cross_entropy([1.5], [1]), ValueError, 'probabilities must be from 0 to 1, got 1.5 at index 0. Raw scores (logits) go into the function whose name ends in _from_logits. If they are percentages, divide by 100.'),
    (lambda: lossbook.binary_cross_entropy([100.0], [1]), ValueError, 'probabilities must be from 0 to 1, got 100 at index 0. Raw scores (logits) go into the function whose name ends in _from_logits. If they are percentages, divide by 100.'),
    (lambda: lossbook.binary_cross_entropy([100.5], [1]), ValueError, 'probabilities must be from 0 to 1, got 100.5 at index 0. Raw scores (logits) go into the function whose name ends in _from_logits.'),
    (lambda: lossbook.binary_cross_entropy([-0.5], [1]), ValueError, 'probabilities must be from 0 to 1, got -0.5 at index 0. Raw scores (logits) go into the function whose name ends in _from_logits.'),
    # classes
    (lambda: lossbook.categorical_cross_entropy([[0.5, 0.5], [0.6, 0.6]], [0, 1]), ValueError, 'The probabilities of each example must add up to 1, got 1.2 in row 1. Divide each row by its sum. Raw scores (logits) go into the function whose name ends in _from_logits.'),
    (lambda: lossbook.categorical_cross_entropy([0.5, 0.6], 1), ValueError, 'The probabilities of each example must add up to 1, got 1.1 in row 0. Divide each row by its sum. Raw scores (logits) go into the function whose name ends in _from_logits.'),
    (lambda: lossbook.categorical_cross_entropy([[0.5, 0.5]], [[1, 0]]), ValueError, 'probabilities must have one row for each class number, got shapes (1, 2) and (1, 2). For n examples and K classes they are (n, K) and (n,). The class numbers of rows with a 1 (one-hot), or of rows of probabilities, are classes.argmax(axis=1).'),
    (lambda: lossbook.categorical_cross_entropy_from_logits([[1.0, 2.0]], [[0]]), ValueError, 'logits must have one row for each class number, got shapes (1, 2) and (1, 1). For n examples and K classes they are (n, K) and (n,). Flatten the column: np.ravel(classes).'),
    (lambda: lossbook.categorical_cross_entropy_from_logits([[[1.0, 2.0, 3.0], [1.0, 2.0, 3.0]]], [[0, 1]]), ValueError, 'logits must have one row for each class number, got shapes (1, 2, 3) and (1, 2). For n examples and K classes they are (n, K) and (n,). Make one long list of examples: logits.reshape(-1, 3) and np.ravel(classes).'),
    (lambda: lossbook.categorical_cross_entropy_from_logits([[[1.0, 2.0]]], [0]), ValueError, 'logits must have one row for each class number, got shapes (1, 1, 2) and (1,). For n examples and K classes they are (n, K) and (n,).'),
    (lambda: lossbook.categorical_cross_entropy_from_logits([1.0, 2.0], [0, 1]), ValueError, 'logits must have one row for each class number, got shapes (2,) and (2,). For n examples and K classes they are (n, K) and (n,). Yes-or-no questions with one score each go into binary cross-entropy.'),
    (lambda: lossbook.categorical_cross_entropy_from_logits([[1.0, 2.0]], [0, 1]), ValueError, 'logits must have one row for each class number, got shapes (1, 2) and (2,). For n examples and K classes they are (n, K) and (n,).'),
    (lambda: lossbook.categorical_cross_entropy_from_logits([[1.0, 2.0], [1.0, 2.0]], [[0, 1, 1]]), ValueError, 'logits must have one row for each class number, got shapes (2, 2) and (1, 3). For n examples and K classes they are (n, K) and (n,).'),
    (lambda: lossbook.categorical_cross_entropy_from_logits([1.0, 2.0], [0]), ValueError, 'logits must have one row for each class number, got shapes (2,) and (1,). For n examples and K classes they are (n, K) and (n,).'),
    (lambda: lossbook.categorical_cross_entropy_from_logits([[1.0, 2.0], [1.0, 2.0]], [0, np.nan]), ValueError, 'classes must be whole numbers from 0 to 1, got nan at index 1. A class is missing there: leave that example out, for example with keep = ~np.isnan(classes).'),
    (lambda: lossbook.categorical_cross_entropy_from_logits([[1.0]], [1]), ValueError, 'classes must be whole numbers from 0 to 0, got 1 at index 0. Yes-or-no questions with one score go into binary cross-entropy.'),
    (lambda: lossbook.categorical_cross_entropy_from_logits([[1.0, 2.0]], [-100]), ValueError, 'classes must be whole numbers from 0 to 1, got -100 at index 0. Classes are counted from 0. If a negative number marks what does not count, leave it out: keep = classes >= 0, then logits[keep] and classes[keep].'),
    (lambda: lossbook.categorical_cross_entropy_from_logits([[1.0, 2.0]], [2]), ValueError, 'classes must be whole numbers from 0 to 1, got 2 at index 0. Classes are counted from 0.'),
    (lambda: lossbook.categorical_cross_entropy_from_logits([[1.0, 2.0]], [0.5]), ValueError, 'classes must be whole numbers from 0 to 1, got 0.5 at index 0. Classes are counted from 0.'),
    (lambda: lossbook.categorical_cross_entropy_from_logits([[1.0, 2.0]], ["0"]), TypeError, "classes must be real numbers, got text (such as '0'). Convert them first: np.asarray(classes, dtype=float)."),
    (lambda: lossbook.softmax(1.0), ValueError, 'logits must be a row of scores, one for each class, such as [2, 1, 0], got one number.'),
    (lambda: lossbook.softmax([]), ValueError, 'logits must be a row of scores, one for each class, such as [2, 1, 0], got no score at all.'),
    (lambda: lossbook.softmax(["1"]), TypeError, "logits must be real numbers, got text (such as '1'). Convert them first: np.asarray(logits, dtype=float)."),
    (lambda: lossbook.sigmoid(["1"]), TypeError, "logits must be real numbers, got text (such as '1'). Convert them first: np.asarray(logits, dtype=float)."),
    # points
    (lambda: lossbook.triplet(1.0, 2.0, 3.0), ValueError, 'anchors must be points, such as [0.0, 1.0] or a table with a point in each row, got one number.'),
    (lambda: lossbook.triplet([[]], [[]], [[]]), ValueError, 'anchors must be points, such as [0.0, 1.0] or a table with a point in each row, got points without coordinates.'),
    (lambda: lossbook.triplet([[1.0]], [[1.0]], [[1.0, 2.0]]), ValueError, 'anchors and negatives must have the same shape, got (1, 1) and (1, 2). Each prediction needs exactly one answer.'),
    # votes
    (lambda: lossbook.preference([1.0], [1.0, 2.0]), ValueError, 'winners and losers must have the same shape, got (1,) and (2,). Each prediction needs exactly one answer.'),
    (lambda: lossbook.dpo([-1.0], [0.9], [-1.0], [-1.0]), ValueError, 'rejected must be 0 or less, got 0.9 at index 0. Pass logarithms of probabilities, np.log(p), and not the probabilities.'),
    (lambda: lossbook.dpo(-1.0, -1.0, -1.0, -1.0, beta=0), ValueError, 'beta must be a finite number above 0, got 0.'),
    (lambda: lossbook.order_agreement([1, 2], [5, 5]), ValueError, 'All answers are 5, so there is no order. Give at least two that differ.'),
    (lambda: lossbook.order_agreement([1, 2], [5]), ValueError, 'scores must have one entry for each of answers, got 2 for 1. Each example needs exactly one answer.'),
    (lambda: lossbook.datasets.penguin_duels(birds=7), ValueError, 'birds must be an even number, half of them for each beach, got 7. Try 6.'),
    (lambda: lossbook.datasets.penguin_duels(birds=248), ValueError, 'birds must be a whole number from 4 to 246, got 248.'),
    (lambda: lossbook.datasets.penguin_duels(wrong=10), ValueError, 'wrong must be from 0 to 1, got 10. 0.1 is one in ten.'),
    (lambda: train(loss=LOSSES["preference"]), ValueError, 'preference compares two scores with each other, and train compares predictions with answers. The chapter on votes has a loop for it.'),
    (lambda: lossbook.weighted(LOSSES["preference"], {1: 2.0}), ValueError, 'preference compares two scores, and no answer could have a weight. Give each vote one: mean_preference has weights.'),
    # noise
    (lambda: learning.look([[1.0]], 0.0), ValueError, 'size must be above 0 (1e-100 to 1e+100), got 0. Without noise there is nothing to guess.'),
    (lambda: learning.look([[1.0]], [1.0]), ValueError, 'size must be one number, or a column with one for each row, got shape (1,). Make a column of it: np.reshape(size, (-1, 1)).'),
    (lambda: learning.look([[1.0]], [[1.0], [2.0]]), ValueError, 'size must have one entry for each of seen, got 2 for 1. Each example needs exactly one answer.'),
    (lambda: learning.noise_sizes(0), ValueError, 'steps must be a whole number, 1 or more, got 0.'),
    (lambda: learning.noise_sizes(3, largest=0.01), ValueError, 'smallest must be below largest, got 0.05 and 0.01. Change the two round.'),
    (lambda: learning.walk_back(3, [[1.0]], [1, 0]), TypeError, 'guess must be a function of points and a noise size, got 3. Pass its name.'),
    (lambda: learning.walk_back(lambda seen, _: seen[0], [[1.0]], [1, 0]), ValueError, 'guess must return one noise for each point, shape (1, 1), got (1,). Look at its last line.'),
    (lambda: learning.walk_back(lambda seen, _: seen, [[1.0]], [1]), ValueError, 'sizes must be a list of two or more, got shape (1,). Try [4, 2, 1, 0].'),
    (lambda: learning.walk_back(lambda seen, _: seen, [[1.0]], [4, 2, 2, 0]), ValueError, 'sizes must fall from one to the next, got 2 after 2 at index 2. Try [4, 2, 1, 0].'),
    (lambda: learning.walk_back(lambda seen, _: seen, [[1.0]], [4, 2]), ValueError, 'sizes must end at 0, got 2 at the end. Add a 0: then all the noise is off.'),
    (lambda: lossbook.told_apart([[1.0]], [[1.0], [2.0]]), ValueError, 'fakes and reals must have the same shape, got (1, 1) and (2, 1). Each prediction needs exactly one answer.'),
    # calls
    (lambda: lossbook.huber([1], [2], delat=1.0), TypeError, "huber has no setting 'delat'; it has delta."),
    (lambda: lossbook.squared_error([1], [2], delta=1.0), TypeError, "squared_error has no setting 'delta'; it has none."),
    (lambda: lossbook.squared_error([1]), TypeError, 'squared_error compares predictions, actuals: give all 2, got 1.'),
    (lambda: lossbook.focal([0.5], [1], beta=1), TypeError, "focal has no setting 'beta'; it has gamma, alpha."),
    (lambda: lossbook.mean_huber([1], [2], delta=0), ValueError, 'delta must be a finite number above 0, got 0.'),
    # settings
    (lambda: settings.number("x", "1"), TypeError, "x must be a number such as 0.5, got '1'."),
    (lambda: settings.number("x", True), TypeError, 'x must be a number such as 0.5, got True.'),
    (lambda: settings.number("x", 10**400), ValueError, 'x must be below 1e308, got a whole number far above it. Use a larger unit.'),
    (lambda: settings.finite("x", np.inf), ValueError, 'x must be a finite number, got inf.'),
    (lambda: settings.finite("x", np.nan), ValueError, 'x must be a finite number, got nan.'),
    (lambda: settings.finite("x", "1"), TypeError, "x must be a number such as 0.5, got '1'."),
    (lambda: settings.positive("x", 0), ValueError, 'x must be a finite number above 0, got 0.'),
    (lambda: settings.positive("x", np.inf), ValueError, 'x must be a finite number above 0, got inf.'),
    (lambda: settings.positive("x", "1"), TypeError, "x must be a number such as 0.5, got '1'."),
    (lambda: settings.not_negative("x", -1), ValueError, 'x must be a finite number, 0 or more, got -1.'),
    (lambda: settings.not_negative("x", np.inf), ValueError, 'x must be a finite number, 0 or more, got inf.'),
    (lambda: settings.not_negative("x", "1"), TypeError, "x must be a number such as 0.5, got '1'."),
    (lambda: settings.share_or_none("x", 1.5), ValueError, 'x must be from 0 to 1, or None, got 1.5.'),
    (lambda: settings.share_or_none("x", -0.5), ValueError, 'x must be from 0 to 1, or None, got -0.5.'),
    (lambda: settings.share_or_none("x", "1"), TypeError, "x must be a number such as 0.5, got '1'."),
    (lambda: settings.count("x", 2.5), TypeError, 'x must be a whole number such as 1, got 2.5.'),
    (lambda: settings.count("x", True), TypeError, 'x must be a whole number such as 1, got True.'),
    (lambda: settings.count("x", 2.5, least=3), TypeError, 'x must be a whole number such as 3, got 2.5.'),
    (lambda: settings.count("x", -1), ValueError, 'x must be a whole number, 0 or more, got -1.'),
    (lambda: settings.count("x", 2, least=3), ValueError, 'x must be a whole number, 3 or more, got 2.'),
    # means
    (lambda: lossbook.mean_squared_error([], []), ValueError, 'There is no mean of nothing: give at least one prediction and its answer.'),
    (lambda: lossbook.mean_squared_error([1, np.nan], [1, 2]), ValueError, 'The loss at index 1 is NaN (not a number). Look for a missing or infinite value in the predictions and answers there.'),
    (lambda: lossbook.mean_squared_error(np.nan, 1.0), ValueError, 'The loss of the only example is NaN (not a number). Look for a missing or infinite value in the predictions and answers there.'),
    (lambda: lossbook.mean_squared_error([1, np.nan], [1, 2], weights=[1, 1]), ValueError, 'The loss at index 1 is NaN (not a number). Look for a missing or infinite value in the predictions and answers there.'),
    (lambda: lossbook.mean_squared_error([1, 2], [1, 2], weights=[1, -1]), ValueError, 'weights must be finite, 0 or more, and not all 0, got [ 1. -1.].'),
    (lambda: lossbook.mean_squared_error([1, 2], [1, 2], weights=[1]), ValueError, 'losses and weights must have the same shape, got (2,) and (1,). Each prediction needs exactly one answer.'),
    (lambda: lossbook.mean_squared_error([1], [1], weights=["1"]), TypeError, "weights must be real numbers, got text (such as '1'). Convert them first: np.asarray(weights, dtype=float)."),
    (lambda: reduction.mean_of(lambda x: x, (np.array([np.inf, -np.inf]),)), ValueError, 'The losses hold both inf and -inf, and their mean is not a number.'),
    # metrics
    (lambda: lossbook.accuracy([], []), ValueError, 'There is no share of nothing: give at least one prediction and its answer.'),
    (lambda: lossbook.accuracy([1, np.nan], [1, 0]), ValueError, 'predictions must be classes, in whole numbers, got nan at index 1. One is missing there (NaN): leave that example out, for example with keep = ~np.isnan(predictions).'),
    (lambda: lossbook.accuracy([1, 0], [1, np.nan]), ValueError, 'actuals must be classes, in whole numbers, got nan at index 1. One is missing there (NaN): leave that example out, for example with keep = ~np.isnan(actuals).'),
    (lambda: lossbook.precision([0, 0], [1, 0]), ValueError, 'No prediction is 1, so there is no precision. Lower the threshold?'),
    (lambda: lossbook.recall([1, 0], [0, 0]), ValueError, 'No answer is 1, so there is nothing to find and no recall.'),
    (lambda: lossbook.draw_triplets([1, 1]), ValueError, 'All labels are 1, so there is no negative to draw. Give examples of at least two classes.'),
    # lists and tables
    (lambda: tables.finite_array("x", [1, np.nan]), ValueError, 'x must be finite numbers, got nan at index 1. A number is missing there: leave that example out, or fill it in.'),
    (lambda: tables.finite_array("x", [[1, np.inf]]), ValueError, 'x must be finite numbers, got inf at index (0, 1). Look where it comes from, a division by 0 perhaps, or leave that example out.'),
    (lambda: tables.column("x", 5), ValueError, 'x must be a list with one number for each example, got shape (). Put the number into a list: [x].'),
    (lambda: tables.column("x", [[1], [2]]), ValueError, 'x must be a list with one number for each example, got shape (2, 1). Flatten it: np.ravel(x).'),
    (lambda: tables.column("x", [[1, 2]]), ValueError, 'x must be a list with one number for each example, got shape (1, 2). Flatten it: np.ravel(x).'),
    (lambda: tables.column("x", [[1, 2], [3, 4]]), ValueError, 'x must be a list with one number for each example, got shape (2, 2). Pass one column of it: x[:, 0].'),
    (lambda: tables.column("x", []), ValueError, 'x must hold one number for each example, got none. Give at least one.'),
    (lambda: tables.table("x", [1, 2]), ValueError, 'x must be a table, an example in each row, got shape (2,). Make a column of it: np.reshape(x, (-1, 1)).'),
    (lambda: tables.table("x", [1, 2], columns=1), ValueError, 'x must be a table with 1 columns, an example in each row, got shape (2,). Make a column of it: np.reshape(x, (-1, 1)).'),
    (lambda: tables.table("x", [1, 2], columns=2), ValueError, 'x must be a table with 2 columns, an example in each row, got shape (2,). A single example is a table with one row: [x].'),
    (lambda: tables.table("x", 5.0), ValueError, 'x must be a table, an example in each row, got shape (). One row is one example: [[1.0, 2.0], [3.0, 4.0]] holds two of them.'),
    (lambda: tables.table("x", [[[1.0]]], columns=1), ValueError, 'x must be a table with 1 columns, an example in each row, got shape (1, 1, 1). One row is one example: [[1.0, 2.0], [3.0, 4.0]] holds two of them.'),
    (lambda: tables.table("x", [[1, 2]], columns=3), ValueError, 'x must be a table with 3 columns, an example in each row, got shape (1, 2). Leave out or add columns, or make a model for so many.'),
    (lambda: tables.table("x", [[], []]), ValueError, 'x must be a table, an example in each row, got shape (2, 0). One row is one example: [[1.0, 2.0], [3.0, 4.0]] holds two of them.'),
    (lambda: tables.table("x", np.empty((0, 2))), ValueError, 'x must hold at least one example, got none. Give at least one row.'),
    (lambda: tables.table("x", np.empty((0, 2)), columns=2), ValueError, 'x must hold at least one example, got none. Give at least one row.'),
    (lambda: tables.squarable("x", np.array([1.0, -1.1e100])), ValueError, 'x must be below 1e+100 in size, got 1.1e+100, whose square is too large. Use a larger unit.'),
    (lambda: tables.whole_numbers("x", np.array([1.0, np.nan])), ValueError, 'x must be classes, in whole numbers, got nan at index 1. One is missing there (NaN): leave that example out, for example with keep = ~np.isnan(x).'),
    (lambda: tables.whole_numbers("x", np.array([0.9])), ValueError, 'x must be classes, in whole numbers, got 0.9 at index 0. Probabilities become classes with x >= 0.5.'),
    (lambda: tables.whole_numbers("x", np.array([1.5])), ValueError, 'x must be classes, in whole numbers, got 1.5 at index 0. Classes are counted from 0.'),
    (lambda: tables.whole_numbers("x", np.array([-0.5])), ValueError, 'x must be classes, in whole numbers, got -0.5 at index 0. Classes are counted from 0.'),
    (lambda: tables.whole_numbers("x", np.array([np.inf])), ValueError, 'x must be classes, in whole numbers, got inf at index 0. Classes are counted from 0.'),
    (lambda: tables.as_many("x", np.zeros(3), "y", np.zeros(2)), ValueError, 'x must have one entry for each of y, got 3 for 2. Each example needs exactly one answer.'),
    (lambda: settings.count("x", 9, least=2, most=8), ValueError, 'x must be a whole number from 2 to 8, got 9.'),
    (lambda: settings.yes_or_no("x", "no"), TypeError, "x must be True or False, got 'no'. Write the word without quotes."),
    (lambda: settings.yes_or_no("x", 1), TypeError, 'x must be True or False, got 1. Write one of the two words.'),
    # metrics and triplets
    (lambda: lossbook.neighbour_accuracy([1.0], [0], [[1.0]], [0]), ValueError, 'points must be a table, an example in each row, got shape (1,). Make a column of it: np.reshape(points, (-1, 1)).'),
    (lambda: lossbook.neighbour_accuracy([[1.0]], [0], [[1.0, 2.0]], [0]), ValueError, 'known must be a table with 1 columns, an example in each row, got shape (1, 2). Leave out or add columns, or make a model for so many.'),
    (lambda: lossbook.neighbour_accuracy([[1.0]], [[0]], [[1.0]], [0]), ValueError, 'labels must be a list with one number for each example, got shape (1, 1). Flatten it: np.ravel(labels).'),
    (lambda: lossbook.neighbour_accuracy([[1.0]], [0.5], [[1.0]], [0]), ValueError, 'labels must be classes, in whole numbers, got 0.5 at index 0. Probabilities become classes with labels >= 0.5.'),
    (lambda: lossbook.neighbour_accuracy([[1.0]], [0], [[1.0]], [[0]]), ValueError, 'known_labels must be a list with one number for each example, got shape (1, 1). Flatten it: np.ravel(known_labels).'),
    (lambda: lossbook.neighbour_accuracy([[1.0]], [0], [[1.0]], [0.5]), ValueError, 'known_labels must be classes, in whole numbers, got 0.5 at index 0. Probabilities become classes with known_labels >= 0.5.'),
    (lambda: lossbook.neighbour_accuracy([[1.0]], [0, 1], [[1.0]], [0]), ValueError, 'labels must have one entry for each of points, got 2 for 1. Each example needs exactly one answer.'),
    (lambda: lossbook.neighbour_accuracy([[1.0]], [0], [[1.0]], [0, 1]), ValueError, 'known_labels must have one entry for each of known, got 2 for 1. Each example needs exactly one answer.'),
    (lambda: lossbook.triplet_kind(-1, 1), ValueError, 'to_positive must be a finite number, 0 or more, got -1.'),
    (lambda: lossbook.triplet_kind(1, -1), ValueError, 'to_negative must be a finite number, 0 or more, got -1.'),
    (lambda: lossbook.triplet_kind(1, 1, margin=-1), ValueError, 'margin must be a finite number, 0 or more, got -1.'),
    (lambda: lossbook.draw_triplets([1]), ValueError, 'All labels are 1, so there is no negative to draw. Give examples of at least two classes.'),
    (lambda: lossbook.draw_triplets([[0], [1]]), ValueError, 'labels must be a list with one number for each example, got shape (2, 1). Flatten it: np.ravel(labels).'),
    (lambda: lossbook.draw_triplets([0.5, 1]), ValueError, 'labels must be classes, in whole numbers, got 0.5 at index 0. Probabilities become classes with labels >= 0.5.'),
    (lambda: lossbook.draw_triplets([0, 1], seed=-1), ValueError, 'seed must be a whole number, 0 or more, got -1.'),
    # bets
    (lambda: lossbook.gaussian_nll_from_rows([1.0, 2.0, 3.0], [1.0, 2.0, 3.0]), ValueError, 'rows must hold a centre and the log of a spread for each actual value, got shapes (3,) and (3,). For n examples they are (n, 2) and (n,). Put two lists side by side: np.column_stack([centres, np.log(spreads)]).'),
    (lambda: lossbook.gaussian_nll_from_rows([[1.0, 2.0]], [[1.0]]), ValueError, 'rows must hold a centre and the log of a spread for each actual value, got shapes (1, 2) and (1, 1). For n examples they are (n, 2) and (n,). Flatten the column: np.ravel(actuals).'),
    (lambda: lossbook.gaussian_nll([1.0], [1.0], spread=0), ValueError, 'spread must be a finite number above 0, got 0.'),
    (lambda: lossbook.laplace_nll([1.0], [1.0], width=-1), ValueError, 'width must be a finite number above 0, got -1.'),
    (lambda: lossbook.entropy([70, 30]), ValueError, 'shares must be from 0 to 1, got 70 at index 0. If they are percentages, divide by 100.'),
    (lambda: lossbook.entropy([1.5, -0.5]), ValueError, 'shares must be from 0 to 1, got 1.5 at index 0. If they are percentages, divide by 100.'),
    (lambda: lossbook.kl_divergence([0.5, 0.5], [-0.5, 0.5]), ValueError, 'said must be from 0 to 1, got -0.5 at index 0. Counts become shares by counts / counts.sum().'),
    (lambda: lossbook.cross_entropy([0.5, 0.5], [0.5, 0.3]), ValueError, 'said must add up to 1, got 0.8. Divide by the sum: said / np.sum(said).'),
    (lambda: lossbook.asymmetric(LOSSES["gaussian_nll"], over=1, under=3), ValueError, "gaussian_nll charges 0.919 for a perfect guess, so its two sides would not meet there. Choose one that is 0 there, such as LOSSES['squared_error']."),
    # best answers
    (lambda: learning.best_constant("mse", [1]), TypeError, 'A loss is needed, such as LOSSES["squared_error"], got \'mse\'. Write LOSSES[\'squared_error\'].'),
    (lambda: learning.best_constant(LOSSES["huber"], [[1], [2]]), ValueError, 'actuals must be a list with one number for each example, got shape (2, 1). Flatten it: np.ravel(actuals).'),
    (lambda: learning.best_constant(LOSSES["huber"], []), ValueError, 'actuals must hold one number for each example, got none. Give at least one.'),
    (lambda: learning.best_constant(LOSSES["triplet"], [1]), ValueError, 'triplet takes more than one number an example, so no single number is its best answer. Choose a loss for numbers, or for yes or no.'),
    (lambda: learning.best_constant(LOSSES["huber"], [1e200]), ValueError, 'actuals must be below 1e+100 in size, got 1e+200, whose square is too large. Use a larger unit.'),
    (lambda: learning.best_constant(LOSSES["hinge"], [1, 1]), ValueError, 'No single score is best under hinge for these actuals: the farther from 0 the better, or as good. Give examples of both answers.'),
    (lambda: learning.best_constant(LOSSES["binary_cross_entropy"], [2]), ValueError, 'labels must be from 0 (no) to 1 (yes), got 2 at index 0. A label is 1 for yes and 0 for no. Class numbers 0, 1, 2, … go into categorical cross-entropy.'),
    (lambda: learning.best_line(LOSSES["hinge"], [0, 1], [1, -1]), ValueError, "Only a loss for numbers has a best line; hinge is for: yes or no. Choose one such as LOSSES['squared_error']."),
    (lambda: learning.best_line(LOSSES["huber"], [0, 1], [1]), ValueError, 'inputs and actuals must have the same shape, got (2,) and (1,). Each prediction needs exactly one answer.'),
    (lambda: learning.best_line(LOSSES["huber"], [[0], [1]], [[1], [1]]), ValueError, 'inputs must be a list with one number for each example, got shape (2, 1). Flatten it: np.ravel(inputs).'),
    (lambda: learning.best_line(LOSSES["huber"], [0, 1e200], [0, 1]), ValueError, 'inputs must be below 1e+100 in size, got 1e+200, whose square is too large. Use a larger unit.'),
    (lambda: learning.best_line(LOSSES["huber"], [0, 1], [0, 1e200]), ValueError, 'actuals must be below 1e+100 in size, got 1e+200, whose square is too large. Use a larger unit.'),
    (lambda: learning.best_line(LOSSES["huber"], [2, 2], [0, 1]), ValueError, 'A line needs at least two different inputs, got 2 alone. Add a point elsewhere.'),
    (lambda: learning.best_line(dataclasses.replace(LOSSES["huber"], kinks=(0.0,)), [0, 1, 2], [0, 0.1, 0.5]), ValueError, 'huber has a kink and is not straight beside it, so its best line is not found by trying pairs of points. Train a Linear with it instead.'),
    (lambda: learning.best_line(lossbook.asymmetric(LOSSES["huber"], over=0, under=1), [0, 1, 2], [0, 5, 0]), ValueError, 'No single line is best under asymmetric_huber: some misses cost nothing. Give every miss a price above 0.'),
    (lambda: learning.widest_street([1, 2], [1, -1]), ValueError, 'points must be a table, an example in each row, got shape (2,). Make a column of it: np.reshape(points, (-1, 1)).'),
    (lambda: learning.widest_street([[1.0], [2.0]], [1, 1]), ValueError, 'signs must be -1 and +1, and both must occur, got +1 alone. Add points of the other side.'),
    (lambda: learning.widest_street([[1.0]], [1]), ValueError, 'signs must be -1 and +1, and both must occur, got +1 alone. Add points of the other side.'),
    (lambda: learning.widest_street([[1.0], [2.0]], ["a", "b"]), TypeError, "signs must be real numbers, got text (such as 'a'). Convert them first: np.asarray(signs, dtype=float)."),
    (lambda: learning.widest_street([[1.0], [2.0]], [-1, -1]), ValueError, 'signs must be -1 and +1, and both must occur, got -1 alone. Add points of the other side.'),
    (lambda: learning.widest_street([[1.0], [2.0]], [1, 0]), ValueError, 'signs must be -1 or +1, got 0 at index 1. Labels 0 and 1 become signs with 2 * labels - 1.'),
    (lambda: learning.widest_street([[1.0], [2.0]], [[1], [-1]]), ValueError, 'signs must be a list with one number for each example, got shape (2, 1). Flatten it: np.ravel(signs).'),
    (lambda: learning.widest_street([[1.0], [2.0]], [1, -1, 1]), ValueError, 'signs must have one entry for each of points, got 3 for 2. Each example needs exactly one answer.'),
    (lambda: learning.widest_street([[1.0], [2e200]], [1, -1]), ValueError, 'points must be below 1e+100 in size, got 2e+200, whose square is too large. Use a larger unit.'),
    (lambda: learning.widest_street([[1.0], [2.0]], [1, -1], price=0), ValueError, 'price must be a finite number above 0, got 0.'),
    (lambda: fitting.street_between([1, 2], [1, 2]), ValueError, 'middle and edge must be two places, got [1. 2.] twice. Move one of them.'),
    (lambda: fitting.street_between([1, 2], [1, 2, 3]), ValueError, 'middle and edge must have the same shape, got (2,) and (3,). Each prediction needs exactly one answer.'),
    (lambda: fitting.street_between([[1, 2]], [[1, 3]]), ValueError, 'middle must be a list with one number for each example, got shape (1, 2). Flatten it: np.ravel(middle).'),
    (lambda: fitting.street_between([1, 2], [1, np.nan]), ValueError, 'edge must be finite numbers, got nan at index 1. A number is missing there: leave that example out, or fill it in.'),
    (lambda: fitting.street_between([1, 1e200], [1, 1]), ValueError, 'middle must be below 1e+100 in size, got 1e+200, whose square is too large. Use a larger unit.'),
    (lambda: fitting.street_between([1, 1], [1, 1e200]), ValueError, 'edge must be below 1e+100 in size, got 1e+200, whose square is too large. Use a larger unit.'),
    (lambda: fitting.street_width([0, 0]), ValueError, 'weights must not all be 0, got a score that is the same everywhere. Then there is no street.'),
    (lambda: fitting.street_width([[1, 0]]), ValueError, 'weights must be a list with one number for each example, got shape (1, 2). Flatten it: np.ravel(weights).'),
    (lambda: fitting.street_width([1e200]), ValueError, 'weights must be below 1e+100 in size, got 1e+200, whose square is too large. Use a larger unit.'),
    # slopes by nudging
    (lambda: learning.numeric_gradient("cost", [1.0]), TypeError, "cost must be a function, got 'cost'. Pass its name, without brackets."),
    (lambda: learning.numeric_gradient(lambda _: None, [1.0]), TypeError, 'cost must return one number, got None. End the function with return.'),
    (lambda: learning.numeric_gradient(lambda w: w, [1.0, 2.0]), TypeError, 'cost must return one number, got array([1.00001, 2.     ]). Take the mean of several: np.mean(...).'),
    (lambda: learning.numeric_gradient(lambda _: 1.0, [np.nan]), ValueError, 'weights must be finite numbers, got nan at index 0. A number is missing there: leave that example out, or fill it in.'),
    (lambda: learning.numeric_gradient(lambda _: 1.0, [1.0], nudge=0), ValueError, 'nudge must be a finite number above 0, got 0.'),
    (lambda: learning.numeric_gradient(lambda _: 1.0, [[1.0, 1e20]]), ValueError, 'nudge must move every weight, got 1e-05, which is lost beside 1e+20 at index (0, 1). Try nudge=1e+14.'),
    (lambda: learning.numeric_gradient(lambda _: np.inf, [[2.0, 3.0]]), ValueError, 'cost is no number (NaN), or infinite, beside the weight 2 at index (0, 0), and has no slope there. Try other weights.'),
    (lambda: learning.minimise("cost", [1.0], rate=1), TypeError, "cost must be a function, got 'cost'. Pass its name, without brackets."),
    (lambda: learning.minimise(lambda _: 1.0, [np.inf], rate=1), ValueError, 'weights must be finite numbers, got inf at index 0. Look where it comes from, a division by 0 perhaps, or leave that example out.'),
    (lambda: learning.minimise(lambda _: 1.0, [1.0], rate=np.inf), ValueError, 'rate must be a finite number, got inf.'),
    (lambda: learning.minimise(lambda _: 1.0, [1.0], rate=1, steps=0), ValueError, 'steps must be a whole number, 1 or more, got 0.'),
    # one weight, and softmax twice
    (lambda: learning.one_weight_loss(np.inf, [1], [2]), ValueError, 'w must be a finite number, got inf.'),
    (lambda: learning.one_weight_loss(1.0, [[1]], [2]), ValueError, 'inputs must be a list with one number for each example, got shape (1, 1). Flatten it: np.ravel(inputs).'),
    (lambda: learning.one_weight_loss(1.0, [1], [2, 3]), ValueError, 'predictions and actuals must have the same shape, got (1,) and (2,). Each prediction needs exactly one answer.'),
    (lambda: learning.one_weight_slope(np.inf, [1], [2]), ValueError, 'w must be a finite number, got inf.'),
    (lambda: learning.one_weight_slope(1.0, [[1]], [2]), ValueError, 'inputs must be a list with one number for each example, got shape (1, 1). Flatten it: np.ravel(inputs).'),
    (lambda: learning.one_weight_slope(1.0, [1], [[2]]), ValueError, 'answers must be a list with one number for each example, got shape (1, 1). Flatten it: np.ravel(answers).'),
    (lambda: learning.one_weight_slope(1.0, [1], [2, 3]), ValueError, 'answers must have one entry for each of inputs, got 2 for 1. Each example needs exactly one answer.'),
    (lambda: learning.one_weight_slope(1.0, [1e200], [2]), ValueError, 'inputs must be below 1e+100 in size, got 1e+200, whose square is too large. Use a larger unit.'),
    (lambda: learning.one_weight_slope(1.0, [1], [1e200]), ValueError, 'answers must be below 1e+100 in size, got 1e+200, whose square is too large. Use a larger unit.'),
    (lambda: learning.one_weight_path(np.inf, [1], [2]), ValueError, 'w must be a finite number, got inf.'),
    (lambda: learning.one_weight_path(1.0, [1], [2], learning_rate=0), ValueError, 'learning_rate must be a finite number above 0, got 0.'),
    (lambda: learning.one_weight_path(1.0, [1], [2], steps=-1), ValueError, 'steps must be a whole number, 0 or more, got -1.'),
    (lambda: learning.softmax_twice_loss([[1.0]], 0), ValueError, 'scores must be a list with one number for each example, got shape (1, 1). Flatten it: np.ravel(scores).'),
    (lambda: learning.softmax_twice_loss([1.0, 2.0], -1), ValueError, 'label must be a whole number, 0 or more, got -1.'),
    (lambda: learning.softmax_twice_gradient([[1.0]], 0), ValueError, 'scores must be a list with one number for each example, got shape (1, 1). Flatten it: np.ravel(scores).'),
    (lambda: learning.softmax_twice_gradient([1.0, 2.0], -1), ValueError, 'label must be a whole number, 0 or more, got -1.'),
    (lambda: learning.softmax_twice_floor(1), ValueError, 'classes must be a whole number, 2 or more, got 1.'),
    (lambda: learning.softmax_twice_floor(1_000_001), ValueError, 'classes must be a whole number from 2 to 1000000, got 1000001.'),
    # training
    (lambda: learning.Linear(0), ValueError, 'n_inputs must be a whole number, 1 or more, got 0.'),
    (lambda: learning.Linear(1, 0), ValueError, 'n_outputs must be a whole number, 1 or more, got 0.'),
    (lambda: learning.Linear(10**30), ValueError, 'n_inputs must be a whole number from 1 to 1000000, got 1000000000000000000000000000000.'),
    (lambda: learning.OneHiddenLayer(0, 1), ValueError, 'n_inputs must be a whole number, 1 or more, got 0.'),
    (lambda: learning.OneHiddenLayer(1, 0), ValueError, 'n_hidden must be a whole number, 1 or more, got 0.'),
    (lambda: learning.OneHiddenLayer(1, 10**30), ValueError, 'n_hidden must be a whole number from 1 to 1000000, got 1000000000000000000000000000000.'),
    (lambda: learning.OneHiddenLayer(10**30, 1), ValueError, 'n_inputs must be a whole number from 1 to 1000000, got 1000000000000000000000000000000.'),
    (lambda: learning.OneHiddenLayer(1, 1, 0), ValueError, 'n_outputs must be a whole number, 1 or more, got 0.'),
    (lambda: learning.OneHiddenLayer(1, 1, seed=-1), ValueError, 'seed must be a whole number, 0 or more, got -1.'),
    (lambda: train(loss="mse"), TypeError, 'A loss is needed, such as LOSSES["squared_error"], got \'mse\'. Write LOSSES[\'squared_error\'].'),
    (lambda: train(learning_rate=0), ValueError, 'learning_rate must be a finite number above 0, got 0.'),
    (lambda: train(epochs=-1), ValueError, 'epochs must be a whole number, 0 or more, got -1.'),
    (lambda: train(batch_size=0), ValueError, 'batch_size must be a whole number, 1 or more, got 0.'),
    (lambda: train(patience=0, validation=(X, Y)), ValueError, 'patience must be a whole number, 1 or more, got 0.'),
    (lambda: train(seed=-1), ValueError, 'seed must be a whole number, 0 or more, got -1.'),
    (lambda: train(progress="no"), TypeError, "progress must be True or False, got 'no'. Write the word without quotes."),
    (lambda: train(patience=3), ValueError, 'patience needs validation examples: without them there is nothing to stop for. Give validation=(x, y).'),
    (lambda: train(validation=X), TypeError, 'validation must be a pair, (inputs, answers), got ndarray. Put the two into brackets.'),
    (lambda: train(validation=(X, Y, Y)), TypeError, 'validation must be a pair, (inputs, answers), got tuple. Put the two into brackets.'),
    (lambda: train(metrics=[print]), TypeError, "metrics must be a dictionary from a name to a function of predictions and answers, got [<built-in function print>]. Write {'accuracy': accuracy}."),
    (lambda: train(metrics={"accuracy": 1}), TypeError, "metrics must be a dictionary from a name to a function of predictions and answers, got {'accuracy': 1}. Write {'accuracy': accuracy}."),
    (lambda: train(model=3), TypeError, 'A model with parameters, predict and gradients is needed, such as Linear(2), got 3.'),
    (lambda: train(penalty=0.1), TypeError, 'penalty must be a Penalty, such as Penalty(l2=0.1), got 0.1. None leaves it out.'),
    (lambda: lossbook.Penalty(l1="0.1"), TypeError, "l1 must be a number such as 0.5, got '0.1'."),
    (lambda: lossbook.Penalty(l2=-1), ValueError, 'l2 must be a finite number, 0 or more, got -1.'),
    (lambda: learning.lasso([[1.0]], [1.0], dial=-1), ValueError, 'dial must be a finite number, 0 or more, got -1.'),
    (lambda: learning.ridge([[1.0], [2.0]], [1.0], dial=1), ValueError, 'answers must have one entry for each of inputs, got 1 for 2. Each example needs exactly one answer.'),
    (lambda: train(loss=LOSSES["triplet"]), ValueError, 'triplet compares points with each other, and train compares predictions with answers. The triplet chapter has a loop for it.'),
    (lambda: train(loss=LOSSES["binary_cross_entropy"]), ValueError, 'binary_cross_entropy wants probabilities, and the outputs of a Linear are raw scores. Use the loss of the same name that ends in _from_logits.'),
    (lambda: train(model=learning.OneHiddenLayer(1, 2), loss=LOSSES["categorical_cross_entropy"]), ValueError, 'categorical_cross_entropy wants probabilities, and the outputs of a OneHiddenLayer are raw scores. Use the loss of the same name that ends in _from_logits.'),
    (lambda: train(model=broken()), ValueError, "The model's parameters are not finite numbers, as a training that diverged leaves them. Make a new model."),
    (lambda: train(inputs=[1.0, 2.0]), ValueError, 'inputs must be a table with 1 columns, an example in each row, got shape (2,). Make a column of it: np.reshape(inputs, (-1, 1)).'),
    (lambda: train(inputs=[[1.0, 2.0], [3.0, 4.0]]), ValueError, 'inputs must be a table with 1 columns, an example in each row, got shape (2, 2). Leave out or add columns, or make a model for so many.'),
    (lambda: train(answers=[1.0, np.nan]), ValueError, 'answers must be finite numbers, got nan at index 1. A number is missing there: leave that example out, or fill it in.'),
    (lambda: train(answers=[1.0]), ValueError, 'predictions and actuals must have the same shape, got (2,) and (1,). Each prediction needs exactly one answer.'),
    (lambda: train(validation=(X, [1.0])), ValueError, 'predictions and actuals must have the same shape, got (2,) and (1,). Each prediction needs exactly one answer.'),
    (lambda: train(answers=[1e200, 2.0]), DivergenceError, 'The loss is inf before the first step, so the learning rate is not the cause. Look at the answers (up to 1e+200) and the inputs (up to 2), and scale what is large; or the loss does not fit what the model puts out.'),
    (lambda: train(learning_rate=1e10, epochs=60), DivergenceError, 'The loss is inf after 15 epochs: the steps are too large and jump ever farther. Try a learning rate of 1e+09 instead of 1e+10.'),
    (lambda: train(learning_rate=1e200, epochs=60), DivergenceError, 'The loss is inf after 1 epochs: the steps are too large and jump ever farther. Try a learning rate of 1e+199 instead of 1e+200.'),
    (lambda: train(learning_rate=1e200, epochs=60, batch_size=1), DivergenceError, 'The loss is nan after 1 epochs: the steps are too large and jump ever farther. Try a learning rate of 1e+199 instead of 1e+200.'),
    (lambda: train(learning_rate=1e200, epochs=1), DivergenceError, 'The loss is inf after 1 epochs: the steps are too large and jump ever farther. Try a learning rate of 1e+199 instead of 1e+200.'),
    # the catalogue
    (lambda: LOSSES["mse"], UnknownLossError, f"There is no loss 'mse'. Did you mean 'squared_error'? {THERE_ARE}"),
    (lambda: LOSSES["nosuch"], UnknownLossError, f"There is no loss 'nosuch'. {THERE_ARE}"),
    (lambda: LOSSES[3], UnknownLossError, f'There is no loss 3. {THERE_ARE}'),
    (lambda: catalogue.a_loss("mae"), TypeError, 'A loss is needed, such as LOSSES["squared_error"], got \'mae\'. Write LOSSES[\'absolute_error\'].'),
    (lambda: catalogue.a_loss("nosuch"), TypeError, f'A loss is needed, such as LOSSES["squared_error"], got \'nosuch\'. {THERE_ARE}'),
    (lambda: catalogue.a_loss(lossbook.mean_squared_error), TypeError, 'A loss is needed, such as LOSSES["squared_error"], got the function mean_squared_error. Write LOSSES[\'squared_error\'].'),
    (lambda: catalogue.a_loss(lossbook.huber_gradient), TypeError, 'A loss is needed, such as LOSSES["squared_error"], got the function huber_gradient. Write LOSSES[\'huber\'].'),
    (lambda: catalogue.a_loss(print), TypeError, f'A loss is needed, such as LOSSES["squared_error"], got the function print. {THERE_ARE}'),
    (lambda: catalogue.a_loss(3), TypeError, f'A loss is needed, such as LOSSES["squared_error"], got 3. {THERE_ARE}'),
    (lambda: LOSSES["huber"].with_parameters(gamma=1), TypeError, "huber has no setting 'gamma'; it has delta."),
    (lambda: LOSSES["huber"].with_parameters(delta=-1), ValueError, 'delta must be a finite number above 0, got -1.'),
    # losses made from losses
    (lambda: lossbook.weighted(LOSSES["triplet"], {1: 2.0}), ValueError, 'triplet compares points, and no answer could have a weight. Weigh a loss with answers.'),
    (lambda: lossbook.weighted(LOSSES["hinge"], [1, 2]), TypeError, 'weights must be a dictionary from answer to weight, such as {0: 1.0, 1: 10.0}, got [1, 2].'),
    (lambda: lossbook.weighted(LOSSES["hinge"], {1: -2.0}), ValueError, 'the weight of answer 1 must be a finite number, 0 or more, got -2.0.'),
    (lambda: lossbook.weighted(LOSSES["hinge"], {1: "2"}), TypeError, "the weight of answer 1 must be a number such as 0.5, got '2'."),
    (lambda: lossbook.weighted(LOSSES["hinge"], {"1": 2.0}), TypeError, "the key '1' of weights must be a number such as 0.5, got '1'."),
    (lambda: lossbook.weighted(LOSSES["squared_error"], {np.nan: 2.0}), ValueError, 'the key nan of weights must be a finite number, got nan.'),
    (lambda: lossbook.weighted(LOSSES["hinge"], {0: 2.0}), ValueError, 'weights have the key 0, but an answer of hinge is -1 or +1. Name those.'),
    (lambda: lossbook.weighted(LOSSES["focal"], {-1: 2.0}), ValueError, 'weights have the key -1, but an answer of focal is 0 or 1, or anything between. Name those.'),
    (lambda: lossbook.weighted(LOSSES["focal"], {1.5: 2.0}), ValueError, 'weights have the key 1.5, but an answer of focal is 0 or 1, or anything between. Name those.'),
    (lambda: lossbook.weighted(LOSSES["categorical_cross_entropy"], {-1: 2.0}), ValueError, 'weights have the key -1, but an answer of categorical_cross_entropy is a class number, 0 to K - 1. Name those.'),
    (lambda: lossbook.weighted(LOSSES["categorical_cross_entropy_from_logits"], {0.5: 2.0}), ValueError, 'weights have the key 0.5, but an answer of categorical_cross_entropy_from_logits is a class number, 0 to K - 1. Name those.'),
    (lambda: lossbook.weighted(LOSSES["categorical_cross_entropy_from_logits"], {1: 1.0, 3: 2.0}).cost([[1.0, 2.0, 3.0]], [0]), ValueError, 'weights name the class 3, but the rows hold 3 classes, 0 to 2.'),
    (lambda: lossbook.weighted(LOSSES["hinge"], {1: 2.0}).function([1.0], [1], delta=1.0), TypeError, "weighted hinge has no setting 'delta'; it has none."),
    (lambda: lossbook.combined(LOSSES["huber"], LOSSES["hinge"], balance=1), ValueError, 'huber and hinge take different input: any number, compared with any number, same unit; and a raw score, any number, compared with -1 or +1. Combine two that take the same.'),
    (lambda: lossbook.combined(LOSSES["focal"], LOSSES["huber"], balance=1), ValueError, 'focal and huber take different input: a probability, 0 to 1, compared with 0 or 1, or anything between; and any number, compared with any number, same unit. Combine two that take the same.'),
    (lambda: lossbook.combined(LOSSES["huber"], LOSSES["huber"], balance=-1), ValueError, 'balance must be a finite number, 0 or more, got -1.'),
    (lambda: lossbook.asymmetric(LOSSES["hinge"], over=1, under=1), ValueError, "Too high and too low mean something for numbers only; hinge is for: yes or no. Choose one for numbers, such as LOSSES['absolute_error']."),
    (lambda: lossbook.asymmetric(LOSSES["huber"], over=0, under=0), ValueError, 'over and under are both 0, so nothing would cost anything. Give one of them a price.'),
    (lambda: lossbook.asymmetric(LOSSES["huber"], over=-1, under=0), ValueError, 'over must be a finite number, 0 or more, got -1.'),
    (lambda: lossbook.asymmetric(LOSSES["huber"], over=1, under="1"), TypeError, "under must be a number such as 0.5, got '1'."),
]  # fmt: skip


@pytest.mark.parametrize(("call", "kind", "words"), MESSAGES)
def test_message(call, kind, words):
    with pytest.raises(kind) as error:
        call()
    assert (type(error.value), str(error.value)) == (kind, words)
