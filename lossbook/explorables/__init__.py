"""Interactive pictures: one Python class and one ES module each."""

from lossbook.explorables.delta_dial import DeltaDial
from lossbook.explorables.dimmer import Dimmer
from lossbook.explorables.frames import Frames
from lossbook.explorables.loss_chooser import LossChooser
from lossbook.explorables.loss_lab import LossLab
from lossbook.explorables.move_the_stranger import MoveTheStranger
from lossbook.explorables.one_knob_trainer import OneKnobTrainer
from lossbook.explorables.price_of_being_late import PriceOfBeingLate
from lossbook.explorables.score_mixer import ScoreMixer
from lossbook.explorables.spot_the_bug import SpotTheBug
from lossbook.explorables.squares_on_a_line import SquaresOnALine
from lossbook.explorables.street_width import StreetWidth
from lossbook.explorables.tug_of_war import TugOfWar
from lossbook.explorables.two_dials import TwoDials
from lossbook.explorables.two_judges import TwoJudges
from lossbook.explorables.weather_bettor import WeatherBettor

__all__ = [
    "DeltaDial",
    "Dimmer",
    "Frames",
    "LossChooser",
    "LossLab",
    "MoveTheStranger",
    "OneKnobTrainer",
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
