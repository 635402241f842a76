"""Evidence is shown only where that is safe, and only to who may see it."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from intake.desk import page_image
from intake.desk.originals import SHOWN
from models.errors import Rejected
from tests.integration.desk.town import PIXELS_PER_MM, Town
from tests.integration.desk.visitor import Visitor


@pytest.mark.parametrize(
    ("what", "media_type", "shown"),
    [
        ("page", "image/png", True),
        ("message", "text/plain; charset=utf-8", True),
        ("recording", "audio/wav", True),
        ("scan", "application/octet-stream", False),
        ("html", "application/octet-stream", False),
    ],
)
def test_only_harmless_types_are_shown(clerk: Visitor, town: Town, what: str, media_type: str, shown: bool) -> None:
    answer = clerk.get(f"/bewijs/{town.evidence[what]}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == media_type
    assert answer.headers["Content-Disposition"].startswith("inline" if shown else "attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].endswith("sandbox")
    assert "private" in answer.headers["Cache-Control"]


def test_no_type_that_runs_anything_is_on_the_list() -> None:
    assert {shown.split("/")[0] for shown in SHOWN.values()} == {"image", "audio", "text"}
    assert not {"image/svg+xml", "text/html", "application/xhtml+xml", "text/xml", "application/pdf"} & set(SHOWN)


def test_a_player_can_ask_for_a_part(clerk: Visitor, town: Town) -> None:
    path = f"/bewijs/{town.evidence['recording']}"
    whole = clerk.get(path).data
    part = clerk.get(path, headers={"Range": "bytes=100-199"})
    assert part.status_code == 206
    assert part.data == whole[100:200]
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(whole)}"


def test_what_was_written_is_cut_out_of_the_page(clerk: Visitor, town: Town) -> None:
    answer = clerk.get(f"/inzendingen/{town.submissions['form']}/uitsneden/why")
    assert answer.mimetype == "image/jpeg"
    image = Image.open(io.BytesIO(answer.data))
    assert image.width == pytest.approx(180 * PIXELS_PER_MM, abs=PIXELS_PER_MM)
    assert image.height == pytest.approx(50 * PIXELS_PER_MM, abs=PIXELS_PER_MM)


@pytest.mark.parametrize("question", ["age", "statement", "nonsense"])
def test_an_answer_that_stands_nowhere_has_no_crop(clerk: Visitor, town: Town, question: str) -> None:
    assert clerk.get(f"/inzendingen/{town.submissions['form']}/uitsneden/{question}").status_code == 404


def test_the_whole_page_has_the_answer_outlined(clerk: Visitor, town: Town) -> None:
    path = f"/inzendingen/{town.submissions['form']}/paginas/{town.evidence['page']}"
    one, plain = clerk.get(f"{path}?vraag=first"), clerk.get(f"{path}?vraag=age")
    image = Image.open(io.BytesIO(one.data))
    assert image.width <= page_image.WIDEST
    assert _has_outline(image)
    assert not _has_outline(Image.open(io.BytesIO(plain.data)))


def _has_outline(image: Image.Image) -> bool:
    colours = image.convert("RGB").getcolors(image.width * image.height) or []
    return any(red > 170 and green < 90 and blue < 140 for _, (red, green, blue) in colours)


@pytest.mark.parametrize("content", [b"", b"no image", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_what_is_no_image_is_refused(content: bytes) -> None:
    with pytest.raises(Rejected):
        page_image.crop(content, None)


@pytest.mark.parametrize("box", [(500.0, 500.0, 10.0, 10.0), (-50.0, -50.0, 10.0, 10.0), (0.0, 0.0, 0.0, 0.0)])
def test_a_box_beside_the_page_breaks_nothing(town: Town, clerk: Visitor, box: page_image.Box) -> None:
    page = clerk.get(f"/bewijs/{town.evidence['page']}").data
    assert Image.open(io.BytesIO(page_image.crop(page, box))).width > 0
    assert Image.open(io.BytesIO(page_image.outlined(page, [box]))).width > 0
