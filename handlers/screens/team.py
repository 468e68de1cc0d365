"""Those who help to run the event, the links that invite them, and what they did."""

from aiogram.filters.callback_data import CallbackData

from handlers import callbacks as cb
from handlers import callbacks_team as ct
from handlers.screens.screen import Button, Screen, column, lines, paragraphs
from handlers.screens.words import button, clip, label, when
from i18n.phrasebook import Html, Phrasebook, Words
from matchmaking.audit import Deed, Entry
from matchmaking.events import Event, Session
from matchmaking.intents import Language
from matchmaking.organisers import Organiser, OrganiserRole
from matchmaking.people import Person
from matchmaking.usecases.team import Link, Team, Trail, speakers

SHOWN = 40
"""Most people listed: a message and its keyboard stay within the limits."""

NAME, NAME_ON_BUTTON, NAME_ALONE = 60, 15, 34
"""Most characters of a name in a list, on a button with a role, and on one alone."""

COUNTED = frozenset({Deed.ANNOUNCEMENT_SENT})
"""Deeds whose words depend on how many people they concern."""

CHANGEABLE = tuple(role for role in OrganiserRole if role is not OrganiserRole.SPEAKER)
"""Roles that can be given by a tap: a speaker's is bound to a name of the programme."""


def team(view: Team, book: Phrasebook, *, told: str = "") -> Screen:
    """Everybody who helps, by role; `told` is what was done just now."""
    shown = view.members[:SHOWN]
    more = len(view.members) - len(shown)
    return Screen(
        html=paragraphs(
            told,
            Html(f"<b>{book.text('team.title')}</b>"),
            *(_of_role(role, shown, book) for role in OrganiserRole),
            book.count("team.more", more) if more else "",
        ),
        rows=(
            *column(*(_open(one, book) for one in shown)),
            *column(
                button(
                    "team.invite",
                    book,
                    ct.TeamGo(edition=view.event.id, to=ct.TeamTo.INVITE).pack(),
                ),
                button(
                    "team.audit", book, ct.Trail(edition=view.event.id, doer=0, before=0).pack()
                ),
                button("organiser.to_home", book, cb.Go(to=cb.To.HOME, new=True).pack()),
            ),
        ),
    )


def _of_role(role: OrganiserRole, members: tuple[Organiser, ...], book: Phrasebook) -> Html:
    found = [one for one in members if one.role is role]
    if not found:
        return Html("")
    names = (_named(one, book) for one in found)
    return lines(Html(f"<i>{role_name(role, book)}</i>"), *names)


def _named(one: Organiser, book: Phrasebook) -> Html:
    return book.text("person.alone", name=person_name(one.person, book))


def person_name(person: Person | None, book: Phrasebook) -> Html:
    """A name in a list; somebody who has been forgotten has none."""
    if person is None:
        return book.text("audit.forgotten")
    return book.user(clip(person.name, NAME))


def role_name(role: OrganiserRole, book: Phrasebook) -> str:
    """What somebody is to the event."""
    return book.plain(f"team.role.{role}")


def named(name: str, book: Phrasebook, data: CallbackData) -> Button:
    """A button that is somebody's name."""
    text = book.plain("person.alone", name=Words(clip(name, NAME_ALONE)))
    return Button(label=text, data=data.pack())


def _open(one: Organiser, book: Phrasebook) -> Button:
    name = Words(clip(one.person.name, NAME_ON_BUTTON))
    text = book.plain("team.open", name=name, role=role_name(one.role, book))
    return Button(
        label=label(text, book), data=ct.Member(edition=one.event_id, person=one.person.id).pack()
    )


def member(view: Team, one: Organiser, book: Phrasebook) -> Screen:
    """One who helps, with the roles they can be given and the way out."""
    may = view.may_owners or one.role is not OrganiserRole.OWNER
    roles = [role for role in CHANGEABLE if role in view.assignable and role is not one.role]
    person = one.person.id
    on_stage = book.text("team.on_stage", name=Words(one.stage_name)) if one.stage_name else ""
    me = person == view.viewer
    return Screen(
        html=paragraphs(
            lines(_named(one, book), Html(role_name(one.role, book)), on_stage),
            book.text("team.since", when=when(one.since, view.event, book)),
        ),
        rows=column(
            *(
                button(
                    "team.make", book,
                    ct.MemberRole(edition=view.event.id, person=person, role=role).pack(),
                    role=role_name(role, book),
                )
                for role in roles if may
            ),
            button(
                "team.leave" if me else "team.remove",
                book,
                ct.RemoveMember(edition=view.event.id, person=person, sure=False).pack(),
            ) if may else None,
            button("button.back", book, ct.TeamGo(edition=view.event.id, to=ct.TeamTo.LIST).pack()),
        ),
    )  # fmt: skip


def remove(view: Team, one: Organiser, book: Phrasebook) -> Screen:
    """Really?"""
    me = one.person.id == view.viewer
    key = "team.leave_ask" if me else "team.remove_ask"
    return Screen(
        html=book.text(key, name=book.user(one.person.name)),
        rows=column(
            button(
                "team.keep", book, ct.Member(edition=view.event.id, person=one.person.id).pack()
            ),
            button(
                "team.leave_yes" if me else "team.remove_yes",
                book,
                ct.RemoveMember(edition=view.event.id, person=one.person.id, sure=True).pack(),
            ),
        ),
    )


