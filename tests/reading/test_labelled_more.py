"""The reader against texts as attendees write them (`labelled_more.jsonl`): problems told first,
adverts, sums of money, dialects, slips, greetings. Their sum counts, not each text.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from matchmaking.reading.reader import Reading, read

CASES: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "labelled_more.jsonl").read_text("utf-8").splitlines()
]


def _wanted(case: dict[str, Any], what: str) -> set[tuple[str, ...]]:
    if what == "intents":
        return {(i["kind"], i["side"]) for i in case["intents"]}
    return {(case["role"],)} if case["role"] else set()


def _got(reading: Reading, what: str) -> set[tuple[str, ...]]:
    if what == "intents":
        return {(i.kind.value, i.side.value) for i in reading.intents}
    return {(reading.role.value,)} if reading.role else set()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("what", ["intents", "role"])
def test_reads_what_attendees_write_well_enough(language: str, what: str) -> None:
    """F1 = 2 * right / (found + expected)."""
    right = found = expected = 0
    for case in CASES:
        if case["lang"] == language:
            want, have = _wanted(case, what), _got(read(case["text"]), what)
            right += len(want & have)
            found += len(have)
            expected += len(want)
    assert 2 * right / (found + expected) >= 0.9


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("Half of our hives are dead every spring.", {("trade", "seek")}),
        ("We have a small hotel and need a booking system.", {("trade", "seek")}),
        ("On dépanne vos chambres froides jour et nuit.", {("trade", "offer")}),
        ("Recherchons 250 000 euros pour agrandir l'huilerie.", {("investment", "seek")}),
        ("We need 40k cardboard trays.", {("trade", "seek")}),
        ("Need a custom mould? Our workshop cuts it in ten days.", {("trade", "offer")}),
        ("We are writing a Horizon proposal and miss an Italian partner.", {("research", "seek")}),
        ("Large fertiliser producer seeks distributors in Spain.", {("trade", "seek")}),
        ("ما نحتاجوش مستثمرين", set()),
        ("كنصلحو الثلاجات فالدار البيضاء", {("trade", "offer")}),
        ("je cherhce un fournisseur de bouchons", {("trade", "seek")}),
        ("Could somebody tell me how the matchmaking session works?", set()),
    ],
)
def test_takes_into_account_what_no_cue_says(text: str, intents: set[tuple[str, str]]) -> None:
    assert _got(read(text), "intents") == intents


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Our statrup sells honey", "startup"),
        ("Founder here, we look for a dairy", "startup"),
        ("Large cement manufacturer, we look for a lab", "industry"),
        ("Our institute looks for beekeepers", "researcher"),
        ("I invest in dairies", "investor"),
        ("We sell honey and the ministry buys it", None),
    ],
)
def test_tells_roles_of_several_words_and_slips(text: str, role: str | None) -> None:
    reading = read(text)
    assert (reading.role.value if reading.role else None) == role
