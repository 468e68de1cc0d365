"""JSON in and out of the human door: what a request brings, what an answer carries."""

import json
from typing import Any

from aiohttp import web

from rehearsal.errors import Json, Wrong
from rehearsal.jsontext import read_json


def answer(value: Any, status: int = 200) -> web.Response:
    """Return a JSON response."""
    data = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
    return web.Response(body=data, status=status, content_type="application/json")


async def json_of(request: web.BaseRequest) -> Any:
    """Return the JSON body of a request, an empty object for none; raises Wrong."""
    body = await request.read()
    try:
        return read_json(body or b"{}")
    except ValueError:
        raise Wrong("the body is not JSON") from None


async def object_of(request: web.BaseRequest) -> Json:
    """Return the JSON object of a request's body; raises Wrong."""
    value = await json_of(request)
    if not isinstance(value, dict):
        raise Wrong("a JSON object is expected")
    return value
