"""What an address may set of each explorable: what readers change, within limits, and nothing else."""

import json
import math

import pytest
import traitlets

from lossbook import explorables
from lossbook.explorables import addresses
from lossbook.explorables.traits import Choice, Number, Whole, answer, numbers, pairs

# What no reader can change on the page, so that no address may either: data, results, and what is said of them.
GIVEN = {
    "DeltaDial": {"calls", "years"},
    "Dimmer": {"crowd"},
    "FourSoups": {"presets"},
    "HundredCoins": {"pairs_cost", "places"},
    "LossChooser": {"advice", "matters", "questions", "tasks"},
    "LossLab": {"kinds", "settings", "titles"},
    "OneKnobTrainer": {"points"},
    "OnePrice": {"values"},
    "PenaltyDial": {"always", "names", "paths", "stops"},
    "PriceOfBeingLate": {"times"},
    "ScoreMixer": {"names"},
    "SpotTheBug": {"cases"},
    "SquaresOnALine": {"mansion_price", "narrow", "values", "wide"},
    "StreetWidth": {"price", "signs"},
    "TableOfPairs": {"kinds", "pixels"},
    "TugOfWar": {"values"},
    "TwoDials": {"target"},
    "TwoJudges": {"labels", "points"},
    "WalkBack": {"birds", "starts"},
    "WeatherBettor": {"days"},
}
NAMES = [name for name in explorables.__all__ if name != "Frames"]


def rule(trait, value, **others):
    return addresses.rules({"it": trait}, {"it": value, **others}).get("it")


@pytest.mark.parametrize("name", NAMES)
class TestEveryExplorable:
    def test_takes_all_that_readers_change_and_nothing_else(self, name):
        widget = getattr(explorables, name)()
        assert set(widget.state()) - set(widget.address_rules()) == GIVEN.get(name, set())

    def test_has_limits_everywhere(self, name):
        text = json.dumps(getattr(explorables, name)().address_rules(), allow_nan=False)
        for low, high in [span for span in spans(json.loads(text)) if span]:
            assert low < high
            assert math.isfinite(low + high)


def spans(rules):
    """All spans, however deep."""
    if isinstance(rules, dict):
        yield rules.get("span")
        for inner in rules.values():
            yield from spans(inner)


@pytest.mark.parametrize(
    ("trait", "value", "expected"),
    [
        (traitlets.Bool(), True, {"among": [False, True]}),
        (Choice(["a", "b"], "a"), "a", {"among": ["a", "b"]}),
        (Number(min=0.0, max=2.0), 1.0, {"span": [0.0, 2.0]}),
        (Number(min=0.0, max=2.0).tag(span=(0, 9)), 1.0, {"span": [0, 9]}),
        (Whole(min=0, max=3), 1, {"span": [0, 3], "whole": True}),
        (answer(), None, {"span": [-1, 2], "whole": True}),
        (traitlets.Unicode().tag(among=["", "x"]), "", {"among": ["", "x"]}),
        (Whole().tag(index_of="others"), 1, {"span": [0, 2], "whole": True}),
        # Without limits, with one limit, or said to be none of the reader's business.
        (Number(), 1.0, None),
        (Whole(min=1), 1, None),
        (traitlets.Unicode(), "", None),
        (traitlets.Dict(), {}, None),
        (numbers([1.0]), [1.0], None),
        (Whole(min=0, max=3).tag(address=False), 1, None),
        # Lists: of a length that stays, of a length that grows, of places, of whole entries.
        (numbers([1.0, 2.0]).tag(span=(0, 9)), [1.0, 2.0], {"each": {"span": [0, 9]}, "count": [2, 2], "mark": ","}),
        (numbers([1.0]).tag(span=(0, 9), most=5), [1.0], {"each": {"span": [0, 9]}, "count": [1, 5], "mark": ","}),
        (
            pairs([[1.0, 2.0]]).tag(span=(0, 9)),
            [[1.0, 2.0]],
            {"each": {"each": {"span": [0, 9]}, "count": [2, 2], "mark": ","}, "count": [1, 1], "mark": ";"},
        ),
        (
            traitlets.List(traitlets.List(Number())).tag(among=[[0, 1], [1, 0]], most=4),
            [],
            {"each": {"among": [[0, 1], [1, 0]]}, "count": [0, 4], "mark": ";"},
        ),
    ],
)  # fmt: skip
def test_rules(trait, value, expected):
    assert rule(trait, value, others=[1, 2, 3]) == expected
