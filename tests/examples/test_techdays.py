"""The example event: its counts, its calendar, and the variety of what its people write.

Reads the files as they lie in examples/techdays, with the shared vocabularies; knows nothing of
the programs that load them.
"""

import json
import re
import tomllib
from collections import Counter
from datetime import date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from matchmaking.intents import Language, Role, Sector

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "techdays"
LANGUAGES = {str(language) for language in Language}
ROLES = {str(role) for role in Role}
SECTORS = {str(sector) for sector in Sector}
COUNTRIES = set(re.findall("..", "TNDZMAEGLYLBJOPSTRITFRESGRCYMTPTHRSIALMRBEDE"))
Record = dict[str, Any]  # the files are outside data: their shape is what these tests establish


def lines_of(name: str) -> list[Record]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


EVENT: Record = tomllib.loads((FOLDER / "event.toml").read_text(encoding="utf-8"))
ATTENDEES = lines_of("attendees.jsonl")
PAIRS = lines_of("pairs.jsonl")
BY_ID = {attendee["id"]: attendee for attendee in ATTENDEES}
TEXTS = [(attendee["lang"], attendee[key]) for attendee in ATTENDEES for key in ("offers", "seeks")]
SPEAKERS = [(session, speaker) for session in EVENT["sessions"] for speaker in session["speakers"]]


def overlap(one: Record, other: Record) -> bool:
    return bool(one["starts"] < other["ends"] and other["starts"] < one["ends"])


# ---- the attendees


def test_240_attendees_are_numbered_in_order() -> None:
    assert [attendee["id"] for attendee in ATTENDEES] == [f"td-{n:03d}" for n in range(1, 241)]


def test_every_attendee_has_the_same_filled_keys() -> None:
    keys = ["id", "lang", "name", "organisation", "country", "city", "role", "speaks"]
    keys += ["offers", "seeks"]
    assert [list(a) for a in ATTENDEES] == [keys] * 240
    assert [a["id"] for a in ATTENDEES if not all(a.values())] == []


def test_a_third_write_in_each_language_and_speak_it() -> None:
    assert Counter(a["lang"] for a in ATTENDEES) == {"ar": 80, "fr": 80, "en": 80}
    assert [a["id"] for a in ATTENDEES if a["lang"] != a["speaks"][0]] == []
    assert [a["id"] for a in ATTENDEES if len(set(a["speaks"])) != len(a["speaks"])] == []


def test_22_countries_and_all_nine_roles_are_there() -> None:
    assert {a["country"] for a in ATTENDEES} == COUNTRIES
    roles = Counter(a["role"] for a in ATTENDEES)
    assert set(roles) == ROLES
    assert min(roles.values()) >= 8


def test_names_and_organisations_are_nobody_elses() -> None:
    assert len({a["name"] for a in ATTENDEES}) == 240
    assert len({a["organisation"] for a in ATTENDEES}) == 240


def test_every_sector_has_several_people() -> None:
    labelled = lines_of("sectors.jsonl")
    assert [row["id"] for row in labelled] == list(BY_ID)
    counts = Counter(sector for row in labelled for sector in row["sectors"])
    assert set(counts) == SECTORS
    assert min(counts.values()) >= 5


# ---- what they write


def test_texts_are_five_to_35_words_long() -> None:
    assert [text for _, text in TEXTS if not 5 <= len(text.split()) <= 35] == []


def test_no_text_is_repeated_and_openings_differ() -> None:
    assert len({text for _, text in TEXTS}) == 480
    first_five = Counter(tuple(text.lower().split()[:5]) for _, text in TEXTS)
    first_two = Counter(tuple(text.lower().split()[:2]) for _, text in TEXTS)
    assert max(first_five.values()) == 1
    assert max(first_two.values()) <= 5


@pytest.mark.parametrize(("lang", "floor"), [("ar", 1400), ("fr", 1000), ("en", 1000)])
def test_the_vocabulary_is_wide(lang: str, floor: int) -> None:
    words = {w for own, text in TEXTS if own == lang for w in re.findall(r"\w+", text.lower())}
    assert len(words) >= floor


def test_texts_are_in_the_script_of_their_language() -> None:
    arabic = {
        lang: {bool(re.search(r"[\u0621-\u064a]", t)) for own, t in TEXTS if own == lang}
        for lang in LANGUAGES
    }
    assert arabic == {"ar": {True}, "fr": {False}, "en": {False}}


def test_nothing_looks_like_a_telephone_number_or_an_address() -> None:
    for path in sorted(FOLDER.glob("*.jsonl")):
        text = path.read_text(encoding="utf-8")
        assert re.findall(r"@|https?:|www\.|\+\d|\d(?:[ .\-/]?\d){6,}", text) == []


# ---- the pairs


def test_pairs_link_known_people_across_languages_once() -> None:
    links = [(pair["seeker"], pair["offerer"]) for pair in PAIRS]
    assert len(set(links)) == len(links) >= 60
    assert {person for link in links for person in link} - set(BY_ID) == set()
    assert [link for link in links if BY_ID[link[0]]["lang"] == BY_ID[link[1]]["lang"]] == []
    assert [pair for pair in PAIRS if not pair["topic"].strip()] == []


