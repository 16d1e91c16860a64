"""The formulas in JavaScript give the same numbers as lossbook."""

import base64

import numpy as np
import pytest

from lossbook import LOSSES, mean_squared_error
from lossbook.course.advice import MATTERS, QUESTIONS, advise
from lossbook.explorables import (
    BettingTable,
    DeltaDial,
    Dimmer,
    FourSoups,
    HundredCoins,
    LossChooser,
    LossLab,
    MoveTheStranger,
    OneKnobTrainer,
    OnePrice,
    PenaltyDial,
    PriceOfBeingLate,
    ScoreMixer,
    SpotTheBug,
    SquaresOnALine,
    StreetWidth,
    TableOfPairs,
    TugOfWar,
    TwoDials,
    TwoJudges,
    WalkBack,
    WeatherBettor,
)
from lossbook.learning import one_weight_loss, one_weight_slope, softmax_twice_floor
from lossbook.learning.fitting import best_constant, best_line, widest_street
from tests.samples import draw

RANDOM = np.random.default_rng(0)


@pytest.fixture(scope="module")
def call(browser):
    """Call a formula of an explorable's module in the browser."""
    page = browser.new_page()

    def called(explorable, name, *arguments):
        module = "data:text/javascript;base64," + base64.b64encode(str(explorable._esm).encode()).decode()
        return page.evaluate(
            "async ([module, name, inputs]) => { const { default: d } = await import(module); return inputs.map(i => d.formulas[name](...i)); }",
            [module, name, *arguments],
        )

    yield called
    page.close()


@pytest.mark.parametrize("street", [SquaresOnALine(), OnePrice()], ids=["chapter", "front page"])
def test_mean_squared_error(call, street):
    inputs = [(RANDOM.normal(200, 50, size).tolist(), float(RANDOM.normal(200, 50))) for size in range(1, 30)]
    python = [mean_squared_error(np.full(len(values), guess), values) for values, guess in inputs]
    np.testing.assert_allclose(call(street, "meanSquaredError", inputs), python, rtol=1e-13)


def test_dart(call):
    inputs = [(*RANDOM.uniform(-5, 5, 2).tolist(), RANDOM.uniform(-5, 5, 2).tolist()) for _ in range(30)] + [
        (1, 2, [1, 2])
    ]
    darts = [TwoDials(x=x, y=y, target=tuple(target)) for x, y, target in inputs]
    np.testing.assert_allclose(call(darts[0], "distance", inputs), [dart.distance for dart in darts], rtol=1e-14)
    np.testing.assert_allclose(
        call(darts[0], "downhill", inputs), [dart.downhill for dart in darts], rtol=0, atol=1e-11
    )


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("changed", [False, True])
def test_every_loss_and_slope(call, name, changed):
    loss = LOSSES[name]
    if changed:
        other = {"delta": 2.5, "gamma": 0.7, "alpha": 0.25, "margin": 0.3, "spread": 0.4, "width": 3.0}
        loss = loss.with_parameters(**{key: other[key] for key in loss.parameters})
    inputs = draw(loss, 40, random=np.random.default_rng(1))
    settings = dict(loss.parameters)
    examples = [(name, settings, *(part[i].tolist() for part in inputs)) for i in range(40)]
    np.testing.assert_allclose(call(LossLab(), "lossValue", examples), loss.value(*inputs), rtol=1e-11, atol=1e-13)
    slopes = loss.gradient(*inputs)
    python = np.stack(slopes, axis=1) if isinstance(slopes, tuple) else slopes
    np.testing.assert_allclose(call(LossLab(), "lossSlope", examples), python, rtol=1e-9, atol=1e-12)


def test_four_soups(call):
    every = list(FourSoups().presets.values())
    random = np.random.default_rng(15)
    for _ in range(5):
        pairs = [random.choice(4, 2, replace=False).tolist() for _ in range(random.integers(1, 30))]
        every.append([[*pair, float(random.choice([0, 0.5, 1]))] for pair in pairs])
    soups = [FourSoups(votes=votes, scores=random.normal(0, 2, 4).tolist()) for votes in every]
    inputs = [(each.votes, each.scores) for each in soups]
    np.testing.assert_allclose(call(soups[0], "push", inputs), [each.pushes for each in soups], atol=1e-12)
    np.testing.assert_allclose(call(soups[0], "cost", inputs), [each.cost for each in soups], rtol=1e-12)
    found = call(soups[0], "step", [(*given, 100) for given in inputs])
    np.testing.assert_allclose(found, [each.after(100) for each in soups], rtol=1e-9, atol=1e-12)


