"""Losses to the last digits: against mpmath, in units of the last place, where other libraries lose them all.

Run as a program, this prints the worst distances as a table: `python -m tests.reference.test_exactness`.
"""

import mpmath
import numpy as np
import pytest

import lossbook
from lossbook import LOSSES
from lossbook.losses.kinds import Kind

mp = mpmath.mp
mp.dps = 400  # e to the power of -700 has to be seen beside 1
RANDOM = np.random.default_rng(0)
LOGITS = np.concatenate(
    [
        RANDOM.uniform(-700, 700, 60),
        RANDOM.normal(0, 3, 60),
        np.geomspace(1e-12, 40, 40),
        -np.geomspace(1e-12, 40, 40),
        [0.0],
    ]
)


def softplus(x):
    return mp.log1p(mp.exp(x))


def sigma(x):
    return 1 / (1 + mp.exp(-x))


def bce(x, y):
    return y * softplus(-x) + (1 - y) * softplus(x)


def bce_slope(x, y):
    return sigma(x) - y


def focal(x, y, gamma=2):
    m = (2 * y - 1) * x
    return sigma(-m) ** gamma * softplus(-m)


def focal_slope(x, y, gamma=2):
    m = (2 * y - 1) * x
    return -(2 * y - 1) * sigma(-m) ** gamma * (gamma * sigma(m) * softplus(-m) + sigma(-m))


def huber(e, delta=3):
    return e * e / 2 if abs(e) <= delta else delta * (abs(e) - mp.mpf(delta) / 2)


def ulps(got, exact):
    """Distance from the exact value in units of the last place of a float64; denormal results count as exact zero."""
    exact_float = float(exact)
    if abs(exact_float) < 1e-300:
        return 0.0 if abs(got - exact_float) < 1e-300 else np.inf
    return float(abs(mp.mpf(float(got)) - exact) / mp.mpf(float(np.spacing(abs(exact_float)))))


def worst(function, exact, first, second, **settings):
    got = function(first, second, **settings)
    # Not Python's max, which passes over a NaN that is not the first.
    return np.max(
        [ulps(g, exact(mp.mpf(float(a)), mp.mpf(float(b)))) for g, a, b in zip(got, first, second, strict=True)]
    )


def both_labels(x):
    return np.concatenate([x, x]), np.repeat([1.0, 0.0], len(x))


HARD = both_labels(LOGITS)
SOFT = LOGITS, RANDOM.uniform(0, 1, len(LOGITS))
ERRORS = np.concatenate([RANDOM.normal(0, 5, 200), RANDOM.uniform(-1e6, 1e6, 50), [3.0, -3.0, 0.0]])
SCORES = np.concatenate([RANDOM.normal(0, 2, 200), [1.0, -1.0]])

VOTES = LOGITS, np.zeros_like(LOGITS)

# What is measured: name, function, its exact value, input, and how far it may be off.
MEASURED = {
    "squared_error": (lossbook.squared_error, lambda e, _: e * e, (ERRORS, np.zeros_like(ERRORS)), 1),
    "squared_error slope": (lossbook.squared_error_gradient, lambda e, _: 2 * e, (ERRORS, np.zeros_like(ERRORS)), 1),
    "absolute_error": (lossbook.absolute_error, lambda e, _: abs(e), (ERRORS, np.zeros_like(ERRORS)), 1),
    "huber (delta 3)": (lambda p, a: lossbook.huber(p, a, delta=3.0), lambda e, _: huber(e), (ERRORS, np.zeros_like(ERRORS)), 1),
    "huber slope": (lambda p, a: lossbook.huber_gradient(p, a, delta=3.0), lambda e, _: max(-3, min(3, e)), (ERRORS, np.zeros_like(ERRORS)), 1),
    "hinge": (lossbook.hinge, lambda s, y: max(0, 1 - y * s), (np.tile(SCORES, 2), np.repeat([1.0, -1.0], len(SCORES))), 1),
    "BCE from logits": (lossbook.binary_cross_entropy_from_logits, bce, HARD, 4),
    "BCE from logits slope": (lossbook.binary_cross_entropy_from_logits_gradient, bce_slope, HARD, 4),
    "BCE from logits, soft": (lossbook.binary_cross_entropy_from_logits, bce, SOFT, 4),
    "focal from logits": (lossbook.focal_from_logits, focal, HARD, 4),
    "focal from logits slope": (lossbook.focal_from_logits_gradient, focal_slope, HARD, 4),
    "preference": (lossbook.preference, lambda winner, loser: softplus(loser - winner), VOTES, 4),
    "preference slope": (lambda *votes: lossbook.preference_gradient(*votes)[1], lambda winner, loser: sigma(loser - winner), VOTES, 4),
}  # fmt: skip


