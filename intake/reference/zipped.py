"""Files in a zip that is the same whenever and wherever it is made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

_EARLIEST = (1980, 1, 1, 0, 0, 0)


def zipped(files: Iterable[tuple[str, bytes]], *, plain: frozenset[str] = frozenset()) -> bytes:
    """:param plain: names of files that are not to be compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in files:
            about = zipfile.ZipInfo(name, _EARLIEST)
            about.external_attr = 0o644 << 16
            about.compress_type = zipfile.ZIP_STORED if name in plain else zipfile.ZIP_DEFLATED
            made.writestr(about, content)
    return out.getvalue()
