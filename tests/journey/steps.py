"""What people do in the conversation, step by step, as a newcomer would."""

from dataclasses import dataclass

from tests.journey.phones import Line, Phone


@dataclass(frozen=True)
class Newcomer:
    """Somebody about to register: what they tap and type."""

    name: str
    language: str
    country: str
    role: str
    organisation: str
    words: str
    also_speaks: str | None = None
    """The button for one more spoken language, if any."""


AMAL = Newcomer(
    name="أمل بن سالم",
    language="ar",
    country="TN",
    role="sme",
    organisation="معصرة الساحل",
    words="نقدّم زيت زيتون بيولوجي، ونبحث عن معدّات للريّ بالتنقيط.",
    also_speaks="sw:speaks:3",  # French besides Arabic
)
CAMILLE = Newcomer(
    name="Camille Laurent",
    language="fr",
    country="FR",
    role="sme",
    organisation="Épicerie du Sud",
    words="Nous cherchons de l'huile d'olive bio. Nous proposons de l'irrigation goutte à goutte.",
    also_speaks="sw:speaks:6",  # English besides French
)
OMAR = Newcomer(
    name="Omar Khalil",
    language="en",
    country="JO",
    role="sme",
    organisation="Dead Sea Foods",
    words="We are looking for drip irrigation equipment. We offer dates in bulk.",
)


LONER = Newcomer(
    name="Nino",
    language="en",
    country="CY",
    role="researcher",
    organisation="Meteorite Museum",
    words="We are looking for satellite antennas.",
)


def register(line: Line, who: Newcomer) -> Phone:
    """From /start to the first match, or to the news that nobody is there yet."""
    phone = Phone.of(line, who.name, who.language)
    phone.say("/start")
    for data in (f"la:{who.language}", "ok:1", f"co:{who.country}", f"ro:{who.role}"):
        phone.tap(data)
    phone.await_button("or")
    phone.say(who.organisation)
    phone.await_reply()
    phone.say(who.words)
    phone.tap("right")
    if who.also_speaks is not None:
        phone.tap(who.also_speaks)
    phone.tap("done:speaks")
    phone.tap("done:windows")
    return phone


def propose(phone: Phone) -> None:
    """Proposes the times that the assistant suggests to the match on the screen."""
    phone.tap("pr:")
    phone.tap("of:")
