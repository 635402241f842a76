"""The migrations make what the models say, on both databases, and can be taken back."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from models.store import MIGRATIONS, Store, newest_revision
from tests.servers import PostgresServer


def test_the_schema_at_head_equals_the_models(store: Store) -> None:
    assert store.is_current()
    assert store.differences() == []


def test_upgrading_again_changes_nothing(store: Store) -> None:
    store.upgrade()
    assert store.is_current()


def test_the_newest_migration_is_found_by_its_files_number() -> None:
    assert newest_revision() == ScriptDirectory(str(MIGRATIONS)).get_current_head()


def test_a_store_without_tables_or_of_an_older_version_is_not_current(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'inloop.db'}")
    assert not store.is_current()
    store.upgrade()
    assert store.is_current()
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    assert not store.is_current()


def _down(store: Store) -> list[str]:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with store.write() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    with store.engine.connect() as connection:
        return [name for name in sa.inspect(connection).get_table_names() if name != "alembic_version"]


def test_every_migration_can_be_taken_back_and_made_again_on_sqlite(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'inloop.db'}")
    store.upgrade()
    assert _down(store) == []
    store.upgrade()
    assert store.differences() == []


def test_every_migration_can_be_taken_back_and_made_again_on_postgresql(postgres_server: PostgresServer) -> None:
    name = postgres_server.create_database()
    store = Store(postgres_server.url(name))
    store.upgrade()
    assert _down(store) == []
    store.upgrade()
    assert store.differences() == []
    store.close()
    postgres_server.drop_database(name)
