"""Envelopes of a test's own, read beforehand, and the hands that carry them through the window."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QAbstractButton, QWidget
from real_window import RealWindow

sys.path.append(str(Path(__file__).resolve().parents[1] / "services"))

from case_path import write_answer_file
from mail_bag import Customer, import_register, lay_in

from desktop.domain.reading import ScreenedPage
from desktop.services.act import Act, new_act
from desktop.services.case_views import CaseView
from desktop.services.filing import FilingFacts
from desktop.tour import case_acts, mail_acts, office_acts
from desktop.tour.sample_files import gather
from desktop.tour.traveller import Note, Traveller

FIRST_DAY = date(2026, 11, 10)
_UNFILED = 2  # 未整理 stands third in 受付


@dataclass
class Administrator:
    """Who brings the register in, before the day begins."""

    hands: Hands

    @property
    def desk(self) -> Any:
        return self.hands.desk

    def act(self, login: str) -> Act:
        tour = self.hands.tour
        now = tour.clock.now()
        worker = tour.files.worker(login)
        return new_act(self.desk.people.sign_in(login, worker.passphrase, now), now)


@dataclass
class Hands:
    """The tour's traveller in a window of the test, and what its envelopes became."""

    real: RealWindow
    folder: Path
    tour: Traveller = field(init=False)
    numbers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        (self.folder / "letters").mkdir(parents=True)
        files = gather(1, None, self.folder)
        office = self.real.office
        self.tour = Traveller(self.real.stage, files, office.clock, office, self.folder)

    # -- what the services are asked -------------------------------------------------------

    @property
    def desk(self) -> Any:
        return self.real.office.desk

    def administrator(self) -> Administrator:
        return Administrator(self)

    def act(self, _login: str) -> Act:
        """By whoever sits at the desk."""
        return new_act(self.real.window._context.signed_in, self.tour.clock.now())

    def case(self, name: str) -> CaseView:
        case_id = self.desk.cases.by_number(self.numbers[name])
        return self.desk.cases.get(self.act("").by, case_id, self.tour.clock.now())

    # -- mail ------------------------------------------------------------------------------

    def file(
        self, name: str, pages: Sequence[ScreenedPage], enclosures: Sequence[str] = ("請求書",)
    ) -> None:
        """The envelope as read; registered by the two who opened it."""
        envelope = lay_in(self, "c01", pages)  # type: ignore[arg-type]
        roster = {one.login: one.id for one in self.desk.people.roster()}
        facts = FilingFacts(FIRST_DAY, (roster["c01"], roster["c02"]), tuple(enclosures), True)
        self.numbers[name] = self.desk.filing.file(self.act("c01"), envelope, facts).number

    def file_reply(self, pages: Sequence[ScreenedPage], arrived: date) -> Note:
        """The one envelope that lies there is put to its case on the screen, by c01 and c02."""
        lay_in(self, "c01", pages)  # type: ignore[arg-type]
        stage, note = self.tour.stage, Note(0)
        stage.place(1)
        stage.wait("the mail", lambda: stage.sees("intake_place"))
        office_acts.choose_tab(self.tour, "intake_tabs", _UNFILED)
        stage.wait("the envelope", lambda: mail_acts.waiting(self.tour) == 1)
        mail_acts.file_envelope(self.tour, note, mail_acts.numbers(self.tour)[0], arrived)
        return note

    # -- hands -----------------------------------------------------------------------------

    def sit(self, login: str) -> None:
        """Whoever was there leaves; without a window manager nobody hands the keyboard on."""
        if self.tour.at_desk and self.tour.at_desk != login:
            self.tour.leave()
        self.tour.stage.take_front()
        self.tour.sign_in(login)
        self.tour.stage.take_front()

    def open(self, name: str) -> None:
        case_acts.open_case(self.tour, self.numbers[name])

    def see(self, what: str) -> None:
        self.tour.stage.wait(what, lambda: self.tour.stage.sees(what))
        self.tour.stage.settle()

    def special(self, button: str) -> None:
        """H opens the history; below it stands what few cases need."""
        if not self.tour.stage.sees("history_table"):
            self.tour.stage.click("case_history")
            self.see("history_table")
        self.tour.stage.click(button)
        self.tour.stage.settle()

    def confirm(self, dialog: str) -> None:
        """The dialog's own button; it closes once the act has succeeded."""
        stage = self.tour.stage
        stage.click(f"{dialog}_act")
        stage.wait(f"{dialog} closes", lambda: not stage.sees(f"{dialog}_act"))
        stage.take_front()
        stage.settle()

    def close_history(self) -> None:
        """A change of the case's work has closed it already."""
        if self.tour.stage.sees("history_close"):
            self.tour.stage.click("history_close")
            self.tour.stage.settle()

    def check_form(self) -> None:
        case_acts.go_on(self.tour, "FORM_CHECK")

    def check_identity(self) -> None:
        case_acts.check_identity(self.tour, Note(0))

    def scope_and_fee(self) -> None:
        case_acts.settle_scope_and_fee(self.tour, Note(0))

    def to_investigation(self, name: str) -> None:
        self.open(name)
        self.check_form()
        self.check_identity()
        self.scope_and_fee()

    def investigate(self, customer: Customer, answers: Mapping[str, Sequence[tuple[str, str]]]):
        """The departments' file is dropped on the case."""
        stage = self.tour.stage
        if answers:
            file = self.folder / "回答.csv"
            rows = [
                (customer.number, customer.supply_point, item, *line, "契約管理課", "2026-11-09")
                for item, lines in answers.items()
                for line in lines
            ]
            write_answer_file(file, rows)
            stage.drop("answer_drop", [file])
            stage.wait("answers", lambda: "すべての回答" in stage.glimpse("answer_missing"))
            stage.settle()
        case_acts.go_on(self.tour, "INVESTIGATION")

    def grant(self, code: str, **said: str) -> None:
        """`said`: told, before, after, day."""
        self.tour.stage.click(f"grant_{code}")
        for what, words in said.items():
            self._bring(f"granted_{what}_{code}")
            self.tour.stage.type(f"granted_{what}_{code}", words)

    def refuse(self, code: str, reason: str, text: str) -> None:
        stage = self.tour.stage
        button = stage.find(QAbstractButton, f"refuse_{code}")
        if not button.isChecked():
            stage.click(f"refuse_{code}")
        stage.choose(f"reason_{code}", reason)
        stage.type(f"reason_text_{code}", text)

    def take_money(self, pieces: str) -> None:
        """What lay in the envelope is entered in the ledger, whatever the case's state."""
        self.special("history_fee")
        self.tour.stage.choose("fee_means", "切手")
        self.tour.stage.type("fee_amount", pieces)
        self.confirm("fee_record_dialog")

    def give_money_back(self, tracking: str, witness: str = "c02") -> None:
        """What waits to go back goes by registered mail, before a second person."""
        stage = self.tour.stage
        self.see("notice_send_back")
        stage.click("notice_send_back")
        stage.choose("fee_back_how", "簡易書留")
        stage.type("fee_back_tracking", tracking)
        stage.type("fee_back_witness", witness)
        stage.type("fee_back_passphrase", self.tour.files.worker(witness).passphrase)
        self.confirm("fee_back")
        stage.wait("nothing waits to go back", lambda: not stage.sees("notice_send_back"))

    def submit(self) -> None:
        self.tour.stage.settle()
        case_acts.go_on(self.tour, "DRAFTED")

    def post(self, panel: str) -> None:
        """A letter that is no decision: a copy to print, and the posting."""
        case_acts.leave_letter(self.tour, panel)
        self.see(f"{panel}_send")
        self.tour.stage.primary()
        self.tour.stage.wait("posted", lambda: not self.tour.stage.sees(f"{panel}_send"))
        self.tour.stage.settle()

    def jump(self, day: date) -> None:
        self.tour.jump(office_acts.morning(day))
        self.sit("s01")
        office_acts.confirm_clock(self.tour, f"clock-{day}")

    def _bring(self, name: str) -> None:
        """Below the fold: the panel follows the focus."""
        self.tour.stage.find(QWidget, name).setFocus()


__all__ = ["FIRST_DAY", "Hands", "import_register"]
