"""Reads an event from its TOML file, and says everything that is wrong with it at once.

Owns the file's form (pydantic models, one a table). Local wall times become instants in the
event's zone here and nowhere else. `examples/techdays/event.toml` is a whole one.
"""

import itertools
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    NaiveDatetime,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)

from matchmaking.clocks import exists
from matchmaking.errors import BadEventFile
from matchmaking.eventfaults import Wrong, fault_of
from matchmaking.events import Day, EventPlan, Mode, Session, SessionKind, Span, Speaker, Window
from matchmaking.intents import CountryCode, Language, Role
from matchmaking.partners import MOST_PARTNERS, PartnerTable
from matchmaking.people import WindowId
from matchmaking.places import template_problem
from matchmaking.wishes import EVERY_REMINDER, Reminder

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


def load_event(path: Path) -> EventPlan:
    """The event in a file; raises `BadEventFile` naming every problem and its place."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadEventFile([f"{path}: {error.strerror or error}"]) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadEventFile([f"{path.name}: not readable as TOML: {error}"]) from None
    return read_event(table)


def read_event(table: Mapping[str, Any]) -> EventPlan:
    """The event in a parsed file; raises `BadEventFile`."""
    try:
        return _EventTable.model_validate(table).plan()
    except ValidationError as error:
        faults = error.errors()
        inner = {e["loc"][:1] for e in faults if len(e["loc"]) > 1}
        # A table left empty by a fault inside it is no fault of its own.
        own = [e for e in faults if e["type"] != "too_short" or e["loc"] not in inner]
        told = [dict(e) for e in own]
        raise BadEventFile([_problem(e) for e in told], [fault_of(e) for e in told]) from None


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Titles(_Table):
    ar: Text
    fr: Text
    en: Text

    def by_language(self) -> dict[Language, str]:
        return {Language.AR: self.ar, Language.FR: self.fr, Language.EN: self.en}


class _Span(_Table):
    starts: NaiveDatetime
    ends: NaiveDatetime

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.starts >= self.ends:
            line = f"ends ({self.ends}) must be later than starts ({self.starts})"
            raise Wrong(line, "ends_before", at=("ends",))
        return self


class _DayTable(_Table):
    date: date
    audience: tuple[Role, ...] = ()
    titles: _Titles


class _WindowTable(_Span):
    code: Code
    titles: _Titles


class _SpanTable(_Span):
    code: Code
    titles: _Titles


class _SpeakerTable(_Table):
    name: Text
    organisation: Text
    country: Country
    attendee: Code | None = None


class _SessionTable(_Span):
    code: Code
    kind: SessionKind
    language: Text
    seats: int = Field(default=0, ge=0, le=100_000)
    link: str = ""
    titles: _Titles
    speakers: tuple[_SpeakerTable, ...] = ()
    moderators: tuple[_SpeakerTable, ...] = ()


class _EventTable(_Table):
    code: Code
    short_name: Text
    names: _Titles
    zone: str
    mode: Mode
    slot_minutes: int = Field(ge=5, le=240)
    rest_minutes: int = Field(default=0, ge=0, le=120)
    tables: int = Field(default=0, ge=0, le=5000)
    offer_hours: int = Field(default=24, ge=1, le=336)
    answer_minutes: int = Field(default=120, ge=0, le=2880)
    offer_cap: int = Field(default=8, ge=1, le=100)
    link_template: str = ""
    walk_ins: bool = True
    contact: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    reminders: tuple[Reminder, ...] = EVERY_REMINDER
    days: tuple[_DayTable, ...] = Field(min_length=1)
    windows: tuple[_WindowTable, ...] = Field(min_length=1)
    sessions: tuple[_SessionTable, ...] = ()
    spans: tuple[_SpanTable, ...] = ()
    partners: tuple[PartnerTable, ...] = Field(default=(), max_length=MOST_PARTNERS)

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        if zone not in available_timezones():
            line = f"{zone!r} is no IANA time zone (such as Africa/Tunis)"
            raise Wrong(line, "bad_zone", value=zone[:60])
        return zone

    @field_validator("link_template")
    @classmethod
    def _makes_rooms(cls, template: str) -> str:
        problem = template_problem(template)
        if problem is not None:
            raise Wrong(problem, "only_room")
        return template

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        for name, codes in (
            ("windows", [window.code for window in self.windows]),
            ("sessions", [session.code for session in self.sessions]),
            ("spans", [span.code for span in self.spans]),
            ("partners", [partner.code for partner in self.partners]),
        ):
            twice = sorted({code for code in codes if codes.count(code) > 1})
            if twice:
                second = len(codes) - 1 - codes[::-1].index(twice[0])
                line = f"{name}: the code {twice[0]!r} is used twice"
                raise Wrong(line, "code_twice", at=(name, second, "code"), value=twice[0])
        windows = sorted(self.windows, key=lambda window: window.starts)
        for earlier, later in itertools.pairwise(windows):
            if later.starts < earlier.ends:
                line = f"windows: {later.code!r} begins before {earlier.code!r} ends"
                at = ("windows", self.windows.index(later), "starts")
                raise Wrong(line, "overlaps", at=at, value=earlier.code)
        days = {day.date for day in self.days}
        for window in windows:
            if window.starts.date() not in days:
                line = f"windows: {window.code!r} lies on none of the event's days"
                at = ("windows", self.windows.index(window), "starts")
                raise Wrong(line, "no_day", at=at)
        for span in self.spans:
            if not {span.starts.date(), span.ends.date()} & days:
                line = f"spans: {span.code!r} lies on none of the event's days"
                raise Wrong(line, "no_day", at=("spans", self.spans.index(span), "starts"))
        self._hours_exist()
        if self.mode is not Mode.VIRTUAL and not self.tables:
            line = "tables: an event in person needs at least one table"
            raise Wrong(line, "no_tables", at=("tables",))
        return self

    def _hours_exist(self) -> None:
        """Raises ValueError for an hour that the zone's clocks leave out when they go forward."""
        zone = ZoneInfo(self.zone)
        places: dict[str, tuple[_WindowTable | _SessionTable | _SpanTable, ...]] = {
            "windows": self.windows,
            "sessions": self.sessions,
            "spans": self.spans,
        }
        for name, spans in places.items():
            for number, one in enumerate(spans):
                for at, wall in (("starts", one.starts), ("ends", one.ends)):
                    if not exists(wall, zone):
                        line = (
                            f"{name}: {one.code!r}: there is no {wall} in {self.zone}: "
                            "the clocks go forward there"
                        )
                        raise Wrong(line, "no_hour", at=(name, number, at))

    def plan(self) -> EventPlan:
        zone = ZoneInfo(self.zone)
        return EventPlan(
            code=self.code,
            short_name=self.short_name,
            names=self.names.by_language(),
            zone=self.zone,
            mode=self.mode,
            slot_minutes=self.slot_minutes,
            rest_minutes=self.rest_minutes,
            tables=self.tables,
            offer_hours=self.offer_hours,
            answer_minutes=self.answer_minutes,
            offer_cap=self.offer_cap,
            link_template=self.link_template,
            walk_ins=self.walk_ins,
            contact=self.contact,
            reminders=tuple(one for one in Reminder if one in self.reminders),
            days=tuple(
                Day(date=day.date, audience=day.audience, titles=day.titles.by_language())
                for day in self.days
            ),
            windows=tuple(
                Window(
                    id=WindowId(0),
                    code=window.code,
                    starts_at=_instant(window.starts, zone),
                    ends_at=_instant(window.ends, zone),
                    titles=window.titles.by_language(),
                )
                for window in sorted(self.windows, key=lambda window: window.starts)
            ),
            sessions=tuple(_session(session, zone) for session in self.sessions),
            spans=tuple(
                Span(
                    code=span.code,
                    starts_at=_instant(span.starts, zone),
                    ends_at=_instant(span.ends, zone),
                    titles=span.titles.by_language(),
                )
                for span in sorted(self.spans, key=lambda span: span.starts)
            ),
            partners=tuple(one.partner() for one in self.partners),
        )


def _session(table: _SessionTable, zone: ZoneInfo) -> Session:
    return Session(
        code=table.code,
        kind=table.kind,
        starts_at=_instant(table.starts, zone),
        ends_at=_instant(table.ends, zone),
        titles=table.titles.by_language(),
        language=table.language,
        seats=table.seats,
        link=table.link,
        speakers=tuple(_speaker(speaker) for speaker in table.speakers),
        moderators=tuple(_speaker(moderator) for moderator in table.moderators),
    )


def _speaker(table: _SpeakerTable) -> Speaker:
    return Speaker(
        name=table.name,
        organisation=table.organisation,
        country=CountryCode(table.country),
        attendee=table.attendee,
    )


def _instant(wall: datetime, zone: ZoneInfo) -> datetime:
    return wall.replace(tzinfo=zone).astimezone(ZoneInfo("UTC"))


def _problem(error: Mapping[str, Any]) -> str:
    """One line: the place as an organiser would find it in the file, and what is wrong."""
    place = "".join(
        f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in error["loc"]
    ).lstrip(".")
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"{place}: {message}" if place else message
