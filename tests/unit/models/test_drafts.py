"""A consultation that is being built is a consultation file at every step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models import drafts
from models.consultation_file import parse_definition
from models.consultations import ORGANISATION, latest, load_definition
from models.definition import Definition
from models.drafts import Draft
from models.errors import Rejected
from models.store import Store
from models.strict_yaml import InvalidDefinition, dump_mapping, load_mapping
from tests.integration.desk.town import CODE, CONSULTATION, Town, copy_of, found, settle_in

SLUG = "zaandijk"


@pytest.fixture(scope="module")
def _settled(tmp_path_factory: pytest.TempPathFactory) -> Town:
    town = settle_in(found(tmp_path_factory.mktemp("town")))
    town.services.store.close()
    return town


@pytest.fixture
def store(_settled: Town, tmp_path: Path) -> Iterator[Store]:
    town = copy_of(_settled, tmp_path / "town")
    yield town.services.store
    town.services.store.close()


def begun(store: Store, source: str, *, of: str | None = None) -> tuple[str, Draft]:
    with store.write() as connection:
        organisation_id = connection.execute(ORGANISATION.select().where(ORGANISATION.c.slug == SLUG)).one().id
        version = latest(store, connection, of) if of else None
        draft_id = drafts.begin(connection, organisation_id, load_mapping(source.encode()), version)
        draft = drafts.find(connection, organisation_id, draft_id)
    assert draft
    return organisation_id, draft


def test_a_file_taken_in_and_given_out_again_says_the_same(store: Store) -> None:
    _, draft = begun(store, CONSULTATION)
    assert parse_definition(draft.source.encode()) == parse_definition(CONSULTATION.encode())


def test_a_text_alone_becomes_one_in_the_first_language(store: Store) -> None:
    alone = CONSULTATION.replace('ask: {nl: "Waardoor komt dat?", en: "Why?"}', 'ask: "Waardoor komt dat?"')
    _, draft = begun(store, alone)
    assert draft.mapping["questions"][3]["ask"] == {"nl": "Waardoor komt dat?"}


def test_every_fault_is_told_as_the_command_tells_it(store: Store) -> None:
    broken = CONSULTATION.replace("from: 1, to: 5", "from: 5, to: 1").replace("type: yes_no", "type: maybe")
    _, draft = begun(store, broken)
    with pytest.raises(InvalidDefinition) as told:
        load_definition(store, broken.encode())
    assert drafts.checked(draft, SLUG) == told.value.faults


def test_two_who_change_it_at_once_do_not_lose_each_others_work(store: Store) -> None:
    organisation_id, draft = begun(store, CONSULTATION)
    with store.write() as connection:
        assert drafts.keep(
            connection, organisation_id, draft.id, draft.revision, draft.mapping | {"intro": {"nl": "A"}}
        )
        assert not drafts.keep(connection, organisation_id, draft.id, draft.revision, draft.mapping)
        kept = drafts.find(connection, organisation_id, draft.id)
    assert kept
    assert kept.mapping["intro"] == {"nl": "A"}


def test_a_draft_becomes_the_next_version_and_is_gone(store: Store) -> None:
    organisation_id, draft = begun(store, CONSULTATION.replace("bankjes", "stoelen"), of=CODE)
    assert drafts.adopt(store, organisation_id, draft, SLUG) == (CODE, 2)
    with store.read() as connection:
        assert drafts.all_of(connection, organisation_id) == []


def test_a_new_consultation_does_not_become_a_version_of_one_that_is_there(store: Store) -> None:
    organisation_id, draft = begun(store, CONSULTATION)
    with pytest.raises(InvalidDefinition) as told:
        drafts.adopt(store, organisation_id, draft, SLUG)
    assert [fault.path for fault in told.value.faults] == ["code"]


def test_a_draft_of_another_organisations_file_is_not_adopted(store: Store) -> None:
    _, draft = begun(store, CONSULTATION, of=CODE)
    found = drafts.checked(draft, "meerdam")
    assert not isinstance(found, Definition)
    assert [fault.path for fault in found] == ["organisation"]


def test_a_draft_never_grows_beyond_what_a_file_may_be(store: Store) -> None:
    organisation_id, draft = begun(store, CONSULTATION)
    with store.write() as connection, pytest.raises(Rejected, match="at most"):
        drafts.keep(connection, organisation_id, draft.id, draft.revision, {"intro": "x" * 1_000_001})


@pytest.mark.parametrize(
    "text", ["4821", "ja", "no", "2026-11-01", "a: b\n- c", "# geen commentaar", " \u0007\u2028é👍", "&a *b"]
)
def test_whatever_somebody_types_is_read_back_as_it_was(text: str) -> None:
    assert load_mapping(dump_mapping({"title": {"nl": text}})) == {"title": {"nl": text}}
