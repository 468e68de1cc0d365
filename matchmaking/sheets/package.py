"""The parts of a workbook file, taken out of its archive without trust.

Owns what an archive may be: how many parts, how large, how deep, how many elements, and that an
XML part declares no types or entities of its own (which is how a few bytes become gigabytes).
Only the parts that are asked for are unpacked, piece by piece, so that memory follows what is kept
and not what is claimed. Expat itself reads; what is new here are the limits.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from typing import Protocol
from xml.parsers import expat

from matchmaking.sheets.table import MOST_BYTES, BadTable, Fault, Place

MOST_PARTS = 2_000
LARGEST_PART = 48_000_000
"""Unpacked bytes of one part; 20,000 attendees with long texts take 20 million."""

MOST_ELEMENTS = 1_500_000
"""XML elements in all parts of a file: what can be read in a few seconds."""

DEEPEST = 40
_PIECE = 1 << 16

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the compound files begin that .xls and encrypted .xlsx are."""

Attributes = Mapping[str, str]


class Visitor(Protocol):
    """Who is told of the elements of a part, by their names without a namespace."""

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""

    def text(self, data: str) -> None:
        """Text, perhaps a piece of it."""

    def end(self, name: str) -> None:
        """An element ends."""


class Package:
    """An opened workbook file. Raises `BadTable` when it is none."""

    def __init__(self, content: bytes) -> None:
        if not content:
            raise BadTable(Fault.EMPTY)
        if len(content) > MOST_BYTES:
            raise BadTable(Fault.TOO_LARGE, limit=MOST_BYTES)
        if content.startswith(_OLD):
            locked = "EncryptedPackage".encode("utf-16-le") in content
            raise BadTable(Fault.LOCKED if locked else Fault.OLD_WORKBOOK)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            infos = self._archive.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
            raise BadTable(Fault.NOT_A_TABLE) from None
        if len(infos) > MOST_PARTS:
            raise BadTable(Fault.TOO_LARGE, limit=MOST_PARTS)
        self._parts = {_plain(info.filename): info for info in infos}
        self._elements = 0
        if "mimetype" in self._parts and "xl/workbook.xml" not in self._parts:
            raise BadTable(Fault.OLD_WORKBOOK)

    def __contains__(self, part: str) -> bool:
        return _plain(part) in self._parts

    def visit(self, part: str, visitor: Visitor, *, sheet: str = "") -> None:
        """Tells a visitor of all elements of an XML part, in order. `sheet` is the name under
        which problems are told."""
        info = self._parts.get(_plain(part))
        place = Place(sheet=sheet or part)
        if info is None:
            raise BadTable(Fault.BROKEN, place)
        if info.flag_bits & 1:
            raise BadTable(Fault.LOCKED, place)
        if info.file_size > LARGEST_PART:
            raise BadTable(Fault.TOO_LARGE, place, limit=LARGEST_PART)
        try:
            self._parse(info, visitor, place)
        except (
            zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, OSError,
            NotImplementedError, ValueError, KeyError, RuntimeError, OverflowError,
        ):  # fmt: skip
            raise BadTable(Fault.BROKEN, place) from None

    def _parse(self, info: zipfile.ZipInfo, visitor: Visitor, place: Place) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        depth = 0

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            self._elements += 1
            if depth > DEEPEST:
                raise BadTable(Fault.BROKEN, place)
            if self._elements > MOST_ELEMENTS:
                raise BadTable(Fault.TOO_LARGE, place, limit=MOST_ELEMENTS)
            visitor.start(name.rpartition(" ")[2], attributes)

        def end(name: str) -> None:
            nonlocal depth
            depth -= 1
            visitor.end(name.rpartition(" ")[2])

        def declared(*_: object) -> None:
            raise BadTable(Fault.BROKEN, place)

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = visitor.text
        parser.StartDoctypeDeclHandler = declared
        parser.EntityDeclHandler = declared
        unpacked = 0
        with self._archive.open(info) as stream:
            while piece := stream.read(_PIECE):
                unpacked += len(piece)
                if unpacked > LARGEST_PART:
                    raise BadTable(Fault.TOO_LARGE, place, limit=LARGEST_PART)
                parser.Parse(piece, False)
            parser.Parse(b"", True)


def _plain(part: str) -> str:
    """A part's name as other parts refer to it."""
    return posixpath.normpath(part.replace("\\", "/")).lstrip("/").casefold()


def resolve(base: str, target: str) -> str:
    """The part that a relation of the part `base` points to."""
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), target))
