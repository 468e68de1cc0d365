"""Organisers send their list; those on it come by their link and find everything there."""

import io
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from openpyxl import load_workbook

from matchmaking.intents import Language
from matchmaking.organisers import Invitation, OrganiserRole
from matchmaking.people import EventId
from matchmaking.ports import UnitOfWork
from matchmaking.usecases import arrivals
from tests.handlers.chat import Phone, World
from tests.handlers.people import current_event

pytestmark = pytest.mark.anyio

HEAD = "Nom complet;Organisation;Pays;Rôle;Langue;Langues parlées;Recherche;Propose\n"
LIST = HEAD + (
    "Rania Haddad;Coop des Oliviers;Liban;PME;Français;fr;des distributeurs;de l'huile d'olive\n"
    "أمل بن سالم;معصرة الساحل;تونس;PME;Arabe;arabe, français;زيت زيتون;معدّات ريّ بالتنقيط\n"
    "Karim Sassi;;Tunisie;PME;Anglais;;;\n"
)


async def organiser(world: World, language: str = "en") -> Phone:
    phone = world.phone("Omar", language)
    secret = world.store.run_sync(lambda uow, now: arrivals.invite(uow, now, event_id=_event(uow)))
    await phone.say(f"/start o_{secret}")
    return phone


def _event(uow: UnitOfWork) -> EventId:
    return current_event(uow).id


async def registered(world: World, content: str = LIST) -> dict[str, str]:
    """The payloads of the links of those on a list, by name."""
    omar = await organiser(world)
    await omar.send_file("list.csv", content.encode())
    await omar.tap("^sl:\\d+:yes")
    kept = world.store.run_sync(lambda uow, now: uow.registrations.all(_event(uow)))
    return {one.what.name: one.payload for one in kept}


async def test_a_list_is_shown_before_anything_is_kept(world: World) -> None:
    omar = await organiser(world)
    shown = await omar.send_file("list.csv", LIST.encode())
    assert shown.text == (
        "This is what the list will change. Nothing is kept yet.\n\n"
        "3 new people\n1 of whom I do not know what they seek or offer: I will ask them"
    )
    assert shown.labels == ["Keep 3 people", "Leave this file"]
    assert "attendees" in (await omar.say("/attendees")).text
    done = await omar.tap("^sl:\\d+:yes", on=shown)
    assert done.text.startswith("The list is kept.\n\n3 new people")
    assert (await omar.say("/attendees")).text.count("3 people registered") == 1


async def test_the_same_list_again_changes_nothing(world: World) -> None:
    links = await registered(world)
    omar = await organiser(world)
    again = await omar.send_file("list.csv", LIST.encode())
    assert again.text == ("Everybody in this list is known already: it changes nothing.")
    assert again.labels == ["The list and the links"]
    assert await registered_now(world) == links


async def registered_now(world: World) -> dict[str, str]:
    kept = world.store.run_sync(lambda uow, now: uow.registrations.all(_event(uow)))
    return {one.what.name: one.payload for one in kept}


async def test_a_second_yes_finds_it_done(world: World) -> None:
    omar = await organiser(world)
    shown = await omar.send_file("list.csv", LIST.encode())
    yes = next(data for _, data in shown.buttons if data.endswith(":yes"))
    done = await omar.tap_data(yes, shown.message_id)
    assert (await omar.tap_data(yes, shown.message_id)).text == done.text
    assert omar.toasts == ["That was done before: nothing has changed now."]


async def test_a_list_not_said_yes_to_in_a_day_is_gone(world: World) -> None:
    omar = await organiser(world)
    shown = await omar.send_file("list.csv", LIST.encode())
    world.advance(hours=25)
    await omar.tap("^sl:\\d+:yes", on=shown)
    assert omar.toasts == ["This file waits no more. Send it again if you like."]
    assert await registered_now(world) == {}


async def test_a_corrected_list_updates_and_keeps_the_links(world: World) -> None:
    links = await registered(world)
    omar = await organiser(world)
    changed = LIST.replace("distributeurs", "investisseurs").replace("PME;Anglais", "ONG;en")
    shown = await omar.send_file("list.csv", changed.encode("utf-16"))
    assert "2 people updated\n1 known already, unchanged" in shown.text
    await omar.tap("^sl:\\d+:yes")
    assert await registered_now(world) == links


async def test_problems_are_told_by_place_in_the_organisers_language(world: World) -> None:
    omar = await organiser(world, "fr")
    shown = await omar.send_file("list.csv", (HEAD + "Rania;;Atlantide;;;;;\n;x;;;;;;\n").encode())
    assert shown.text == (
        "Voici ce que cette liste changera. Rien n’est encore enregistré.\n\n"
        "1 personne nouvelle\n"
        "1 dont j’ignore les recherches et les offres\u202f: je lui poserai la question\n"
        "1 ligne inutilisable\n"
        "1 cellule que je n’ai pas comprise et que je laisse vide\n\n"
        "Ligne 2, colonne \u2068C\u2069 (\u2068Pays\u2069)\u202f: "
        "je ne connais pas \u2068Atlantide\u2069\n"
        "Ligne 3, colonne \u2068A\u2069 (\u2068Nom complet\u2069)\u202f: "
        "vide, alors qu’il faut la remplir"
    )


