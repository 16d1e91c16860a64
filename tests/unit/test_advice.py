"""The advice: every set of answers has one, and what it says exists."""

from itertools import product

import pytest

from lossbook.course.advice import MATTERS, QUESTIONS, RULES, advise
from lossbook.exercises.choosing import NAMES, STORIES, TEXTS
from lossbook.explorables import LossChooser
from lossbook.losses.kinds import Kind

ANSWERS = list(product([False, True], repeat=len(QUESTIONS)))


@pytest.mark.parametrize("output", MATTERS)
def test_every_set_of_answers_has_one_advice(output):
    for answers in ANSWERS:
        given = dict(zip(QUESTIONS, answers, strict=True))
        advice = advise(output, **given)
        said = {name for name in MATTERS[output] if given[name]}
        fitting = [rule for rule in RULES if rule.output == output and rule.answers <= said]
        most = max(len(rule.answers) for rule in fitting)
        assert [rule for rule in fitting if len(rule.answers) == most] == [advice]
        assert all((advice.loss, advice.rival, advice.why, advice.metric, advice.baseline, advice.trap))
        assert list(advice.libraries) == ["PyTorch", "Keras", "scikit-learn", "Optax"]


@pytest.mark.parametrize("output", MATTERS)
def test_every_question_that_matters_changes_the_advice(output):
    for name in MATTERS[output]:
        assert advise(output, **{name: True}) is not advise(output)
    for name in set(QUESTIONS) - set(MATTERS[output]):
        assert advise(output, **{name: True}) is advise(output)


def test_outputs_are_called_what_losses_call_them():
    tasks = {kind.task for kind in Kind} - {Kind.BELL.task}  # a question of its own chapter, not of the chooser
    assert tasks == set(MATTERS) - {"any number of tags"}


def test_honest_probabilities_are_never_weighted():
    for output in MATTERS:
        if "honest" in MATTERS[output]:
            for unequal, rare in product([False, True], repeat=2):
                assert "with weights" not in advise(output, unequal=unequal, rare=rare, honest=True).loss


def test_weights_are_never_tried_before_a_threshold():
    """On the rare eights of the chapter on focal loss, weights gain nothing that a threshold does not."""
    for output in MATTERS:
        for unequal, honest in product([False, True], repeat=2):
            advice = advise(output, unequal=unequal, rare=True, honest=honest)
            assert "with weights" not in advice.loss
            if advice is not advise(output, unequal=unequal, honest=honest):
                assert "with weights" in advice.rival


def test_unknown_output_lists_the_known():
    with pytest.raises(ValueError, match="got 'a colour'"):
        advise("a colour")


def test_the_explorable_knows_every_answer():
    chooser = LossChooser()
    assert len(chooser.advice) == sum(2 ** len(names) for names in MATTERS.values())
    for key, entry in chooser.advice.items():
        output, *said = key.split("|")
        chooser.set_trait("output", output)
        for name in QUESTIONS:
            chooser.set_trait(name, name in said)
        assert chooser.advised.loss == entry["loss"]


def test_stories_use_every_loss_and_tempt_with_known_ones():
    assert list(TEXTS) == list(STORIES)
    assert {right for right, _, _ in STORIES.values()} == set(NAMES)
    assert all(set(tempting) < set(NAMES) and right not in tempting for right, _, tempting in STORIES.values())
