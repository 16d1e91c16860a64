"""Interactive pictures: one Python class and one ES module each."""

try:
    import anywidget  # noqa: F401 (asked for first, to say what to install)
except ImportError as missing:
    raise ImportError("Explorables need anywidget: pip install 'lossbook[notebooks]'.") from missing

from lossbook.explorables.binary_cross_entropy import WeatherBettor
from lossbook.explorables.bug_clinic import SpotTheBug
from lossbook.explorables.categorical_cross_entropy import ScoreMixer
from lossbook.explorables.choosing import LossChooser
from lossbook.explorables.custom import PriceOfBeingLate
from lossbook.explorables.focal import Dimmer
from lossbook.explorables.frames import Frames
from lossbook.explorables.front import OnePrice
from lossbook.explorables.hinge import StreetWidth
from lossbook.explorables.huber import DeltaDial
from lossbook.explorables.intro import TwoDials
from lossbook.explorables.loss_lab import LossLab
from lossbook.explorables.loss_vs_accuracy import TwoJudges
from lossbook.explorables.mae import TugOfWar
from lossbook.explorables.mse import SquaresOnALine
from lossbook.explorables.training_loop import OneKnobTrainer
from lossbook.explorables.triplet import MoveTheStranger

__all__ = [
    "DeltaDial",
    "Dimmer",
    "Frames",
    "LossChooser",
    "LossLab",
    "MoveTheStranger",
    "OneKnobTrainer",
    "OnePrice",
    "PriceOfBeingLate",
    "ScoreMixer",
    "SpotTheBug",
    "SquaresOnALine",
    "StreetWidth",
    "TugOfWar",
    "TwoDials",
    "TwoJudges",
    "WeatherBettor",
]
