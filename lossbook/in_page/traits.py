"""What explorables need of the package traitlets: attributes that are checked when they are set, and tell who listens.

It stands in traitlets' place on a page (`stand_ins`), which would have to carry 4,000 lines for this.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from numbers import Number
from typing import Any, ClassVar

_UNSET = object()
Handler = Callable[["Change"], object]


class TraitError(Exception):
    """A value that an attribute does not take."""


class Change(dict[str, Any]):
    """What a listener is told: ``name``, ``old``, ``new`` and ``owner``, as entries and as attributes."""

    __getattr__ = dict.__getitem__


class Trait:
    """An attribute whose values are checked.

    Parameters
    ----------
    default_value
        Its value at first.
    allow_none : bool
        Whether None is a value as well.
    """

    blank: ClassVar[Any] = None  # the value at first, unless another is given
    kind: ClassVar[str] = "a value"
    name = ""

    def __init__(self, default_value: Any = _UNSET, *, allow_none: bool = False, **settings: Any) -> None:
        self.default_value = self.blank if default_value is _UNSET else default_value
        self.allow_none, self.settings = allow_none, settings
        self.metadata: dict[str, Any] = {}

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, obj: HasTraits | None, owner: type | None = None) -> Any:
        if obj is None:
            return self
        if self.name not in obj.trait_values:
            obj.trait_values[self.name] = obj.at_first(self)
        return obj.trait_values[self.name]

    def __set__(self, obj: HasTraits, value: Any) -> None:
        obj.change(self, value)

    def tag(self, **metadata: Any) -> Trait:
        """Note something about the attribute, and return it."""
        self.metadata.update(metadata)
        return self

    def fitting(self, obj: HasTraits, value: Any) -> Any:
        """Return a value as it is kept; refuse one that does not fit."""
        return None if value is None and self.allow_none else self.validate(obj, value)

    def validate(self, obj: HasTraits, value: Any) -> Any:  # noqa: ARG002 (subclasses name the object)
        """Return a value as it is kept; refuse one that does not fit."""
        return value

    def error(self, obj: HasTraits, value: Any) -> None:
        """Refuse a value."""
        whose = f"The {self.name!r} trait of a {type(obj).__name__} instance" if self.name else "Each entry"
        raise TraitError(f"{whose} expected {self.kind}, not the {type(value).__name__} {value!r}.")


class _Bounded(Trait):
    """A number, perhaps with settings ``min`` and ``max``."""

    def within(self, obj: HasTraits, value: Any) -> Any:
        """Return a number, if it lies between the two."""
        for name, word, beyond in (("min", "less", -1), ("max", "greater", 1)):
            if (bound := self.settings.get(name)) is not None and beyond * (value - bound) > 0:
                raise TraitError(
                    f"The value of the {self.name!r} trait of a {type(obj).__name__} instance should not be {word} "
                    f"than {bound}, but a value of {value} was specified."
                )
        return value


class Int(_Bounded):
    """A whole number."""

    blank, kind = 0, "an int"

    def validate(self, obj: HasTraits, value: Any) -> Any:
        if isinstance(value, Number) and not isinstance(value, int):  # 3.0 is as good as 3
            with contextlib.suppress(TypeError, ValueError, OverflowError):
                value = int(value) if int(value) == value else value
        if not isinstance(value, int):
            self.error(obj, value)
        return self.within(obj, value)


class Float(_Bounded):
    """A number."""

    blank, kind = 0.0, "a float"

    def validate(self, obj: HasTraits, value: Any) -> Any:
        if isinstance(value, int):
            value = float(value)
        if not isinstance(value, float):
            self.error(obj, value)
        return self.within(obj, value)


class CFloat(Float):
    """What can be made a number."""

    def validate(self, obj: HasTraits, value: Any) -> Any:
        try:
            return self.within(obj, float(value))
        except (TypeError, ValueError, OverflowError):
            return self.error(obj, value)


class Bool(Trait):
    """True or False."""

    blank, kind = False, "a boolean"

    def validate(self, obj: HasTraits, value: Any) -> Any:
        if not (isinstance(value, int) and value in (0, 1)):
            self.error(obj, value)
        return bool(value)


class Unicode(Trait):
    """A text."""

    blank, kind = "", "a unicode string"

    def validate(self, obj: HasTraits, value: Any) -> Any:
        if not isinstance(value, str):
            self.error(obj, value)
        return value


class Enum(Trait):
    """One of several values."""

    def __init__(self, values: Iterable[Any], default_value: Any = _UNSET, **settings: Any) -> None:
        super().__init__(default_value, **settings)
        self.values = list(values)
        self.kind = f"any of {self.values}"

    def validate(self, obj: HasTraits, value: Any) -> Any:
        if value not in self.values:
            self.error(obj, value)
        return value


class List(Trait):
    """A list, perhaps of entries that are checked as well."""

    kind = "a list"

    def __init__(
        self,
        trait: Any = None,
        default_value: Any = _UNSET,
        *,
        minlen: int = 0,
        maxlen: float = float("inf"),
        **settings: Any,
    ) -> None:
        if trait is not None and not isinstance(trait, Trait):
            trait, default_value = None, trait
        super().__init__([] if default_value is _UNSET else default_value, **settings)
        self.entry, self.minlen, self.maxlen = trait, minlen, maxlen

    def __set__(self, obj: HasTraits, value: Any) -> None:
        super().__set__(obj, [value] if isinstance(value, str) else value)  # one text is a list of one, as in traitlets

    def validate(self, obj: HasTraits, value: Any) -> Any:
        if not isinstance(value, (list, tuple)):
            self.error(obj, value)
        if not self.minlen <= len(value) <= self.maxlen:
            raise TraitError(
                f"The {self.name!r} trait of a {type(obj).__name__} instance expected {self.minlen} to {self.maxlen} "
                f"entries, got {len(value)}."
            )
        return [self.entry.fitting(obj, item) for item in value] if self.entry else list(value)


class Dict(Trait):
    """A dictionary."""

    kind = "a dict"

    def __init__(self, default_value: Any = _UNSET, **settings: Any) -> None:
        super().__init__({} if default_value is _UNSET else default_value, **settings)

    def validate(self, obj: HasTraits, value: Any) -> Any:
        if not isinstance(value, dict):
            self.error(obj, value)
        return value


def default(name: str) -> Callable[[Any], Any]:
    """Mark a method that gives an attribute its first value."""

    def mark(method: Any) -> Any:
        method.gives_default = name
        return method

    return mark


def validate(*names: str) -> Callable[[Any], Any]:
    """Mark a method that checks values of attributes against the rest of the object, and returns what is kept."""

    def mark(method: Any) -> Any:
        method.validates = names
        return method

    return mark


@cache
def _found(cls: type[HasTraits]) -> tuple[dict[str, Trait], dict[str, str], dict[str, str]]:
    """Return the traits of a class, and which of its methods give first values and check values, by attribute."""
    traits: dict[str, Trait] = {}
    first: dict[str, str] = {}
    checks: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        for name, thing in vars(base).items():
            if isinstance(thing, Trait):
                traits[name] = thing
            if given := getattr(thing, "gives_default", ""):
                first[given] = name
            checks.update(dict.fromkeys(getattr(thing, "validates", ()), name))
    return traits, first, checks


class HasTraits:
    """An object whose attributes are checked, and whose changes can be listened to."""

    def __init__(self, **values: Any) -> None:
        self.trait_values: dict[str, Any] = {}
        self._handlers: list[tuple[Handler, Any]] = []
        self._held: dict[str, Any] | None = None  # while changes are held back: what was there before
        if unknown := values.keys() - self.class_trait_names():
            raise TypeError(
                f"{type(self).__name__} has no {', '.join(sorted(unknown))}. It has {', '.join(self.class_trait_names())}."
            )
        with self.hold_trait_notifications():
            for name, value in values.items():
                setattr(self, name, value)

    @classmethod
    def class_trait_names(cls, **metadata: Any) -> list[str]:
        """Return the names of the attributes, or of those that are tagged so."""
        return [name for name, trait in _found(cls)[0].items() if metadata.items() <= trait.metadata.items()]

    def trait_names(self, **metadata: Any) -> list[str]:
        """Return the names of the attributes, or of those that are tagged so."""
        return self.class_trait_names(**metadata)

    def has_trait(self, name: str) -> bool:
        """Return whether there is an attribute of this name."""
        return name in _found(type(self))[0]

    def at_first(self, trait: Trait) -> Any:
        """Return the first value of an attribute: a list or a dictionary of its own."""
        if method := _found(type(self))[1].get(trait.name):
            return trait.fitting(self, getattr(self, method)())
        value = trait.default_value
        return value.copy() if isinstance(value, (list, dict)) else value

    def change(self, trait: Trait, value: Any) -> None:
        """Set an attribute."""
        value, old = trait.fitting(self, value), getattr(self, trait.name)
        if self._held is not None:
            self._held.setdefault(trait.name, old)
            self.trait_values[trait.name] = value
            return
        self.trait_values[trait.name] = value = self._against_the_rest(trait, value)
        self._notify(trait.name, old, value)

    @contextlib.contextmanager
    def hold_trait_notifications(self) -> Iterator[None]:
        """Set several attributes at once: they are checked against each other at the end, and told of then."""
        if self._held is not None:
            yield
            return
        self._held = {}
        try:
            yield
            before, traits = self._held, _found(type(self))[0]
            for name in before:
                self.trait_values[name] = self._against_the_rest(traits[name], self.trait_values[name])
        except TraitError:
            self.trait_values.update(self._held)
            raise
        finally:
            self._held = None
        for name, old in before.items():
            self._notify(name, old, self.trait_values[name])

    def observe(self, handler: Handler, names: Any = None) -> None:
        """Have a function called after each change, of some attributes or of all."""
        self._handlers.append((handler, [names] if isinstance(names, str) else names))

    def unobserve(self, handler: Handler, names: Any = None) -> None:  # noqa: ARG002 (traitlets takes them)
        """Call a function no longer."""
        self._handlers = [(other, its) for other, its in self._handlers if other != handler]

    def _against_the_rest(self, trait: Trait, value: Any) -> Any:
        method = _found(type(self))[2].get(trait.name)
        return getattr(self, method)({"trait": trait, "value": value, "owner": self}) if method else value

    def _notify(self, name: str, old: Any, new: Any) -> None:
        if old == new:
            return
        for handler, names in list(self._handlers):
            if names is None or name in names:
                handler(Change(name=name, old=old, new=new, owner=self, type="change"))
