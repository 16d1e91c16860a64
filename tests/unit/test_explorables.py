"""Explorables draw the same bytes every time, keep their numbers in Python, and say them in words."""

import json
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from traitlets import TraitError

from lossbook import explorables
from lossbook.course import figures
from lossbook.explorables import (
    DeltaDial,
    Dimmer,
    Frames,
    LossLab,
    MoveTheStranger,
    OneKnobTrainer,
    PriceOfBeingLate,
    ScoreMixer,
    SquaresOnALine,
    StreetWidth,
    TugOfWar,
    TwoDials,
    TwoJudges,
    WeatherBettor,
)
from lossbook.explorables.base import joined
from lossbook.explorables.traits import PLACES
from lossbook.learning import softmax_twice_floor
from lossbook.losses.kinds import Kind


def bar(value):
    with figures.canvas() as (figure, axes):
        axes.bar(["a"], [value])
    return figure, f"A bar of height {value}."


MAKERS = {name: getattr(explorables, name) for name in explorables.__all__} | {
    "Frames": lambda: Frames(bar, [1, 2, 3], label="height", title="A bar"),
}


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
class TestEveryExplorable:
    def test_is_a_widget_and_a_page(self, make):
        data, _ = make()._repr_mimebundle_()
        assert set(data) == {"text/plain", "text/html", "application/vnd.jupyter.widget-view+json"}
        assert "<table>" in data["text/html"]
        assert "aria-label=" in data["text/html"]

    def test_is_the_same_in_every_build(self, make):
        assert make().html() == make().html()
        assert repr(make()) == repr(make())

    def test_needs_no_network(self, make):
        html = make().html().replace("http://www.w3.org/2000/svg", "").replace("http://www.w3.org/1999/xlink", "")
        assert "http:" not in html
        assert "https:" not in html
        script = re.search(r"<script type=\"module\">(.*?)</script>", html, re.DOTALL)[1]
        assert "start(" in script
        assert not re.search(r"^\s*import\b|\bimport\(|\bfetch\(", script, re.MULTILINE)

    def test_state_is_what_the_browser_gets(self, make):
        widget = make()
        sent = json.loads(re.search(r"explorable, (\{.*\})\);\n</script>", widget.html())[1])
        assert sent == json.loads(json.dumps({**widget.state(), "words": widget.words}))

    def test_exports_what_anywidget_and_the_tests_need(self, make):
        assert make()._esm.rstrip().endswith("export default { render, formulas };")


MODULES = {path.name: path.read_text(encoding="utf-8") for path in Path(explorables.__file__).parent.glob("*.js")}


@pytest.mark.parametrize("name", MODULES)
def test_modules_import_what_there_is(name):
    for names, module in re.findall(r'^import \{([^}]*)\} from "\./([^"]+)";$', MODULES[name], re.MULTILINE):
        exported = re.findall(r"^export (?:const|function) (\w+)", MODULES[module], re.MULTILINE)
        assert set(re.findall(r"\w+", names)) <= set(exported)


@cache
def made_once():
    return [make() for make in MAKERS.values()]


@pytest.mark.parametrize("name", MODULES)
def test_titles_and_heads_are_said_in_python_alone(name):
    made = made_once()
    assert all(widget.title and widget.table_caption and widget.table_head for widget in made)
    text = re.sub(r"\s+", " ", MODULES[name])
    for widget in made:
        assert f'"{widget.title}"' not in text
        assert f'"{widget.table_caption}"' not in text
        assert '"{}", "{}"'.format(*widget.table_head) not in text


def test_nothing_is_left_to_import():
    text = joined("loss_lab.js", set())
    assert not re.search(r"^import\b|^export (?!default)", text, re.MULTILINE)
    assert text.count("const clamp =") == text.count("const lossValue =") == 1
    assert text.index("const clamp =") < text.index("const lossValue =") < text.index("const heightAt =")


def test_states_have_different_elements():
    assert (
        re.search(r'data-explorable="(lb-\w+)"', SquaresOnALine().html())[1]
        != re.search(r'data-explorable="(lb-\w+)"', SquaresOnALine(guess=200).html())[1]
    )


def test_text_in_the_state_cannot_end_the_script():
    widget = Frames(bar, [1], label="</script><b>", title="<i>title</i>")
    assert "</script><b>" not in widget.html()
    assert "<i>title</i>" not in widget.html().split("<script")[0]


def test_frames_stay_within_their_pictures():
    with pytest.raises(TraitError, match="index must be 0 to 2, got 3"):
        MAKERS["Frames"]().index = 3


def test_whole_number_prices_are_not_cut():
    assert SquaresOnALine(values=[200, 210, 220, 230], guess=222.5).mse == 181.25


def test_python_moves_them():
    street = SquaresOnALine()
    street.guess = 220
    assert (street.mse, street.best) == (150, 215)
    street.mansion = True
    assert (street.mse, street.best) == (121_800, 372)
    dials = TwoDials(x=1.5, y=-1.0)
    assert dials.distance == 0
    assert dials.downhill == (0, 0)


