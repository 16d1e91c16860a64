r"""The formulas of the course as functions: the LaTeX that readers see is parsed and evaluated, so none is only decoration.

    >>> Formula(r"\ln(1 + e^{x}) - y\,x").value(x=0.0, y=1.0)
    0.6931471805599453
    >>> Formula(r"\alpha\,F(x), \quad F(m) = m^2").value(alpha=2.0, x=3.0)
    18.0

Names: a Greek letter or a word in \text{} is called by its letters (`delta`, `margin`), \hat y is `y_hat`, p_t is `p_t`, and
\frac{\partial \ell}{\partial p} is `dell_dp`. A subscript of something that is given without one is its place: p_c is p[c], and s_{ij} is s[i, j].
"""

import math
import re
from itertools import pairwise
from types import SimpleNamespace

import numpy as np

TOKEN = re.compile(
    r"\\begin\{cases\}|\\end\{cases\}|\\(?:text|mathrm|operatorname)\{[^}]*\}|\\\\|\\[A-Za-z]+|\\[,;!]"
    r"|\d+(?:\.\d+)?|[A-Za-z]|[-+*/^_(){}\[\]|=<>,&']"
)
SPACE = re.compile(r"\\[,;!]|\\(?:[bB]igg?[lr]?|left|right)(?![A-Za-z])")
RELATIONS = {
    "=": lambda a, b: a == b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    r"\le": lambda a, b: a <= b,
    r"\ge": lambda a, b: a >= b,
    r"\ne": lambda a, b: a != b,
    r"\approx": lambda a, b: abs(a - b) < 1e-6,
    r"\leftarrow": lambda a, b: a == b,
}
KNOWN = {
    "ln": np.log,
    "max": max,
    "sign": np.sign,
    "clip": lambda value, low, high: min(max(value, low), high),
    "sigma": lambda x: 1 / (1 + math.exp(-x)),
    "e": math.e,
    "pi": math.pi,
}
WORDS = {"if", "else"}


class UnknownNameError(LookupError):
    """The formula has a name that is neither given nor known."""


def tokens(latex: str) -> list[str]:
    """Cut a formula into its signs, without the spaces."""
    latex, found, at = SPACE.sub(" ", latex), [], 0
    while at < len(latex):
        if latex[at].isspace():
            at += 1
            continue
        match = TOKEN.match(latex, at)
        if not match:
            raise SyntaxError(f"{latex[at : at + 10]!r} is not understood, in {latex}")
        token, at = match[0], match.end()
        word = re.fullmatch(r"\\(?:text|mathrm|operatorname)\{([^}]*)\}", token)
        found += re.findall(r",|\w+", word[1]) if word else [token]
    return found


class Formula:
    """A line of LaTeX: one expression or several with relations between them, and what its names stand for."""

    def __init__(self, latex: str) -> None:
        self.latex = latex
        parser = _Parser(tokens(latex))
        self.statements = parser.statements()
        parser.end()

    @property
    def sides(self) -> list:
        return self.statements[0].sides

    def values(self, **names):
        """What each side of the first relation is. A first side that only names the result, such as an ℓ, is left out."""
        scope = _Scope(names)
        for statement in self.statements[1:]:
            scope.define(statement)
        sides = self.sides
        if len(sides) > 1 and self.statements[0].head is not None and not scope.knows(self.statements[0].head):
            sides = sides[1:]
        return [side(scope) for side in sides]

    def value(self, **names):
        """The one value that all sides agree on."""
        values = self.values(**names)
        for value in values[1:]:
            np.testing.assert_allclose(value, values[0], rtol=1e-9, atol=1e-12, err_msg=self.latex)
        return values[-1]

    def holds(self, **names) -> bool:
        """Whether the relation between the sides is true."""
        values, relations = self.values(**names), self.statements[0].relations
        return all(RELATIONS[r](a, b) for r, (a, b) in zip(relations, pairwise(values), strict=True))


class _Scope:
    """What names mean. A definition of the formula itself is worked out when it is asked for."""

    def __init__(self, names, above=None) -> None:
        self.names, self.above = dict(names), above

    def inside(self, **names):
        return _Scope(names, self)

    def knows(self, head) -> bool:
        return head.name in self.names or (head.subscript is not None and head.base in self.names)

    def define(self, statement) -> None:
        head, side = statement.head, statement.sides[-1]
        if head is None:
            raise SyntaxError("What follows a comma and a wide space must say what a name stands for.")
        if head.parameters:
            self.names[head.name] = lambda *given: side(self.inside(**dict(zip(head.parameters, given, strict=True))))
        elif head.subscript and len(head.subscript) == 1:
            self.names[head.base] = lambda place: side(self.inside(**{head.subscript: place}))
        else:
            self.names[head.name] = _Later(lambda: side(self))

    def look_up(self, name):
        if name in self.names:
            found = self.names[name]
            return found.value() if isinstance(found, _Later) else found
        if self.above is not None:
            return self.above.look_up(name)
        if name in KNOWN:
            return KNOWN[name]
        raise UnknownNameError(name)


