"""lossbook against its peers, side by side in one run: ratios of CPU time, one thread.

Run `make bench`. Peers that are not installed are left out. A ratio above 1 means that the peer takes longer. For each
entry the best of several repeats counts, and all contenders take turns, so that a slow moment of the machine hits
all of them.
"""

from __future__ import annotations

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["JAX_ENABLE_X64"] = "1"
os.environ["JAX_PLATFORMS"] = "cpu"

import argparse
import time
import tracemalloc
from collections.abc import Callable

import numpy as np

import lossbook
from lossbook import LOSSES
from lossbook.learning import training

try:
    import torch

    torch.set_num_threads(1)
except ImportError:
    torch = None
try:
    import jax
    import optax
except ImportError:
    jax = None
try:
    from sklearn import _loss as sk
    from sklearn import metrics
except ImportError:
    sk = None

SIZES = (100, 10_000, 1_000_000, 10_000_000)
Call = Callable[[], object]


def take_turns(contenders: dict[str, Call], seconds: float = 0.5) -> dict[str, float]:
    """Return the best CPU time of each contender, in seconds a call."""
    loops, best = {}, {}
    for name, call in contenders.items():
        call()
        start = time.process_time_ns()
        call()
        once = max(time.process_time_ns() - start, 1000) / 1e9
        loops[name], best[name] = max(1, int(0.01 / once)), np.inf
    deadline = time.perf_counter() + seconds * len(contenders)
    rounds = 0
    while rounds < 5 or time.perf_counter() < deadline:
        for name, call in contenders.items():
            start = time.process_time_ns()
            for _ in range(loops[name]):
                call()
            best[name] = min(best[name], (time.process_time_ns() - start) / 1e9 / loops[name])
        rounds += 1
    return best


def with_torch(loss, predictions, answers, *, gradient: bool) -> Call:
    p, a = torch.from_numpy(predictions).requires_grad_(gradient), torch.from_numpy(answers)

    def call():
        value = loss(p, a)
        if gradient:
            p.grad = None
            value.backward()
        return value

    return call


def with_jax(loss, predictions, answers, *, gradient: bool) -> Call:
    p, a = jax.device_put(predictions), jax.device_put(answers)
    compiled = jax.jit(jax.value_and_grad(loss) if gradient else loss)
    return lambda: jax.block_until_ready(compiled(p, a))


def peers(name: str, p: np.ndarray, a: np.ndarray, *, gradient: bool) -> dict[str, Call]:
    """Return calls of the same loss in other libraries."""
    found: dict[str, Call] = {}
    if torch is not None:
        f = torch.nn.functional

        def torch_focal(x, y):
            pt = torch.exp(-f.binary_cross_entropy_with_logits(x, y, reduction="none"))
            return ((1 - pt) ** 2 * f.binary_cross_entropy_with_logits(x, y, reduction="none")).mean()

        torch_losses = {
            "squared_error": f.mse_loss,
            "absolute_error": f.l1_loss,
            "huber": f.huber_loss,
            "binary_cross_entropy_from_logits": f.binary_cross_entropy_with_logits,
            "categorical_cross_entropy_from_logits": f.cross_entropy,
            "hinge": lambda s, y: torch.clamp(1 - y * s, min=0).mean(),
            "focal_from_logits": torch_focal,
        }
        found["PyTorch"] = with_torch(torch_losses[name], p, a, gradient=gradient)
    if jax is not None:
        o = optax.losses
        optax_losses = {
            "squared_error": o.squared_error,
            "absolute_error": lambda p, a: jax.numpy.abs(p - a),
            "huber": o.huber_loss,
            "binary_cross_entropy_from_logits": o.sigmoid_binary_cross_entropy,
            "categorical_cross_entropy_from_logits": o.softmax_cross_entropy_with_integer_labels,
            "hinge": o.hinge_loss,
            "focal_from_logits": o.sigmoid_focal_loss,
        }
        found["Optax"] = with_jax(lambda p, a: optax_losses[name](p, a).mean(), p, a, gradient=gradient)
    if sk is not None:
        sk_losses = {
            "squared_error": sk.HalfSquaredError,
            "absolute_error": sk.AbsoluteError,
            "huber": lambda: sk.HuberLoss(quantile=0.9, delta=1.0),
            "binary_cross_entropy_from_logits": sk.HalfBinomialLoss,
            "categorical_cross_entropy_from_logits": lambda: sk.HalfMultinomialLoss(n_classes=p.shape[-1]),
        }
        if name in sk_losses:
            loss, y = sk_losses[name](), a.astype(p.dtype)
            if gradient:
                losses, slopes = np.empty(len(y), p.dtype), np.empty_like(p)

                def call():
                    loss.loss_gradient(y, p, loss_out=losses, gradient_out=slopes)
                    np.divide(slopes, len(y), out=slopes)
                    return losses.mean()

                found["scikit-learn"] = call
            else:
                found["scikit-learn"] = lambda: loss(y, p)
    return found