async def test_many_problems_have_a_screen_of_their_own(world: World) -> None:
    omar = await organiser(world)
    rows = "".join(f"P{n};;Atlantis{n};;;;\n" for n in range(30))
    shown = await omar.send_file("list.csv", (HEAD + rows).encode())
    assert shown.labels == ["Keep 30 people", "See 30 problems", "Leave this file"]
    all_ = await omar.tap("^sl:\\d+:what")
    assert all_.text.count("I do not know") == 25
    assert all_.text.endswith("and 5 more")
    assert (await omar.tap("^sl:\\d+:back")).labels == shown.labels


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("photo.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "It is no table that I can read."),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, "a spreadsheet of an old or another"),
        ("x.csv", b"1;2\n3;4\n", "Row 1: I found no row that names the columns"),
    ],
)
async def test_a_file_of_no_use_is_told_kindly(
    world: World, name: str, content: bytes, told: str
) -> None:
    omar = await organiser(world)
    shown = await omar.send_file(name, content)
    assert shown.text.startswith(f"I cannot use \u2068{name}\u2069. Nothing has changed.")
    assert told in shown.text


async def test_telegrams_limit_is_told(world: World) -> None:
    omar = await organiser(world)
    document = {"file_id": "x", "file_unique_id": "x", "file_name": "a.xlsx", "file_size": 21 << 20}
    shown = await omar.send(document=document)
    assert "larger than 20 MB" in shown.text


async def test_an_attendees_file_is_no_list(world: World) -> None:
    rania = world.phone("Rania", "en")
    await rania.onboard("We make olive oil.")
    await rania.send_file("list.csv", LIST.encode())
    assert await registered_now(world) == {}


async def test_a_link_brings_everything_but_consent_and_confirmation(world: World) -> None:
    links = await registered(world)
    amal, rania = world.phone("A.", "en"), world.phone("R.", "en")
    await amal.say(f"/start {links['أمل بن سالم']}")
    assert "أمل بن سالم" in amal.last.text
    await amal.tap("^la:ar$")
    await amal.tap("^ok:1$")
    await amal.tap("^right")
    await rania.say(f"/start {links['Rania Haddad']}")
    await rania.tap("^la:fr$")
    await rania.tap("^ok:1$")
    card = await rania.tap("^right")
    assert "أمل بن سالم" in card.text
    assert rania.typed == 0
    kept = world.store.run_sync(
        lambda uow, now: uow.attendees.of_account(rania.user.id, _event(uow))
    )
    assert kept is not None
    assert (kept.person.name, kept.organisation) == ("Rania Haddad", "Coop des Oliviers")
    assert (kept.person.country, kept.person.zone) == ("LB", "Asia/Beirut")
    assert kept.person.language is Language.FR


async def test_who_said_nothing_is_asked(world: World) -> None:
    links = await registered(world)
    karim = world.phone("K", "fr")
    await karim.say(f"/start {links['Karim Sassi']}")
    await karim.tap("^la:en$")
    asked = await karim.tap("^ok:1$")
    assert "organisation" in asked.text.lower()


async def test_a_topic_taken_off_and_put_back_is_as_the_list_said(world: World) -> None:
    links = await registered(world)
    rania = world.phone("R.", "fr")
    await rania.say(f"/start {links['Rania Haddad']}")
    await rania.tap("^la:fr$")
    before = await rania.tap("^ok:1$")
    told = before.text
    off = next(data for _, data in before.buttons if data.startswith("tp:"))
    await rania.tap_data(off, before.message_id)
    assert (await rania.tap_data(off, before.message_id)).text == told


async def test_a_link_opens_once_for_one_person(world: World) -> None:
    links = await registered(world)
    rania, eve = world.phone("R.", "fr"), world.phone("Eve", "en")
    await rania.say(f"/start {links['Rania Haddad']}")
    again = await rania.say(f"/start {links['Rania Haddad']}")
    assert "Rania Haddad" in again.text
    taken = await eve.say(f"/start {links['Rania Haddad']}")
    assert taken.text.startswith("This link was opened from another account, and it works once.")
    other = await rania.say(f"/start {links['Karim Sassi']}")
    assert "ce lien est celui de quelqu’un d’autre" in other.text
    assert (await eve.say("/start r_never")).text.startswith("I do not know this link.")


async def test_declining_leaves_the_link_good_and_erasing_takes_the_registration(
    world: World,
) -> None:
    links = await registered(world)
    rania = world.phone("R.", "fr")
    for _ in range(2):
        await rania.say(f"/start {links['Rania Haddad']}")
        await rania.tap("^la:fr$")
        await rania.tap("^ok:0$")
    await rania.say(f"/start {links['Rania Haddad']}")
    await rania.tap("^la:fr$")
    await rania.tap("^ok:1$")
    await rania.say("/privacy")
    await rania.tap("^go:erase:")
    await rania.tap("^go:erase_yes:")
    assert sorted(await registered_now(world)) == ["Karim Sassi", "أمل بن سالم"]


