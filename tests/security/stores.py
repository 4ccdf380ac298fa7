"""Where an installation has its rows: a file of SQLite or a database of PostgreSQL, put aside and brought back as a whole."""

import json
import shutil
import sqlite3
import uuid
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


class File:
    """The file of SQLite inside the installation's own folder."""

    def __init__(self, live: Path) -> None:
        self.live = live

    def keep(self, name: str) -> None:
        """Nothing but the file itself has to be copied."""
        with closing(sqlite3.connect(self.live)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def back_to(self, name: str) -> None:
        """Without a file; the kept one is copied with the rest of the folder."""
        for leftover in self.live.parent.glob(f"{self.live.name}*"):
            leftover.unlink()

    def ask(self, question: str, values: tuple) -> list[tuple]:
        """Rows, read past Django."""
        with closing(sqlite3.connect(self.live, timeout=20)) as connection:
            return connection.execute(question, values).fetchall()

    def schema(self) -> list[tuple]:
        """What stands in it besides rows."""
        return sorted(self.ask("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL", ()))

    @staticmethod
    def moment(value) -> datetime:
        """A moment as it is stored."""
        return datetime.fromisoformat(value).replace(tzinfo=UTC)

    @staticmethod
    def document(value):
        """A document as it is stored."""
        return json.loads(value) if value else None


class Database:
    """One database of PostgreSQL; what is kept stands in others beside it."""

    def __init__(self, server: str) -> None:
        self.server, self.own = server, f"house_{uuid.uuid4().hex[:12]}"
        self.made = {self.own}

    @property
    def address(self) -> str:
        """Its DATABASE_URL."""
        return urlunsplit(urlsplit(self.server)._replace(path=f"/{self.own}"))

    def keep(self, name: str) -> None:
        """A copy of the database under the name."""
        self._copied(self.own, f"{self.own}_{name}")

    def back_to(self, name: str) -> None:
        """The copy of that name in place of what is there; whoever still speaks with it is cut off."""
        self._copied(f"{self.own}_{name}" if name else "template0", self.own)

    def ask(self, question: str, values: tuple) -> list[tuple]:
        """Rows, read past Django."""
        with closing(psycopg.connect(self.address, autocommit=True)) as connection:
            return connection.execute(question.replace("?", "%s"), values or None).fetchall()

    def schema(self) -> list[tuple]:
        """What stands in it besides rows."""
        return sorted(self.ask("""
            SELECT 'column', table_name || '.' || column_name, concat_ws(' ', data_type, character_maximum_length, is_nullable, column_default)
            FROM information_schema.columns WHERE table_schema = 'public'
            UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
            UNION ALL SELECT 'rule', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
            FROM pg_constraint WHERE connamespace = 'public'::regnamespace
            UNION ALL SELECT 'trigger', tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal""", ()))

    moment = document = staticmethod(lambda value: value)

    def _copied(self, old: str, new: str) -> None:
        self.made.add(new)
        with closing(psycopg.connect(self.server, autocommit=True)) as server:
            # A process that was killed may not have been missed yet; a copy waits for nobody who is connected.
            server.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname IN (%s, %s)", (old, new))
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(new)))
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(sql.Identifier(new), sql.Identifier(old)))

    def dropped(self) -> None:
        """With all its copies."""
        with closing(psycopg.connect(self.server, autocommit=True)) as server:
            for name in self.made:
                server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def moved_to_postgres(house, server: str, archive: Path):
    """The house with its rows moved from its file into a database of this server, as an operator moves them."""
    house.back_to("base")
    house.done("backup", str(archive))
    file, house.store = house.store, Database(server)
    try:
        file.back_to("")
        house.back_to("")
        house.environment["DATABASE_URL"] = house.store.address
        house.done("restore", str(archive), "--yes")
        shutil.rmtree(house.folder / "base")
        house.keep("base")
        yield house
    finally:
        house.store.dropped()
