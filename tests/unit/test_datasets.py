"""The data are what their sources say, small, and never leak from test to training."""

from importlib.resources import files

import numpy as np
import pytest
from sklearn import datasets as original

from lossbook import datasets

LOADERS = {name: getattr(datasets, name) for name in ("phone_calls", "penguins", "digits", "breast_cancer", "diabetes")}


@pytest.mark.parametrize("load", LOADERS.values(), ids=LOADERS)
def test_everything_is_named(load):
    data = load()
    assert data.inputs.shape == (len(data), len(data.input_names)) == (len(data), len(data.input_units))
    assert np.isfinite(data.inputs).all()
    assert data.source
    assert data.licence
    assert data.answer_name
    if data.classes:
        assert set(data.answers) == set(range(len(data.classes)))


def test_values_are_those_of_the_sources():
    for ours, theirs in [
        (datasets.digits(), original.load_digits()),
        (datasets.diabetes(), original.load_diabetes(scaled=False)),
    ]:
        np.testing.assert_allclose(ours.inputs, theirs.data, rtol=1e-6)
        np.testing.assert_array_equal(ours.answers, theirs.target)
    ours, theirs = datasets.breast_cancer(), original.load_breast_cancer()
    np.testing.assert_array_equal(ours.inputs, theirs.data)
    np.testing.assert_array_equal(ours.answers, 1 - theirs.target)
    assert ours.input_names == tuple(theirs.feature_names)


def test_phone_calls_have_the_published_slope():
    calls = datasets.phone_calls()
    assert np.polyfit(calls.inputs[:, 0], calls.answers, 1)[0] == pytest.approx(5.0415, abs=1e-4)


def test_all_files_are_small_and_have_a_source():
    folder = files("lossbook.datasets")
    data = [entry for entry in folder.iterdir() if entry.name.endswith((".csv", ".gz"))]
    assert sum(len(entry.read_bytes()) for entry in data) < 300_000
    sources = folder.joinpath("SOURCES.md").read_text(encoding="utf-8")
    assert all(f"`{entry.name}`" in sources for entry in data)


def test_split_standardises_on_training_rows_only():
    data = datasets.penguins()
    training, test = datasets.split(data, test_share=0.3, seed=4)
    assert len(training) + len(test) == len(data)
    np.testing.assert_allclose(training.inputs.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(training.inputs.std(axis=0), 1)
    assert np.abs(test.inputs.mean(axis=0)).max() > 1e-3
    again, _ = datasets.split(data, test_share=0.3, seed=4)
    np.testing.assert_array_equal(training.inputs, again.inputs)
    for share in (0, 1):
        with pytest.raises(ValueError, match="leave one part empty"):
            datasets.split(data, test_share=share)


def test_alice_is_the_book_in_27_letters():
    chapters = datasets.alice()
    assert len(chapters) == 12
    assert set("".join(chapters)) == set(datasets.LETTERS) == set(" abcdefghijklmnopqrstuvwxyz")
    assert [len(" ".join(part)) for part in (chapters[:9], chapters[9:])] == [102_942, 30_920]
    assert sum(map(len, chapters)) + 11 == 133_863
    assert chapters[0].startswith("alice was beginning to get very tired of sitting by her sister on the bank")
    assert chapters[-1].endswith("remembering her own child life and the happy summer days")
    assert not any("  " in chapter or chapter != chapter.strip() for chapter in chapters)


def test_windows_hold_the_letters_before():
    inputs, answers = datasets.windows("a cat", back=2)
    assert inputs.dtype == np.float32
    places = inputs.reshape(3, 2, 27)
    assert (places.sum(axis=-1) == 1).all()
    read = ["".join(datasets.LETTERS[k] for k in row) for row in places.argmax(axis=-1)]
    assert read == ["a ", " c", "ca"]
    assert "".join(datasets.LETTERS[k] for k in answers) == "cat"


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("The cat", ValueError, r"got 'T' at index 0\. Write it in small letters"),
        ("so", ValueError, "longer than back, got 2 letters for 2"),
        (["a", "b"], TypeError, r'Join its parts: " "\.join\(text\)'),
        (None, TypeError, "got a NoneType"),
    ],
)
def test_windows_says_what_it_needs(text, error, words):
    with pytest.raises(error, match=words):
        datasets.windows(text, back=2)