def invite(view: Team, book: Phrasebook) -> Screen:
    """To which role?"""
    named = bool(speakers(view.event))
    roles = [one for one in view.assignable if one is not OrganiserRole.SPEAKER or named]
    return Screen(
        html=paragraphs(
            book.text("team.invite_ask"),
            lines(*(book.text(f"team.about.{role}") for role in roles)),
        ),
        rows=column(
            *(
                Button(
                    label=label(role_name(role, book), book),
                    data=ct.Invite(edition=view.event.id, role=role).pack(),
                )
                for role in roles
            ),
            button("button.back", book, ct.TeamGo(edition=view.event.id, to=ct.TeamTo.LIST).pack()),
        ),
    )


def invite_speaker(event: Event, book: Phrasebook) -> Screen:
    """Which of those on stage?"""
    names = speakers(event)[:90]
    return Screen(
        html=book.text("team.which_speaker"),
        rows=column(
            *(
                named(name, book, ct.InviteSpeaker(edition=event.id, place=at))
                for at, name in enumerate(names)
            ),
            button("button.back", book, ct.TeamGo(edition=event.id, to=ct.TeamTo.INVITE).pack()),
        ),
    )


def link(made: Link, address: str, book: Phrasebook) -> Screen:
    """The link to pass on."""
    for_whom = (
        book.text("team.link_speaker", name=Words(made.stage_name))
        if made.stage_name
        else book.text("team.link", role=role_name(made.role, book))
    )
    return Screen(
        html=paragraphs(
            for_whom,
            book.text("team.address", address=Html(f"<code>{address}</code>")),
            book.text("team.link_once", when=when(made.expires_at, made.event, book)),
        ),
        rows=column(
            button(
                "team.back",
                book,
                ct.TeamGo(edition=made.event.id, to=ct.TeamTo.LIST, new=True).pack(),
            )
        ),
    )


def trail(view: Trail, book: Phrasebook) -> Screen:
    """What was done, the latest first."""
    entries = [entry(one, view.event, book) for one in view.entries]
    whose = next((one for one in view.doers if one.id == view.by), None)
    title = book.text("audit.of", name=person_name(whose, book)) if whose else _title(book)
    doer = view.by or 0
    older = (
        ct.Trail(edition=view.event.id, doer=doer, before=view.older).pack() if view.older else ""
    )
    return Screen(
        html=paragraphs(title, *(entries or [book.text("audit.nothing")])),
        rows=column(
            button("audit.older", book, older) if older else None,
            button("audit.by", book, ct.TeamGo(edition=view.event.id, to=ct.TeamTo.DOERS).pack())
            if view.doers
            else None,
            button("audit.latest", book, ct.Trail(edition=view.event.id, doer=0, before=0).pack()),
            button("team.back", book, ct.TeamGo(edition=view.event.id, to=ct.TeamTo.LIST).pack()),
        ),
    )


def _title(book: Phrasebook) -> Html:
    return Html(f"<b>{book.text('audit.title')}</b>")


def entry(one: Entry, event: Event, book: Phrasebook) -> Html:
    """One thing done: when and by whom, and what, on a line each."""
    who = book.text("audit.terminal") if one.from_terminal else person_name(one.by, book)
    return lines(book.text("audit.line", when=when(one.at, event, book), who=who), _deed(one, book))


def _deed(one: Entry, book: Phrasebook) -> Html:
    values: dict[str, object] = dict(one.facts)
    if "role" in values:
        values["role"] = role_name(OrganiserRole(str(values["role"])), book)
    if "table" in values:
        values["table"] = book.inline(book.plain(f"table.{values['table']}"))
    if "listed" in values:
        values["name"] = book.text("audit.listed", n=values.pop("listed"))
    if one.about_somebody or one.deed is Deed.LET_BACK:
        values["name"] = person_name(one.about, book)
    key, people = f"audit.{one.deed}", one.facts.get("people")
    if one.deed in COUNTED and isinstance(people, int):
        return book.count(key, people, **{k: v for k, v in values.items() if k != "people"})
    return book.text(key, **values)


def doers(view: Trail, book: Phrasebook) -> Screen:
    """Whose deeds?"""
    return Screen(
        html=book.text("audit.whose"),
        rows=column(
            *(
                named(one.name, book, ct.Trail(edition=view.event.id, doer=one.id, before=0))
                for one in view.doers[:90]
            ),
            button("audit.all", book, ct.Trail(edition=view.event.id, doer=0, before=0).pack()),
        ),
    )


def on_stage(event: Event, name: str, sessions: tuple[Session, ...], book: Phrasebook) -> Screen:
    """The sessions of somebody on stage."""
    language = Language(book.language)
    told = [
        book.text(
            "stage.line", when=when(one.starts_at, event, book), title=Words(one.titles[language])
        )
        for one in sessions
    ]
    return Screen(
        html=paragraphs(
            book.text("stage.title", name=book.user(name)), *(told or [book.text("stage.none")])
        ),
        rows=column(button("organiser.to_home", book, cb.Go(to=cb.To.HOME, new=True).pack())),
    )
