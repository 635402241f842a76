"""What a scanner writes into a watched folder comes in once, whole, and is then out of the way."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from intake.watching.folder import DAY, PATIENT_LOOKS, WatchedFolder
from intake.watching.places import Folder
from models import evidence as evidence_module
from models import watching as watching_module
from models.outbox import OUTBOX
from tests.installation import Installation
from tests.integration.desk.town import page_image

PAGE = page_image("Beste gemeente,")
ANOTHER = page_image("Goedendag,")


@pytest.fixture
def share(tmp_path: Path) -> Path:
    folder = tmp_path / "share"
    folder.mkdir()
    return folder


@pytest.fixture
def inloop(watching: Callable[..., Installation], share: Path) -> Installation:
    return watching(f"zaandijk={share}")


@pytest.fixture
def folder(inloop: Installation) -> WatchedFolder:
    return watched(inloop)


def watched(inloop: Installation) -> WatchedFolder:
    (place,) = inloop.services.settings.watch
    assert isinstance(place, Folder)
    return WatchedFolder(inloop.services, place)


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def files_in(inloop: Installation) -> list[str]:
    with inloop.services.store.read() as connection:
        return [row.payload["name"] for row in connection.execute(sa.select(OUTBOX).order_by(OUTBOX.c.created_at))]


def test_a_file_is_taken_in_when_it_was_the_same_at_two_looks(
    folder: WatchedFolder, share: Path, inloop: Installation
) -> None:
    (share / "maandag.png").write_bytes(PAGE)
    assert folder.look().taken == []
    assert folder.look().taken == ["maandag.png"]
    assert names(share) == {"verwerkt/maandag.png"}
    assert files_in(inloop) == ["maandag.png"]
    assert folder.look().taken == []


def test_a_file_that_still_grows_is_left_alone(folder: WatchedFolder, share: Path) -> None:
    for length in (100, 200, len(PAGE)):
        (share / "groeit.png").write_bytes(PAGE[:length])
        assert folder.look().taken == []
    assert folder.look().taken == ["groeit.png"]


def test_a_pdf_whose_end_has_not_come_is_waited_for(folder: WatchedFolder, share: Path) -> None:
    """A scanner may think for a minute between two pages."""
    (share / "lang.pdf").write_bytes(b"%PDF-1.7\n1 0 obj")
    looks = [folder.look().taken for _ in range(PATIENT_LOOKS - 1)]
    assert looks == [[]] * (PATIENT_LOOKS - 1)
    (share / "lang.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n%%EOF\n")
    folder.look()
    assert folder.look().taken == ["lang.pdf"]


def test_a_pdf_whose_end_never_comes_is_taken_as_it_is(folder: WatchedFolder, share: Path) -> None:
    (share / "afgebroken.pdf").write_bytes(b"%PDF-1.7\n1 0 obj")
    assert [folder.look().taken for _ in range(PATIENT_LOOKS)][-1] == ["afgebroken.pdf"]


@pytest.mark.parametrize(
    "name", [".verborgen.png", "~$open.png", "scan.png.part", "SCAN.TMP", "Thumbs.db", "desktop.ini"]
)
def test_what_is_half_written_or_of_the_system_is_passed_over(folder: WatchedFolder, share: Path, name: str) -> None:
    (share / name).write_bytes(PAGE)
    for _ in range(3):
        look = folder.look()
        assert (look.taken, look.refused) == ([], [])
    assert names(share) == {name}


def test_folders_within_and_odd_names_are_taken_in_too(
    folder: WatchedFolder, share: Path, inloop: Installation
) -> None:
    (share / "Balie 2" / "zaal é").mkdir(parents=True)
    (share / "Balie 2" / "zaal é" / "scan 'één'; ✓ #1.png").write_bytes(PAGE)
    odd = os.fsencode(share) + b"/\xff\xfe.png"
    Path(os.fsdecode(odd)).write_bytes(ANOTHER)
    folder.look()
    taken = folder.look().taken
    assert set(taken) == {"Balie 2/zaal é/scan 'één'; ✓ #1.png", "��.png"}
    assert (share / "verwerkt" / "Balie 2" / "zaal é" / "scan 'één'; ✓ #1.png").read_bytes() == PAGE
    assert len(files_in(inloop)) == 2


@pytest.mark.parametrize("name", ["@eaDir", "#recycle", "$RECYCLE.BIN", "lost+found", "System Volume Information"])
def test_a_folder_of_the_disk_itself_is_passed_over(folder: WatchedFolder, share: Path, name: str) -> None:
    (share / name).mkdir()
    (share / name / "SYNOPHOTO_THUMB_M.png").write_bytes(PAGE)
    for _ in range(2):
        look = folder.look()
        assert (look.taken, look.refused, look.unfinished) == ([], [], [])


def test_a_folder_that_cannot_be_opened_keeps_back_no_other(
    folder: WatchedFolder, share: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (share / "dicht").mkdir()
    (share / "open.png").write_bytes(PAGE)
    opens = os.scandir

    def refuses(path: Path) -> object:
        if Path(path).name == "dicht":
            raise PermissionError(13, "Permission denied", str(path))
        return opens(path)

    monkeypatch.setattr(os, "scandir", refuses)
    folder.look()
    look = folder.look()
    assert look.taken == ["open.png"]
    assert look.problem == "no_folder", "and it is told"


def test_a_refused_file_that_cannot_be_moved_is_told_once(
    folder: WatchedFolder, share: Path, inloop: Installation
) -> None:
    (share / "film.mp4").write_bytes(b"\0\0\0\x18ftypmp42" + bytes(64))
    (share / "geweigerd").write_text("hier hoort een map te staan")
    for _ in range(4):
        look = folder.look()
    assert look.problem == "cannot_move"
    with inloop.services.store.read() as connection:
        told = connection.execute(sa.select(watching_module.REFUSED.c.name)).scalars().all()
    assert told.count("film.mp4") == 1


def test_a_file_that_is_too_large_to_be_read_is_set_aside_and_not_stored(
    folder: WatchedFolder, share: Path, inloop: Installation
) -> None:
    with (share / "alles.pdf").open("wb") as file:
        file.write(b"%PDF-1.7")
        file.truncate(300 << 20)
    folder.look()
    assert folder.look().refused == [("alles.pdf", "too_large")]
    assert names(share) == {"geweigerd/alles.pdf", "geweigerd/alles.pdf.txt"}
    assert files_in(inloop) == []


def test_the_same_file_again_is_moved_and_brings_nothing(
    folder: WatchedFolder, share: Path, inloop: Installation
) -> None:
    for name in ("een.png", "twee.png", "een.png"):
        (share / name).write_bytes(PAGE)
        folder.look()
        last = folder.look()
    assert (last.taken, last.known) == ([], ["een.png"])
    assert names(share) == {"verwerkt/een.png", "verwerkt/twee.png", "verwerkt/een (2).png"}
    assert files_in(inloop) == ["een.png"]


def test_what_is_no_page_is_set_aside_with_the_reason(folder: WatchedFolder, share: Path, inloop: Installation) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("brief.png", PAGE)
    (share / "post.zip").write_bytes(packed.getvalue())
    (share / "notitie.txt").write_text("Bel mij")
    folder.look()
    assert folder.look().refused == [("notitie.txt", "not_a_document"), ("post.zip", "packed")]
    assert "Pak het uit" in (share / "geweigerd" / "post.zip.txt").read_text(encoding="utf-8")
    assert (share / "geweigerd" / "post.zip").read_bytes() == packed.getvalue()
    assert files_in(inloop) == []
    with inloop.services.store.read() as connection:
        organisation = connection.execute(sa.select(watching_module.PLACE.c.organisation_id)).scalar_one()
        told = watching_module.refused_files(connection, organisation)
    assert {(row.name, row.code) for row in told} == {("post.zip", "packed"), ("notitie.txt", "not_a_document")}


def test_an_empty_file_is_waited_for_and_then_set_aside(folder: WatchedFolder, share: Path) -> None:
    (share / "leeg.pdf").write_bytes(b"")
    looks = [folder.look() for _ in range(PATIENT_LOOKS)]
    assert [look.refused for look in looks[:-1]] == [[]] * (PATIENT_LOOKS - 1)
    assert [look.unfinished for look in looks] == [["leeg.pdf"]] * (PATIENT_LOOKS - 1) + [[]]
    assert looks[-1].refused == [("leeg.pdf", "empty")]
    assert names(share) == {"geweigerd/leeg.pdf", "geweigerd/leeg.pdf.txt"}


def test_a_link_leads_nowhere(folder: WatchedFolder, share: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(PAGE)
    (share / "link.png").symlink_to(secret)
    (share / "map").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(share / "pijp.png")
    for _ in range(3):
        assert folder.look().taken == []
    assert secret.exists()


def test_a_crash_between_storing_and_moving_doubles_nothing(
    folder: WatchedFolder, share: Path, inloop: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    (share / "maandag.png").write_bytes(PAGE)

    class Killed(BaseException):
        pass

    def dies(*_: object) -> None:
        raise Killed

    folder.look()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", dies)
        with pytest.raises(Killed):
            folder.look()
    assert names(share) == {"maandag.png"}
    anew = watched(inloop)
    anew.look()
    assert anew.look().known == ["maandag.png"]
    assert names(share) == {"verwerkt/maandag.png"}
    assert files_in(inloop) == ["maandag.png"]


def test_without_room_for_evidence_the_file_stays_and_comes_in_later(
    folder: WatchedFolder, share: Path, inloop: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    (share / "maandag.png").write_bytes(PAGE)
    folder.look()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(evidence_module.os, "fsync", full)
        assert folder.look().problem == "no_room"
    assert names(share) == {"maandag.png"}
    assert folder.look().taken == ["maandag.png"]


def test_a_folder_that_is_away_is_told_and_found_again(
    folder: WatchedFolder, share: Path, inloop: Installation
) -> None:
    def told() -> str | None:
        with inloop.services.store.read() as connection:
            return connection.execute(sa.select(watching_module.PLACE.c.problem)).scalar_one()  # type: ignore[no-any-return]

    share.rename(share.with_name("away"))
    assert folder.look().problem == "no_folder"
    assert told() == "no_folder"
    share.with_name("away").rename(share)
    (share / "maandag.png").write_bytes(PAGE)
    folder.look()
    assert folder.look().taken == ["maandag.png"]
    assert told() is None


def test_a_consultation_that_is_not_there_refuses_no_file(watching: Callable[..., Installation], share: Path) -> None:
    """The setting is wrong, not the post."""
    folder = watched(watching(f"zaandijk/9999={share}"))
    (share / "maandag.png").write_bytes(PAGE)
    folder.look()
    assert folder.look().problem == "unknown_consultation"
    assert names(share) == {"maandag.png"}


def test_what_was_taken_in_is_removed_in_time(folder: WatchedFolder, share: Path) -> None:
    (share / "oud.png").write_bytes(PAGE)
    folder.look()
    folder.look()
    stored = share / "verwerkt" / "oud.png"
    long_ago = stored.stat().st_mtime - 15 * DAY
    folder.look()
    assert stored.exists()
    os.utime(stored, (long_ago, long_ago))
    folder.look()
    assert not stored.exists()


def test_with_no_days_to_keep_a_file_is_removed_at_once(watching: Callable[..., Installation], share: Path) -> None:
    folder = watched(watching(f"zaandijk={share}", watch_keep_days="0"))
    (share / "maandag.png").write_bytes(PAGE)
    folder.look()
    assert folder.look().taken == ["maandag.png"]
    assert names(share) == set()
