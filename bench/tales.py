"""What people would tell of each topic, with labels: texts that teach reading and nearness.

Owns the form of `tests/eval/tales/`, a file a sector:

    @ agrifood.olive_waste
    N ar ts | agrifood,energy | TN | sme | the text
    P fr to+is | energy | - | - | another

"@" opens a topic of the lexicon. A line has who tells (N needs it, P provides it), the language,
the intents in order ("-" for none; trade, investment, research, networking with seek or offer:
"ts", "io" …), sectors, countries, the writer's role, and the text. Knows nothing of the reader.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.quality_data import FOLDER, LabelledText
from matchmaking.intents import ConceptId, CountryCode, Kind, Language, Role, Sector, Side

TALES = FOLDER / "tales"

_NONE = "-"
_KINDS = {kind.value[0]: kind for kind in Kind}
_SIDES = {side.value[0]: side for side in Side}


@dataclass(frozen=True, kw_only=True)
class Tale:
    """What one person tells of a topic."""

    concept: ConceptId
    needs: bool
    """Whether the person needs it; else provides it."""
    text: LabelledText


def files(folder: Path = TALES) -> list[Path]:
    """The files of all sectors, in order."""
    return sorted(folder.glob("*.txt"))


def tales(folder: Path = TALES) -> tuple[Tale, ...]:
    """All that is told. Raises ValueError for a line that is malformed, naming it."""
    return tuple(tale for path in files(folder) for tale in _told(path))


def _told(path: Path) -> Iterator[Tale]:
    concept = ConceptId("")
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.startswith("@"):
            concept = ConceptId(line[1:].strip())
            continue
        try:
            yield _tale(concept, line, f"{path.stem}-{number}")
        except (ValueError, KeyError) as error:
            raise ValueError(f"{path.name}, line {number}: {error}") from None


def _tale(concept: ConceptId, line: str, name: str) -> Tale:
    head, sectors, countries, role, text = (part.strip() for part in line.split("|"))
    who, language, intents = head.split()
    return Tale(
        concept=concept,
        needs={"N": True, "P": False}[who],
        text=LabelledText(
            id=name,
            lang=Language(language),
            text=text,
            intents=frozenset((_KINDS[code[0]], _SIDES[code[1]]) for code in _listed(intents, "+")),
            sectors=frozenset(Sector(code) for code in _listed(sectors, ",")),
            countries=frozenset(CountryCode(code) for code in _listed(countries, ",")),
            role=None if role == _NONE else Role(role),
            traits=frozenset(),
            split="taught",
        ),
    )


def _listed(field: str, mark: str) -> list[str]:
    return [] if field == _NONE else field.split(mark)
