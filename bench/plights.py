"""How people who need a topic, and people who provide it, would put it without its name.

Owns the form of `tests/eval/plights/`: a file a sector, a line a concept, phrases of plain English
parted by "|". A sector by itself stands under "sector". They teach nearness (`bench.kin`); the
program itself never loads them. Knows nothing of the reader.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from bench.quality_data import FOLDER
from matchmaking.intents import ConceptId
from matchmaking.reading.lexicon import concept_id, split_forms

PLIGHTS = FOLDER / "plights"


def plights(folder: Path = PLIGHTS) -> Mapping[ConceptId, tuple[str, ...]]:
    """The phrases of each concept. Raises ValueError for a file that is malformed."""
    found: dict[ConceptId, tuple[str, ...]] = {}
    for path in sorted(folder.glob("*.toml")):
        with path.open("rb") as file:
            for name, phrases in tomllib.load(file).items():
                found[concept_id(path.stem, name)] = split_forms(phrases)
    return found