def of_the_parts(got, *parts):
    """How far a sum is from the exact one, as a share of the sizes of its parts: they may cancel."""
    return float(abs(mp.mpf(float(got)) - mp.fsum(parts)) / mp.fsum(map(abs, parts)))


BELLS = RANDOM.normal(0, 5, 200), 10 ** RANDOM.uniform(-6, 6, 200)


def test_bells_and_tents():
    half = mp.log(2 * mp.pi) / 2
    for error, size in zip(*BELLS, strict=True):
        e, s = mp.mpf(float(error)), mp.mpf(float(size))
        bell, tent = lossbook.gaussian_nll(error, 0, spread=size), lossbook.laplace_nll(error, 0, width=size)
        assert of_the_parts(bell, (e / s) ** 2 / 2, mp.log(s), half) < 5e-16
        assert of_the_parts(tent, abs(e) / s, mp.log(s), mp.log(2)) < 5e-16
        assert of_the_parts(lossbook.gaussian_nll_gradient(error, 0, spread=size), e / s**2) < 5e-16
        assert of_the_parts(lossbook.laplace_nll_gradient(error, 0, width=size), mp.sign(e) / s) < 5e-16


def test_bells_with_their_own_spread():
    half = mp.log(2 * mp.pi) / 2
    for error, t in zip(BELLS[0], RANDOM.uniform(-30, 30, 200), strict=True):
        e, width = mp.mpf(float(error)), mp.mpf(float(t))
        z = e * mp.exp(-width)
        loss, (centre, spread) = (
            function([[error, t]], [0.0])[0]
            for function in (lossbook.gaussian_nll_from_rows, lossbook.gaussian_nll_from_rows_gradient)
        )
        assert of_the_parts(loss, z * z / 2, width, half) < 2e-14  # e to the power of -t / 2 carries the rounding of t
        assert of_the_parts(centre, z * mp.exp(-width)) < 2e-14
        assert of_the_parts(spread, 1, -z * z) < 2e-14
    sharp = [[0.0, -800.0], [1.0, -800.0], [0.0, -3000.0]], [0.0, 0.0, 0.0]
    assert lossbook.gaussian_nll_from_rows(*sharp).tolist() == [-800 + float(half), np.inf, -3000 + float(half)]
    assert lossbook.gaussian_nll_from_rows_gradient(*sharp).tolist() == [[0, 1], [np.inf, -np.inf], [0, 1]]


def test_divergence_loses_nothing_where_two_bets_are_nearly_the_same():
    random = np.random.default_rng(4)
    for _ in range(1000):
        p = random.dirichlet(np.ones(4))
        q = p * (1 + 10 ** random.uniform(-14, 1) * random.uniform(-1, 1, 4)).clip(0.01)
        q /= q.sum()
        exact = mp.fsum(
            a * mp.log(a / b) - a + b
            for a, b in ((mp.mpf(float(x)), mp.mpf(float(y))) for x, y in zip(p, q, strict=True))
        )
        assert float(abs(mp.mpf(lossbook.kl_divergence(p, q)) - exact) / exact) < 2e-15
    near = [0.5, 0.5], [0.5 + 2.0**-40, 0.5 - 2.0**-40]
    assert lossbook.kl_divergence(*near) == pytest.approx(1.6543612251060553e-24, rel=1e-15)
    assert sum(a * np.log(a / b) for a, b in zip(*near, strict=True)) < 0  # what the plain sum makes of it
    assert lossbook.kl_divergence([1, 0], [0.4, 0.6]) == pytest.approx(-np.log(0.4), rel=1e-15)
    assert lossbook.kl_divergence([0.4, 0.6], [1, 0]) == lossbook.cross_entropy([0.4, 0.6], [1, 0]) == np.inf


