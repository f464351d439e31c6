"""What all tests share: Qt without a screen, and databases on both engines."""

from __future__ import annotations

import os
import shutil
import sys
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import hypothesis
import psycopg
import pytest
from psycopg import sql

sys.path.insert(0, str(Path(__file__).parent))

import one_dialect
import postgres_server
import standing_heap

from desktop.store.database import FILE_NAME, Database

if "--onscreen" not in sys.argv:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A property is true or not; how long an example takes beside other work says nothing.
hypothesis.settings.register_profile("desk", deadline=None)
hypothesis.settings.register_profile("nightly", deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "desk"))

one_dialect.install()

ENGINES = ("sqlite", "postgresql")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--onscreen", action="store_true", help="show the windows of GUI tests")


# What is costly to make is made once: who uses it runs in the worker that made it.
_MADE_ONCE = {"tour": "tour", "tour_of": "tour", "build_office": "sample office"}


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for name in getattr(item, "fixturenames", ()):
            if name in _MADE_ONCE:
                item.add_marker(pytest.mark.xdist_group(_MADE_ONCE[name]))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    if config.getoption("dist") != "loadgroup":
        return None
    from by_file import ByFile

    return ByFile(config, log)


def pytest_collection_finish(session: pytest.Session) -> None:
    if len(session.items) > 100:
        standing_heap.spare()


def pytest_sessionfinish() -> None:
    standing_heap.end()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The list of what was switched off, as each sabotage's test recorded it in any worker.

    Here and not beside them: the program that only hands out the tests loads no other conftest.
    """
    told = [
        str(value)
        for reports in terminalreporter.stats.values()
        for report in reports
        if isinstance(report, pytest.TestReport) and report.when == "call"
        for name, value in report.user_properties
        if name == "sabotage"
    ]
    if told:
        terminalreporter.write_sep("-", f"sabotages: {len(told)}")
        for line in told:
            terminalreporter.write_line(line)


class Engines:
    """Migrated, empty databases: made once a session, copied for each test."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._stack = stack
        self._sqlite: Path | None = None
        self._socket = ""
        self._no_server = ""

    def sqlite(self, folder: Path) -> str:
        if self._sqlite is None and (ready := os.environ.get("MADOGUCHI_READY")):
            self._sqlite = Path(ready) / "empty" / FILE_NAME  # made by the saboteur
        if self._sqlite is None:
            template = self._folder / "sqlite"
            database = Database.open(str(template), create=True)
            database.upgrade()
            database.checkpoint()
            database.close()
            self._sqlite = template / FILE_NAME
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copy(self._sqlite, folder / FILE_NAME)
        return str(folder)

    def empty_postgresql(self) -> str:
        """The URL of a new database without any table."""
        return self._create("template0")

    def postgresql(self) -> str:
        self._need_server()
        return self._create("madoguchi_template")

    def copy_of(self, place: str) -> str:
        """A new database with all that the closed database at this URL holds."""
        return self._create(_name_of(place))

    def drop(self, place: str) -> None:
        name = sql.Identifier(_name_of(place))
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))

    def _create(self, template: str) -> str:
        self._need_server()
        name = f"t{uuid.uuid4().hex}"
        self._run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        return postgres_server.url(self._socket, name)

    def _need_server(self) -> None:
        if not self._socket and not self._no_server:
            try:
                self._socket = self._stack.enter_context(postgres_server.server())
            except postgres_server.NoServer as reason:
                self._no_server = str(reason)
            else:
                self._run(sql.SQL("CREATE DATABASE madoguchi_template"))
                place = postgres_server.url(self._socket, "madoguchi_template")
                database = Database.open(place, create=True)
                database.upgrade()
                database.close()
        if self._no_server:
            pytest.skip(self._no_server)

    def _run(self, statement: sql.Composable) -> None:
        server = postgres_server.url(self._socket, "postgres")
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(statement)


def _name_of(place: str) -> str:
    return place.partition("?")[0].rpartition("/")[2]


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    with ExitStack() as stack:
        yield Engines(tmp_path_factory.mktemp("engines"), stack)


@pytest.fixture(params=ENGINES)
def store_place(request: pytest.FixtureRequest, engines: Engines, tmp_path: Path) -> Iterator[str]:
    """The place of a migrated database without a store in it: a folder, then a URL."""
    if request.param == "sqlite":
        yield engines.sqlite(tmp_path / "store")
        return
    place = engines.postgresql()
    yield place
    engines.drop(place)


@pytest.fixture
def database(store_place: str) -> Iterator[Database]:
    """An open, migrated database without a store in it, on each engine."""
    opened = Database.open(store_place, create=True)
    yield opened
    opened.close()