def test_walk_back(call):
    walks = [WalkBack(steps=steps, drawn=drawn) for steps in (1, 2, 10, 20) for drawn in (0, 3)]
    inputs = [(each.starts[each.drawn], each.steps, each.birds) for each in walks]
    for found, each in zip(call(walks[0], "walk", inputs), walks, strict=True):
        np.testing.assert_allclose(found, each.path, rtol=1e-9, atol=1e-9)
        nearest = call(walks[0], "toBirds", [(points, each.birds) for points in found])
        np.testing.assert_allclose(nearest, [each.to_birds(at) for at in range(each.steps + 1)], rtol=1e-6, atol=1e-9)
    sizes = call(walks[0], "sizesOf", [(each.steps,) for each in walks])
    for found, each in zip(sizes, walks, strict=True):
        np.testing.assert_allclose(found, each.sizes, rtol=1e-12)
    spreads = call(walks[0], "spread", [(each.guesses(0).tolist(),) for each in walks])
    np.testing.assert_allclose(spreads, [each.spread(0) for each in walks], rtol=1e-9)


def test_best_constants_and_lines(call):
    for name, settings in (("squared_error", {}), ("absolute_error", {}), ("huber", {"delta": 1.5})):
        loss = LOSSES[name].with_parameters(**settings)
        data = [RANDOM.normal(0, 5, (2, size)).round(3) for size in range(3, 12)]
        constants = call(LossLab(), "bestConstant", [(name, settings, y.tolist(), [y.min(), y.max()]) for _, y in data])
        np.testing.assert_allclose(constants, [best_constant(loss, y) for _, y in data], atol=1e-9)
        lines = call(LossLab(), "bestLine", [(name, settings, np.transpose(points).tolist()) for points in data])
        np.testing.assert_allclose(lines, [best_line(loss, *points) for points in data], rtol=1e-6, atol=1e-6)


def test_betting_table(call):
    tables = [
        BettingTable(kind=kind, centre=centre, came=came, spread=spread, share=share, outcome=outcome)
        for kind in ("bell", "tent", "coin", "die")
        for centre, came, spread, share, outcome in (
            (28, 30, 2, 0.5, 0),
            (20, 33.5, 0.05, 0.9, 1),
            (25, 25, 10, 0.01, 5),
        )
    ]
    inputs = [(t.kind, t.centre, t.came, t.spread, t.share, t.outcome) for t in tables]
    np.testing.assert_allclose(call(tables[0], "betCost", inputs), [t.cost for t in tables], rtol=1e-12)
    np.testing.assert_allclose(call(tables[0], "betHeight", inputs), [t.height for t in tables], rtol=1e-9, atol=1e-300)
    np.testing.assert_allclose(call(tables[0], "betSlope", inputs), [t.slope for t in tables], rtol=1e-12, atol=1e-12)
    fixed = call(tables[0], "fixedPart", [(t.kind, t.spread) for t in tables])
    np.testing.assert_allclose(fixed, [t.fixed for t in tables], rtol=1e-12)


def test_penalty_dial(call):
    dials = [PenaltyDial(kind=kind, dial=dial) for kind in ("L2", "L1") for dial in (0, 0.001, 0.1, 1, 100)]
    inputs = [(each.kind, each.dial, each.weights.tolist()) for each in dials]
    np.testing.assert_allclose(call(dials[0], "penaltyOf", inputs), [d.penalty for d in dials], rtol=1e-12)
    totals = call(dials[0], "totalOf", [(*given, d.training) for given, d in zip(inputs, dials, strict=True)])
    np.testing.assert_allclose(totals, [d.training + d.penalty for d in dials], rtol=1e-12)
    stops = call(dials[0], "lowestStop", [(d.paths[d.kind]["others"],) for d in dials])
    assert [d.stops[stop] for d, stop in zip(dials, stops, strict=True)] == [d.lowest for d in dials]