def test_every_two_languages_are_linked_by_twenty_pairs() -> None:
    crossings = Counter(
        frozenset({BY_ID[pair["seeker"]]["lang"], BY_ID[pair["offerer"]]["lang"]}) for pair in PAIRS
    )
    assert set(crossings) == {frozenset(two) for two in combinations(LANGUAGES, 2)}
    assert min(crossings.values()) >= 20


def test_most_pairs_share_a_language_to_meet_in() -> None:
    strangers = [
        pair
        for pair in PAIRS
        if not set(BY_ID[pair["seeker"]]["speaks"]) & set(BY_ID[pair["offerer"]]["speaks"])
    ]
    assert len(strangers) == 12


# ---- the event


def test_the_event_names_itself_and_its_rules() -> None:
    plain = {key: value for key, value in EVENT.items() if not isinstance(value, (list, dict))}
    assert plain == {
        "code": "techdays",
        "short_name": "Techdays",
        "zone": "Africa/Tunis",
        "mode": "virtual",
        "slot_minutes": 20,
        "rest_minutes": 0,
        "tables": 40,
        "offer_hours": 24,
        "link_template": "https://meet.example.org/{room}",
    }
    assert ZoneInfo(EVENT["zone"]).key == "Africa/Tunis"


def test_every_title_is_there_in_three_languages() -> None:
    titled = [*EVENT["days"], *EVENT["windows"], *EVENT["sessions"]]
    titles = [EVENT["names"], *(thing["titles"] for thing in titled)]
    assert [title for title in titles if set(title) != LANGUAGES or not all(title.values())] == []
    for lang in LANGUAGES:
        assert len({title[lang] for title in titles}) == len(titles)


def test_the_days_are_a_tuesday_and_a_wednesday() -> None:
    days = [day["date"] for day in EVENT["days"]]
    assert days == [date(2027, 4, 13), date(2027, 4, 14)]
    assert [day.isoweekday() for day in days] == [2, 3]
    assert {role for day in EVENT["days"] for role in day["audience"]} == ROLES


def test_each_day_opens_and_ends_with_a_window_of_whole_slots() -> None:
    slot = timedelta(minutes=EVENT["slot_minutes"] + EVENT["rest_minutes"])
    slots = {w["code"]: (w["ends"] - w["starts"]) / slot for w in EVENT["windows"]}
    assert slots == {"d1-morning": 2, "d1-evening": 6, "d2-morning": 2, "d2-evening": 6}
    for day in EVENT["days"]:
        spans = [*EVENT["windows"], *EVENT["sessions"]]
        spans = [span for span in spans if span["starts"].date() == day["date"]]
        number = EVENT["days"].index(day) + 1
        assert min(spans, key=lambda s: s["starts"])["code"] == f"d{number}-morning"
        assert max(spans, key=lambda s: s["ends"])["code"] == f"d{number}-evening"


def test_spans_are_naive_and_lie_within_one_day() -> None:
    days = {day["date"] for day in EVENT["days"]}
    for span in (*EVENT["windows"], *EVENT["sessions"]):
        starts, ends = span["starts"], span["ends"]
        assert (type(starts), starts.tzinfo, ends.tzinfo) == (datetime, None, None)
        assert starts < ends
        assert {starts.date(), ends.date()} <= days
        assert starts.date() == ends.date()


def test_no_window_overlaps_a_window_or_a_session() -> None:
    windows, sessions = EVENT["windows"], EVENT["sessions"]
    assert [(a, b) for a, b in combinations(windows, 2) if overlap(a, b)] == []
    assert [(w, s) for w in windows for s in sessions if overlap(w, s)] == []


def test_two_panels_one_a_day_and_eleven_round_tables() -> None:
    sessions = EVENT["sessions"]
    assert Counter(s["kind"] for s in sessions) == {"panel": 2, "round_table": 11}
    panels = [s["starts"].date() for s in sessions if s["kind"] == "panel"]
    assert panels == [day["date"] for day in EVENT["days"]]
    assert {s["language"] for s in sessions} == LANGUAGES
    assert [s["code"] for s in sessions if s["seats"] < 10] == []


def test_codes_and_links_are_used_once() -> None:
    codes = [thing["code"] for thing in (*EVENT["windows"], *EVENT["sessions"])]
    links = [session["link"] for session in EVENT["sessions"]]
    assert len(set(codes)) == len(codes)
    assert len(set(links)) == len(links)
    assert [link for link in links if not link.startswith("https://meet.example.org/")] == []


def test_23_speakers_come_from_nine_countries() -> None:
    speakers = {(s["name"], s["organisation"], s["country"]) for _, s in SPEAKERS}
    assert len(speakers) == 23
    assert len({name for name, _, _ in speakers}) == 23
    countries = {country for _, _, country in speakers}
    assert countries == {"EG", "ES", "FR", "GR", "IT", "JO", "LB", "MA", "TN"}


def test_a_speaker_who_attends_is_the_attendee_and_speaks_the_language() -> None:
    for session, speaker in SPEAKERS:
        if "attendee" in speaker:
            attendee = BY_ID[speaker["attendee"]]
            shown = {key: attendee[key] for key in ("name", "organisation", "country")}
            assert speaker == {**shown, "attendee": attendee["id"]}
            assert session["language"] in attendee["speaks"]


def test_nobody_speaks_in_two_rooms_at_once() -> None:
    for (one, speaker), (other, again) in combinations(SPEAKERS, 2):
        assert speaker["name"] != again["name"] or not overlap(one, other)
