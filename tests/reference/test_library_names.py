"""Names of other libraries: the catalogue has them, and what else a page or the advice names exists by import."""

import importlib
import importlib.util
import inspect
import os
import re

import pytest

import lossbook.losses.classification
import lossbook.losses.custom
import lossbook.losses.likelihood
import lossbook.losses.metric_learning
import lossbook.losses.preferences
import lossbook.losses.regression
from lossbook import LOSSES
from lossbook.course.advice import RULES
from tests.conftest import ROOT, missing

DOTTED = re.compile(r"\b(?:torch|torchvision|keras|sklearn|optax|jax|jnp)(?:\.[A-Za-z_]\w*)+")
LINES = [line for loss in LOSSES.values() for line in loss.libraries.values()]
NAMES = set(DOTTED.findall(" ".join(LINES)))
CATALOGUE = {name.rpartition(".")[2]: name for name in NAMES}
# What is named beside the losses of the catalogue, and where it is.
OTHERS = {
    "accuracy_score": "sklearn.metrics.accuracy_score",
    "BayesianRidge": "sklearn.linear_model.BayesianRidge",
    "BayesianRidge.predict": "sklearn.linear_model.BayesianRidge.predict",
    "Dense": "keras.layers.Dense",
    "keras.optimizers.Adam": "keras.optimizers.Adam",
    "keras.regularizers.L2": "keras.regularizers.L2",
    "L2": "keras.regularizers.L2",
    "Lasso": "sklearn.linear_model.Lasso",
    "optax.add_decayed_weights": "optax.add_decayed_weights",
    "optax.chain": "optax.chain",
    "sklearn.linear_model.Ridge": "sklearn.linear_model.Ridge",
    "BinaryAccuracy": "keras.metrics.BinaryAccuracy",
    "CategoricalCrossentropy": "keras.losses.CategoricalCrossentropy",
    "CategoricalFocalCrossentropy": "keras.losses.CategoricalFocalCrossentropy",
    "EarlyStopping": "keras.callbacks.EarlyStopping",
    "fit": "sklearn.linear_model.LinearRegression.fit",
    "FixedThresholdClassifier": "sklearn.model_selection.FixedThresholdClassifier",
    "HalfSquaredError": "sklearn._loss.loss.HalfSquaredError",
    "HingeEmbeddingLoss": "torch.nn.HingeEmbeddingLoss",
    "jax.numpy": "jax.numpy",
    "jnp.where": "jax.numpy.where",
    "jax.scipy.stats.norm.logpdf": "jax.scipy.stats.norm.logpdf",
    "keras.losses.KLDivergence": "keras.losses.KLDivergence",
    "keras.ops.where": "keras.ops.where",
    "KLDivLoss": "torch.nn.KLDivLoss",
    "l2_loss": "optax.losses.l2_loss",
    "labels.float": "torch.Tensor.float",
    "LinearSVC": "sklearn.svm.LinearSVC",
    "logsigmoid": "torch.nn.functional.logsigmoid",
    "loss.backward": "torch.Tensor.backward",
    "MarginRankingLoss": "torch.nn.MarginRankingLoss",
    "mean_pinball_loss": "sklearn.metrics.mean_pinball_loss",
    "model.fit": "keras.Model.fit",
    "ndcg_score": "sklearn.metrics.ndcg_score",
    "NeighborhoodComponentsAnalysis": "sklearn.neighbors.NeighborhoodComponentsAnalysis",
    "OneVsRestClassifier": "sklearn.multiclass.OneVsRestClassifier",
    "log_prob": "torch.distributions.Normal.log_prob",
    "optax.losses": "optax.losses",
    "optax.losses.kl_divergence": "optax.losses.kl_divergence",
    "optax.losses.ntxent": "optax.losses.ntxent",
    "CCA": "sklearn.cross_decomposition.CCA",
    "normalize": "torch.nn.functional.normalize",
    "optimiser.step": "torch.optim.Optimizer.step",
    "optimiser.zero_grad": "torch.optim.Optimizer.zero_grad",
    "QuantileRegressor": "sklearn.linear_model.QuantileRegressor",
    "ranking_softmax_loss": "optax.losses.ranking_softmax_loss",
    "Recall": "keras.metrics.Recall",
    "sgd": "optax.sgd",
    "optax.smooth_labels": "optax.smooth_labels",
    "SGDRegressor": "sklearn.linear_model.SGDRegressor",
    "sigmoid": "jax.nn.sigmoid",
    "SmoothL1Loss": "torch.nn.SmoothL1Loss",
    "SoftMarginLoss": "torch.nn.SoftMarginLoss",
    "SVC": "sklearn.svm.SVC",
    "torch.clamp": "torch.clamp",
    "torch.distributions.Laplace": "torch.distributions.Laplace",
    "torch.distributions.Normal": "torch.distributions.Normal",
    "torch.nn.init.zeros_": "torch.nn.init.zeros_",
    "torch.nn.Linear": "torch.nn.Linear",
    "torch.optim.Adam": "torch.optim.Adam",
    "torch.optim.AdamW": "torch.optim.AdamW",
    "torch.optim.SGD": "torch.optim.SGD",
    "torch.sigmoid": "torch.sigmoid",
    "torch.tensor": "torch.tensor",
    "torch.where": "torch.where",
    "TunedThresholdClassifierCV": "sklearn.model_selection.TunedThresholdClassifierCV",
}
# Settings that are named without the function they belong to.
SETTINGS = {
    "weight_decay": "torch.optim.SGD",
    "full": "torch.nn.GaussianNLLLoss",
    "class_weight": "sklearn.linear_model.LogisticRegression",
    "loss": "sklearn.svm.LinearSVC",
    "metrics": "keras.Model.compile",
    "sample_weight": "sklearn.metrics.log_loss",  # and of Keras
    "reduction": "torch.nn.BCEWithLogitsLoss",  # and of torchvision, which is not among the peers
}
SHORT = {"mae", "mse", "scores"}  # short names of Keras, and a variable