def test_tug_of_war(call):
    for absolute in (False, True):
        ropes = [
            TugOfWar(mansion=mansion, guess=guess, absolute=absolute)
            for mansion in (240, 1000, 9000)
            for guess in (205, 220, 700)
        ]
        inputs = [(rope.homes.tolist(), rope.guess, absolute) for rope in ropes]
        np.testing.assert_allclose(call(ropes[0], "pulls", inputs), [rope.pulls for rope in ropes], atol=1e-9)
        np.testing.assert_allclose(call(ropes[0], "averageLoss", inputs), [rope.cost for rope in ropes], rtol=1e-12)
        resting = call(ropes[0], "restingPlace", [(homes, absolute) for homes, _, _ in inputs])
        np.testing.assert_allclose(resting, [rope.best for rope in ropes], atol=1e-6)


def test_delta_dial(call):
    dials = [DeltaDial(delta=delta, last=last) for delta in (0.5, 1, 5, 20, 100, 500) for last in (212, 30)]
    inputs = [(np.transpose(dial.points).tolist(), dial.delta) for dial in dials]
    np.testing.assert_allclose(call(dials[0], "line", inputs), [dial.line for dial in dials], rtol=1e-6, atol=1e-6)
    ends = [
        [best_line(LOSSES["absolute_error"], *dial.points, gentlest=gentlest) for gentlest in (False, True)]
        for dial in dials
    ]
    tied = call(dials[0], "tiedLines", [(np.transpose(dial.points).tolist(),) for dial in dials])
    np.testing.assert_allclose(tied, ends, rtol=1e-6, atol=1e-6)


def test_weather_bettor(call):
    bettors = [WeatherBettor(forecast=p, dealt=dealt) for p in (0.01, 0.3, 0.7, 0.99) for dealt in (20, 200)]
    inputs = [(bettor.seen.tolist(), bettor.forecast) for bettor in bettors]
    np.testing.assert_allclose(call(bettors[0], "averageSurprise", inputs), [b.cost for b in bettors], rtol=1e-12)


def test_score_mixer(call):
    for again in (False, True):
        mixers = [ScoreMixer(scores=RANDOM.normal(0, 3, 3).tolist(), truth=k % 3, again=again) for k in range(12)]
        inputs = [(mixer.scores, mixer.truth, again) for mixer in mixers]
        np.testing.assert_allclose(call(mixers[0], "mixerLoss", inputs), [m.loss for m in mixers], rtol=1e-11)
        np.testing.assert_allclose(call(mixers[0], "mixerSlopes", inputs), [m.slopes for m in mixers], atol=1e-12)
        shares = call(mixers[0], "pass", [(mixer.scores, again) for mixer in mixers])
        np.testing.assert_allclose(shares, [m.probabilities for m in mixers], rtol=1e-12)
    floors = call(mixers[0], "mixerFloor", [(3,), (10,)])
    np.testing.assert_allclose(floors, [softmax_twice_floor(3), softmax_twice_floor(10)], rtol=1e-12)


def test_hundred_coins(call):
    tables = [HundredCoins(letter=letter, coins=coins) for letter in "a z" for coins in (0, 1, 40, 99, 100)]
    shares = call(tables[0], "betShares", [(table.letter, table.coins) for table in tables])
    np.testing.assert_allclose(shares, [table.shares for table in tables], rtol=1e-13)
    prices = call(tables[0], "meanPrice", [([float(table.shares[12])],) for table in tables if table.coins < 100])
    np.testing.assert_allclose(prices, [table.price for table in tables if table.coins < 100], rtol=1e-13)
    assert call(tables[0], "meanPrice", [([0.5, 0.125],)])[0] == pytest.approx(2 * np.log(2))


def test_table_of_pairs(call):
    tables = [
        TableOfPairs(table=RANDOM.uniform(-1, 1, (4, 4)).round(2).tolist(), temperature=t, asks=asks, leave_out=leave)
        for t in (0.05, 0.2, 1)
        for asks in ("left", "right", "both")
        for leave in (False, True)
    ]
    inputs = [(each.table, each.temperature, each.asks, each.kinds, each.leave_out) for each in tables]
    np.testing.assert_allclose(call(tables[0], "tableLoss", inputs), [each.loss for each in tables], rtol=1e-11)
    np.testing.assert_allclose(call(tables[0], "tablePushes", inputs), [each.pushes for each in tables], atol=1e-11)