def test_cross_entropy_is_its_floor_and_what_is_added():
    for p, q in RANDOM.dirichlet(np.ones(3), (50, 2)):
        assert lossbook.cross_entropy(p, q) == pytest.approx(lossbook.entropy(p) + lossbook.kl_divergence(p, q))
    assert lossbook.entropy([0.7, 0.3]) == pytest.approx(0.610864302054893463, rel=1e-15)
    assert lossbook.kl_divergence([0.7, 0.3], [0.9, 0.1]) == pytest.approx(0.153663586803798653, rel=1e-14)
    assert lossbook.entropy(np.full(6, 1 / 6)) == pytest.approx(np.log(6))


@pytest.mark.parametrize("name", MEASURED)
def test_last_digits(name):
    function, exact, inputs, allowed = MEASURED[name]
    assert worst(function, exact, *inputs) <= allowed


def exact_cross_entropy(row, right):
    row = [mp.mpf(float(z)) for z in row]
    return mp.log1p(mp.fsum(mp.exp(z - row[right]) for k, z in enumerate(row) if k != right))


SOFTMAX_ROWS = np.concatenate(
    [RANDOM.normal(0, scale, (40, 5)) for scale in (0.1, 1, 10, 200)]
    + [[[40.0, 0, 0, 0, 0], [700.0, -20, 0, 1, 2], [3.0, 3, 3, 3, 3]]]
)


def softmax_error(function):
    error = 0.0
    for right in range(5):
        got = function(SOFTMAX_ROWS, np.full(len(SOFTMAX_ROWS), right))
        for value, row in zip(got, SOFTMAX_ROWS, strict=True):
            exact = exact_cross_entropy(row, right)
            if exact > 1e-300:
                error = np.maximum(error, float(abs(mp.mpf(float(value)) - exact) / exact))
    return error


def test_softmax_cross_entropy_loses_nothing():
    assert softmax_error(lossbook.categorical_cross_entropy_from_logits) <= 1e-13
    assert lossbook.categorical_cross_entropy_from_logits([[40.0, 0.0]], [0])[0] == pytest.approx(
        np.exp(-40), rel=1e-13
    )


def test_softmax_cross_entropy_slope():
    for right in range(5):
        slopes = lossbook.categorical_cross_entropy_from_logits_gradient(
            SOFTMAX_ROWS, np.full(len(SOFTMAX_ROWS), right)
        )
        for slope, row in zip(slopes, SOFTMAX_ROWS, strict=True):
            powers = [mp.exp(mp.mpf(float(z))) for z in row]
            for k, got in enumerate(slope):
                others = mp.fsum(power for j, power in enumerate(powers) if j != right)
                exact = -others / mp.fsum(powers) if k == right else powers[k] / mp.fsum(powers)
                if abs(exact) > 1e-300:
                    assert float(abs(mp.mpf(float(got)) - exact) / abs(exact)) <= 1e-13


def triplet_ulps(function):
    """Worst distance in units of the last place of the largest of the three terms that are added up."""
    error = 0.0
    for scale in (1e-200, 1e-3, 1.0, 1e200):
        a, p, n = (scale * RANDOM.normal(0, 1, (30, 4)) for _ in range(3))
        got = function(a, p, n, margin=float(scale))
        for row in range(30):
            dp, dn = (
                mp.sqrt(
                    mp.fsum((mp.mpf(float(u)) - mp.mpf(float(v))) ** 2 for u, v in zip(a[row], other[row], strict=True))
                )
                for other in (p, n)
            )
            exact = max(mp.mpf(0), dp - dn + mp.mpf(float(scale)))
            size = float(max(dp, dn, mp.mpf(float(scale))))
            error = np.maximum(error, float(abs(mp.mpf(float(got[row])) - exact) / mp.mpf(float(np.spacing(size)))))
    return error


