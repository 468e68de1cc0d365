"""Photos, documents and albums: uploads, known file ids and ``attach://`` parts."""

from typing import Any

from rehearsal.errors import Json, bad
from rehearsal.filestore import StoredFile
from rehearsal.forms import Upload
from rehearsal.methods.messages import caption_content, deliver
from rehearsal.methods.registry import Call, method


def stored_file(call: Call, given: Any, kind: str) -> StoredFile:
    """Return the file that a parameter means: an upload, ``attach://part`` or a known id."""
    if isinstance(given, str) and given.startswith("attach://"):
        part = given.removeprefix("attach://")
        if part not in call.uploads:
            raise bad(f"there is no {kind} in the request")
        given = call.uploads[part]
    files = call.world.files
    if isinstance(given, Upload):
        return files.add_photo(given) if kind == "photo" else files.add_document(given)
    if not given:
        raise bad(f"there is no {kind} in the request")
    if given.startswith(("http://", "https://")):
        # A rehearsal fetches nothing from the network.
        raise bad("failed to get HTTP URL content")
    stored = files.by_id.get(given)
    if stored is None:
        raise bad("wrong file identifier/HTTP URL specified")
    if stored.is_photo != (kind == "photo"):
        kinds = ("Photo", "Document") if stored.is_photo else ("Document", "Photo")
        raise bad(f"can't use file of type {kinds[0]} as {kinds[1]}")
    return stored


def media_content(call: Call, given: Any, kind: str, params: Json) -> Json:
    """Return a photo's or document's content with its caption."""
    caption = caption_content(call, params)
    stored = stored_file(call, given, kind)
    shown: Any = stored.as_photo() if kind == "photo" else stored.as_document()
    return {kind: shown} | caption


@method
def send_photo(call: Call) -> Json:
    """A picture, shown as one."""
    return deliver(call, media_content(call, call.params["photo"], "photo", call.params)).message


@method
def send_document(call: Call) -> Json:
    """Any file."""
    given = call.params["document"]
    return deliver(call, media_content(call, given, "document", call.params)).message


@method
def send_media_group(call: Call) -> list[Json]:
    """An album: 2 to 10 photos, or as many documents."""
    album = call.params["media"]
    if not 2 <= len(album) <= 10:
        words = "too few" if len(album) < 2 else "too many"
        raise bad(f"{words} media to send as an album")
    if len({media["type"] for media in album}) > 1:
        raise bad("document can't be mixed with other media types")
    contents = [media_content(call, m["media"], m["type"], m) for m in album]
    group = f"{call.world.profile.bot_id}{int(call.world.clock.now() * 1000)}"
    return [deliver(call, content | {"media_group_id": group}).message for content in contents]
