"""Where words point to: what is told of the same topics points one way."""

from pathlib import Path

import numpy as np
import pytest

from matchmaking.intents import ConceptId
from matchmaking.reading.kin import Kin, kin, load, packed
from matchmaking.reading.lexicon import lexicon
from matchmaking.reading.notions import notions_of

SMALL = Kin(["tanker", "thirst", "loom"], np.array([[3, 4], [0, 2], [-5, 0]], np.float32), {})


def test_a_direction_has_unit_length_and_unknown_notions_say_nothing() -> None:
    assert SMALL.direction({"tanker": 2.0, "no such": 9.0}).tolist() == pytest.approx([0.6, 0.8])
    assert SMALL.direction({"no such": 1.0}).tolist() == [0.0, 0.0]
    assert SMALL.direction({}).tolist() == [0.0, 0.0]


def test_vectors_come_back_from_their_file_nearly_as_they_were(tmp_path: Path) -> None:
    vectors = np.array([[0.5, -0.25], [0.0, 0.0], [100.0, 1.0]], np.float32)
    notions = ["water", "fr lactoserum", "ar سقاية"]
    concepts = {"concepts": (["water.tankers"], np.array([[0.6, 0.8]], np.float32))}
    arrays = {
        name: array
        for prefix, (names, rows) in {"notions": (notions, vectors), **concepts}.items()
        for name, array in packed(names, rows, prefix).items()
    }
    np.savez_compressed(tmp_path / "kin.npz", **arrays)
    found = load(tmp_path / "kin.npz")
    for notion, vector in zip(notions, vectors, strict=True):
        length = np.linalg.norm(vector) or 1.0
        assert found.direction({notion: 1.0}) == pytest.approx(vector / length, abs=0.01)
    assert found.concept(ConceptId("water.tankers")) == pytest.approx([0.6, 0.8], abs=0.01)
    assert found.concept(ConceptId("water.later")) is None


def test_nearly_every_concept_points_somewhere() -> None:
    """Where this fails, run `python -m bench.kin`: the lexicon has changed much since."""
    concepts = [concept.id for concept in lexicon().concepts() if not concept.cross]
    found = [kin().concept(concept) for concept in concepts]
    assert sum(told is not None for told in found) > 0.99 * len(concepts)


def test_one_trouble_told_in_two_languages_points_one_way_and_another_elsewhere() -> None:
    told = ("Our well has turned salty", "ماء البئر صار مالحاً", "Personne ne répare nos vélos")
    one, same, other = (kin().direction(notions_of(text)) for text in told)
    assert float(one @ same) > 0.5
    assert float(one @ other) < 0.3