def test_triplet():
    assert triplet_ulps(lossbook.triplet) <= 4
    same = np.zeros((2, 3))
    assert lossbook.triplet(same, same, same, margin=0.2).tolist() == [0.2, 0.2]
    assert all(np.isfinite(part).all() for part in lossbook.triplet_gradient(same, same, same))


def test_infinite_scores():
    inf = np.inf
    np.testing.assert_array_equal(
        lossbook.binary_cross_entropy_from_logits([inf, -inf, inf, -inf], [1, 0, 0, 1]), [0, 0, inf, inf]
    )
    np.testing.assert_array_equal(lossbook.binary_cross_entropy_from_logits([inf, -inf], [0.3, 0.3]), [inf, inf])
    np.testing.assert_array_equal(lossbook.focal_from_logits([inf, -inf, inf, -inf], [1, 0, 0, 1]), [0, 0, inf, inf])
    np.testing.assert_array_equal(
        lossbook.binary_cross_entropy_from_logits_gradient([inf, -inf, inf, -inf], [1, 0, 0, 1]), [0, 0, 1, -1]
    )
    np.testing.assert_array_equal(lossbook.focal_from_logits_gradient([inf, -inf], [1, 0]), [0, 0])
    np.testing.assert_array_equal(
        lossbook.categorical_cross_entropy_from_logits([[inf, 0], [inf, 0], [-inf, 0]], [0, 1, 0]), [0, inf, inf]
    )
    np.testing.assert_array_equal(lossbook.hinge([inf, inf], [1, -1]), [0, inf])


def test_certainty_is_honest():
    assert lossbook.binary_cross_entropy([0, 1, 0, 1], [0, 1, 1, 0]).tolist() == [0, 0, np.inf, np.inf]
    assert lossbook.focal([0, 1, 0, 1], [0, 1, 1, 0]).tolist() == [0, 0, np.inf, np.inf]
    assert lossbook.categorical_cross_entropy([[0, 1], [0, 1]], [1, 0]).tolist() == [0, np.inf]
    # log1p: a tiny probability of "yes" for a "no" costs about itself
    assert lossbook.binary_cross_entropy([1e-20], [0])[0] == pytest.approx(1e-20, rel=1e-15)


def test_certain_slopes_are_honest():
    """Where the other side does not count its slope is 0, even where it would be infinite."""
    sure = [0, 1, 0, 1], [0, 1, 1, 0]
    assert lossbook.binary_cross_entropy_gradient(*sure).tolist() == [1, -1, -np.inf, np.inf]
    assert lossbook.focal_gradient(*sure, gamma=0).tolist() == [1, -1, -np.inf, np.inf]
    assert lossbook.focal_gradient(*sure, gamma=0.5).tolist() == [0, 0, -np.inf, np.inf]
    assert lossbook.focal_gradient(*sure, gamma=2).tolist() == [0, 0, -np.inf, np.inf]
    wrong = [np.inf, -np.inf], [0, 1]
    assert lossbook.focal_from_logits(*wrong, gamma=0).tolist() == [np.inf, np.inf]
    assert lossbook.focal_from_logits_gradient(*wrong, gamma=0).tolist() == [1, -1]


def test_alpha_is_the_weight_of_yes():
    x = np.linspace(-4, 4, 9)
    for y, weight in ((1.0, 0.25), (0.0, 0.75)):
        labels = np.full_like(x, y)
        for function, inputs in (
            (lossbook.focal, lossbook.sigmoid(x)),
            (lossbook.focal_gradient, lossbook.sigmoid(x)),
            (lossbook.focal_from_logits, x),
            (lossbook.focal_from_logits_gradient, x),
        ):
            np.testing.assert_allclose(
                function(inputs, labels, alpha=0.25), weight * function(inputs, labels), rtol=1e-14
            )


def test_probabilities_of_each_row_add_up_to_1():
    far_apart = lossbook.softmax([[1000.0, 1000.0], [-1000.0, -1000.0 + np.log(3)]])
    np.testing.assert_allclose(far_apart, [[0.5, 0.5], [0.25, 0.75]], rtol=1e-12)
    assert lossbook.softmax([[5.0], [-5.0]]).tolist() == [[1], [1]]
    assert lossbook.softmax([np.inf, 0, -np.inf]).tolist() == [1, 0, 0]


