"""The command line: what it does, what it prints where, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import click
import docx
import openpyxl
import pytest
from docx.shared import Cm
from PIL import Image

from intake.cli import COMMANDS, main
from intake.settings import BadSetting, load_settings
from tests.commands import inloop
from tests.consultation import SOURCE
from tests.installation import Installation

pytestmark = pytest.mark.timeout(240)


def stored(home: Path) -> Installation:
    return Installation(home, f"sqlite:///{home / 'inloop.db'}")


def _commands(group: click.Command, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    found = [(path, group)]
    if isinstance(group, click.Group):
        context = click.Context(group)
        for name in group.list_commands(context):
            one = group.get_command(context, name)
            assert one is not None
            found += _commands(one, (*path, name))
    return found


def test_every_command_explains_itself() -> None:
    for path, one in _commands(main):
        assert one.help, f"{path} has no help"
        assert "Usage:" in one.get_help(click.Context(one))
        for parameter in one.params:
            if isinstance(parameter, click.Option) and parameter.name not in ("help", "output"):
                assert parameter.help or parameter.name in ("name", "role", "kind"), f"{path} {parameter.name}"


def test_the_list_of_commands_says_of_each_what_it_says_of_itself() -> None:
    listed = click.Context(main)
    own = {name: main.get_command(listed, name) for name in COMMANDS}
    assert {name: one and one.get_short_help_str(1000) for name, one in own.items()} == {
        name: told for name, (_, told) in COMMANDS.items()
    }


def test_the_list_of_commands_is_there_at_once_since_no_command_is_loaded_for_it() -> None:
    asks = "import sys; from intake.cli import main; main(['--help'], standalone_mode=False); print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True).stdout
    assert all(f"  {name} " in told for name in COMMANDS)
    assert not {"alembic", "cv2", "flask", "numpy", "openpyxl", "requests", "sqlalchemy"} & set(told.split())


def test_a_store_is_set_up_from_nothing_and_twice_is_no_more(tmp_path: Path) -> None:
    home = tmp_path / "new"
    before = inloop(home, "export", as_installed=True)
    assert (before.returncode, before.stdout) == (2, "")
    assert "inloop upgrade" in before.stderr
    for _ in range(2):
        ended = inloop(home, "upgrade")
        assert (ended.returncode, ended.stdout) == (0, ""), ended.stderr
    after = inloop(home, "export")
    assert (after.returncode, after.stdout, after.stderr) == (0, "", "")


def test_secrets_that_are_made_at_the_first_start_are_for_nobody_else(home: Path, tmp_path: Path) -> None:
    inloop(home, "export")
    kept = [one for one in (home / "secrets").iterdir() if one.is_file()]
    assert kept
    assert all(stat.S_IMODE(one.stat().st_mode) == 0o600 for one in kept)


def test_an_organisation_is_added_once(home: Path) -> None:
    added = inloop(home, "organisation", "add", "elders", "--name", "Gemeente Elders")
    assert (added.returncode, added.stdout) == (0, "")
    again = inloop(home, "organisation", "add", "elders", "--name", "Gemeente Elders")
    assert (again.returncode, again.stdout) == (2, "")
    assert "'elders'" in again.stderr
    assert inloop(home, "organisation", "add", "Bad Slug!", "--name", "X").returncode == 2


def test_a_user_gets_a_one_time_password_and_nothing_else_is_printed(home: Path) -> None:
    added = inloop(home, "user", "add", "k@zaandijk.example", "--organisation", "zaandijk", "--role", "clerk")
    assert added.returncode == 0, added.stderr
    assert len(added.stdout.splitlines()) == 1
    assert len(added.stdout.strip()) >= 12
    unknown = inloop(home, "user", "add", "k@zaandijk.example", "--organisation", "nobody", "--role", "clerk")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "inloop organisation add" in unknown.stderr
    boss = inloop(home, "user", "add", "k@zaandijk.example", "--organisation", "zaandijk", "--role", "boss")
    assert (boss.returncode, boss.stdout) == (2, "")


def test_a_token_is_printed_alone_and_works(home: Path) -> None:
    made = inloop(home, "token", "add", "--organisation", "zaandijk", "--scope", "read")
    assert made.returncode == 0, made.stderr
    installed = stored(home)
    headers = {"Authorization": f"Bearer {made.stdout.strip()}"}
    assert installed.client.get("/v1/submissions", headers=headers).status_code == 200
    installed.close()


def test_a_consultation_is_loaded_and_a_changed_file_is_a_new_version(home: Path, sample: Path) -> None:
    first = inloop(home, "consultation", "load", str(sample))
    assert (first.returncode, first.stdout, first.stderr) == (0, "4821 v1\n", "")
    sample.write_text(f"# another remark\n{SOURCE}")
    assert inloop(home, "consultation", "load", str(sample)).stdout == "4821 v1\n", "it says the same"
    sample.write_text(SOURCE.replace("meer bomen", "veel meer bomen"))
    assert inloop(home, "consultation", "load", str(sample)).stdout == "4821 v2\n"


def test_files_with_faults_are_told_fault_by_fault(home: Path, sample: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(SOURCE.replace("opens: 2020-01-01", "opens: soon").replace("most: 2", "most: 9"))
    alone = inloop(home, "consultation", "load", str(bad))
    assert (alone.returncode, alone.stdout) == (2, "")
    assert [line.split(":")[0] for line in alone.stderr.splitlines()] == ["opens", "questions[1].most"]
    both = inloop(home, "consultation", "load", str(bad), str(sample))
    assert (both.returncode, both.stdout) == (1, "4821 v1\n")
    assert all(line.startswith(f"{bad}: ") for line in both.stderr.splitlines())
    missing = inloop(home, "consultation", "load", str(tmp_path / "nothing.yaml"))
    assert (missing.returncode, missing.stdout) == (2, "")


def test_a_number_is_assigned_and_a_second_assignment_says_what_it_replaces(home: Path, sample: Path) -> None:
    inloop(home, "consultation", "load", str(sample))
    first = inloop(home, "number", "assign", "+31 75 000 0000", "--consultation", "4821")
    assert (first.returncode, first.stdout) == (0, ""), first.stderr
    second = inloop(home, "number", "assign", "+31750000000", "--organisation", "zaandijk")
    assert second.returncode == 0
    assert "4821" in second.stderr
    for wrong in (
        ("+31750000000",),
        ("+31750000000", "--consultation", "4821", "--organisation", "zaandijk"),
        ("+31750000000", "--consultation", "9999"),
        ("+31750000000", "--organisation", "nobody"),
        ("12", "--consultation", "4821"),
    ):
        ended = inloop(home, "number", "assign", *wrong)
        assert (ended.returncode, ended.stdout) == (2, ""), wrong
        assert ended.stderr.strip()


def test_the_sheet_and_the_form_of_a_consultation(home: Path, sample: Path, tmp_path: Path) -> None:
    inloop(home, "consultation", "load", str(sample))
    sheet, form, layout = tmp_path / "sheet.xlsx", tmp_path / "form.pdf", tmp_path / "layout.json"
    assert inloop(home, "meeting", "sheet", "4821", "-o", str(sheet)).returncode == 0
    first = next(openpyxl.load_workbook(sheet).active.iter_rows(max_row=1, values_only=True))
    assert {"first", "role", "supporters", "table", "remark"} <= set(first)
    made = inloop(home, "form", "4821", "-o", str(form), "--layout", str(layout))
    assert (made.returncode, made.stdout) == (0, ""), made.stderr
    assert form.read_bytes().startswith(b"%PDF-")
    assert {"consultation", "version", "language", "pages"} <= set(json.loads(layout.read_text()))
    unknown = inloop(home, "form", "9999", "-o", str(tmp_path / "no.pdf"))
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert not (tmp_path / "no.pdf").exists()


def test_notes_of_a_meeting_are_taken_in_once(home: Path, sample: Path, tmp_path: Path) -> None:
    inloop(home, "consultation", "load", str(sample))
    notes = tmp_path / "verslag.txt"
    notes.write_text("Verslag\n\nTafel 1\n- Er moet meer groen komen.\n- De lamp is kapot.\n")
    first = inloop(home, "meeting", "import", str(notes), "--consultation", "4821", "--title", "Avond")
    line = json.loads(first.stdout)
    assert first.returncode == 0, first.stderr
    assert (line["file"], len(line["submissions"]), line["problems"]) == (str(notes), 2, [])
    again = inloop(home, "meeting", "import", str(notes), "--consultation", "4821")
    assert again.returncode == 0
    assert [one["code"] for one in json.loads(again.stdout)["problems"]] == ["already_received"]
    assert json.loads(again.stdout)["submissions"] == []


def test_a_photograph_in_notes_is_told_and_is_no_failure(home: Path, sample: Path, tmp_path: Path) -> None:
    inloop(home, "consultation", "load", str(sample))
    photograph, notes = io.BytesIO(), tmp_path / "verslag.docx"
    Image.new("RGB", (40, 30)).save(photograph, "PNG")
    photograph.seek(0)
    document = docx.Document()
    document.add_paragraph("Er moet meer groen komen.")
    document.add_picture(photograph, Cm(12), Cm(9))
    document.save(str(notes))
    ended = inloop(home, "meeting", "import", str(notes), "--consultation", "4821")
    line = json.loads(ended.stdout)
    assert ended.returncode == 0, ended.stderr
    assert ([one["code"] for one in line["problems"]], len(line["submissions"])) == (["pictures"], 1)


def test_a_file_that_cannot_be_scanned_is_named(home: Path, sample: Path, tmp_path: Path) -> None:
    inloop(home, "consultation", "load", str(sample))
    empty, words = tmp_path / "empty.pdf", tmp_path / "words.pdf"
    empty.write_bytes(b"")
    words.write_bytes(b"no document at all")
    ended = inloop(home, "scan", str(tmp_path / "missing.pdf"), str(empty), str(words), "--wait")
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    assert ended.returncode == 1
    assert [Path(line["file"]).name for line in lines] == ["missing.pdf", "empty.pdf", "words.pdf"]
    assert all(line["problems"] and not line["documents"] for line in lines)
    assert {line["problems"][0]["code"] for line in lines[1:]} == {"not_a_document"}
    assert "Traceback" not in ended.stderr


def test_a_folder_is_taken_in_whatever_its_files_are_called_and_however_large(
    home: Path, sample: Path, tmp_path: Path
) -> None:
    inloop(home, "consultation", "load", str(sample))
    post = tmp_path / "post"
    (post / "@eaDir").mkdir(parents=True)
    for name in ("Thumbs.db", "half.pdf.part", "@eaDir/klein.jpg"):
        (post / name).write_bytes(b"of the system")
    Path(os.fsdecode(os.fsencode(post) + b"/caf\xe9.pdf")).write_bytes(b"no document at all")
    os.mkfifo(post / "pijp.pdf")
    with (post / "groot.pdf").open("wb") as file:
        file.write(b"%PDF-1.7")
        file.truncate(3 << 30)
    ended = inloop(home, "scan", str(post), str(post / "pijp.pdf"), "--wait")
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    assert ended.returncode == 1, ended.stderr
    found = {Path(line["file"]).name: line["problems"][0]["code"] for line in lines}
    assert found == {"caf\ufffd.pdf": "not_a_document", "groot.pdf": "too_large", "pijp.pdf": "not_a_document"}
    assert "Traceback" not in ended.stderr


def test_submissions_are_exported_in_each_format(home: Path, sample: Path) -> None:
    inloop(home, "consultation", "load", str(sample))
    installed = stored(home)
    installed.load(SOURCE)
    installed.token = ""
    installed.add_organisation("elders")
    for text in ("MEEDOEN 4821", "1", "1 3", "1", '=HYPERLINK("x")', "ja", "23", "1506", "2"):
        installed.text(text)
    (expected,) = installed.submissions()
    installed.close()
    lines = inloop(home, "export").stdout.splitlines()
    assert [json.loads(line) for line in lines] == [expected.model_dump(mode="json", by_alias=True)]
    assert json.loads(lines[0])["answers"][3]["value"] == '=HYPERLINK("x")', "JSON lines are exact"
    (row,) = csv.DictReader(io.StringIO(inloop(home, "export", "--format", "csv").stdout))
    assert row["why"] == '\'=HYPERLINK("x")'
    assert (row["receipt"], row["first"], row["also"], row["safe"]) == (expected.receipt, "trees", "light, art", "1")
    for query in (("--consultation", "4821"), ("--channel", "sms"), ("--status", "accepted")):
        assert len(inloop(home, "export", *query).stdout.splitlines()) == 1, query
    for query in (("--channel", "phone"), ("--status", "rejected")):
        assert inloop(home, "export", *query).stdout == "", query
    unknown = inloop(home, "export", "--consultation", "9999")
    assert (unknown.returncode, unknown.stdout) == (2, ""), "a slip of the pen is no empty result"
    assert inloop(home, "export", "--status", "lost").returncode == 2


BAD_SETTINGS = {
    "port": ["x", "0", "65536", "-1", "²"],
    "simulator": ["yes", "2"],
    "database_url": ["mysql://x", "inloop.db"],
    "redis_url": ["localhost:6379", "http://localhost"],
    "public_url": ["inloop.example", "ftp://x", "https://"],
    "secret_key": ["short"],
    "encryption_keys": ["short", "x" * 44, ","],
    "twilio_api_url": ["api.twilio.com"],
    "openstad_url": ["openstad"],
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in BAD_SETTINGS.items() for value in values]
)
def test_a_bad_setting_is_named_with_what_is_wrong(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadSetting) as found:
        load_settings({"INLOOP_HOME": str(tmp_path), f"INLOOP_{name.upper()}": value})
    assert found.value.message.startswith(f"INLOOP_{name.upper()}: ")


def test_an_account_needs_its_token_and_has_no_simulator(tmp_path: Path) -> None:
    account = {"INLOOP_HOME": str(tmp_path), "INLOOP_TWILIO_ACCOUNT_SID": "AC" + "0" * 32}
    with pytest.raises(BadSetting, match="INLOOP_TWILIO_AUTH_TOKEN"):
        load_settings(account)
    with pytest.raises(BadSetting, match="INLOOP_SIMULATOR"):
        load_settings({**account, "INLOOP_TWILIO_AUTH_TOKEN": "t", "INLOOP_SIMULATOR": "1"})
    assert not load_settings({**account, "INLOOP_TWILIO_AUTH_TOKEN": "t"}).simulator


def test_a_bad_setting_stops_the_start(tmp_path: Path) -> None:
    ended = inloop(tmp_path / "home", "web", port="ninety")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("INLOOP_PORT: ")


def test_a_home_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_bytes(b"")
    ended = inloop(in_the_way / "home", "upgrade")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "INLOOP_HOME" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_setting_that_does_not_exist_is_told(home: Path) -> None:
    assert "INLOOP_DATBASE_URL" in inloop(home, "export", datbase_url="x").stderr


def test_a_question_that_costs_many_text_messages_is_named_and_loaded_all_the_same(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "long.yaml"
    file.write_text(SOURCE.replace("Wat moet er zeker komen?", "Wat moet er komen op het nieuwe plein? " * 20))
    ended = inloop(home, "consultation", "load", str(file))
    assert (ended.returncode, ended.stdout) == (0, "4821 v1\n")
    assert ended.stderr == "4821: questions[0]: takes 6 text message segments in 'nl'\n"
