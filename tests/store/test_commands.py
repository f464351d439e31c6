from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from begun_store import NOW, Begun, begin

from desktop.domain.errors import DeskError
from desktop.store import audit, commands
from desktop.store.database import Database
from desktop.store.errors import CommandMismatch, StoreUnreachable


def receive(database: Database, command_id: str) -> int:
    """A change that must not happen twice; its answer."""
    with database.transaction() as session:
        earlier = commands.once(session, command_id, "case.receive")
        if earlier is not None:
            return int(json.loads(earlier)["seq"])
        seq = audit.append(session, NOW, "clerk", "case.receive")
        commands.done(session, command_id, "case.receive", json.dumps({"seq": seq}))
        return seq


def received(database: Database) -> int:
    with database.reading() as session:
        return audit.count(session)


def test_a_repeated_command_changes_nothing_and_gives_the_same_answer(begun: Begun) -> None:
    assert [receive(begun.database, "command-1") for _ in range(3)] == [1, 1, 1]
    assert receive(begun.database, "command-2") == 2
    assert received(begun.database) == 2


def test_a_command_that_failed_may_be_tried_again(begun: Begun) -> None:
    def fail() -> None:
        with begun.database.transaction() as session:
            assert commands.once(session, "command-1", "case.receive") is None
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert receive(begun.database, "command-1") == 1


def test_one_command_id_is_for_one_kind_of_act(begun: Begun) -> None:
    receive(begun.database, "command-1")
    with pytest.raises(CommandMismatch), begun.database.transaction() as session:
        commands.once(session, "command-1", "case.approve")


def test_two_senders_of_one_command_make_one_change(begun: Begun) -> None:
    start = threading.Barrier(4)
    answers: list[int | BaseException] = []

    def send() -> None:
        start.wait()
        try:
            answers.append(receive(begun.database, "command-1"))
        except BaseException as error:  # noqa: BLE001  # handed to the test's own thread
            answers.append(error)

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [1, 1, 1, 1]
    assert received(begun.database) == 1


class Relay:
    """Stands between the program and the server; may lose the answer to a COMMIT."""

    def __init__(self, folder: Path, server: Path) -> None:
        self.losing = False
        self._server = server
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / ".s.PGSQL.5432"))
        self._listener.listen()
        self._open: list[socket.socket] = [self._listener]
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    def close(self) -> None:
        for held in self._open:
            with suppress(OSError):
                held.shutdown(socket.SHUT_RDWR)
            held.close()
        for thread in self._threads:
            thread.join()

    def _start(self, work: object, *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            far = socket.socket(socket.AF_UNIX)
            far.connect(str(self._server))
            self._open += [near, far]
            self._start(self._carry, near, far, False)
            self._start(self._carry, far, near, True)

    def _carry(self, source: socket.socket, target: socket.socket, answers: bool) -> None:
        try:
            while data := source.recv(65536):
                if answers and self.losing and b"COMMIT\0" in data:
                    break
                target.sendall(data)
        except OSError:
            pass
        for held in (source, target):
            with suppress(OSError):
                held.shutdown(socket.SHUT_RDWR)


@contextmanager
def relayed(place: str, folder: Path) -> Iterator[tuple[Relay, str]]:
    server = place.partition("?host=")[2]
    relay = Relay(folder, Path(server) / ".s.PGSQL.5432")
    try:
        yield relay, place.replace(server, str(folder))
    finally:
        relay.close()


def test_a_command_repeated_after_its_answer_was_lost_changes_nothing_twice(
    engines, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    place = engines.postgresql()
    direct = Database.open(place, create=True)
    begin(place, tmp_path / "beside", direct)
    folder = tmp_path_factory.mktemp("r")
    with relayed(place, folder) as (relay, through):
        database = Database.open(through)
        relay.losing = True
        with pytest.raises(DeskError) as told:
            receive(database, "command-1")
        assert isinstance(told.value, StoreUnreachable)
        relay.losing = False
        assert received(direct) == 1
        assert receive(database, "command-1") == 1
        database.close()
    assert received(direct) == 1
    direct.close()
    engines.drop(place)
