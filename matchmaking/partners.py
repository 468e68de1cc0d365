"""The organisations that hold an event together: what an organiser says of each of them.

Owns the value and its form in an event file. Names are needed in one language at least; readers of
the others see one that there is.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, field_validator, model_validator

from matchmaking.eventfaults import Wrong
from matchmaking.intents import Language

MOST_PARTNERS = 60
"""Most partners of one event: they are listed on one screen."""

NAME_LIMIT = 120
"""Most characters of a partner's name."""

_ADDRESS = re.compile(r"https?://[^\s<>\"]+\.[^\s<>\"]+")

Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=NAME_LIMIT)]


@dataclass(frozen=True, kw_only=True)
class Partner:
    """An organisation that stands behind the event."""

    code: str
    names: Mapping[Language, str]
    """In one language or more."""
    link: str = ""

    def name(self, language: Language) -> str:
        """Its name for a reader: in their language, or else as it is given."""
        return name_for(self.names, language)


def name_for(names: Mapping[Language, str], language: Language) -> str:
    """Of names in one language or more, that for a reader of this one."""
    given = (names.get(one) for one in (language, Language.FR, Language.EN, Language.AR))
    return next((name for name in given if name), "")


def is_address(text: str) -> bool:
    """Whether that is an address that a browser opens."""
    return _ADDRESS.fullmatch(text) is not None


class _Names(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    ar: Name = ""
    fr: Name = ""
    en: Name = ""

    @model_validator(mode="after")
    def _any(self) -> Self:
        if not (self.ar or self.fr or self.en):
            raise Wrong("a partner needs a name in one language at least", "no_name")
        return self


class PartnerTable(BaseModel):
    """A partner in an event file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
    names: _Names
    link: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""

    @field_validator("link")
    @classmethod
    def _opens(cls, link: str) -> str:
        if link and not is_address(link):
            line = f"{link!r} is no address such as https://example.org"
            raise Wrong(line, "bad_link", value=link[:60])
        return link

    def partner(self) -> Partner:
        """The partner it describes."""
        given = {one: str(getattr(self.names, one.value)) for one in Language}
        names = {one: name for one, name in given.items() if name}
        return Partner(code=self.code, names=names, link=self.link)


def partner_table(one: Partner) -> dict[str, Any]:
    """The way back, in JSON values."""
    names = {language.value: name for language, name in one.names.items()}
    return {"code": one.code, "names": names, "link": one.link}
