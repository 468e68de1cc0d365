"""Partners in an event file: what they may say, and what is wrong with them."""

from typing import Any

import pytest

from matchmaking.errors import BadEventFile
from matchmaking.event_table import table_of
from matchmaking.eventfile import read_event
from matchmaking.intents import Language
from matchmaking.partners import Partner
from matchmaking.plan_changes import Change, Detail, How, changes
from matchmaking.sheets.spoken import is_arabic, partner_of
from tests.matchmaking.builders import event

TABLE = table_of(event().plan)


def with_partners(*partners: dict[str, Any]) -> dict[str, Any]:
    return {**TABLE, "partners": list(partners)}


def one(code: str = "arc", link: str = "", **names: str) -> dict[str, Any]:
    return {"code": code, "names": names, "link": link}


def test_a_partner_has_a_name_in_any_language_and_perhaps_an_address() -> None:
    plan = read_event(
        with_partners(one(fr=" Arc Bleu "), one("x", "https://x.example.org", ar="س"))
    )
    assert plan.partners == (
        Partner(code="arc", names={Language.FR: "Arc Bleu"}),
        Partner(code="x", names={Language.AR: "س"}, link="https://x.example.org"),
    )
    assert read_event(table_of(plan)) == plan
    assert [plan.partners[0].name(language) for language in Language] == ["Arc Bleu"] * 3


@pytest.mark.parametrize(
    ("partners", "place", "code"),
    [
        ([one()], ("partners", 0, "names"), "no_name"),
        ([one(en="  ")], ("partners", 0, "names"), "no_name"),
        ([one(en="A" * 121)], ("partners", 0, "names", "en"), "too_long"),
        ([one("a b", en="A")], ("partners", 0, "code"), "bad_code"),
        ([one(en="A", link="javascript:alert(1)")], ("partners", 0, "link"), "bad_link"),
        ([one(en="A", link="https://x")], ("partners", 0, "link"), "bad_link"),
        ([one(en="A"), one(en="B")], ("partners", 1, "code"), "code_twice"),
        ([one(f"p{n}", en="A") for n in range(61)], ("partners",), "other"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    partners: list[dict[str, Any]], place: tuple[int | str, ...], code: str
) -> None:
    with pytest.raises(BadEventFile) as bad:
        read_event(with_partners(*partners))
    assert [(fault.place, fault.code) for fault in bad.value.faults] == [(place, code)]


def test_what_changes_is_told_partner_by_partner() -> None:
    before = read_event(with_partners(one("a", en="A"), one("b", en="B")))
    after = read_event(with_partners(one("b", en="B", fr="Bé"), one("c", en="C")))
    assert changes(before, before) == ()
    assert changes(before, after) == (
        Change(
            how=How.CHANGED,
            what="partners",
            name="b",
            details=(
                Detail(field="place", before="2", after="1"),
                Detail(field="name_fr", before="", after="Bé"),
            ),
        ),
        Change(how=How.ADDED, what="partners", name="c"),
        Change(how=How.REMOVED, what="partners", name="a"),
    )


def test_a_typed_partner_is_a_name_and_perhaps_an_address() -> None:
    assert partner_of("Arc Bleu, https://arc.example.org") == (
        "Arc Bleu",
        "https://arc.example.org",
    )
    assert partner_of("  Arc\n Bleu ") == ("Arc Bleu", "")
    assert partner_of("https://arc.example.org") == ("", "https://arc.example.org")
    assert (is_arabic("«شبكة»"), is_arabic("Arc شبكة"), is_arabic("42")) == (True, False, False)