@pytest.mark.parametrize("gamma", [0.0, 0.5, 1.0, 2.0, 5.0])
@pytest.mark.parametrize("alpha", [None, 0.25])
def test_focal_slope_from_probabilities(gamma, alpha):
    p = np.linspace(0.01, 0.99, 25)
    for y in (0.0, 1.0, 0.4):
        labels, h = np.full_like(p, y), 1e-6
        rise = lossbook.focal(p + h, labels, gamma=gamma, alpha=alpha) - lossbook.focal(
            p - h, labels, gamma=gamma, alpha=alpha
        )
        np.testing.assert_allclose(
            lossbook.focal_gradient(p, labels, gamma=gamma, alpha=alpha), rise / (2 * h), rtol=1e-6, atol=1e-7
        )
        x = np.linspace(-6, 6, 25) + 0.01
        rise = lossbook.focal_from_logits(x + h, labels, gamma=gamma, alpha=alpha) - lossbook.focal_from_logits(
            x - h, labels, gamma=gamma, alpha=alpha
        )
        np.testing.assert_allclose(
            lossbook.focal_from_logits_gradient(x, labels, gamma=gamma, alpha=alpha),
            rise / (2 * h),
            rtol=1e-5,
            atol=1e-8,
        )


@pytest.mark.parametrize("name", [name for name, loss in LOSSES.items() if loss.kind not in (Kind.POINTS, Kind.PAIR)])
def test_slopes_are_those_of_the_curve(name):
    from tests.samples import draw

    loss, nudge = LOSSES[name], 1e-6
    inputs = draw(loss, 12, random=np.random.default_rng(3))
    slope = loss.gradient(*inputs)
    for index in np.ndindex(inputs[0].shape):
        step = np.zeros_like(inputs[0])
        step[index] = nudge
        rise = loss.value(inputs[0] + step, inputs[1]) - loss.value(inputs[0] - step, inputs[1])
        assert rise[index[0]] / (2 * nudge) == pytest.approx(slope[index], rel=1e-5, abs=1e-6)


def test_triplet_slope_is_that_of_the_curve():
    inputs = list(np.random.default_rng(5).normal(0, 1, (3, 8, 3)))
    slopes = lossbook.triplet_gradient(*inputs)
    for which, nudge in ((which, 1e-6) for which in range(3)):
        for index in np.ndindex(8, 3):
            step = np.zeros((8, 3))
            step[index] = nudge
            ahead, behind = ([*inputs[:which], inputs[which] + sign * step, *inputs[which + 1 :]] for sign in (1, -1))
            rise = lossbook.triplet(*ahead) - lossbook.triplet(*behind)
            assert rise[index[0]] / (2 * nudge) == pytest.approx(slopes[which][index], rel=1e-5, abs=1e-8)


def test_soft_labels_mix_the_hard_ones():
    x, y = np.random.default_rng(6).normal(0, 3, 40), np.full(40, 0.3)
    for name in ("binary_cross_entropy_from_logits", "focal_from_logits"):
        loss = LOSSES[name]
        for function in (loss.value, loss.gradient):
            mixed = 0.3 * function(x, np.ones(40)) + 0.7 * function(x, np.zeros(40))
            np.testing.assert_allclose(function(x, y), mixed, rtol=1e-12, atol=1e-15)


def test_both_ways_to_the_same_loss():
    x = np.random.default_rng(7).normal(0, 3, 50)
    y, rows, classes = (x > 0.5).astype(float), x.reshape(10, 5), np.arange(10) % 5
    np.testing.assert_allclose(
        lossbook.binary_cross_entropy(lossbook.sigmoid(x), y),
        lossbook.binary_cross_entropy_from_logits(x, y),
        rtol=1e-12,
    )
    np.testing.assert_allclose(lossbook.focal(lossbook.sigmoid(x), y), lossbook.focal_from_logits(x, y), rtol=1e-11)
    np.testing.assert_allclose(
        lossbook.categorical_cross_entropy(lossbook.softmax(rows), classes),
        lossbook.categorical_cross_entropy_from_logits(rows, classes),
        rtol=1e-12,
    )
    np.testing.assert_allclose(
        lossbook.focal_from_logits(x, y, gamma=0.0), lossbook.binary_cross_entropy_from_logits(x, y), rtol=1e-15
    )
    two = np.stack([np.zeros(50), x], axis=1)
    np.testing.assert_allclose(
        lossbook.categorical_cross_entropy_from_logits(two, y.astype(int)),
        lossbook.binary_cross_entropy_from_logits(x, y),
        rtol=1e-14,
    )