async def test_only_those_registered_come_in_where_the_organiser_wants_it(world: World) -> None:
    links = await registered(world)
    _close_the_door(world, contact="Leïla, +216 71 000 000")
    eve, rania = world.phone("Eve", "en"), world.phone("R.", "fr")
    for text in ("/start", "hello", "/start r_never", "/start o_never"):
        told = await eve.say(text)
        assert told.text.endswith("Ask here: \u2068Leïla, +216 71 000 000\u2069"), text
        assert told.labels == []
    assert world.store.run_sync(lambda uow, now: uow.people.by_telegram(eve.user.id)) is None
    assert "Rania" in (await rania.say(f"/start {links['Rania Haddad']}")).text
    assert "Rania" not in (await eve.say(f"/start {links['Rania Haddad']}")).text


def _close_the_door(world: World, *, contact: str) -> None:
    def close(uow: UnitOfWork, now: datetime) -> None:
        plan = current_event(uow).plan
        uow.events.put(replace(plan, walk_ins=False, contact=contact))

    world.store.run_sync(close)


async def test_links_are_taken_as_a_workbook_and_as_text(world: World) -> None:
    links = await registered(world)
    omar = await organiser(world)
    shown = await omar.say("/attendees")
    await omar.tap("^tk:links_xlsx", on=shown)
    await omar.tap("^tk:links_csv", on=shown)
    (_, xlsx, book, caption), (_, csv, text, _) = world.session.sent_files
    assert (xlsx, csv) == ("techdays-links.xlsx", "techdays-links.csv")
    assert caption.startswith("This file holds 3 personal links.")
    sheet = load_workbook(io.BytesIO(book)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert {row[1]: row[6] for row in rows[1:]} == {
        name: f"https://t.me/multaqa_bot?start={payload}" for name, payload in links.items()
    }
    assert text.decode("utf-8-sig").count("https://t.me/multaqa_bot?start=r_") == 3


async def test_the_template_comes_back_as_a_list(world: World) -> None:
    omar = await organiser(world, "ar")
    await omar.say("/attendees")
    await omar.tap("^tk:template")
    ((_, name, content, _),) = world.session.sent_files
    book = load_workbook(io.BytesIO(content))
    assert book.worksheets[0].sheet_view.rightToLeft is True
    book.worksheets[0].append(["1", "أمل", "", "", "تونس"])
    out = io.BytesIO()
    book.save(out)
    shown = await omar.send_file(name, out.getvalue())
    assert shown.labels[0] == "حفظ شخص واحد"


async def test_forged_drafts_read_like_ones_that_never_were(world: World) -> None:
    omar = await organiser(world)
    shown = await omar.send_file("list.csv", LIST.encode())
    number = next(data for _, data in shown.buttons if data.endswith(":yes")).split(":")[1]
    leila, eve = await organiser(world), world.phone("Eve", "en")
    await eve.onboard("We make olive oil.")
    for act in ("yes", "no", "what", "back"):
        toasts = len(leila.toasts)
        for draft in (number, "987654"):
            await leila.tap_data(f"sl:{draft}:{act}", leila.last.message_id)
        first, second = leila.toasts[toasts:]
        assert first == second
        await eve.tap_data(f"sl:{number}:{act}", eve.last.message_id)
        assert eve.toasts[-1].startswith("Only organisers can do that.")
    assert await registered_now(world) == {}


async def test_a_helper_sees_no_list(world: World) -> None:
    links = await registered(world)
    helper = world.phone("Hana", "en")

    def invited(uow: UnitOfWork, now: datetime) -> str:
        return arrivals.new_link(
            uow,
            Invitation(
                event_id=_event(uow),
                role=OrganiserRole.HELPER,
                expires_at=now + timedelta(days=1),
            ),
        )

    await helper.say(f"/start o_{world.store.run_sync(invited)}")
    refusal = "Only organisers can do that."
    assert (await helper.say("/attendees")).text.startswith(refusal)
    await helper.send_file("list.csv", LIST.replace("Rania", "Nadia").encode())
    await helper.tap_data("tk:links_csv", helper.last.message_id)
    assert helper.toasts[-1].startswith(refusal)
    assert world.session.sent_files == []
    assert await registered_now(world) == links


async def test_badges_carry_everybodys_code_and_nobodys_markup(world: World) -> None:
    links = await registered(world, LIST.replace("Coop des Oliviers", "<b>Coop</b> & Oliviers"))
    omar = await organiser(world, "ar")
    await omar.say("/attendees")
    await omar.tap("^tk:badges")
    ((_, name, content, _),) = world.session.sent_files
    page = content.decode()
    assert name == "techdays-badges.html"
    assert (page.count("<svg"), len(links)) == (3, 3)
    assert '<html lang="ar" dir="rtl">' in page
    assert "&lt;b&gt;Coop&lt;/b&gt; &amp; Oliviers" in page
    assert "http-equiv" not in page
    assert "src=" not in page
