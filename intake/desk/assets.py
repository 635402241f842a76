"""Style sheets, scripts and pictures of the desk: compressed, and kept by browsers until they change."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from mimetypes import guess_type
from pathlib import Path

from flask import Response, abort, request, url_for

STATIC = Path(__file__).resolve().parent / "static"
FOR_EVER = "public, max-age=31536000, immutable"
WORTH_COMPRESSING = frozenset({"text/css", "text/javascript", "image/svg+xml"})


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of ours."""

    content: bytes
    compressed: bytes | None
    media_type: str
    version: str


def asset_address(name: str) -> str:
    """Where a browser finds it; another address when the file changes."""
    return url_for("desk.static", filename=name, v=_asset(name).version)


def static(filename: str) -> Response:
    """One of the files in `static/`, and nothing else on the machine."""
    if filename not in _names():
        abort(404)
    found = _asset(filename)
    packed = found.compressed if request.accept_encodings.quality("gzip") else None
    response = Response(packed or found.content, mimetype=found.media_type)
    response.set_etag(f"{found.version}{'-gzip' if packed else ''}")
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = FOR_EVER if request.args.get("v") == found.version else "no-cache"
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.make_conditional(request)
    return response


@cache
def _names() -> frozenset[str]:
    return frozenset(str(path.relative_to(STATIC)) for path in STATIC.rglob("*") if path.is_file())


@cache
def _asset(name: str) -> Asset:
    content = (STATIC / name).read_bytes()
    media_type = guess_type(name)[0] or "application/octet-stream"
    compressed = gzip.compress(content, mtime=0) if media_type in WORTH_COMPRESSING else None
    return Asset(content, compressed, media_type, hashlib.sha256(content).hexdigest()[:12])
