"""What people want from an event: intent kinds, sides, sectors and roles.

Owns the closed vocabularies that every other module shares. Knows nothing of how an intent
is read from text (`matchmaking.reading`) or stored.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

ConceptId = NewType("ConceptId", str)
"""A concept of the lexicon, for example ``agrifood.olive_oil``; a bare sector code is one too."""

CountryCode = NewType("CountryCode", str)
"""ISO 3166-1 alpha-2, upper case."""


class Language(StrEnum):
    """The three languages that the product speaks."""

    AR = "ar"
    FR = "fr"
    EN = "en"


class Kind(StrEnum):
    """What an intent is about."""

    NETWORKING = "networking"
    TRADE = "trade"
    INVESTMENT = "investment"
    RESEARCH = "research"


class Side(StrEnum):
    """Whether the person asks for it or brings it. Networking is mutual: always `SEEK`."""

    SEEK = "seek"
    OFFER = "offer"


class Role(StrEnum):
    """Which kind of participant somebody is."""

    CLUSTER = "cluster"
    SME = "sme"
    STARTUP = "startup"
    RESEARCHER = "researcher"
    TTO = "tto"
    INVESTOR = "investor"
    POLICYMAKER = "policymaker"
    INDUSTRY = "industry"
    SUPPORT = "support"


class Sector(StrEnum):
    """The 24 fields under which all concepts stand."""

    AGRIFOOD = "agrifood"
    WATER = "water"
    ENERGY = "energy"
    ENVIRONMENT = "environment"
    HEALTH = "health"
    DIGITAL = "digital"
    AI = "ai"
    FINTECH = "fintech"
    TELECOM = "telecom"
    TEXTILE = "textile"
    TOURISM = "tourism"
    CREATIVE = "creative"
    MOBILITY = "mobility"
    AEROSPACE = "aerospace"
    LOGISTICS = "logistics"
    CONSTRUCTION = "construction"
    MANUFACTURING = "manufacturing"
    ELECTRONICS = "electronics"
    CHEMISTRY = "chemistry"
    COSMETICS = "cosmetics"
    EDUCATION = "education"
    MARITIME = "maritime"
    BIOTECH = "biotech"
    MEDIA = "media"


@dataclass(frozen=True, kw_only=True)
class Intent:
    """One thing that a person seeks or offers.

    `words` is the clause it was read from, exactly as written; `concepts` and `markets` are in
    the order in which they were first mentioned, without repeats. `context` is what was said
    around it without stating anything sought or offered ("every spring half of our hives are
    dead"): it counts in matching, and nobody else is shown it.
    """

    kind: Kind
    side: Side
    concepts: tuple[ConceptId, ...] = ()
    markets: tuple[CountryCode, ...] = ()
    words: str = ""
    context: str = ""