class _Later:
    def __init__(self, value) -> None:
        self.value = value


class _Parser:
    """Recursive descent; each method returns a function of a scope."""

    def __init__(self, found: list[str]) -> None:
        self.found, self.at, self.in_bars = found, 0, False

    # --- tokens

    def peek(self, ahead: int = 0) -> str:
        place = self.at + ahead
        return self.found[place] if place < len(self.found) else ""

    def take(self, *wanted: str) -> str:
        token = self.peek()
        if wanted and token not in wanted:
            raise SyntaxError(f"expected {' or '.join(wanted)}, got {token or 'the end'}, in {' '.join(self.found)}")
        self.at += 1
        return token

    def accept(self, *wanted: str) -> bool:
        if self.peek() in wanted and self.peek():
            self.at += 1
            return True
        return False

    def end(self) -> None:
        if self.peek():
            raise SyntaxError(f"{' '.join(self.found[self.at :])} is left over, in {' '.join(self.found)}")

    # --- statements

    def statements(self) -> list:
        """Statements with a wide space between them; the first is what is said, the others say what its names are."""
        found = [self.statement()]
        while self._wide_space():
            found.append(self.statement())
        return found

    def _wide_space(self) -> bool:
        start = self.at
        self.accept(",")
        wide = False
        while self.accept(r"\quad", r"\qquad"):
            wide = True
        if not wide:
            self.at = start
        return wide

    def statement(self):
        start = self.at
        head = self._head()
        self.at = start
        sides, relations = [self.conditional()], []
        while self.peek() in RELATIONS:
            relations.append(self.take())
            sides.append(self.conditional())
        return SimpleNamespace(head=head, sides=sides, relations=relations)

    def _head(self):
        """What stands before the first equals sign, if it only gives a name."""
        try:
            name, base, subscript = self._name()
            parameters = []
            if self.accept("("):
                parameters.append(self._name()[0])
                while self.accept(","):
                    parameters.append(self._name()[0])
                self.take(")")
        except SyntaxError:
            return None
        if self.peek() not in ("=", r"\approx", r"\leftarrow"):
            return None
        return SimpleNamespace(name=name, base=base, subscript=subscript, parameters=parameters)

    def _name(self) -> tuple[str, str, str | None]:
        """A name with its accent, primes and subscript: the whole, what carries the subscript, and the subscript."""
        if self.peek() == r"\frac" and self.peek(2) == r"\partial":
            return (self._derivative(),) * 2 + (None,)
        base = f"{self._letters()}_hat" if self.accept(r"\hat") else self._letters()
        while self.accept("'"):
            base += "'"
        if not self.accept("_"):
            return base, base, None
        braces = self.accept("{")
        subscript = self._letters()
        while braces and self.peek() != "}":  # a row and a column
            subscript += f",{self._letters()}"
        if braces:
            self.take("}")
        return f"{base}_{subscript}", base, subscript

    def _letters(self) -> str:
        token = self.take()
        if re.fullmatch(r"\\?[A-Za-z]+|\d", token) and token not in (r"\frac", r"\tfrac", r"\sum", r"\begin{cases}"):
            return token.removeprefix("\\")
        raise SyntaxError(f"expected a name, got {token or 'the end'}")

    def _derivative(self) -> str:
        parts = []
        self.take(r"\frac")
        for _ in range(2):
            self.take("{")
            self.take(r"\partial")
            parts.append("" if self.accept("}") else self._name()[0])
            if parts[-1]:
                self.take("}")
        return f"d{parts[0]}_d{parts[1]}"

    # --- expressions

    def conditional(self):
        value = self.sum()
        if not self.accept("if"):
            return value
        condition = self._condition()
        if self.peek() == "," and self.peek(1) == "else":
            self.take(",")
        self.take("else")
        otherwise = self.conditional()
        return lambda scope: value(scope) if condition(scope) else otherwise(scope)

    def _condition(self):
        left = self.sum()
        relation = RELATIONS[self.take(*RELATIONS)]
        right = self.sum()
        return lambda scope: relation(left(scope), right(scope))

    def sum(self):
        negative = self.accept("-")
        if not negative:
            self.accept("+")
        value = self.product()
        if negative:
            value = (lambda term: lambda scope: -term(scope))(value)
        while self.peek() in ("+", "-"):
            sign = 1 if self.take() == "+" else -1
            value = self._added(value, sign, self.product())
        return value

    @staticmethod
    def _added(one, sign, two):
        return lambda scope: one(scope) + sign * two(scope)

    def product(self):
        value = self.factor()
        while True:
            if self.accept("/"):
                value = (lambda a, b: lambda scope: a(scope) / b(scope))(value, self.factor())
            elif self.accept(r"\cdot") or self._starts_a_factor():
                value = (lambda a, b: lambda scope: a(scope) * b(scope))(value, self.factor())
            else:
                return value

    def _starts_a_factor(self) -> bool:
        token = self.peek()
        if token == "|":
            return not self.in_bars
        if token in WORDS or token in RELATIONS or token in (r"\quad", r"\qquad", r"\\", r"\end{cases}"):
            return False
        return bool(re.match(r"\\?[A-Za-z]|\d|[(\[{]", token))

    def factor(self):
        value = self._primary()
        if self.peek() == "^":
            exponent = self._exponent()
            return lambda scope: value(scope) ** exponent(scope)
        return value

    def _exponent(self):
        self.take("^")
        return self._argument()

    def _argument(self):
        """What a command takes: something in braces, or one sign."""
        if self.peek() == "{":
            return self._group("{", "}")
        token = self.peek()
        if token.isdigit() and len(token) > 1:
            self.found[self.at : self.at + 1] = list(token)
        return self._primary(alone=True)

    def _group(self, opening: str, closing: str):
        """A bracket: one value, or several with commas between them."""
        self.take(opening)
        outside, self.in_bars = self.in_bars, False
        parts, statements = [self.conditional()], []
        while True:
            if self._wide_space():
                statements.append(self.statement())
            elif self.accept(","):
                parts.append(self.conditional())
            else:
                break
        self.take(closing)
        self.in_bars = outside

        def values(scope):
            scope = scope.inside()
            for statement in statements:
                scope.define(statement)
            return tuple(part(scope) for part in parts)

        self.values = values
        return lambda scope: found[0] if len(found := values(scope)) == 1 else np.array(found)

    def _primary(self, *, alone: bool = False):
        token = self.peek()
        if re.fullmatch(r"\d+(\.\d+)?", token):
            self.take()
            return lambda _: float(token)
        if token in ("(", "{"):
            return self._group(token, {"(": ")", "{": "}"}[token])
        if token == "|":
            return self._size()
        if token == "[":
            self.take()
            condition = self._condition()
            self.take("]")
            return lambda scope: float(condition(scope))
        if token == r"\begin{cases}":
            return self._cases()
        if token == r"\sum":
            return self._total()
        if token in (r"\frac", r"\tfrac") and self.peek(2) != r"\partial":
            self.take()
            above, below = self._argument(), self._argument()
            return lambda scope: above(scope) / below(scope)
        if token == r"\ln":
            self.take()
            inside = self.factor()
            return lambda scope: float(np.log(inside(scope)))
        return self._named(alone)

    def _size(self):
        self.take("|")
        outside, self.in_bars = self.in_bars, True
        inside = self.sum()
        self.take("|")
        self.in_bars = outside
        return lambda scope: abs(inside(scope))

    def _cases(self):
        self.take(r"\begin{cases}")
        lines = []
        while not lines or self.accept(r"\\"):
            value = self.sum()
            self.take("&")
            self.take("if")
            lines.append((value, self._condition()))
        self.take(r"\end{cases}")

        def chosen(scope):
            (found,) = [value(scope) for value, condition in lines if condition(scope)]
            return found

        return chosen

    def _total(self):
        """A sum over the places from a first to a last, or over all classes."""
        self.take(r"\sum")
        self.take("_")
        braces = self.accept("{")
        index = self._letters()
        first = self.sum() if self.accept("=") else None
        if braces:
            self.take("}")
        last = self._exponent() if self.peek() == "^" else None
        term = self.product()

        def total(scope):
            places = range(int(first(scope)), int(last(scope)) + 1) if first else scope.look_up("classes")
            return sum(term(scope.inside(**{index: place})) for place in places)

        return total

    def _named(self, alone: bool):
        """A name. What follows in brackets is what a function is given and else a factor, unless the name stands alone."""
        name, base, subscript = self._name()

        def meaning(scope):
            try:
                return scope.look_up(name)
            except UnknownNameError:
                if subscript is None:
                    raise
            carrier = scope.look_up(base)
            place = tuple(int(part) if part.isdigit() else scope.look_up(part) for part in subscript.split(","))
            return carrier(*place) if callable(carrier) else carrier[place if len(place) > 1 else place[0]]

        if alone or self.peek() != "(":
            return meaning
        self._group("(", ")")
        given = self.values
        exponent = self._exponent() if self.peek() == "^" else lambda _: 1

        def applied(scope):
            found = meaning(scope)
            if callable(found):
                return found(*given(scope)) ** exponent(scope)
            (factor,) = given(scope)
            return found * factor ** exponent(scope)

        return applied
