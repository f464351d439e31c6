"""Who travels: the stage, the sample's files, the clock, and what was noted on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.tour.sample_files import SampleFiles, Worker
from desktop.tour.stage import Stage

JST = timezone(timedelta(hours=9), "JST")


class MovedClock(Protocol):
    """The business clock: it stands until the tour moves it."""

    def now(self) -> datetime: ...

    def jump_to(self, moment: datetime) -> None: ...


class House(Protocol):
    """The window on one store, as the composition root put it together."""

    window: Any

    def show(self) -> QWidget: ...

    def close(self) -> None: ...


@dataclass
class Note:
    """What the window showed of one envelope on its way."""

    envelope: int
    files: list[str] = field(default_factory=list)
    case_number: str = ""
    joined: bool = False
    pages: list[dict[str, Any]] = field(default_factory=list)
    read: dict[str, str] = field(default_factory=dict)
    check: dict[str, dict[str, str]] = field(default_factory=dict)
    unsure: list[str] = field(default_factory=list)
    proposal: str = ""
    level: str = ""
    second_clerk: str = ""
    state: str = ""
    customer: str = ""
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass
class Traveller:
    """Everything an act of the tour needs."""

    stage: Stage
    files: SampleFiles
    clock: MovedClock
    house: House
    out: Path
    notes: list[Note] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    at_desk: str = ""
    users: set[str] = field(default_factory=set)

    def sign_in(self, login: str) -> Worker:
        """Somebody sits down at the desk: whoever was there leaves first."""
        worker = self.files.worker(login)
        if self.at_desk == login:
            return worker
        stage = self.stage
        if self.at_desk:
            self.leave()
        stage.type("login_id", worker.login)
        stage.type("login_passphrase", worker.passphrase)
        stage.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        stage.wait(f"{worker.login} が窓口につくこと", lambda: stage.sees("frame"))
        self.at_desk = login
        self.users.add(login)
        self.look_around()
        stage.expect(
            "サインインした人の氏名が出ること", worker.name in stage.text("signed_in_name")
        )
        return worker

    def leave(self) -> None:
        """The person goes; the next may sign in without closing the program."""
        stage = self.stage
        stage.click("switch_user" if stage.sees("switch_user") else "switch_user_narrow")
        stage.wait("サインインの画面になること", lambda: stage.sees("login_id"))
        self.at_desk = ""

    def look_around(self) -> None:
        """Wait until nothing is being fetched any more."""
        self.stage.settle()

    def jump(self, moment: datetime) -> None:
        """Let business time pass; somebody else sits at the desk meanwhile."""
        if self.at_desk:
            self.leave()
        self.clock.jump_to(moment)

    def timed(self, note: Note, step: str, work: Callable[[], None]) -> None:
        """Do one step of one envelope and note its seconds."""
        began = self.stage.seconds
        self.stage.step(f"封筒{note.envelope} {step}", work, envelope=note.envelope)
        note.seconds[step] = round(self.stage.seconds - began, 2)
