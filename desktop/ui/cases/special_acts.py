"""特別な扱い: the buttons below the history for what few cases need (DOMAIN §1, §8)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.domain.roles import Capability
from desktop.domain.states import END_STATES, Action, CaseState
from desktop.services.special_views import FULL, QUICK, REPORTS, Secrecy
from desktop.ui.cases.arrival_dialogs import ArrivalDecision, ArrivalDialog
from desktop.ui.cases.hold_dialog import HoldDialog
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.special_dialogs import (
    DeathDialog,
    MisdeliveryDialog,
    NoteDialog,
    OccupantDialog,
    RerouteDialog,
    SecrecyDialog,
)
from desktop.ui.labels import label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.flow import Flow
from desktop.ui.widgets.layout import column

_POSTED = (CaseState.DISPATCHED, CaseState.DELIVERED, CaseState.RETURNED_MAIL)


class SpecialActs(QWidget):
    """Only what the person may do in the present state is shown."""

    def __init__(self, opened: OpenCase) -> None:
        super().__init__()
        self.setObjectName("special_acts")
        self._opened = opened
        self.reroute = self._button(self.tr("他部署へ回す"), "reroute", self._ask_reroute)
        self.death = self._button(self.tr("死亡を記録する"), "death", self._ask_death)
        self.alive = self._button(
            self.tr("死亡の記録を取り消す"), "death_back", self._ask_death_back
        )
        self.occupant = self._button(self.tr("利用者として扱う"), "occupant", self._ask_occupant)
        self.contractor = self._button(
            self.tr("利用者の扱いをやめる"), "occupant_clear", self._ask_contractor
        )
        self.secrecy = self._button(self.tr("秘匿の申出を記録する"), "secrecy", self._ask_secrecy)
        self.decide = self._button(self.tr("秘匿を決める"), "secrecy_decide", self._ask_decision)
        self.misdelivery = self._button(
            self.tr("誤送付を記録する"), "misdelivery", self._ask_misdelivery
        )
        self.report = self._button(self.tr("報告を記録する"), "report", self._report)
        self.hold = self._button(self.tr("保全する"), "hold", self._ask_hold)
        self.release = self._button(
            self.tr("保全の解除を申し出る"), "hold_release", self._propose_release
        )
        self.confirm_release = self._button(
            self.tr("保全の解除を確認する"), "hold_confirm", self._confirm_release
        )
        self.arrival = self._button(self.tr("到達日を直す"), "arrival", self._ask_arrival)
        self.confirm_arrival = self._button(
            self.tr("到達日の訂正を確認する"), "arrival_confirm", self._ask_arrival_decision
        )
        self.reopen = self._button(self.tr("案件を再開する"), "reopen", self._ask_reopen)
        self._all = (
            *(self.reroute, self.death, self.alive, self.occupant, self.contractor),
            *(self.secrecy, self.decide, self.misdelivery, self.report, self.reopen),
            *(self.hold, self.release, self.confirm_release),
            *(self.arrival, self.confirm_arrival),
        )
        self._flow = Flow(spacing=8)
        for button in self._all:
            self._flow.addWidget(button)
        self.setLayout(column(label(self.tr("特別な扱い"), "small"), self._flow, spacing=4))
        opened.read.connect(self.refresh)

    def refresh(self) -> None:
        view = self._opened.view
        if view is None:
            self.hide()
            return
        may, special, state = self._opened.context.may, view.special, view.line.state
        unsent = state not in END_STATES and state not in _POSTED
        checks = unsent and may(Capability.CHECK_IDENTITY)
        owed, holds = self._owed(), special.holds
        shown = {
            self.reroute: Action.REROUTE in view.actions,
            self.death: checks and special.death is None,
            self.alive: checks and special.death is not None,
            self.occupant: checks and special.occupant is None and view.identity.which == "R2",
            self.contractor: checks and special.occupant is not None,
            self.secrecy: state not in END_STATES
            and may(Capability.CHECK_FORM)
            and special.secrecy is Secrecy.NONE,
            self.decide: may(Capability.DECIDE_SECRECY),
            self.misdelivery: may(Capability.DISPATCH) and view.dispatch is not None,
            self.report: may(Capability.APPROVE) and owed is not None,
            self.reopen: Action.REOPEN in view.actions,
            self.hold: may(Capability.SET_HOLD),
            self.release: may(Capability.RELEASE_HOLD) and bool(holds),
            self.confirm_release: may(Capability.CONFIRM_HOLD_RELEASE) and bool(holds),
        }
        change, files = special.arrival, may(Capability.FILE)
        me = self._opened.context.signed_in.person_id
        shown[self.arrival] = unsent and files and change is None
        shown[self.confirm_arrival] = (
            unsent and files and change is not None and change.proposed_by_id != me
        )
        if owed is not None:
            self.report.set_text(self.tr("{0}を記録する").format(REPORTS[owed[1]]))
        for button, visible in shown.items():
            button.setVisible(visible)
        self.setVisible(any(shown.values()))

    def _button(self, words: str, name: str, act: Callable[[], None]) -> Button:
        button = Button(words, name=f"special_{name}", small=True)
        button.clicked.connect(act)
        return button

    def _ask_reroute(self) -> None:
        RerouteDialog(self, self._opened).open()

    def _ask_arrival(self) -> None:
        ArrivalDialog(self, self._opened).open()

    def _ask_arrival_decision(self) -> None:
        ArrivalDecision(self, self._opened).open()

    def _ask_death(self) -> None:
        DeathDialog(self, self._opened).open()

    def _ask_occupant(self) -> None:
        OccupantDialog(self, self._opened).open()

    def _ask_secrecy(self) -> None:
        SecrecyDialog(self, self._opened, decides=False).open()

    def _ask_decision(self) -> None:
        SecrecyDialog(self, self._opened, decides=True).open()

    def _ask_misdelivery(self) -> None:
        MisdeliveryDialog(self, self._opened).open()

    def _ask_hold(self) -> None:
        HoldDialog(self, self._opened).open()

    def _propose_release(self) -> None:
        desk, case_id = self._opened.desk, self._opened.case_id
        self._opened.change(
            self,
            lambda act: desk.disposal.holds.propose_release(act, case_id),
            button=self.release,
            said=self.tr("保全の解除を申し出ました。別の人が確認すると解除されます。"),
        )

    def _confirm_release(self) -> None:
        desk, case_id = self._opened.desk, self._opened.case_id
        self._opened.change(
            self,
            lambda act: desk.disposal.holds.confirm_release(act, case_id),
            button=self.confirm_release,
            said=self.tr("保全を解除しました。"),
        )

    def _ask_death_back(self) -> None:
        dialog = NoteDialog(
            self,
            self._opened,
            self.tr("死亡の記録を取り消しますか"),
            self.tr("記録を取り消す"),
            self.tr("本人確認からやり直します。起案と決裁は戻りません。"),
            self.tr("取り消す理由"),
            name="death_back",
            key="reason",
        )
        desk, case_id = self._opened.desk, self._opened.case_id
        dialog.confirmed.connect(
            lambda: dialog.record(
                lambda act, words: desk.special.take_back_death(act, case_id, words),
                self.tr("死亡の記録を取り消しました。"),
            )
        )
        dialog.open()

    def _ask_contractor(self) -> None:
        dialog = NoteDialog(
            self,
            self._opened,
            self.tr("利用者としての扱いをやめますか"),
            self.tr("扱いをやめる"),
            self.tr(
                "契約者ご本人の請求として扱います。決裁に出した回答は起案へ戻ります。"
                "利用期間に限って届いた回答は取り消し、部署には元の期間を尋ね直します。"
            ),
            self.tr("やめる理由"),
            name="occupant_clear",
            key="reason",
        )
        desk, case_id = self._opened.desk, self._opened.case_id
        dialog.confirmed.connect(
            lambda: dialog.record(
                lambda act, words: desk.special.clear_occupant(act, case_id, words),
                self.tr("利用者としての扱いをやめました。"),
            )
        )
        dialog.open()

    def _ask_reopen(self) -> None:
        number = self._opened.case.line.number
        dialog = NoteDialog(
            self,
            self._opened,
            self.tr("{0} を再開しますか").format(number),
            self.tr("案件を再開する"),
            self.tr(
                "形式確認からやり直します。本人確認・起案・決裁は引き継ぎません。"
                "発送した文書はそのまま残り、保存期間は次に終わる日から数えます。"
            ),
            self.tr("再開する理由"),
            name="reopen",
            key="reason",
        )
        desk, case_id = self._opened.desk, self._opened.case_id
        dialog.confirmed.connect(
            lambda: dialog.record(
                lambda act, words: desk.reopening.reopen(act, case_id, words),
                self.tr("案件を再開しました。"),
            )
        )
        dialog.open()

    def _owed(self) -> tuple[str, str] | None:
        """The next report of a misdelivery of the case: its id, and which."""
        view = self._opened.view
        for one in view.special.incidents if view is not None else ():
            if one.must_be_reported and one.full_on is None:
                return one.id, QUICK if one.quick_on is None else FULL
        return None

    def _report(self) -> None:
        owed = self._owed()
        if owed is None:
            return
        desk, case_id, today = (
            self._opened.desk,
            self._opened.case_id,
            self._opened.context.today(),
        )
        incident, which = owed
        self._opened.change(
            self,
            lambda act: desk.incidents.reported(act, case_id, incident, which, today),
            button=self.report,
            said=self.tr("{0}を記録しました。").format(REPORTS[which]),
        )