def test_downhill_is_the_slope_of_the_meter():
    nudge = 1e-6
    for x, y in [(-4.0, 3.0), (2.0, -5.0), (1.5, 4.0)]:
        here = TwoDials(x=x, y=y)
        falls = tuple(
            (here.distance - TwoDials(x=x + a, y=y + b).distance) / nudge for a, b in ((nudge, 0), (0, nudge))
        )
        assert falls == pytest.approx(here.downhill, abs=1e-5)


def costs_along(widget, name, grid, cost="cost"):
    """The cost at each setting; one widget is moved, because making one takes a hundred times as long."""
    costs = []
    for value in grid:
        setattr(widget, name, value)
        costs.append(getattr(widget, cost))
    return costs


def test_best_guess_is_the_lowest_point_of_the_curve():
    for mansion in (False, True):
        street = SquaresOnALine(mansion=mansion)
        grid = [street.best + shift for shift in range(-100, 101)]
        best, costs = street.best, costs_along(street, "guess", grid, "mse")
        assert grid[costs.index(min(costs))] == best


@pytest.mark.parametrize("mansion", [230, 1000, 10_000])
@pytest.mark.parametrize("absolute", [False, True])
def test_the_knot_rests_at_the_lowest_cost(mansion, absolute):
    rope = TugOfWar(mansion=mansion, absolute=absolute)
    grid = np.arange(195, 2300)
    costs = costs_along(rope, "guess", grid)
    assert grid[int(np.argmin(costs))] == rope.best
    rope.guess = rope.best
    assert abs(rope.pulls.sum()) < 1e-9


@pytest.mark.parametrize("delta", [1.0, 5.0, 20.0, 500.0])
def test_the_line_of_the_dial_is_the_lowest(delta):
    dial = DeltaDial(delta=delta)
    x, y = dial.points
    slope, height = dial.line
    cost = dial.loss.cost(slope * x + height, y)
    for turn, lift in [(0.01, 0), (-0.01, 0), (0, 0.05), (0, -0.05), (0.01, -0.1), (-0.01, 0.1)]:
        assert dial.loss.cost((slope + turn) * x + height + lift, y) >= cost


def test_dial_is_a_dimmer_between_two_losses():
    slopes = [DeltaDial(delta=delta).line[0] for delta in (1, 5, 20, 500)]
    assert [round(slope, 2) for slope in slopes] == [1.49, 1.75, 2.25, 5.04]
    assert DeltaDial(delta=5, last=30).line[0] < slopes[1]


@pytest.mark.parametrize("dealt", [20, 100, 200])
def test_the_best_forecast_is_the_share_of_rain(dealt):
    bettor = WeatherBettor(dealt=dealt)
    grid = np.linspace(0.01, 0.99, 981)
    costs = costs_along(bettor, "forecast", grid)
    assert grid[int(np.argmin(costs))] == pytest.approx(bettor.best, abs=0.001)


def test_every_score_gets_a_push():
    mixer = ScoreMixer(scores=np.log([0.7, 0.2, 0.1]).tolist())
    assert mixer.slopes == pytest.approx([-0.3, 0.2, 0.1])
    for again in (False, True):
        here = ScoreMixer(scores=[2, 1, 0], again=again, truth=1)
        assert here.slopes.sum() == pytest.approx(0)
        for k in range(3):
            nudged = [score + 1e-6 * (place == k) for place, score in enumerate(here.scores)]
            change = ScoreMixer(scores=nudged, again=again, truth=1).loss - here.loss
            assert change / 1e-6 == pytest.approx(here.slopes[k], abs=1e-5)


def test_two_softmaxes_have_a_floor():
    assert ScoreMixer(scores=[1000, 0, 0], again=True).loss == pytest.approx(softmax_twice_floor(3))
    assert ScoreMixer(scores=[1000, 0, 0]).loss < 1e-9


def test_a_far_point_does_not_move_the_street():
    street = StreetWidth(best=True)
    weights, bias = street.score
    street.points = [[9.9, 9.9] if point == [9.0, 9.0] else point for point in street.points]
    assert street.score[0] == pytest.approx(weights, abs=1e-9)
    assert street.score[1] == pytest.approx(bias, abs=1e-9)
    street.points = [[5.5, 5.5] if point == [6.5, 6.0] else point for point in street.points]
    assert street.width < 3.5


def test_a_street_of_ones_own():
    street = StreetWidth(middle=[5, 5], edge=[7, 5])
    assert street.width == pytest.approx(4)
    assert street.scores[0] == pytest.approx((6.5 - 5) / 2)


def test_the_lab_shows_every_kind():
    drawn = re.findall(r"^  (\w+): \{\n    say:", MODULES["loss_lab.js"], re.MULTILINE)
    assert sorted(drawn) == sorted(LossLab().kinds) == sorted(kind.value for kind in Kind if kind is not Kind.BELL)
    assert LossLab().kinds["score"] == ["binary_cross_entropy_from_logits", "hinge", "focal_from_logits"]