def page_text(path):
    """What a page says, without its cells and its references."""
    text = re.sub(r"^(`{3,})\{code-cell.*?^\1", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"\{cite:\w\}`[^`]*`|https?://\S+", "", text)


def in_boxes(text):
    """Pieces of code in the lines that say what something is called in a library."""
    for line in re.findall(r"^- \*\*(?:PyTorch|Keras|scikit-learn|Optax)\*\*.*(?:\n  .*)*", text, re.MULTILINE):
        yield from re.findall(r"`([^`]+)`", line)


def named(text, pieces):
    """Every name of a library in a text: the dotted ones, and with what each piece of code begins."""
    yield from DOTTED.findall(text)
    for piece in pieces:
        yield re.match(r"\W*([A-Za-z_][\w.]*)", piece)[1]
        yield from re.findall(r"(?<![\w.])[A-Z]\w*(?=\()", piece)


PAGES = {path.stem: page_text(path) for path in sorted((ROOT / "book").glob("*.md"))}
SAID = {page: set(named(text, in_boxes(text))) for page, text in PAGES.items()}
ADVICE = [line for rule in RULES for line in rule.libraries.values()]
SAID["the advice"] = set(
    named(" ".join(ADVICE), [name for line in ADVICE for name in re.findall(r"(?<![\w.)])[A-Za-z][\w.]*(?=\()", line)])
)
MODULES = (lossbook.losses.classification, lossbook.losses.custom, lossbook.losses.likelihood, lossbook.losses.metric_learning, lossbook.losses.preferences, lossbook.losses.regression)  # fmt: skip
SAID["docstrings"] = {
    name
    for module in MODULES
    for thing in vars(module).values()
    if getattr(thing, "__module__", None) == module.__name__
    for piece in re.findall(r"``([A-Za-z_][\w.]*)(?:\([^`]*\))?``", inspect.getdoc(thing) or "")
    if DOTTED.match(piece) or re.search(r"[a-z][A-Z]", piece)
    for name in [piece]
}


