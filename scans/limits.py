"""How much one file may cost before it is refused. Files come from strangers, by post scanner, upload and e-mail."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` are for one request to the decoder (one page), `memory` is address space in bytes. What pages take
    beyond `usual` seconds of processor time, or until they are lost, uses up as many `seconds` for the whole file; then
    the rest is refused. So a file costs at most half a minute and, with the process that asks for it, a gibibyte."""

    file_bytes: int = 250 * 1024 * 1024
    pages: int = 2_000
    pixels: int = 130_000_000
    seconds: float = 20.0
    usual: float = 3.0
    memory: int = 768 * 1024 * 1024


LIMITS = Limits()