@pytest.mark.parametrize("kind", LossLab().kinds)
def test_slopes_of_the_lab_are_those_of_its_curves(kind):
    for at in (0.3, 0.61):
        lab, nudged = (
            LossLab(kind=kind, chosen=LossLab().kinds[kind], prediction=place, margin=0.9) for place in (at, at + 1e-6)
        )
        for name, slope in lab.slopes.items():
            assert (nudged.values[name] - lab.values[name]) / 1e-6 == pytest.approx(slope, abs=1e-4)


def test_best_answers_of_the_lab_are_the_lowest():
    for kind, grid in {"number": np.arange(0, 15, 0.01), "score": np.arange(-4, 4, 0.01)}.items():
        lab = LossLab(kind=kind, chosen=LossLab().kinds[kind], outlier=True)
        answers = [y for _, y in [*lab.points, lab.outlier_at]] if kind == "number" else [*lab.labels, 0]
        for name, loss in lab.losses().items():
            compared = [2 * y - 1 for y in answers] if name == "hinge" else answers
            costs = [loss.cost(np.full(len(compared), at), compared) for at in grid]
            assert loss.cost(np.full(len(compared), lab.best[name]), compared) <= min(costs) + 1e-9


def test_the_lab_knows_its_losses():
    with pytest.raises(TraitError, match="there is no loss 'mse'; there are squared_error"):
        LossLab(chosen=["mse"])
    lab = LossLab(line=True, outlier=True)
    assert lab.best["squared_error"][0] < lab.best["absolute_error"][0]


def test_the_dimmer_turns_nothing_up():
    for gamma in (0.0, 0.5, 2.0, 5.0):
        plain, focused = Dimmer(gamma=gamma).costs
        assert np.all(focused <= plain)
    assert [round(share, 3) for share in Dimmer().hard_shares] == [0.03, 0.889]


def test_the_stranger_and_the_rings():
    floor = MoveTheStranger()
    near, far = floor.distances
    assert floor.loss == pytest.approx(near - far + 1)
    assert floor.pushes.sum(axis=0) == pytest.approx([0, 0])
    floor.points = [[5.0, 5.0]] * 3
    assert (floor.loss, floor.kind) == (1, "hard")
    assert not floor.pushes.any()
    floor.points = [[5.0, 5.0], [6.0, 5.0], [9.0, 5.0]]
    assert (floor.loss, floor.kind) == (0, "easy")


@pytest.mark.parametrize(("early", "late"), [(1, 3), (1, 1), (4, 1), (1, 9)])
def test_the_best_promise_is_the_lowest(early, late):
    road = PriceOfBeingLate(early=early, late=late)
    costs = [PriceOfBeingLate(early=early, late=late, promise=at).costs.mean() for at in range(61)]
    assert PriceOfBeingLate(early=early, late=late, promise=road.best).costs.mean() <= min(costs) + 1e-12


def test_only_one_judge_has_a_slope():
    for border in (-2.5, 0.0, 0.75, 2.4):
        here, moved = TwoJudges(border=border), TwoJudges(border=border + 1e-6)
        assert moved.accuracy == here.accuracy
        assert (moved.loss - here.loss) / 1e-6 == pytest.approx(here.slope, abs=1e-5)


@pytest.mark.parametrize(("rate", "end"), [(0.1, 1.75), (0.2, 2.0), (0.4, 4.0)])
def test_three_steps_of_the_trainer(rate, end):
    trainer = OneKnobTrainer(learning_rate=rate)
    trainer.run(3)
    assert trainer.path[-1] == pytest.approx(end)


def test_a_learning_rate_can_be_too_large():
    trainer = OneKnobTrainer(learning_rate=0.45)
    trainer.run(10)
    assert trainer.loss > OneKnobTrainer().loss
    nudged = (OneKnobTrainer(path=[1.0 + 1e-6]).loss - OneKnobTrainer(path=[1.0 - 1e-6]).loss) / 2e-6
    assert nudged == pytest.approx(OneKnobTrainer(path=[1.0]).slope, abs=1e-6)


def test_labels_that_are_all_alike_have_no_best_score():
    lab = LossLab(kind="score", chosen=["hinge", "binary_cross_entropy_from_logits"], labels=[1, 1])
    assert lab.best == {}
    assert [row[-1] for row in lab.rows()] == ["none", "none"]
    lab.labels = [1, 0]
    assert lab.best["binary_cross_entropy_from_logits"] == pytest.approx(0)


def test_a_ball_may_be_sent_far_away():
    trainer = explorables.OneKnobTrainer(learning_rate=0.5)
    trainer.run(300)
    assert abs(trainer.path[-1]) > 1e12
    assert "nan" not in trainer.html().rpartition("<script")[0]


def test_javascript_keeps_as_many_places_as_python():
    kit = (Path(explorables.__file__).parent / "kit.js").read_text(encoding="utf-8")
    assert re.search(r"export const PLACES = (\d+);", kit)[1] == str(PLACES)
    for picture in (LossLab, OneKnobTrainer):
        assert picture.class_traits()["path"].metadata["most"] == PLACES