def test_street_width(call):
    streets = [
        StreetWidth(middle=RANDOM.uniform(3, 7, 2).tolist(), edge=RANDOM.uniform(3, 7, 2).tolist()) for _ in range(10)
    ]
    inputs = [(street.points, street.signs, street.middle, street.edge) for street in streets]
    np.testing.assert_allclose(call(streets[0], "hingeCosts", inputs), [s.losses for s in streets], atol=1e-9)
    crowds = [(RANDOM.uniform(0, 10, (8, 2)).round(1).tolist(), streets[0].signs, 10) for _ in range(12)]
    found = [[*weights, bias] for weights, bias in call(streets[0], "widestStreet", crowds)]
    python = [widest_street(points, signs, price=price) for points, signs, price in crowds]
    np.testing.assert_allclose(found, [[*weights, bias] for weights, bias in python], atol=1e-6)
    # The handles lie where the score is 0 and 1.
    (weights, bias), handles = python[0], call(streets[0], "handlesOf", [([python[0][0].tolist(), python[0][1]],)])[0]
    np.testing.assert_allclose(np.array(handles) @ weights + bias, [0, 1], atol=1e-9)


def test_loss_lab(call):
    for kind, names in LossLab().kinds.items():
        for name in names:
            labs = [
                LossLab(kind=kind, chosen=[name], prediction=at, label=label) for at in (0.12, 0.77) for label in (0, 1)
            ]
            settings = {"delta": 1.0, "gamma": 2.0, "alpha": None, "margin": 1.0}
            inputs = [(kind, name, settings, lab.prediction, lab.label) for lab in labs]
            np.testing.assert_allclose(
                call(labs[0], "heightAt", inputs), [lab.values[name] for lab in labs], rtol=1e-11
            )
            np.testing.assert_allclose(call(labs[0], "slopeAt", inputs), [lab.slopes[name] for lab in labs], rtol=1e-9)
    lab = LossLab(kind="score", chosen=LossLab().kinds["score"])
    best = call(lab, "lowestConstant", [("score", name, settings, lab.labels) for name in lab.best])
    np.testing.assert_allclose(best, list(lab.best.values()), atol=1e-9)


def test_the_ball_goes_downhill(call):
    lab, answers = LossLab(), [2.0, 3.5, 4.0, 5.0, 6.5, 7.0]
    path = call(lab, "descend", [("number", "squared_error", {}, answers, 12.0, 0.1, 50)])[0]
    assert path[1] == pytest.approx(12 - 0.1 * 2 * (12 - np.mean(answers)))
    assert path[-1] == pytest.approx(np.mean(answers), abs=1e-3)
    wild = call(lab, "descend", [("number", "squared_error", {}, answers, 12.0, 1.1, 50)])[0]
    assert abs(wild[-1]) > 1000


def test_dimmer(call):
    dimmers = [
        Dimmer(easy=easy, hard=hard, gamma=gamma, alpha=alpha)
        for easy, hard in ((0.95, 0.2), (0.6, 0.02))
        for gamma in (0, 2)
        for alpha in (None, 0.25)
    ]
    inputs = [(dimmer.easy, dimmer.hard, dimmer.gamma, dimmer.alpha) for dimmer in dimmers]
    np.testing.assert_allclose(call(dimmers[0], "costs", inputs), [dimmer.costs[1] for dimmer in dimmers], rtol=1e-10)
    shares = call(
        dimmers[0], "hardShare", [(dimmer.crowd, *rest) for dimmer, rest in zip(dimmers, inputs, strict=True)]
    )
    np.testing.assert_allclose(shares, [dimmer.hard_shares[1] for dimmer in dimmers], rtol=1e-10)


def test_move_the_stranger(call):
    floors = [
        MoveTheStranger(points=RANDOM.uniform(0, 10, (3, 2)).tolist(), margin=margin)
        for margin in (0, 0.5, 3)
        for _ in range(5)
    ]
    floors.append(MoveTheStranger(points=[[5, 5]] * 3))
    inputs = [(floor.points, floor.margin) for floor in floors]
    np.testing.assert_allclose(call(floors[0], "tripletLoss", inputs), [floor.loss for floor in floors], rtol=1e-12)
    np.testing.assert_allclose(call(floors[0], "pushes", inputs), [floor.pushes for floor in floors], atol=1e-12)
    kinds = call(floors[0], "tripletKind", [(*floor.distances, floor.margin) for floor in floors])
    assert kinds == [floor.kind for floor in floors]
    stepped = call(floors[0], "takeStep", [(*each, 0.3) for each in inputs])
    np.testing.assert_allclose(stepped, [np.add(floor.points, 0.3 * floor.pushes) for floor in floors], atol=1e-12)


