"""Every loss of the catalogue on one page: formulas, pictures, and what there is to know."""

from __future__ import annotations

from collections.abc import Iterable

from IPython.display import HTML, Markdown, display

from lossbook.course import figures
from lossbook.course.advice import MATTERS, advise
from lossbook.course.bugs import BUGS
from lossbook.course.display import Display, escape, minus, table
from lossbook.losses.catalogue import LOSSES, Loss

# What the names in the formulas of the catalogue mean. What a formula explains itself is not here.
LEGEND = (
    (r"\hat y", "is the prediction"),
    ("y", "is the answer"),
    ("p", "is a probability"),
    ("x", "or $s$ is a raw score"),
    ("z_k", "is the score of class $k$"),
    ("p_k", "is its probability"),
    ("c", "is the right class"),
    ("[k = c]", "is 1 for it, else 0"),
    (r"\sigma", "is the sigmoid"),
    ("m", "is the centre of a bell, $t$ the log of its spread"),
    (r"\alpha_1", "weighs a yes: alpha, or 1"),
    (r"\alpha_0", "weighs a no: 1 − alpha, or 1"),
    (r"\delta", r"and $\gamma$ are settings"),
    ("a", "is an anchor, $p$ its positive"),
    ("n", "is its negative"),
    ("d", "is the distance of two points"),
    ("s_w", "and $s_l$ are the scores of winner and loser"),
)


def legend() -> None:
    """Show what the names in the formulas mean.

    Examples
    --------
    >>> legend()
    <IPython.core.display.Markdown object>
    """
    display(Markdown("\n".join(f"- ${name}$ {meaning}" for name, meaning in LEGEND)))


def glance(losses: Iterable[Loss] = LOSSES.values()) -> None:
    """Show losses one after the other, with links to each at the top.

    Parameters
    ----------
    losses : iterable of Loss
        All of the catalogue, unless others are given.

    Examples
    --------
    >>> glance([LOSSES["huber"]])  # doctest: +ELLIPSIS
    <IPython.core.display.HTML object>
    ...
    """
    losses = list(losses)
    links = "".join(f'<li><a href="#loss-{loss.name}">{escape(loss.title)}</a></li>' for loss in losses)
    display(HTML(f'<nav class="lossbook" aria-label="All losses"><ul>{links}</ul></nav>'))
    for loss in losses:
        display(HTML(f'<div class="lossbook"><h2 id="loss-{loss.name}">{escape(loss.title)}</h2></div>'))
        display(
            Markdown(
                f"$$\n\\ell = {loss.formula}\n$$\n\nIts slope, for what is predicted:\n\n$$\n{loss.slope_formula}\n$$"
            )
        )
        picture = figures.loss_and_slope(loss)
        display(Display(picture.html + facts(loss), f"{loss.title}\n{picture.text}"))


def cheat_sheet(losses: Iterable[Loss] = LOSSES.values()) -> None:
    """Show the losses, what to try first, and the signs of common faults, short enough for one printed page.

    Parameters
    ----------
    losses : iterable of Loss
        All of the catalogue, unless others are given.

    Examples
    --------
    >>> cheat_sheet([LOSSES["huber"]])  # doctest: +ELLIPSIS
    <IPython.core.display.Markdown object>
    a number | Squared error | ...
    """

    def formula(latex: str) -> str:
        latex = latex.replace("|", r"\vert ")  # a bar would end the cell of the table
        # Words stand outside, so that a cell can break its lines there.
        parts = [part for part in latex.split(r", \quad ") if not part.startswith("F'")]  # too long for one sheet
        text = ", with ".join(f"${part}$" for part in parts)
        return text.replace(r", \text{ else }", "$, else $").replace(r" \text{ if } ", "$ if $")

    def pytorch(line: str) -> str:
        name = line.split("(")[0].removeprefix("torch.nn.").removeprefix("torchvision.ops.")
        more = ", of ln p" if name == "NLLLoss" else ", in torchvision" if "torchvision" in line else ""
        return "none" if line.startswith("none") else f"`{name}`{more}"

    head = "| Loss | One example | Slope | Best single answer | PyTorch |\n|:--|:--|:--|:--|:--|\n"
    lines = (
        f"| **{loss.title}** | {formula(loss.formula)} | {formula(loss.slope_formula)} | {loss.best_constant} | "
        f"{pytorch(loss.libraries['PyTorch'])} |"
        for loss in losses
    )
    display(Markdown(minus(head + "\n".join(lines))))
    first = [(output, rule.loss, rule.metric, rule.baseline) for output in MATTERS for rule in [advise(output)]]
    tables = [
        table("What comes out, and what to try first", ("What comes out", "Try first", "Tell people", "Beat"), first),
        table("Signs of faults", ("The loss …", "Think of"), [(bug.signature, bug.name) for bug in BUGS]),
    ]
    display(Display("".join(tables), "\n".join(" | ".join(row) for row in first)))


def facts(loss: Loss) -> str:
    """Return what there is to know about a loss, as an HTML table."""
    settings = ", ".join(
        f"{name} {'off' if value is None else f'{value:g}'}" for name, value in loss.parameters.items()
    )
    rows = [
        ("For", loss.task),
        ("You give", loss.prediction),
        ("It is compared with", loss.actual),
        ("Best single answer", loss.best_constant),
        ("Baseline", loss.baseline),
        ("Wild examples", loss.outliers),
        *([("Settings, and what they are at first", settings)] if settings else []),
        ("In lossbook", f"lossbook.{loss.name}"),
        ("Source", loss.source),
    ]
    body = table(f"{loss.title}: what to know", ("", "Answer"), [(name, minus(text)) for name, text in rows])
    return f'<div class="lb-facts">{body}</div>'


def frameworks(losses: Iterable[Loss] = LOSSES.values()) -> Display:
    """Show what each loss is called in PyTorch, Keras, scikit-learn and Optax, what it takes, and its traps.

    Examples
    --------
    >>> print(frameworks([LOSSES["squared_error"]]).text.splitlines()[0])
    Squared error (MSE): PyTorch: torch.nn.MSELoss(); Keras: keras.losses.MeanSquaredError(); \
scikit-learn: sklearn.metrics.mean_squared_error(actuals, predictions); \
Optax: optax.losses.squared_error(predictions, targets).mean()
    """
    parts, said = [], []
    for loss in losses:
        rows = [("You give", loss.prediction), ("It is compared with", minus(loss.actual)), *loss.libraries.items()]
        parts.append(f'<div class="lb-facts">{table(f"{loss.title} elsewhere", ("", "Name"), rows)}</div>')
        said.append(f"{loss.title}: {'; '.join(f'{library}: {name}' for library, name in loss.libraries.items())}")
    return Display("".join(parts), "\n".join(said))
