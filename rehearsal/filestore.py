"""Files that people and the bot sent. Owns their ids, and what can be read from a picture."""

import hashlib
import mimetypes
import struct
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Final

from rehearsal.errors import Json, bad, too_large
from rehearsal.forms import Upload

DOCUMENT_LIMIT: Final = 50 * 1024 * 1024  # bytes a bot may upload
PHOTO_LIMIT: Final = 10 * 1024 * 1024
DOWNLOAD_LIMIT: Final = 20 * 1024 * 1024  # bytes a bot may fetch


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """A file. ``path`` is its ``file_path``; width and height are 0 for what is no picture."""

    file_id: str
    unique_id: str
    path: str
    name: str
    mime_type: str
    data: bytes
    width: int
    height: int

    @property
    def is_photo(self) -> bool:
        return self.width > 0

    def as_photo(self) -> list[Json]:
        """Return the PhotoSize array of a message."""
        size: Json = self._ids() | {"width": self.width, "height": self.height}
        return [size | {"file_size": len(self.data)}]

    def as_document(self) -> Json:
        """Return the Document of a message."""
        return self._ids() | {
            "file_name": self.name,
            "mime_type": self.mime_type,
            "file_size": len(self.data),
        }

    def as_file(self) -> Json:
        """Return the File that getFile answers; above 20 MB it is refused."""
        if len(self.data) > DOWNLOAD_LIMIT:
            raise bad("file is too big")
        return self._ids() | {"file_size": len(self.data), "file_path": self.path}

    def _ids(self) -> Json:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id}


class FileStore:
    """Every file of the world, by id and by path. The same file has the same id."""

    def __init__(self) -> None:
        self.by_id: dict[str, StoredFile] = {}
        self.by_path: dict[str, StoredFile] = {}

    def add_photo(self, upload: Upload) -> StoredFile:
        """Keep a picture; refuses what Telegram could not show as a photo."""
        if len(upload.data) > PHOTO_LIMIT:
            raise too_large()
        width, height = picture_size(upload.data)
        if not width or not height:
            raise bad("IMAGE_PROCESS_FAILED")
        if width + height > 10_000 or max(width, height) > 20 * min(width, height):
            raise bad("PHOTO_INVALID_DIMENSIONS")
        return self._add(upload, width, height)

    def add_document(self, upload: Upload) -> StoredFile:
        """Keep a file as a document, whatever it is."""
        if len(upload.data) > DOCUMENT_LIMIT:
            raise too_large()
        return self._add(upload, 0, 0)

    def get(self, file_id: str) -> StoredFile:
        """Return a file by its id; raises Refused in getFile's words."""
        stored = self.by_id.get(file_id)
        if stored is None:
            raise bad("wrong file_id or the file is temporarily unavailable")
        return stored

    def _add(self, upload: Upload, width: int, height: int) -> StoredFile:
        if not upload.data:
            raise bad("file must be non-empty")
        kind = "photos" if width else "documents"
        digest = hashlib.sha256(
            f"{kind}/{upload.name}/".encode("utf-8", "replace") + upload.data
        ).digest()
        file_id = ("AgACAgQAAxk" if width else "BQACAgQAAxk") + _letters(digest)
        if file_id in self.by_id:
            return self.by_id[file_id]
        suffix = f".{upload.name.rpartition('.')[2]}" if "." in upload.name else ""
        suffix = suffix if suffix[1:].isascii() and suffix[1:].isalnum() else ""
        stored = StoredFile(
            file_id=file_id,
            unique_id=_letters(digest)[:15],
            path=f"{kind}/file_{len(self.by_id)}{suffix}",
            name=upload.name,
            mime_type=_mime_type(upload),
            data=upload.data,
            width=width,
            height=height,
        )
        self.by_id[file_id] = self.by_path[stored.path] = stored
        return stored


def _letters(digest: bytes) -> str:
    return urlsafe_b64encode(digest).decode().rstrip("=")


def _mime_type(upload: Upload) -> str:
    guessed = mimetypes.guess_type(upload.name)[0]
    given = upload.mime_type.partition(";")[0]
    if given and given != "application/octet-stream":
        return given
    return guessed or "application/octet-stream"


def picture_size(data: bytes) -> tuple[int, int]:
    """Return width and height of a PNG, JPEG, GIF or WebP; (0, 0) for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return int(width), int(height)
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return int(width), int(height)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp_size(data)
    if data.startswith(b"\xff\xd8"):
        return _jpeg_size(data)
    return 0, 0


def _webp_size(data: bytes) -> tuple[int, int]:
    if data[12:16] == b"VP8X" and len(data) >= 30:
        return (
            int.from_bytes(data[24:27], "little") + 1,
            int.from_bytes(data[27:30], "little") + 1,
        )
    if data[12:16] == b"VP8L" and len(data) >= 25:
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if data[12:16] == b"VP8 " and len(data) >= 30:
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return 0, 0


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Walk a JPEG's segments to its frame header (SOF0 to SOF15, but DHT, JPG and DAC)."""
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return int(width), int(height)
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return 0, 0
