"""What a reader is told when something cannot be: each message in full, because every word of it is advice.

The messages say what was got, what is allowed and what to try. A change of one is made here, too, and read once more.
"""

from decimal import Decimal

import numpy as np
import pytest

import lossbook
from lossbook import LOSSES
from lossbook.losses import catalogue, reduction, settings
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


THERE_ARE = f"There are: {', '.join(LOSSES)}."

MESSAGES = [
    # numbers
    (
        lambda: real_array("x", np.ma.array([1.0, 2.0], mask=[0, 1])),
        TypeError,
        "x is a masked array, and its hidden entries would be scored too. Pass the visible ones: values.compressed().",
    ),
    (
        lambda: real_array("x", np.ones(2).view(Metres)),
        TypeError,
        "x has a unit (m), which would be lost. Bring all values to one unit, and pass the bare numbers (values.to_value(unit) in astropy, values.m_as(unit) in pint).",
    ),
    (
        lambda: real_array("x", Quantity()),
        TypeError,
        "x has a unit (metre), which would be lost. Bring all values to one unit, and pass the bare numbers (values.to_value(unit) in astropy, values.m_as(unit) in pint).",
    ),
    (
        lambda: real_array("x", {"a": 1.0}),
        TypeError,
        "x must be numbers in a list or an array, got a dict. Pass its values in the order you mean: list(x.values()).",
    ),
    (
        lambda: real_array("x", {1.0, 2.0}),
        TypeError,
        "x must be numbers in a list or an array, got a set, which has no order and keeps no number twice. Use a list from the beginning.",
    ),
    (
        lambda: real_array("x", (n for n in [1.0])),
        TypeError,
        "x must be numbers in a list or an array, got a generator. Make a list of it: list(x).",
    ),
    (
        lambda: real_array("x", {"a": 1.0}.values()),
        TypeError,
        "x must be numbers in a list or an array, got a dict_values. Make a list of it: list(x).",
    ),
    (
        lambda: real_array("x", [[1.0], {2.0}]),
        TypeError,
        "x[1] must be numbers in a list or an array, got a set, which has no order and keeps no number twice. Use a list from the beginning.",
    ),
    (
        lambda: real_array("x", [[1.0, 2.0], [3.0]]),
        ValueError,
        "x must be a number or a regular table of numbers, got lists of different lengths.",
    ),
    (
        lambda: real_array("x", ["1", "2"]),
        TypeError,
        "x must be real numbers, got text (such as '1'). Convert them first: np.asarray(x, dtype=float).",
    ),
    (
        lambda: real_array("x", np.array([], dtype=str)),
        TypeError,
        "x must be real numbers, got text. Convert them first: np.asarray(x, dtype=float).",
    ),
    (
        lambda: real_array("x", [1 + 2j]),
        TypeError,
        "x must be real numbers, got complex numbers. Take their real part or their size first: x.real or np.abs(x).",
    ),
    (
        lambda: real_array("x", np.array(["2026-01-01"], dtype="datetime64[D]")),
        TypeError,
        "x must be real numbers, got dates or durations. Count from a first day: (dates - dates.min()) / np.timedelta64(1, 'D') gives days, and a duration divided by np.timedelta64(1, 'D') does, too.",
    ),
    (
        lambda: real_array("x", np.array([(1.0, 2)], dtype=[("price", float), ("rooms", int)])),
        TypeError,
        "x must be real numbers, got a table with named columns. Pass one of them: x['price'].",
    ),
    (
        lambda: real_array("x", np.array([b"raw"], dtype="V3")),
        TypeError,
        "x must be real numbers, got |V3. Convert them first: np.asarray(x, dtype=float).",
    ),
    (
        lambda: real_array("x", [1.0, None]),
        TypeError,
        "x must be real numbers, got None at index 1: an entry is missing. Leave that example out, or fill it in.",
    ),
    (
        lambda: real_array("x", np.array([[1.0, 2.0], [NAType(), 4.0]], dtype=object)),
        TypeError,
        "x must be real numbers, got <NA> at index (1, 0): an entry is missing. Leave that example out, or fill it in.",
    ),
    (
        lambda: real_array("x", np.array([1.0, "many"], dtype=object)),
        TypeError,
        "x must be real numbers, got text ('many') at index 1. Take it out, or put a number there.",
    ),
    (
        lambda: real_array("x", [1.0, object]),
        TypeError,
        "x must be real numbers, got a type at index 1. Put a number there.",
    ),
    (
        lambda: real_array("x", [Decimal(1), Decimal(2)]),
        TypeError,
        "x must be real numbers, got objects (Decimal). Convert them first: np.asarray(x, dtype=float).",
    ),
    (
        lambda: real_array("x", np.array([Decimal(1), 2.0], dtype=object)),
        TypeError,
        "x must be real numbers, got objects (Decimal). Convert them first: np.asarray(x, dtype=float).",
    ),
    (
        lambda: real_array("x", np.array([], dtype=object)),
        TypeError,
        "x must be real numbers, got objects (nothing). Convert them first: np.asarray(x, dtype=float).",
    ),
    # shapes
    (
        lambda: same_shape(x=[1, 2], y=[1, 2, 3]),
        ValueError,
        "x and y must have the same shape, got (2,) and (3,). Each prediction needs exactly one answer.",
    ),
    (
        lambda: same_shape(x=[[0.2, 0.8], [0.6, 0.4]], y=[1, 0]),
        ValueError,
        "x and y must have the same shape, got (2, 2) and (2,). With two columns for each example, as predict_proba gives them, take the one of “yes”: x[:, 1].",
    ),
    (
        lambda: same_shape(x=[[0.2, 0.8], [0.6, 0.4]], y=[1, 0, 1]),
        ValueError,
        "x and y must have the same shape, got (2, 2) and (3,). Each prediction needs exactly one answer.",
    ),
    (
        lambda: same_shape(x=[[0.2, 0.3, 0.5], [0.6, 0.4, 0.0]], y=[1, 0]),
        ValueError,
        "x and y must have the same shape, got (2, 3) and (2,). Each prediction needs exactly one answer.",
    ),
    (
        lambda: same_shape(x=[0.2, 0.8], y=[[1, 0], [1, 0]]),
        ValueError,
        "x and y must have the same shape, got (2,) and (2, 2). Each prediction needs exactly one answer.",
    ),
    (
        lambda: same_shape(x=[[[1, 2]], [[3, 4]]], y=[1, 2]),
        ValueError,
        "x and y must have the same shape, got (2, 1, 2) and (2,). Each prediction needs exactly one answer.",
    ),
    (
        lambda: same_shape(x=1.0, y=[1.0]),
        ValueError,
        "x and y must have the same shape, got () and (1,). Put the single number into a list, too: [x].",
    ),
    (
        lambda: same_shape(x=[1.0], y=1.0),
        ValueError,
        "x and y must have the same shape, got (1,) and (). Put the single number into a list, too: [y].",
    ),
    (
        lambda: same_shape(x=[[1, 2, 3], [4, 5, 6]], y=[[1, 2], [3, 4], [5, 6]]),
        ValueError,
        "x and y must have the same shape, got (2, 3) and (3, 2). If one of them is turned on its side, turn it back: y.T.",
    ),
    (
        lambda: same_shape(x=[[1], [2]], y=[1, 2]),
        ValueError,
        "x and y must have the same shape, got (2, 1) and (2,). Both hold 2 numbers: flatten the first with np.ravel(x).",
    ),
    (
        lambda: same_shape(x=[1, 2], y=[[1], [2]]),
        ValueError,
        "x and y must have the same shape, got (2,) and (2, 1). Both hold 2 numbers: flatten the second with np.ravel(y).",
    ),
    (
        lambda: same_shape(x=[1, 2], y=[1, 2], z=[1]),
        ValueError,
        "x and z must have the same shape, got (2,) and (1,). Each prediction needs exactly one answer.",
    ),
    # signs
    (
        lambda: lossbook.hinge([0.5], [0]),
        ValueError,
        "signs must be -1 or +1, got 0 at index 0. Labels 0 and 1 become signs with 2 * labels - 1.",
    ),
    (
        lambda: lossbook.hinge([0.5, 0.5], [1, 0.9995]),
        ValueError,
        "signs must be -1 or +1, got 0.9995 at index 1. That is rounding: np.sign(signs) gives -1 and +1.",
    ),
    (
        lambda: lossbook.hinge([0.5, 0.5], [1, -1.0005]),
        ValueError,
        "signs must be -1 or +1, got -1.0005 at index 1. That is rounding: np.sign(signs) gives -1 and +1.",
    ),
    (
        lambda: lossbook.hinge([0.5], [0.99]),
        ValueError,
        "signs must be -1 or +1, got 0.99 at index 0. Labels 0 and 1 become signs with 2 * labels - 1.",
    ),
    (
        lambda: lossbook.hinge([0.5], [np.nan]),
        ValueError,
        "signs must be -1 or +1, got nan at index 0. A sign is missing there: leave that example out, for example with keep = ~np.isnan(signs).",
    ),
    # labels
    (
        lambda: lossbook.binary_cross_entropy_from_logits([0.5, 0.5], [1, np.nan]),
        ValueError,
        "labels must be from 0 (no) to 1 (yes), got nan at index 1. A label is missing there: leave that example out, for example with keep = ~np.isnan(labels).",
    ),
    (
        lambda: lossbook.binary_cross_entropy_from_logits([0.5], [1.0005]),
        ValueError,
        "labels must be from 0 (no) to 1 (yes), got 1.0005 at index 0. That is rounding: np.clip(labels, 0, 1) takes it away.",
    ),
    (
        lambda: lossbook.binary_cross_entropy_from_logits([0.5], [-0.0005]),
        ValueError,
        "labels must be from 0 (no) to 1 (yes), got -0.0005 at index 0. That is rounding: np.clip(labels, 0, 1) takes it away.",
    ),
    (
        lambda: lossbook.binary_cross_entropy_from_logits([0.5], [-1]),
        ValueError,
        "labels must be from 0 (no) to 1 (yes), got -1 at index 0. Signs -1 and +1 become labels with (signs + 1) / 2.",
    ),
    (
        lambda: lossbook.binary_cross_entropy_from_logits([0.5], [2]),
        ValueError,
        "labels must be from 0 (no) to 1 (yes), got 2 at index 0. A label is 1 for yes and 0 for no. Class numbers 0, 1, 2, … go into categorical cross-entropy.",
    ),
    (
        lambda: lossbook.binary_cross_entropy_from_logits([[0.5, 0.5]], [[0, -0.5]]),
        ValueError,
        "labels must be from 0 (no) to 1 (yes), got -0.5 at index (0, 1). A label is 1 for yes and 0 for no. Class numbers 0, 1, 2, … go into categorical cross-entropy.",
    ),
    # probabilities
    (
        lambda: lossbook.binary_cross_entropy([1.0005], [1]),
        ValueError,
        "probabilities must be from 0 to 1, got 1.0005 at index 0. That is rounding: np.clip(probabilities, 0, 1) takes it away.",
    ),
    (
        lambda: lossbook.binary_cross_entropy([-0.0005], [1]),
        ValueError,
        "probabilities must be from 0 to 1, got -0.0005 at index 0. That is rounding: np.clip(probabilities, 0, 1) takes it away.",
    ),
    (
        lambda: lossbook.binary_cross_entropy([1.5], [1]),
        ValueError,
        "probabilities must be from 0 to 1, got 1.5 at index 0. Raw scores (logits) go into the function whose name ends in _from_logits. If they are percentages, divide by 100.",
    ),
    (
        lambda: lossbook.binary_cross_entropy([100.0], [1]),
        ValueError,
        "probabilities must be from 0 to 1, got 100 at index 0. Raw scores (logits) go into the function whose name ends in _from_logits. If they are percentages, divide by 100.",
    ),
    (
        lambda: lossbook.binary_cross_entropy([100.5], [1]),
        ValueError,
        "probabilities must be from 0 to 1, got 100.5 at index 0. Raw scores (logits) go into the function whose name ends in _from_logits.",
    ),
    (
        lambda: lossbook.binary_cross_entropy([-0.5], [1]),
        ValueError,
        "probabilities must be from 0 to 1, got -0.5 at index 0. Raw scores (logits) go into the function whose name ends in _from_logits.",
    ),
    # classes
    (
        lambda: lossbook.categorical_cross_entropy([[0.5, 0.5], [0.6, 0.6]], [0, 1]),
        ValueError,
        "The probabilities of each example must add up to 1, got 1.2 in row 1. Divide each row by its sum. Raw scores (logits) go into the function whose name ends in _from_logits.",
    ),
    (
        lambda: lossbook.categorical_cross_entropy([0.5, 0.6], 1),
        ValueError,
        "The probabilities of each example must add up to 1, got 1.1 in row 0. Divide each row by its sum. Raw scores (logits) go into the function whose name ends in _from_logits.",
    ),
    (
        lambda: lossbook.categorical_cross_entropy([[0.5, 0.5]], [[1, 0]]),
        ValueError,
        "probabilities must have one row for each class number, got shapes (1, 2) and (1, 2). For n examples and K classes they are (n, K) and (n,). The class numbers of rows with a 1 (one-hot), or of rows of probabilities, are classes.argmax(axis=1).",
    ),
    (
        lambda: lossbook.categorical_cross_entropy_from_logits([[1.0, 2.0]], [[0]]),
        ValueError,
        "logits must have one row for each class number, got shapes (1, 2) and (1, 1). For n examples and K classes they are (n, K) and (n,). Flatten the column: np.ravel(classes).",
    ),
    (
        lambda: lossbook.categorical_cross_entropy_from_logits([[[1.0, 2.0, 3.0], [1.0, 2.0, 3.0]]], [[0, 1]]),
        ValueError,
        "logits must have one row for each class number, got shapes (1, 2, 3) and (1, 2). For n examples and K classes they are (n, K) and (n,). Make one long list of examples: logits.reshape(-1, 3) and np.ravel(classes).",
    ),
    (
        lambda: lossbook.categorical_cross_entropy_from_logits([[[1.0, 2.0]]], [0]),
        ValueError,
        "logits must have one row for each class number, got shapes (1, 1, 2) and (1,). For n examples and K classes they are (n, K) and (n,).",
    ),
    (
        lambda: lossbook.categorical_cross_entropy_from_logits([1.0, 2.0], [0, 1]),
        ValueError,
        "logits must have one row for each class number, got shapes (2,) and (2,). For n examples and K classes they are (n, K) and (n,). Yes-or-no questions with one score each go into binary cross-entropy.",
    ),
    (
        lambda: lossbook.categorical_cross_entropy_from_logits([[1.0, 2.0]], [0, 1]),
        ValueError,
        "logits must have one row for each class number, got shapes (1, 2) and (2,). For n examples and K classes they are (n, K) and (n,).",
    ),
    (
        lambda: lossbook.categorical_cross_entropy_from_logits([[1.0, 2.0], [1.0, 2.0]], [[0, 1, 1]]),
        ValueError,
        "logits must have one row for each class number, got shapes (2, 2) and (1, 3). For n examples and K classes they are (n, K) and (n,).",
    ),
    (
        lambda: lossbook.categorical_cross_entropy_from_logits([1.0, 2.0], [0]),
        ValueError,
        "logits must have one row for each class number, got shapes (2,) and (1,). For n examples and K classes they are (n, K) and (n,).",
    ),
    (
        lambda: lossbook.categorical_cross_entropy_from_logits([[1.0, 2.0], [1.0, 2.0]], [0, np.nan]),
        ValueError,
        "classes must be whole numbers from 0 to 1, got nan at index 1. A class is missing there: leave that example out, for example with keep = ~np.isnan(classes).",
    ),
    (
        lambda: lossbook.categorical_cross_entropy_from_logits([[1.0]], [1]),
        ValueError,
        "classes must be whole numbers from 0 to 0, got 1 at index 0. Yes-or-no questions with one score go into binary cross-entropy.",
    ),
    (
        lambda: lossbook.categorical_cross_entropy_from_logits([[1.0, 2.0]], [-100]),
        ValueError,
        "classes must be whole numbers from 0 to 1, got -100 at index 0. Classes are counted from 0. If a negative number marks what does not count, leave it out: keep = classes >= 0, then logits[keep] and classes[keep].",
    ),
    (
        lambda: lossbook.categorical_cross_entropy_from_logits([[1.0, 2.0]], [2]),
        ValueError,
        "classes must be whole numbers from 0 to 1, got 2 at index 0. Classes are counted from 0.",
    ),
    (
        lambda: lossbook.categorical_cross_entropy_from_logits([[1.0, 2.0]], [0.5]),
        ValueError,
        "classes must be whole numbers from 0 to 1, got 0.5 at index 0. Classes are counted from 0.",
    ),
    (
        lambda: lossbook.categorical_cross_entropy_from_logits([[1.0, 2.0]], ["0"]),
        TypeError,
        "classes must be real numbers, got text (such as '0'). Convert them first: np.asarray(classes, dtype=float).",
    ),
    (
        lambda: lossbook.softmax(1.0),
        ValueError,
        "logits must be a row of scores, one for each class, such as [2, 1, 0], got one number.",
    ),
    (
        lambda: lossbook.softmax([]),
        ValueError,
        "logits must be a row of scores, one for each class, such as [2, 1, 0], got no score at all.",
    ),
    (
        lambda: lossbook.softmax(["1"]),
        TypeError,
        "logits must be real numbers, got text (such as '1'). Convert them first: np.asarray(logits, dtype=float).",
    ),
    (
        lambda: lossbook.sigmoid(["1"]),
        TypeError,
        "logits must be real numbers, got text (such as '1'). Convert them first: np.asarray(logits, dtype=float).",
    ),
    # points
    (
        lambda: lossbook.triplet(1.0, 2.0, 3.0),
        ValueError,
        "anchors must be points, such as [0.0, 1.0] or a table with a point in each row, got one number.",
    ),
    (
        lambda: lossbook.triplet([[]], [[]], [[]]),
        ValueError,
        "anchors must be points, such as [0.0, 1.0] or a table with a point in each row, got points without coordinates.",
    ),
    (
        lambda: lossbook.triplet([[1.0]], [[1.0]], [[1.0, 2.0]]),
        ValueError,
        "anchors and negatives must have the same shape, got (1, 1) and (1, 2). Each prediction needs exactly one answer.",
    ),
    # calls
    (lambda: lossbook.huber([1], [2], delat=1.0), TypeError, "huber has no setting 'delat'; it has delta."),
    (
        lambda: lossbook.squared_error([1], [2], delta=1.0),
        TypeError,
        "squared_error has no setting 'delta'; it has none.",
    ),
    (lambda: lossbook.squared_error([1]), TypeError, "squared_error compares predictions, actuals: give all 2, got 1."),
    (lambda: lossbook.focal([0.5], [1], beta=1), TypeError, "focal has no setting 'beta'; it has gamma, alpha."),
    (lambda: lossbook.mean_huber([1], [2], delta=0), ValueError, "delta must be a finite number above 0, got 0."),
    # settings
    (lambda: settings.number("x", "1"), TypeError, "x must be a number such as 0.5, got '1'."),
    (lambda: settings.number("x", True), TypeError, "x must be a number such as 0.5, got True."),
    (
        lambda: settings.number("x", 10**400),
        ValueError,
        "x is too large for a number with a decimal point; try one below 1e308.",
    ),
    (lambda: settings.finite("x", np.inf), ValueError, "x must be a finite number, got inf."),
    (lambda: settings.finite("x", np.nan), ValueError, "x must be a finite number, got nan."),
    (lambda: settings.finite("x", "1"), TypeError, "x must be a number such as 0.5, got '1'."),
    (lambda: settings.positive("x", 0), ValueError, "x must be a finite number above 0, got 0."),
    (lambda: settings.positive("x", np.inf), ValueError, "x must be a finite number above 0, got inf."),
    (lambda: settings.positive("x", "1"), TypeError, "x must be a number such as 0.5, got '1'."),
    (lambda: settings.not_negative("x", -1), ValueError, "x must be a finite number, 0 or more, got -1."),
    (lambda: settings.not_negative("x", np.inf), ValueError, "x must be a finite number, 0 or more, got inf."),
    (lambda: settings.not_negative("x", "1"), TypeError, "x must be a number such as 0.5, got '1'."),
    (lambda: settings.share_or_none("x", 1.5), ValueError, "x must be from 0 to 1, or None, got 1.5."),
    (lambda: settings.share_or_none("x", -0.5), ValueError, "x must be from 0 to 1, or None, got -0.5."),
    (lambda: settings.share_or_none("x", "1"), TypeError, "x must be a number such as 0.5, got '1'."),
    (lambda: settings.count("x", 2.5), TypeError, "x must be a whole number such as 1, got 2.5."),
    (lambda: settings.count("x", True), TypeError, "x must be a whole number such as 1, got True."),
    (lambda: settings.count("x", 2.5, least=3), TypeError, "x must be a whole number such as 3, got 2.5."),
    (lambda: settings.count("x", -1), ValueError, "x must be a whole number, 0 or more, got -1."),
    (lambda: settings.count("x", 2, least=3), ValueError, "x must be a whole number, 3 or more, got 2."),
    # means
    (
        lambda: lossbook.mean_squared_error([], []),
        ValueError,
        "There is no mean of nothing: give at least one prediction and its answer.",
    ),
    (
        lambda: lossbook.mean_squared_error([1, np.nan], [1, 2]),
        ValueError,
        "The loss at index 1 is NaN (not a number). Look for a missing or infinite value in the predictions and answers there.",
    ),
    (
        lambda: lossbook.mean_squared_error(np.nan, 1.0),
        ValueError,
        "The loss of the only example is NaN (not a number). Look for a missing or infinite value in the predictions and answers there.",
    ),
    (
        lambda: lossbook.mean_squared_error([1, np.nan], [1, 2], weights=[1, 1]),
        ValueError,
        "The loss at index 1 is NaN (not a number). Look for a missing or infinite value in the predictions and answers there.",
    ),
    (
        lambda: lossbook.mean_squared_error([1, 2], [1, 2], weights=[1, -1]),
        ValueError,
        "weights must be finite, 0 or more, and not all 0, got [ 1. -1.].",
    ),
    (
        lambda: lossbook.mean_squared_error([1, 2], [1, 2], weights=[1]),
        ValueError,
        "losses and weights must have the same shape, got (2,) and (1,). Each prediction needs exactly one answer.",
    ),
    (
        lambda: lossbook.mean_squared_error([1], [1], weights=["1"]),
        TypeError,
        "weights must be real numbers, got text (such as '1'). Convert them first: np.asarray(weights, dtype=float).",
    ),
    (
        lambda: reduction.mean_of(lambda x: x, (np.array([np.inf, -np.inf]),)),
        ValueError,
        "The losses hold both inf and -inf, and their mean is not a number.",
    ),
    # metrics
    (
        lambda: lossbook.accuracy([], []),
        ValueError,
        "There is no share of nothing: give at least one prediction and its answer.",
    ),
    (lambda: lossbook.accuracy([1, np.nan], [1, 0]), ValueError, "A prediction or an answer is missing (NaN)."),
    (lambda: lossbook.accuracy([1, 0], [1, np.nan]), ValueError, "A prediction or an answer is missing (NaN)."),
    (
        lambda: lossbook.precision([0, 0], [1, 0]),
        ValueError,
        "No prediction is 1, so there is no precision. Lower the threshold?",
    ),
    (lambda: lossbook.recall([1, 0], [0, 0]), ValueError, "No answer is 1, so there is nothing to find and no recall."),
    (
        lambda: lossbook.draw_triplets([1, 1]),
        ValueError,
        "All examples are of one kind, so there is no negative to draw.",
    ),
    # the catalogue
    (lambda: LOSSES["mse"], UnknownLossError, f"There is no loss 'mse'. Did you mean 'squared_error'? {THERE_ARE}"),
    (lambda: LOSSES["nosuch"], UnknownLossError, f"There is no loss 'nosuch'. {THERE_ARE}"),
    (lambda: LOSSES[3], UnknownLossError, f"There is no loss 3. {THERE_ARE}"),
    (
        lambda: catalogue.a_loss("mae"),
        TypeError,
        "A loss is needed, such as LOSSES[\"squared_error\"], got 'mae'. Write LOSSES['absolute_error'].",
    ),
    (
        lambda: catalogue.a_loss("nosuch"),
        TypeError,
        f"A loss is needed, such as LOSSES[\"squared_error\"], got 'nosuch'. {THERE_ARE}",
    ),
    (
        lambda: catalogue.a_loss(lossbook.mean_squared_error),
        TypeError,
        "A loss is needed, such as LOSSES[\"squared_error\"], got the function mean_squared_error. Write LOSSES['squared_error'].",
    ),
    (
        lambda: catalogue.a_loss(lossbook.huber_gradient),
        TypeError,
        "A loss is needed, such as LOSSES[\"squared_error\"], got the function huber_gradient. Write LOSSES['huber'].",
    ),
    (
        lambda: catalogue.a_loss(print),
        TypeError,
        f'A loss is needed, such as LOSSES["squared_error"], got the function print. {THERE_ARE}',
    ),
    (lambda: catalogue.a_loss(3), TypeError, f'A loss is needed, such as LOSSES["squared_error"], got 3. {THERE_ARE}'),
    (lambda: LOSSES["huber"].with_parameters(gamma=1), TypeError, "huber has no setting 'gamma'; it has delta."),
    (lambda: LOSSES["huber"].with_parameters(delta=-1), ValueError, "delta must be a finite number above 0, got -1."),
    # losses made from losses
    (
        lambda: lossbook.weighted(LOSSES["triplet"], {1: 2.0}),
        ValueError,
        "triplet compares points, and no answer could have a weight.",
    ),
    (
        lambda: lossbook.weighted(LOSSES["hinge"], [1, 2]),
        TypeError,
        "weights must be a dictionary from answer to weight, such as {0: 1.0, 1: 10.0}, got [1, 2].",
    ),
    (
        lambda: lossbook.weighted(LOSSES["hinge"], {1: -2.0}),
        ValueError,
        "the weight of answer 1 must be a finite number, 0 or more, got -2.0.",
    ),
    (
        lambda: lossbook.weighted(LOSSES["hinge"], {1: "2"}),
        TypeError,
        "the weight of answer 1 must be a number such as 0.5, got '2'.",
    ),
    (
        lambda: lossbook.weighted(LOSSES["hinge"], {"1": 2.0}),
        TypeError,
        "the key '1' of weights must be a number such as 0.5, got '1'.",
    ),
    (
        lambda: lossbook.weighted(LOSSES["squared_error"], {np.nan: 2.0}),
        ValueError,
        "the key nan of weights must be a finite number, got nan.",
    ),
    (
        lambda: lossbook.weighted(LOSSES["hinge"], {0: 2.0}),
        ValueError,
        "weights have the key 0, but an answer of hinge is -1 or +1.",
    ),
    (
        lambda: lossbook.weighted(LOSSES["focal"], {-1: 2.0}),
        ValueError,
        "weights have the key -1, but an answer of focal is 0 or 1, or anything between.",
    ),
    (
        lambda: lossbook.weighted(LOSSES["focal"], {1.5: 2.0}),
        ValueError,
        "weights have the key 1.5, but an answer of focal is 0 or 1, or anything between.",
    ),
    (
        lambda: lossbook.weighted(LOSSES["categorical_cross_entropy"], {-1: 2.0}),
        ValueError,
        "weights have the key -1, but an answer of categorical_cross_entropy is a class number, 0 to K - 1.",
    ),
    (
        lambda: lossbook.weighted(LOSSES["categorical_cross_entropy_from_logits"], {0.5: 2.0}),
        ValueError,
        "weights have the key 0.5, but an answer of categorical_cross_entropy_from_logits is a class number, 0 to K - 1.",
    ),
    (
        lambda: lossbook.weighted(LOSSES["categorical_cross_entropy_from_logits"], {1: 1.0, 3: 2.0}).cost(
            [[1.0, 2.0, 3.0]], [0]
        ),
        ValueError,
        "weights name the class 3, but the rows hold 3 classes, 0 to 2.",
    ),
    (
        lambda: lossbook.weighted(LOSSES["hinge"], {1: 2.0}).function([1.0], [1], delta=1.0),
        TypeError,
        "weighted hinge has no setting 'delta'; it has none.",
    ),
    (
        lambda: lossbook.combined(LOSSES["huber"], LOSSES["hinge"], balance=1),
        ValueError,
        "huber and hinge take different input: any number, compared with any number, same unit; and a raw score, any number, compared with -1 or +1.",
    ),
    (
        lambda: lossbook.combined(LOSSES["focal"], LOSSES["huber"], balance=1),
        ValueError,
        "focal and huber take different input: a probability, 0 to 1, compared with 0 or 1, or anything between; and any number, compared with any number, same unit.",
    ),
    (
        lambda: lossbook.combined(LOSSES["huber"], LOSSES["huber"], balance=-1),
        ValueError,
        "balance must be a finite number, 0 or more, got -1.",
    ),
    (
        lambda: lossbook.asymmetric(LOSSES["hinge"], over=1, under=1),
        ValueError,
        "Too high and too low mean something for numbers only; hinge is for: yes or no.",
    ),
    (
        lambda: lossbook.asymmetric(LOSSES["huber"], over=0, under=0),
        ValueError,
        "over and under are both 0, so nothing would cost anything. Give one of them a price.",
    ),
    (
        lambda: lossbook.asymmetric(LOSSES["huber"], over=-1, under=0),
        ValueError,
        "over must be a finite number, 0 or more, got -1.",
    ),
    (
        lambda: lossbook.asymmetric(LOSSES["huber"], over=1, under="1"),
        TypeError,
        "under must be a number such as 0.5, got '1'.",
    ),
]


@pytest.mark.parametrize(("call", "kind", "words"), MESSAGES)
def test_message(call, kind, words):
    with pytest.raises(kind) as error:
        call()
    assert (type(error.value), str(error.value)) == (kind, words)