def test_price_of_being_late(call):
    roads = [
        PriceOfBeingLate(early=early, late=late, promise=at)
        for early, late in ((1, 3), (1, 1), (2.5, 0.5), (1, 2))
        for at in (0, 25, 36)
    ]
    inputs = [(road.times, road.promise, road.early, road.late) for road in roads]
    np.testing.assert_allclose(call(roads[0], "meanPrice", inputs), [road.costs.mean() for road in roads], rtol=1e-12)
    best = call(roads[0], "bestPromise", [(road.times, road.early, road.late) for road in roads])
    np.testing.assert_allclose(best, [road.best for road in roads], atol=1e-9)
    # The drawn arms end at the edge of the picture or at its top, wherever they come first, and never bend.
    for road in roads:
        (ends,) = call(road, "armEnds", [(road.promise, road.early, road.late, 50)])
        for at, edge in zip(ends[::2], (0, 60), strict=True):
            cost = float(road.loss.value(road.promise, at))
            assert cost == pytest.approx(50) or (at == edge and cost <= 50)


def test_two_judges(call):
    judges = [TwoJudges(border=border) for border in (-3, -1, 0.1, 0.75, 2.2)]
    inputs = [(judge.points, judge.labels, judge.border) for judge in judges]
    np.testing.assert_allclose(call(judges[0], "accuracyAt", inputs), [judge.accuracy for judge in judges], rtol=1e-12)
    np.testing.assert_allclose(call(judges[0], "lossAt", inputs), [judge.loss for judge in judges], rtol=1e-12)
    np.testing.assert_allclose(call(judges[0], "lossSlopeAt", inputs), [judge.slope for judge in judges], rtol=1e-10)


def test_one_knob_trainer(call):
    trainer, weights = OneKnobTrainer(), (-2.0, 0.0, 1.3, 5.0)
    x, y = np.transpose(trainer.points)
    inputs = [(trainer.points, w) for w in weights]
    np.testing.assert_allclose(
        call(trainer, "knobLoss", inputs), [one_weight_loss(w, x, y) for w in weights], rtol=1e-12
    )
    np.testing.assert_allclose(
        call(trainer, "knobSlope", inputs), [one_weight_slope(w, x, y) for w in weights], rtol=1e-12
    )
    trainer.run(6)
    path = call(trainer, "knobPath", [(trainer.points, 0.0, trainer.learning_rate, 6)])[0]
    np.testing.assert_allclose(path, trainer.path, rtol=1e-12)


def test_the_chooser_looks_up_what_python_advises(call):
    chooser = LossChooser()
    cases = [
        (output, said)
        for output in MATTERS
        for said in ([], ["wild"], ["rare"], ["unequal", "honest"], list(QUESTIONS))
    ]
    keys = call(chooser, "keyOf", [(output, chooser.matters, said) for output, said in cases])
    for key, (output, said) in zip(keys, cases, strict=True):
        assert chooser.advice[key]["loss"] == advise(output, **dict.fromkeys(said, True)).loss
    letters = [
        (chooser.advice, output, entry["loss"])
        for output, entry in ((k.split("|")[0], e) for k, e in chooser.advice.items())
    ]
    found = call(chooser, "letter", letters)
    assert all(found)
    assert len({(output, loss): 0 for _, output, loss in letters}) == len(
        {(output, name) for (_, output, _), name in zip(letters, found, strict=True)}
    )
    loss = advise("yes or no", honest=True).loss
    same = [key for key, entry in chooser.advice.items() if key.startswith("yes or no") and entry["loss"] == loss]
    assert call(chooser, "waysTo", [(chooser.advice, "yes or no", loss)]) == [len(same)]


def test_the_clinic_draws_powers_only_where_a_curve_explodes(call):
    clinic = SpotTheBug()
    assert call(clinic, "byPowers", [(case["losses"],) for case in clinic.cases]) == [
        i == 3 for i in range(len(clinic.cases))
    ]
    losses = clinic.cases[3]["losses"]
    np.testing.assert_allclose(call(clinic, "heights", [(losses, True)])[0], np.log10(losses), rtol=1e-12)
    assert call(clinic, "heights", [([0.5, None], False)]) == [[0.5, None]]