def limits(name: str, p: np.ndarray, a: np.ndarray, *, gradient: bool) -> dict[str, Call]:
    """Return what no implementation in NumPy can beat, and the plain formula."""
    if name == "categorical_cross_entropy_from_logits":
        return {}
    out = np.empty_like(p)
    plain = {
        "squared_error": lambda: np.mean((p - a) ** 2),
        "absolute_error": lambda: np.mean(np.abs(p - a)),
        "huber": lambda: np.mean(np.where(np.abs(p - a) <= 1, 0.5 * (p - a) ** 2, np.abs(p - a) - 0.5)),
        "hinge": lambda: np.mean(np.maximum(0, 1 - a * p)),
        "binary_cross_entropy_from_logits": lambda: np.mean(np.logaddexp(0, -(2 * a - 1) * p)),
        "focal_from_logits": lambda: np.mean(
            (1 / (1 + np.exp((2 * a - 1) * p))) ** 2 * np.logaddexp(0, -(2 * a - 1) * p)
        ),
    }
    limit = {"limit": lambda: np.subtract(p, a, out=out)} if gradient else {"limit": lambda: p @ a}
    return limit if gradient else {**limit, "NumPy": plain[name]}


def inputs(name: str, n: int, dtype: str) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(0)
    if name == "categorical_cross_entropy_from_logits":
        return random.normal(0, 2, (n // 10, 10)).astype(dtype), random.integers(0, 10, n // 10)
    p = random.normal(0, 2, n).astype(dtype)
    if name == "hinge":
        return p, random.choice([-1, 1], n).astype(dtype)
    if name.endswith("logits"):
        return p, random.integers(0, 2, n).astype(dtype)
    return p, random.normal(0, 2, n).astype(dtype)


def compare(sizes: tuple[int, ...], dtypes: tuple[str, ...], names: list[str]) -> None:
    for gradient in (False, True):
        print(
            f"\n{'value and gradient' if gradient else 'value'}: µs a call, and how many times longer the others take"
        )
        for name in names:
            for dtype in dtypes:
                for n in sizes:
                    p, a = inputs(name, n, dtype)
                    loss = LOSSES[name]
                    mine = (lambda: loss.cost_and_gradient(p, a)) if gradient else (lambda: loss.cost(p, a))
                    contenders = {
                        "lossbook": mine,
                        **peers(name, p, a, gradient=gradient),
                        **limits(name, p, a, gradient=gradient),
                    }
                    took = take_turns(contenders, 0.2 if n < 10**6 else 0.6)
                    ratios = "  ".join(
                        f"{peer} {took[peer] / took['lossbook']:6.2f}" for peer in took if peer != "lossbook"
                    )
                    print(f"{name[:22]:22} {dtype:8} {n:9,} {took['lossbook'] * 1e6:10.1f}   {ratios}", flush=True)


def public_metrics(sizes: tuple[int, ...]) -> None:
    if sk is None:
        return
    print("\nagainst scikit-learn's public metrics (value): how many times longer they take")
    for n in sizes:
        p, y = inputs("binary_cross_entropy_from_logits", n, "float64")
        probabilities = lossbook.sigmoid(p)
        rows, classes = inputs("categorical_cross_entropy_from_logits", n, "float64")
        shares = lossbook.softmax(rows)
        for name, calls in {
            "log_loss, yes or no": (
                lambda: lossbook.mean_binary_cross_entropy(probabilities, y),
                lambda: metrics.log_loss(y, probabilities),
            ),
            "log_loss, 10 classes": (
                lambda: lossbook.mean_categorical_cross_entropy(shares, classes),
                lambda: metrics.log_loss(classes, shares, labels=range(10)),
            ),
            "mean_squared_error": (lambda: lossbook.mean_squared_error(p, y), lambda: metrics.mean_squared_error(y, p)),
        }.items():
            took = take_turns(dict(zip(("lossbook", "scikit-learn"), calls, strict=True)), 0.2)
            print(f"{name:24} {n:9,} {took['scikit-learn'] / took['lossbook']:6.2f}", flush=True)


def epochs_per_second() -> None:
    print("\ntraining: epochs a second, full batch")
    random = np.random.default_rng(0)
    for title, loss, n, d in (
        ("linear regression", "squared_error", 200, 10),
        ("logistic regression", "binary_cross_entropy_from_logits", 1000, 20),
    ):
        x = random.normal(0, 1, (n, d))
        y = x @ random.normal(0, 1, d)
        y = y if loss == "squared_error" else (y > 0).astype(float)
        epochs = 500
        contenders = {
            "lossbook": lambda: training.train(
                training.Linear(d), LOSSES[loss], x, y, learning_rate=0.01, epochs=epochs
            )
        }
        if torch is not None:
            tx, ty = torch.from_numpy(x), torch.from_numpy(y)[:, None]

            def run_torch():
                model = torch.nn.Linear(d, 1).double()
                optimiser = torch.optim.SGD(model.parameters(), lr=0.01)
                score = torch.nn.MSELoss() if loss == "squared_error" else torch.nn.BCEWithLogitsLoss()
                for _ in range(epochs):
                    optimiser.zero_grad()
                    value = score(model(tx), ty)
                    value.backward()
                    optimiser.step()

            contenders["PyTorch"] = run_torch
        took = take_turns(contenders, 1.5)
        rates = {name: epochs / seconds for name, seconds in took.items()}
        ratio = f"  ratio {rates['lossbook'] / rates['PyTorch']:.1f}" if "PyTorch" in rates else ""
        print(f"{title:22} " + "  ".join(f"{name} {rate:,.0f}" for name, rate in rates.items()) + ratio, flush=True)


def memory() -> None:
    print("\npeak memory of a mean beyond the inputs, 10,000,000 examples")
    for name in ("squared_error", "absolute_error", "huber", "hinge", "binary_cross_entropy_from_logits"):
        p, a = inputs(name, 10_000_000, "float64")
        tracemalloc.start()
        LOSSES[name].cost(p, a)
        print(f"{name:34} {tracemalloc.get_traced_memory()[1] / 2**20:6.2f} MiB", flush=True)
        tracemalloc.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="float64 and the three smaller sizes only")
    parser.add_argument("--only", nargs="*", help="names of losses")
    chosen = parser.parse_args()
    every = [
        "squared_error",
        "absolute_error",
        "huber",
        "hinge",
        "binary_cross_entropy_from_logits",
        "categorical_cross_entropy_from_logits",
        "focal_from_logits",
    ]
    sizes = SIZES[:3] if chosen.quick else SIZES
    print(
        f"numpy {np.__version__}",
        *(f"{m.__name__} {m.__version__}" for m in (torch, jax, optax if jax else None) if m is not None),
    )
    compare(sizes, ("float64",) if chosen.quick else ("float64", "float32"), chosen.only or every)
    if not chosen.only:
        public_metrics(sizes)
        epochs_per_second()
        memory()