def peers():
    """What PyTorch and Optax give on the same input, by the name of what is measured; those that are installed."""
    found = {"PyTorch": {}, "Optax": {}}
    try:
        import torch
        from torch.nn import functional as f

        def by_torch(loss, slope=False):
            def call(x, y):
                x = torch.tensor(x, requires_grad=True)
                value = loss(x, torch.tensor(y))
                return torch.autograd.grad(value.sum(), x)[0].numpy() if slope else value.detach().numpy()

            return call

        def hub(x, y):
            return f.huber_loss(x, y, reduction="none", delta=3.0)

        def cross(x, y):
            return f.binary_cross_entropy_with_logits(x, y, reduction="none")

        found["PyTorch"] = {
            "squared_error": by_torch(lambda x, y: f.mse_loss(x, y, reduction="none")),
            "absolute_error": by_torch(lambda x, y: f.l1_loss(x, y, reduction="none")),
            "huber (delta 3)": by_torch(hub), "huber slope": by_torch(hub, slope=True),
            "BCE from logits": by_torch(cross), "BCE from logits slope": by_torch(cross, slope=True),
            "BCE from logits, soft": by_torch(cross),
            "softmax": lambda rows, classes: f.cross_entropy(torch.tensor(rows), torch.tensor(classes), reduction="none").numpy(),
        }  # fmt: skip
    except ImportError:
        pass
    try:
        import jax
        import optax

        jax.config.update("jax_enable_x64", True)

        def by_optax(loss, slope=False):
            return lambda x, y: np.asarray(jax.grad(lambda z: loss(z, y).sum())(x) if slope else loss(x, y))

        def focal_loss(x, y):
            return optax.losses.sigmoid_focal_loss(x, y, gamma=2.0)

        cross, hub = optax.losses.sigmoid_binary_cross_entropy, lambda x, y: optax.losses.huber_loss(x, y, delta=3.0)
        found["Optax"] = {
            "squared_error": by_optax(optax.losses.squared_error),
            "huber (delta 3)": by_optax(hub), "huber slope": by_optax(hub, slope=True),
            "hinge": by_optax(optax.losses.hinge_loss),
            "BCE from logits": by_optax(cross), "BCE from logits slope": by_optax(cross, slope=True),
            "BCE from logits, soft": by_optax(cross),
            "focal from logits": by_optax(focal_loss), "focal from logits slope": by_optax(focal_loss, slope=True),
            "softmax": lambda rows, classes: np.asarray(optax.losses.softmax_cross_entropy_with_integer_labels(rows, classes)),
        }  # fmt: skip
    except ImportError:
        pass
    return found


if __name__ == "__main__":
    others = peers()
    print(f"{'worst ulp':28}{'lossbook':>10}{'allowed':>9}" + "".join(f"{name:>12}" for name in others))
    for name, (function, exact, inputs, allowed) in MEASURED.items():
        theirs = (
            f"{worst(each[name], exact, *inputs):12.3g}" if name in each else f"{'–':>12}" for each in others.values()
        )
        print(f"{name:28}{worst(function, exact, *inputs):10.2f}{allowed:9}" + "".join(theirs))
    print(f"{'triplet (of largest term)':28}{triplet_ulps(lossbook.triplet):10.2f}{4:9}")
    theirs = ", ".join(f"{name} {softmax_error(each['softmax']):.1e}" for name, each in others.items() if each)
    ours = softmax_error(lossbook.categorical_cross_entropy_from_logits)
    print(f"softmax cross-entropy, worst relative error: {ours:.1e}" + (f"; {theirs}" if theirs else ""))
