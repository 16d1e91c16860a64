"""What an address may say of a picture: which of its traits, and which values.

A link such as ``embed/mse.html#guess=300&mansion`` brings a picture into a state. It may come from anybody, so a picture says
here what it takes; `address.js` of the site reads and writes the rest of the address by these rules, and leaves out what
does not fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import traitlets

from lossbook.explorables.traits import Choice, Whole

MOST = 200
"""How many entries a list may have that grows while one plays."""

Span = tuple[float, float] | tuple[str, ...]


def rules(
    traits: Mapping[str, traitlets.TraitType], state: Mapping[str, Any], spans: Mapping[str, Span]
) -> dict[str, Any]:
    """Return a rule for each trait that an address may set.

    Parameters
    ----------
    traits : dict
        The traits of a picture, by name.
    state : dict
        Their present values: a list that holds places keeps its length.
    spans : dict
        From where to where numbers may be, or which words there are, where the trait itself does not say. Traits
        with neither are left alone.

    Examples
    --------
    >>> from lossbook.explorables.traits import Number
    >>> traits = {"mansion": traitlets.Bool(), "guess": Number(), "margin": Number(min=0.0, max=2.0)}
    >>> rules(traits, {}, {"guess": (150, 1050)})
    {'mansion': True, 'guess': {'span': [150, 1050]}, 'margin': {'span': [0.0, 2.0]}}
    """
    found = {name: _rule(trait, state.get(name), spans.get(name)) for name, trait in traits.items()}
    return {name: rule for name, rule in found.items() if rule is not None}


def _rule(trait: traitlets.TraitType, value: Any, span: Span | None) -> Any:
    if isinstance(trait, traitlets.Bool):
        return True
    if isinstance(trait, Choice):
        return {"words": list(trait.values or ())}
    if isinstance(trait, traitlets.List):
        return _list(trait, value, span) if span else None
    if isinstance(trait, (traitlets.Float, traitlets.Int)) and span is None:
        low, high = trait.min, trait.max
        bounded = None not in (low, high) and np.isfinite([low, high]).all()
        return _each(trait, (low, high)) if bounded else None
    return _each(trait, span) if span else None


def _list(trait: traitlets.List, value: list[Any], span: Span) -> dict[str, Any]:
    each = trait._trait  # traitlets has no public name for what a list holds
    if isinstance(each, traitlets.List):
        return {**_each(each._trait, span), "count": [2, 2], "pairs": [len(value), len(value)]}
    grows = len(value) < 2 or isinstance(each, traitlets.Unicode)
    return {**_each(each, span), "count": [1, MOST] if grows else [len(value), len(value)]}


def _each(trait: traitlets.TraitType, span: Span) -> dict[str, Any]:
    if isinstance(span[0], str):
        return {"words": list(span)}
    return {"span": list(span), **({"whole": True} if isinstance(trait, Whole) else {})}
