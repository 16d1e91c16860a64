"""One sentence for each error that this course's readers meet most: what it means here, and what to try."""

from __future__ import annotations

import re
import traceback

# Kind of error, what its message holds, and the sentence. The first that fits is taken, so the special ones come first.
_ERRORS: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str, str], ...] = (
    (IndentationError, r"expected an indented block", "The line above ends with a colon, so this one must begin four spaces further right."),
    (IndentationError, r"", "Lines of one block begin in the same column. Compare the spaces at the start of this line with those above it."),
    (SyntaxError, r"was never closed|unexpected EOF", "Every opening bracket needs a closing one. Count them in this line and in those above."),
    (SyntaxError, r"unmatched|does not match", "There is a closing bracket without its opening one, or of another kind. Count the brackets in this line."),
    (SyntaxError, r"expected ':'", "A line that starts with def, if, else, for or while ends with a colon."),
    (SyntaxError, r"unterminated .*string", "A text needs the same quotation mark at both of its ends."),
    (SyntaxError, r"Maybe you meant '=='|cannot assign to", "One = gives a name to what is on its right, so a name stands on its left. To compare two things, write ==."),
    (SyntaxError, r"Missing parentheses", "A function is called with round brackets: print(...)."),
    (SyntaxError, r"invalid (decimal literal|non-printable|character)", "A sign is not one that Python knows: write * for times, - for minus, a point in decimals, and no name that starts with a digit."),
    (SyntaxError, r"", "Python cannot read this line. Look for a missing comma, bracket, colon or quotation mark, here or at the end of the line above."),
    (UnboundLocalError, r"", "No line of this function has given the name a value yet: was a loop not entered, or an if not taken? Give it a first value inside the function, or pass it in."),
    (NameError, r"'(math|np|numpy|random|statistics|Fraction)'", "This name belongs to a module, which has to be fetched first: import math, or import numpy as np, at the top of the cell."),
    (NameError, r"'(sqrt|log|log2|log10|exp|mean|median|array|maximum|minimum|clip|where|pi|inf|nan)'", "This one lives in NumPy: write np. in front of it, and import numpy as np at the top of the cell."),
    (NameError, r"", "No line that has run made this name. Check its spelling, and that the line or the cell that makes it ran before this one."),
    (ZeroDivisionError, r"", "Something is divided by zero. What is the number you divide by, and where does it come from?"),
    ((RecursionError, MemoryError), r"during (ast construction|compilation)|too complex", "This line holds more inside itself than Python can read. Give its parts names, on lines of their own."),
    (RecursionError, r"", "A function calls itself without end. It needs a case that returns before it calls itself again; or it has the name of the one that it meant to call."),
    (ModuleNotFoundError, r"", "This package is not here. The course needs NumPy, matplotlib and lossbook alone; check the spelling of the name."),
    (IndexError, r"axis .* dimension 0|'float' object cannot be interpreted as an index", "np.max, np.sum and their like take an axis second. For the larger of two numbers write max(a, b) or np.maximum(a, b)."),
    (IndexError, r"axis .* out of bounds", "The array has fewer axes than that: one row alone has axis 0 and no axis 1. The last axis, axis=-1, is there in rows and in tables."),
    (IndexError, r"invalid index to scalar|too many indices", "There are more numbers in the square brackets than the array has axes. Print its .shape: one number for each axis."),
    (IndexError, r"only integers|not an integer|arrays used as indices", "A place in an array is a whole number. Take //, int(...) or round(...) where the number comes from a division."),
    (IndexError, r"out of bounds for axis", "A place is asked for that is not there: the last of three is at 2. If 0 and 1 in the brackets stand for no and yes, make them False and True, with dtype=bool."),
    (IndexError, r"", "A place is asked for that is not there. Lists and arrays count from 0: the last of three is at 2."),
    (KeyError, r"", "The dictionary has nothing under this key. Print list(...) of it to see which keys there are; text needs the same spelling."),
    ((TypeError, AttributeError), r"'NoneType'", "Here is None: a function that ends without return gives None. Look for a missing return, or a print where a return should be."),
    (TypeError, r"bitwise_xor|for \^:", "The sign ^ is no power in Python. Write ** for it: x ** 2."),
    (TypeError, r"'float' object cannot be interpreted as an integer", "A whole number belongs here: how many turns, or which axis. For the larger of two numbers write max(a, b) or np.maximum(a, b)."),
    (TypeError, r"'(zip|map|filter|generator)'", "zip, map and their like hand out values one by one, and are no list yet. Put list(...) around it."),
    (TypeError, r"for .*'(function|numpy\.ufunc|builtin_function_or_method)'", "A function stands here in place of a number. Call it: its name, and in round brackets what it needs."),
    (TypeError, r"'ellipsis'", "The three dots are still there. Put your own code in their place."),
    (TypeError, r"can only concatenate str|must be str, not|of type 'str'|and 'str'|'str' and|did not contain a loop", "Text and number cannot be combined. Turn the text into a number with float(...), or put both into an f-string to print them."),
    (TypeError, r"'list'.*and|and '(list|tuple)'|multiply sequence|only concatenate (list|tuple)|unary .*'list'|'list' .*'(int|float)'", "Lists cannot do arithmetic as a whole. Make arrays with np.array(...), or go through them with a for loop."),
    (TypeError, r"(list|tuple) indices must be|only integer scalar arrays", "A list takes one whole number in its square brackets. For several at once, or a condition, make it an array with np.array(...)."),
    (TypeError, r"object is not callable", "Round brackets call a function, and this is none. Is a * missing before the bracket, or did a function's name get another value?"),
    (TypeError, r"object is not subscriptable", "Square brackets take something out of a list, an array or a dictionary, and this is none of them."),
    (TypeError, r"not iterable|of unsized object|iteration over a 0-d array|has no len\(\)", "This is one number, and a list or an array is needed. Look at what the input is, and at what made it."),
    (TypeError, r"positional argument|unexpected keyword|multiple values for", "Count the names in the brackets of the def line: the call gives as many values, in the same order."),
    (TypeError, r"only (length-1|0-dimensional|size-1) arrays|can be converted to|must be real number, not (list|tuple|numpy)", "One number is needed here, and an array came. Take the NumPy function (np.log, np.exp, np.sqrt) for arrays, or one entry of it."),
    (ValueError, r"could not be broadcast|shape mismatch|mismatch in its core dimension|not aligned|as many|same (shape|length)|zip\(\) argument", "Two arrays do not fit each other. Print both .shape and compare them from the right: two sizes must be equal, or one of them 1. keepdims=True keeps that 1."),
    (ValueError, r"inhomogeneous shape|setting an array element with a sequence", "The lists in this list have different lengths, so no array can be made of them. Print the length of each."),
    (ValueError, r"truth value of an array", "An array holds many answers of yes or no, and if needs one. Add .any() or .all(), or choose with np.where."),
    (ValueError, r"could not convert string|invalid literal for int", "This text is not a number. Print it with repr(...) and look for letters, commas or spaces."),
    (ValueError, r"math domain error|expected a (positive|nonnegative) (input|number)", "The logarithm exists above 0 alone, and the square root from 0 on. Keep what you pass away from 0, for example with max(p, 1e-12)."),
    (ValueError, r"too many values to unpack|not enough values to unpack", "On the left of = stand more or fewer names than values came. Print what is on the right."),
    (AttributeError, r"'(list|tuple)' object", "Lists have no arithmetic of their own: make an array of it with np.array(...) first, or call the function of NumPy, such as np.mean(...). Or is the name after the dot misspelt?"),
    (AttributeError, r"'(int|float|numpy\.float64|numpy\.int64)' object", "This is one plain number. Is it what you wanted, or did an array or an object get its name?"),
    (AttributeError, r"module '", "The module has nothing with this name. Check the spelling, and capital letters."),
    (AttributeError, r"", "This object has nothing with that name. Check the spelling after the dot; dir(...) lists what there is."),
    (OverflowError, r"", "The number is too large for Python. For exp: rearrange, so that no large number goes into it. In training: try smaller steps."),
    (SystemExit, r"", "This line ends Python. A function ends with return."),
    (AssertionError, r"", "An assert line found something false. The condition in it says what was expected."),
)  # fmt: skip

