"""The sign of each chapter: its own loss curve, drawn from the catalogue, small enough for a line of text.

All stand on one grid of 48 with the ground at 41, in ink, with one accent: the place to look. Colours and the width
of the pen are variables of the page, so a sign follows its surroundings.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise

from lossbook.losses.catalogue import LOSSES, Loss

Line = Callable[[float], float]

_ACCENT = "var(--lb-guess,#b84300)"
_FINE = 'stroke-width="var(--lb-pen-fine,1.3px)" opacity="var(--lb-fine,.6)"'  # ground and help lines: they may vanish
_DASHED = 'stroke-dasharray="2.5 3.5"'
_FAINT = 'opacity=".55"'
_PEN = 'fill="none" stroke="currentColor" stroke-width="var(--lb-pen,2.6px)" stroke-linecap="round" stroke-linejoin="round"'
_TOP, _GROUND = 9.2, 41.0


def symbol(chapter: str) -> str:
    """Return the sign of a chapter as an SVG symbol named `e-` and the chapter, to be used by `use`."""
    return f'<symbol id="e-{chapter}" viewBox="0 0 48 48" {_PEN}>{EMBLEMS[chapter]}</symbol>'


def svg(chapter: str, size: int = 48) -> str:
    """Return the sign of a chapter as a picture of its own.

    >>> svg("mae")[:33]
    '<svg width="48" height="48" viewB'
    """
    return f'<svg width="{size}" height="{size}" viewBox="0 0 48 48" aria-hidden="true" {_PEN}>{EMBLEMS[chapter]}</svg>'


def _number(value: float) -> str:
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _point(x: float, y: float) -> str:
    return f"{_number(x)} {_number(y)}"


def _curve(value: Line, slope: Line, knots: Sequence[float], x: Line, y: Line) -> str:
    """Return a path through the values at the knots that leaves and reaches each with the right slope."""
    path = "M" + _point(x(knots[0]), y(value(knots[0])))
    for start, end in pairwise(knots):
        third, inside = (end - start) / 3, 1e-9 * (end - start)  # a kink has a slope on either side
        first = value(start) + third * slope(start + inside)
        second = value(end) - third * slope(end - inside)
        path += (
            f"C{_point(x(start + third), y(first))} {_point(x(end - third), y(second))} {_point(x(end), y(value(end)))}"
        )
    return path


def _loss(loss: Loss, actual: float, knots: Sequence[float], x: Line, y: Line) -> str:
    """Return the curve of a loss over its prediction."""
    value = lambda at: float(loss.value([at], [actual])[0])  # noqa: E731 -- one line each reads better
    slope = lambda at: float(loss.gradient([at], [actual])[0])  # noqa: E731
    return _curve(value, slope, knots, x, y)


def _over_errors(loss: Loss, knots: Sequence[float]) -> str:
    """Return the curve over errors from -1 to 1. All losses of this kind share their ends."""
    scale = (_GROUND - _TOP) / float(loss.value([1.0], [0.0])[0])
    return _loss(loss, 0.0, knots, lambda error: 24 + 18 * error, lambda value: _GROUND - scale * value)


def _ink(path: str, more: str = "") -> str:
    return f'<path d="{path}"{more and " " + more}/>'


def _fine(path: str, more: str = "") -> str:
    return _ink(path, f"{_FINE} {more}".strip())


def _accent(path: str, more: str = "") -> str:
    return _ink(path, f'stroke="{_ACCENT}" {more}'.strip())


def _dots(*places: tuple[float, float], colour: str = _ACCENT) -> str:
    path = "".join(f"M{_point(*place)}h.01" for place in places)
    return f'<path d="{path}" stroke="{colour}" stroke-width="var(--lb-pen-dot,9px)"/>'


_ground = partial(_fine, "M5 41H43")


def _predicting_numbers() -> dict[str, str]:
    """One miss, three prices. The curves have the same ends."""
    squared, absolute, delta = LOSSES["squared_error"], LOSSES["absolute_error"], 4 / 9
    huber = LOSSES["huber"].with_parameters(delta=delta)
    at = 0.566  # the error whose square stands below the curve
    height = (_GROUND - _TOP) * float(squared.value([at], [0.0])[0])
    corner = (24 + 18 * at, _GROUND - height)
    bend = _GROUND - (_GROUND - _TOP) * float(huber.value([delta], [0.0])[0] / huber.value([1.0], [0.0])[0])
    return {
        "mse": _fine(f"M5 41H43M24 41V{_number(corner[1])}H{_number(corner[0])}V41")
        + _ink(_over_errors(squared, [-1, 1]))
        + _dots(corner),
        "mae": _ground()
        + _ink(_over_errors(absolute, [-1, 0, 1]))
        + _dots((34.2, _GROUND - (_GROUND - _TOP) * 10.2 / 18)),
        "huber": _fine(f"M5 41H43M16 {_number(bend)}V41M32 {_number(bend)}V41")
        + _ink(_over_errors(huber, [-delta, delta]))
        + _accent(_over_errors(huber, [-1, -delta]) + _over_errors(huber, [delta, 1])),
    }


def _predicting_categories() -> dict[str, str]:
    """Along the bottom a probability or a score, from bad to good."""
    across, down = (lambda p: 8 + 34 * p), (lambda value: _GROUND - 10.2 * value)
    cross_entropy, focal = LOSSES["binary_cross_entropy"], LOSSES["focal"].with_parameters(gamma=2.0, alpha=None)
    from_score, hinge = LOSSES["binary_cross_entropy_from_logits"], LOSSES["hinge"]
    surprise = _loss(cross_entropy, 1.0, [0.042, 0.12, 0.35, 0.9999], across, down)
    dimmed = _loss(focal, 1.0, [0.03, 0.1, 0.3, 0.6, 0.9999], across, down)
    bend = _loss(from_score, 1.0, [-3.6, -1.4, 0.6, 3.7], lambda s: 24 + 5 * s, lambda value: 40 - 8.2 * value)
    kink = _loss(hinge, 1.0, [-1.2, 1.0, 2.5], lambda s: 18 + 10 * s, lambda value: 39.5 - 14.3 * value)
    place = lambda loss, p: (across(p), down(float(loss.value([p], [1.0])[0])))  # noqa: E731
    axes = _fine("M8 6V41H43")
    return {
        "binary_cross_entropy": axes + _ink(surprise) + _dots(place(cross_entropy, 0.14)),
        "categorical_cross_entropy": _ground() + _ink(bend) + _ink("M7 41V36M21 41V38") + _accent("M14 41V29"),
        "hinge": _ground() + _fine("M28 6V41", _DASHED) + _ink(kink) + _dots((28, 39.5)),
        "focal": axes + _ink(surprise, _FAINT) + _ink(dimmed) + _dots(place(focal, 0.55)),
    }


def _bell() -> str:
    """Draw a bet, and the place where the answer came: the height there is what counts."""
    middle, wide = 22.0, 7.5
    height = lambda at: 30 * math.exp(-(((at - middle) / wide) ** 2) / 2)  # noqa: E731 -- one line reads better
    slope = lambda at: -height(at) * (at - middle) / wide**2  # noqa: E731
    knots = [5, 12, 18, 22, 26, 32, 43]
    came = 31.0
    return (
        _fine("M5 41H43")
        + _ink(_curve(height, slope, knots, lambda at: at, lambda value: 40 - value))
        + _accent(f"M{_point(came, 41)}V{_number(40 - height(came))}")
        + _dots((came, 40 - height(came)))
    )


def _penalty() -> str:
    """Draw a loss, its penalty around 0, and the sum, whose lowest place lies between the two."""
    across, down = (lambda w: 9 + 10 * w), (lambda value: _GROUND - 2.4 * value)
    loss, pull = (lambda w: (w - 3) ** 2), (lambda w: 2 * (w - 3))
    price, rise = (lambda w: w**2), (lambda w: 2 * w)
    return (
        _fine("M5 41H43M9 41V6")
        + _ink(_curve(loss, pull, [0, 3.4], across, down), _FAINT)
        + _ink(_curve(price, rise, [0, 3.4], across, down), f"{_FAINT} {_DASHED}")
        + _ink(_curve(lambda w: loss(w) + price(w), lambda w: pull(w) + rise(w), [0.2, 2.95], across, down))
        + _dots((across(1.5), down(4.5)))
    )


def _the_others() -> dict[str, str]:
    """Chapters that are about more than one curve of the catalogue."""
    fall, steps = (lambda t: 31 * math.exp(-t / 11)), (0, 6.5, 14, 22.5)
    going = _curve(fall, lambda t: -fall(t) / 11, [0, 8, 18, 34], lambda t: 9 + t, lambda value: 39 - value)
    board = '<circle cx="19" cy="28" r="14" ' + _FINE + '/><circle cx="19" cy="28" r="7"/>'
    return {
        "intro": board
        + _fine("M19 28 39 10")
        + '<path d="M19 28h.01" stroke-width="var(--lb-pen-small,5px)"/>'
        + _dots((39, 10)),
        "triplet": f'<circle cx="17" cy="31" r="12" {_FINE} {_DASHED}/>'
        + _ink("M17 31 24 37")
        + _fine("M17 31 40 10", _DASHED)
        + _dots((17, 31), (25, 38), colour="currentColor")
        + _dots((40, 10)),
        "contrastive": _fine("M8 7H42V41H8ZM19.3 7V41M30.6 7V41M8 18.3H42M8 29.6H42")
        + _dots((13.7, 12.7), (25, 24), colour="currentColor")
        + _dots((36.3, 35.3)),
        "next_token": _ground()
        + _fine("M6 9H14M18 9H30")
        + _ink("M8 41V35M18 41V31M38 41V37")
        + _accent("M28 41V18M34 9H42"),
        "likelihood": _bell(),
        "penalties": _penalty(),
        "preferences": _fine("M14 41H34M24 41V27")
        + _ink("M8 34.5 40 19.5")
        + _dots((10, 26.5), colour="currentColor")
        + _dots((38, 13)),
        "denoising": f'<circle cx="15" cy="33" r="8" {_FINE}/>'
        + _fine("M40 8C39 18 36 24 31 27C26 30 21 30 17 33", _DASHED)
        + _dots((40, 8), (36.5, 19.5), (28, 28.5), colour="currentColor")
        + _dots((15, 33)),
        "custom": _ground() + _ink("M5 26.8 24 41 39 7.2") + _dots((33, 20.8)),
        "loss_vs_accuracy": _ground() + _ink("M11 41V10H21V41") + _accent("M27 41V24H37V41Z", f'fill="{_ACCENT}"'),
        "training_loop": _fine("M6 6V41H43")
        + _fine(going)
        + _dots(*[(9 + step, 39 - fall(step)) for step in steps], colour="currentColor")
        + _dots((42, 39 - fall(33))),
        "choosing": _fine("M12 41H36")
        + _ink("M24 41V6M24 22H11L6 26.5 11 31H24")
        + _accent("M24 8H37L42 12.5 37 17H24"),
        "bug_clinic": _fine("M6 6V41H43")
        + _ink("M9 9C11 20 14 26 18 29.5M27 34.5C31 37 36 38 43 38.5")
        + _accent("M18 29.5 23 12 27 34.5"),
    }


EMBLEMS: dict[str, str] = {**_the_others(), **_predicting_numbers(), **_predicting_categories()}
"""The inside of each sign as SVG, by the name of the chapter."""
