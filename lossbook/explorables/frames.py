"""A slider for authors who write no JavaScript: pictures drawn in Python, one for each value."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import traitlets

from lossbook.course import figures
from lossbook.course.display import minus
from lossbook.explorables.base import Explorable
from lossbook.explorables.traits import Whole

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Frames(Explorable):
    """A slider over pictures.

    Parameters
    ----------
    draw : callable
        ``draw(value)`` returns a matplotlib figure and its alternative text, which is also shown under the
        picture, so it should say what changed, with the numbers.
    values : sequence of float
        The slider's positions; about 10 to 20 keep the page small.
    label : str
        What the slider sets, for example ``"error (degrees)"``.
    title : str
        Heading of the explorable.
    start : int
        Position at the beginning.

    Examples
    --------
    >>> def draw(value):
    ...     with figures.canvas() as (figure, axes):
    ...         bars = axes.bar(["a"], [value])
    ...     return figure, f"A bar of height {value}."
    >>> slider = Frames(draw, [1, 2, 3], label="height", title="A bar")
    >>> slider.index, slider.value
    (0, 1)
    """

    module = "frames.js"
    table_head = ("Setting", "What the picture shows")

    label = traitlets.Unicode().tag(sync=True)
    captions = traitlets.List(traitlets.Unicode()).tag(sync=True)
    pictures = traitlets.List(traitlets.Unicode()).tag(sync=True)
    index = Whole(0).tag(sync=True, index_of="pictures")

    def __init__(
        self,
        draw: Callable[[Any], tuple[Figure, str]],
        values: Sequence[Any],
        *,
        label: str,
        title: str,
        start: int = 0,
    ) -> None:
        drawn = [draw(value) for value in values]
        self.values = list(values)
        self.texts = [text for _, text in drawn]
        self.title = title
        self.table_caption = f"The pictures in words: {title}"  # one page may hold several
        super().__init__(
            label=label,
            captions=[minus(f"{value:g}") for value in values],
            pictures=[figures.svg(figure, alt=text) for figure, text in drawn],
            index=start,
        )

    @traitlets.validate("index")
    def _within(self, proposal: dict[str, Any]) -> int:
        if not 0 <= proposal["value"] < len(self.pictures):
            raise traitlets.TraitError(f"index must be 0 to {len(self.pictures) - 1}, got {proposal['value']}.")
        return proposal["value"]

    @property
    def value(self) -> Any:
        """The value whose picture is shown."""
        return self.values[self.index]

    def name(self) -> str:
        return re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")

    def picture(self) -> str:
        return self.pictures[self.index]

    def rows(self) -> list[tuple[object, ...]]:
        return [(f"{self.label} {caption}", text) for caption, text in zip(self.captions, self.texts, strict=True)]

    def text(self) -> str:
        return f"Frames(title={self.title!r}, label={self.label!r}, value={self.value!r})"
