"""What makes a picture explorable: a live widget in Jupyter, the same picture on a page without a kernel."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any, ClassVar

import anywidget
import traitlets

from lossbook.course.display import STYLE, details, escape, printable, read_asset, table
from lossbook.explorables import addresses

_IMPORT = re.compile(r'^import \{[^}]*\} from "\./(\w+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


def joined(module: str, known: set[str]) -> str:
    """Return an ES module of this folder as one text, after the modules it imports that are not yet `known`.

    Browsers load no modules into a notebook, nor from a file, so nothing is left to import.
    """
    known.add(module)
    source = read_asset("lossbook.explorables", module)
    before = "".join(joined(name, known) for name in _IMPORT.findall(source) if name not in known)
    return before + _EXPORT.sub("", _IMPORT.sub("", source))


class Explorable(anywidget.AnyWidget):
    """Base class of the interactive pictures.

    A subclass names its ES module, declares its state as synced traits, and says in `picture` and `rows`
    what readers get where no script runs (print, no JavaScript, screen readers):

    - the module ends with ``export default { render, formulas };``. ``render({ model, el })`` is
      anywidget's contract; ``formulas`` are the plain functions that tests compare with Python.
    - in a notebook with a kernel the object is an ordinary widget: Python reads and sets its traits.
    - what readers change can be brought by an address: tags say which values where a trait has no limits (`addresses`).
    - everywhere else its ``text/html`` is shown: a picture, a table, and an inline script that replaces
      both. The script needs no network and no module loader, so it also runs from a file.

    Examples
    --------
    ::

        class Dial(Explorable):
            module = "dial.js"
            title = "A dial"
            value = traitlets.Float(0.0).tag(sync=True)
    """

    module: ClassVar[str]
    style: ClassVar[str] = ""  # a style sheet of its own, where the one of all does not do
    title: ClassVar[str] = ""
    table_caption: ClassVar[str] = ""
    table_head: ClassVar[tuple[str, ...]] = ()

    words = traitlets.Dict(help="What is said once, here, and shown by the browser as well.").tag(sync=True)

    @traitlets.default("words")
    def _default_words(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "caption": self.table_caption,
            "head": list(self.table_head),
            "summary": "The numbers as a table",
        }

    def __init_subclass__(cls, **kwargs: Any) -> None:
        if "module" in cls.__dict__:  # traitlets makes further subclasses of its own
            cls._esm = joined(cls.module, set())
            cls._css = read_asset("lossbook.course", "style.css") + cls.own_style()
        super().__init_subclass__(**kwargs)

    @classmethod
    def own_style(cls) -> str:
        """Return the rules that this picture needs beside those of all, "" if there are none."""
        return read_asset("lossbook.explorables", cls.style) if cls.style else ""

    def picture(self) -> str:
        """Return a static picture of the present state, as HTML."""
        raise NotImplementedError

    def rows(self) -> list[tuple[object, ...]]:
        """Return the table that says the same as the picture, row by row."""
        raise NotImplementedError

    def state(self) -> dict[str, Any]:
        """Return what the browser needs to draw the present state: the traits of the subclass."""
        own = set(self.trait_names(sync=True)) - set(Explorable.class_trait_names())
        return {name: getattr(self, name) for name in sorted(own) if not name.startswith("_")}

    def _json(self) -> str:
        return json.dumps({**self.state(), "words": self.words}).replace("<", "\\u003c")

    def element(self) -> str:
        """Return the name of the element that shows the present state: the same in every build, another in each state."""
        return "lb-" + hashlib.sha256(f"{type(self).__name__}{self._json()}".encode()).hexdigest()[:10]

    def name(self) -> str:
        """Return what its page of its own is called."""
        return self.module.removesuffix(".js")

    def address_rules(self) -> dict[str, Any]:
        """Return which traits an address may set, and to what."""
        state, traits = self.state(), self.traits()
        return addresses.rules({name: traits[name] for name in state}, state)

    def html(self) -> str:
        """Return the explorable as HTML that runs without a kernel and without a network."""
        state, name = self._json(), self.element()
        # A page may count and keep what readers predict.
        predicts = f' data-prediction="{type(self).__name__}"' if self.state().get("prediction", ...) is None else ""
        rules = json.dumps(self.address_rules(), separators=(",", ":"))
        address = f' data-name="{self.name()}" data-rules="{escape(rules)}"'
        functions, _, exports = str(self._esm).rpartition("export default")
        style = f"<style>{own}</style>" if (own := self.own_style()) else ""
        rows = table(self.words["caption"], self.words["head"], self.rows())
        return (
            f'{STYLE}{style}<div data-explorable="{name}"{address}{predicts}><div class="lossbook"><div class="lb-explorable">'
            f'<p class="lb-title">{escape(self.title)}</p>{self.picture()}'
            f"{details(self.words['summary'], rows)}</div></div></div>"
            f'<script type="module">{functions}const explorable ={exports}\nstart("{name}", explorable, {state});\n</script>'
        )

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data, metadata = super()._repr_mimebundle_(**kwargs)
        return {**data, "text/plain": self.text(), "text/html": self.html()}, metadata

    def text(self) -> str:
        """Return the present state in one line."""
        state = ", ".join(f"{name}={value!r}" for name, value in self.state().items())
        return f"{type(self).__name__}({state})"

    def __repr__(self) -> str:
        return printable(self.text())
