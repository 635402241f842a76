"""Evidence is shown only where that is safe, and only to who may see it."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from PIL import Image

from channels.printed.layout import CONTACT
from intake.desk import page_image
from intake.desk.originals import SHOWN
from models import printing
from models.consultations import VERSION
from models.errors import Rejected
from models.evidence import LINK
from models.submissions import SUBMISSION
from models.vocabulary import Role
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


def _printed(town: Town, submission: str) -> None:
    """The form of this submission asks on its first page how to reach somebody, 200 to 260 mm from the top."""
    store = town.services.store
    with store.write() as connection:
        version_id = connection.execute(
            sa.select(SUBMISSION.c.version_id).where(SUBMISSION.c.id == submission)
        ).scalar_one()
        box = {"question": CONTACT, "kind": "write", "x": 20.0, "y": 209.0, "w": 170.0, "h": 47.0, "option": "address"}
        pages = [{"page": 1, "width": 210.0, "height": 297.0, "boxes": [box]}]
        printing.keep(store, connection, printing.Printed(version_id, "nl", False, "ABCDE"), pages)


def _asks_for_contact(town: Town) -> None:
    """The version that was answered asks it, as one that is loaded with `contact: optional` does."""
    store = town.services.store
    with store.write() as connection:
        for row in connection.execute(sa.select(VERSION)).all():
            definition = {**row.definition, "contact": "optional"}
            connection.execute(VERSION.update().where(VERSION.c.id == row.id).values(definition=definition))
    store.close()


@pytest.mark.parametrize(
    ("role", "sees"), [(Role.CLERK, True), (Role.COORDINATOR, False), (Role.PRIVACY, False), (Role.ADMIN, False)]
)
def test_who_sent_a_form_is_seen_by_the_clerk_alone(
    at_the_desk: Callable[[Role], Visitor], town: Town, role: Role, sees: bool
) -> None:
    _asks_for_contact(town)
    form = town.submissions["form"]
    _printed(town, form)
    image = Image.open(io.BytesIO(at_the_desk(role).get(f"/inzendingen/{form}/paginas/{town.evidence['page']}").data))
    there = image.convert("L").crop((0, int(image.height * 202 / 297), image.width, int(image.height * 258 / 297)))
    darkest, lightest = there.getextrema()
    hidden = lightest - darkest < 20 and lightest < 130
    assert hidden is not sees
    above = image.convert("L").crop((0, 0, image.width, int(image.height * 195 / 297)))
    assert above.getextrema()[1] > 200, "the answers stay to be seen"
    for kind in ("page", "scan"):
        assert at_the_desk(role).get(f"/bewijs/{town.evidence[kind]}").status_code == (200 if sees else 404)


def test_a_form_whose_layout_is_not_known_is_not_shown_to_others_at_all(
    at_the_desk: Callable[[Role], Visitor], town: Town
) -> None:
    _asks_for_contact(town)
    path = f"/inzendingen/{town.submissions['form']}/paginas/{town.evidence['page']}"
    assert at_the_desk(Role.PRIVACY).get(path).status_code == 404
    assert at_the_desk(Role.CLERK).get(path).status_code == 200


def test_a_letter_is_read_by_those_who_work_with_it_whoever_sent_it(
    at_the_desk: Callable[[Role], Visitor], town: Town
) -> None:
    letter = town.submissions["letter"]
    with town.services.store.read() as connection:
        page = connection.execute(sa.select(LINK.c.evidence_id).where(LINK.c.submission_id == letter)).scalar_one()
    for role in Role:
        sees = role in (Role.CLERK, Role.COORDINATOR)
        for path in (f"/inzendingen/{letter}/paginas/{page}", f"/bewijs/{page}"):
            assert at_the_desk(role).get(path).status_code == (200 if sees else 404)


def test_what_a_camera_noted_never_leaves_in_an_image() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x9286] = "Verzonnen camera", "gemaakt door iemand"
    exif.get_ifd(0x8825)[2] = (52.0, 27.0, 0.0)
    photo = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(
        photo, "JPEG", exif=exif, comment=b"van iemand", icc_profile=b"profiel", xmp=b"<x:xmpmeta>iemand</x:xmpmeta>"
    )
    assert b"Verzonnen camera" in photo.getvalue()
    assert b"van iemand" in photo.getvalue()
    for shown in (
        page_image.outlined(photo.getvalue(), []),
        page_image.crop(photo.getvalue(), (10.0, 10.0, 50.0, 20.0)),
    ):
        for noted in (b"Exif", b"Verzonnen", b"iemand", b"xmpmeta", b"profiel"):
            assert noted not in shown
        assert set(Image.open(io.BytesIO(shown)).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