def found_at(name):
    """Where a name is, by its whole or its last part; "" if nothing says so."""
    if name in SHORT or name in SETTINGS:
        return SETTINGS.get(name, "")
    if name in NAMES:
        return name
    last = name.rpartition(".")[2]
    where = OTHERS.get(name) or CATALOGUE.get(last) or OTHERS.get(last)
    if not where:
        pytest.fail(f"{name} is neither in the catalogue nor in OTHERS")
    if DOTTED.fullmatch(name) and not name.startswith("jnp."):
        assert where == name, f"{name} is called {where} elsewhere"
    return where


@pytest.mark.parametrize("place", SAID)
def test_every_name_is_in_the_catalogue_or_tested(place):
    for name in SAID[place]:
        found_at(name)


def test_names_are_found():
    assert sum(len(names) for names in SAID.values()) > 80
    assert {"torch.nn.BCEWithLogitsLoss", "BCELoss", "keras.losses.BinaryCrossentropy"} <= SAID["binary_cross_entropy"]
    assert {"MarginRankingLoss", "OneVsRestClassifier", "torch.where"} <= SAID["the advice"]
    assert "torch.nn.SmoothL1Loss" in SAID["docstrings"]


def test_docstrings_leave_the_names_of_a_loss_to_the_catalogue():
    beside = NAMES & SAID["docstrings"]
    assert not beside, f"{beside} are in the catalogue; Notes say what is not there"


def look_up(dotted):
    """Import as much of a dotted name as is a module, and take the rest from it."""
    os.environ.setdefault("KERAS_BACKEND", "jax")
    dotted = re.sub(r"^jnp\b", "jax.numpy", dotted)
    library, _, _ = dotted.partition(".")
    if importlib.util.find_spec(library) is None:
        if library == "torchvision":
            pytest.skip("torchvision is not among the peers")
        missing(library, "Install the peers with: make peers")
    parts = dotted.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:cut]))
        except ImportError:
            continue
        for part in parts[cut:]:
            found = getattr(found, part)
        return found
    raise ImportError(dotted)


@pytest.mark.parametrize(
    "dotted",
    [
        # scikit-learn is at hand; importing the others takes long
        pytest.param(name, marks=() if name.startswith("sklearn") else pytest.mark.whole)
        for name in sorted({*NAMES, *OTHERS.values(), *SETTINGS.values()})
    ],
)
def test_names_exist(dotted):
    assert look_up(dotted) is not None


def keywords():
    """Each setting that is written in a call, with the name of what is called."""
    pieces = [piece for text in PAGES.values() for piece in re.findall(r"`([^`\n]+)`", text)] + ADVICE + LINES
    for name, inside in re.findall(r"([A-Za-z_][\w.]*)\(([^()]*)\)", " ".join(pieces)):
        for setting in re.findall(r"(?:^|[\s,])(\w+)=", inside):
            last = name.rpartition(".")[2]
            if where := name if name in NAMES else OTHERS.get(name) or CATALOGUE.get(last) or OTHERS.get(last):
                yield where, setting


@pytest.mark.parametrize(("dotted", "setting"), sorted(set(keywords())))
def test_settings_exist(dotted, setting):
    assert setting in inspect.signature(look_up(dotted)).parameters


@pytest.mark.parametrize(("setting", "dotted"), SETTINGS.items())
def test_settings_named_alone_exist(setting, dotted):
    assert setting in inspect.signature(look_up(dotted)).parameters


def test_short_names_of_keras():
    losses = look_up("keras.losses")
    assert losses.get("mse") is losses.mean_squared_error
    assert losses.get("mae") is losses.mean_absolute_error