# NumPy warns and goes on; the loss that comes out is inf or nan.
_WARNINGS: tuple[tuple[str, str], ...] = (
    (r"divide by zero encountered in log", "The logarithm of 0 is −inf. What is it taken of, and how did the 0 come about? A probability can be kept away from 0; of a score, np.logaddexp needs none."),
    (r"divide by zero", "A division by zero gave inf or nan. Look for a 0 among the numbers below the line."),
    (r"invalid value encountered in log", "The logarithm of a negative number is nan. Is a score taken for a probability?"),
    (r"invalid value", "The answer is nan: no number, as from 0 / 0 or inf − inf. The first nan spreads to all that follows."),
    (r"overflow encountered in exp", "exp grows very fast, and above about 709 it is inf. Rearrange, so that no large number goes into it: take the largest score off all of them, or use np.logaddexp."),
    (r"overflow", "A number grew too large, and is inf now. In training, try a smaller learning rate."),
    (r"[Mm]ean of empty slice|Degrees of freedom", "The mean of nothing is nan. Print the .shape of the array, and look at the condition or slice it comes from."),
)  # fmt: skip


def message(error: BaseException) -> str:
    """Return Python's own message, with the name that it thinks was meant.

    Examples
    --------
    >>> message(IndexError("list index out of range"))
    'list index out of range'
    """
    if isinstance(error, SyntaxError):
        return str(error.msg)
    lines = list(traceback.TracebackException.from_exception(error, compact=True).format_exception_only())
    text = "".join(lines).strip()
    return text.partition(": ")[2] if ": " in text else ""


def advice(error: BaseException) -> str:
    """Return one sentence or two about an error, "" if there is nothing to add to its own message.

    What lossbook itself refuses it refuses with advice.

    Examples
    --------
    >>> advice(IndexError("list index out of range"))
    'A place is asked for that is not there. Lists and arrays count from 0: the last of three is at 2.'
    """
    said = message(error)
    if said.endswith(".") and _raised_by_lossbook(error):
        return ""
    for kind, words, sentence in _ERRORS:
        if isinstance(error, kind) and re.search(words, said):
            return sentence
    return ""


def _raised_by_lossbook(error: BaseException) -> bool:
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    return bool(frames) and str(frames[-1].f_globals.get("__name__")).startswith("lossbook.")


def warning_advice(text: str) -> str:
    """Return what to say about a warning of NumPy, "" for any other.

    Examples
    --------
    >>> warning_advice("overflow encountered in scalar multiply")
    'A number grew too large, and is inf now. In training, try a smaller learning rate.'
    """
    return next((sentence for words, sentence in _WARNINGS if re.search(words, text)), "")
