"""What an address may say of a picture: which of its traits, and which values.

A link such as ``embed/mse.html#guess=300&mansion`` brings a picture into a state. It may come from anybody, so a picture
says here what it takes; `address.js` of the site reads and writes addresses by these rules, and leaves out what they do
not allow.

A trait with limits or with a choice of words says what fits. Where it does not, tags do:

- ``span=(150, 1050)``: from where to where numbers may be, those in lists as well,
- ``among=[...]``: the values there are, or the entries of a list,
- ``index_of="places"``: a place in the list that another trait holds,
- ``most=60``: a list grows while one plays, to so many entries; without it, a list keeps its length,
- ``address=False``: what readers cannot change.

A trait with neither limits nor tags is left alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isinf
from typing import Any

import traitlets

from lossbook.explorables.traits import Choice


def rules(traits: Mapping[str, traitlets.TraitType], state: Mapping[str, Any]) -> dict[str, Any]:
    """Return a rule for each trait that an address may set.

    Parameters
    ----------
    traits : dict
        The traits of a picture, by name.
    state : dict
        Their present values.

    Examples
    --------
    >>> from lossbook.explorables.traits import Number
    >>> traits = {"mansion": traitlets.Bool(), "guess": Number().tag(span=(150, 1050)), "price": Number()}
    >>> rules(traits, {"mansion": False, "guess": 222.0, "price": 10.0})
    {'mansion': {'among': [False, True]}, 'guess': {'span': [150, 1050]}}
    """
    found = {name: _rule(trait, state[name], trait.metadata, state) for name, trait in traits.items()}
    return {name: rule for name, rule in found.items() if rule is not None}


def _rule(trait: traitlets.TraitType, value: Any, tags: Mapping[str, Any], state: Mapping[str, Any]) -> Any:
    if not tags.get("address", True):
        return None
    if isinstance(trait, traitlets.List):
        return _list(trait, value, tags, state)
    if isinstance(trait, traitlets.Bool):
        return {"among": [False, True]}
    if among := tags.get("among") or (trait.values if isinstance(trait, Choice) else None):
        return {"among": list(among)}
    return _number(trait, tags, state)


def _list(trait: traitlets.List, value: list[Any], tags: Mapping[str, Any], state: Mapping[str, Any]) -> Any:
    entry = trait._trait  # traitlets has no public name for it, nor for the least length
    if "among" in tags:
        each = {"among": list(tags["among"])}
    else:
        each = _rule(entry, value[0] if value else None, {**tags, "most": None}, state)
    count = [trait._minlen, tags["most"]] if tags.get("most") else [len(value), len(value)]
    return each and {"each": each, "count": count, "mark": ";" if isinstance(entry, traitlets.List) else ","}


def _number(trait: traitlets.TraitType, tags: Mapping[str, Any], state: Mapping[str, Any]) -> Any:
    low, high = tags.get("span", (getattr(trait, "min", None), getattr(trait, "max", None)))
    if "index_of" in tags:
        low, high = 0, len(state[tags["index_of"]]) - 1
    if low is None or high is None or isinf(low) or isinf(high):
        return None
    return {"span": [low, high], **({"whole": True} if isinstance(trait, traitlets.Int) else {})}
