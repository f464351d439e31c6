"""本人確認: the three-way check; the desk proposes, a person confirms (DOMAIN §7)."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent

from desktop.domain.roles import Capability
from desktop.services.case_views import CaseView
from desktop.services.verification_views import Cell as Reading
from desktop.services.verification_views import RowView, ThreeWayView
from desktop.ui.cases.check_buttons import CheckButtons, CheckSituation, Deed
from desktop.ui.cases.check_candidate import CandidateSelect
from desktop.ui.cases.check_evidence import RowEvidence
from desktop.ui.cases.check_reasons import counted_outcomes, points_of, reasons_of
from desktop.ui.cases.check_table import CheckTable
from desktop.ui.cases.fact_list import FactList
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.pictures import Pictures
from desktop.ui.cases.proposal import ProposalBanner
from desktop.ui.cases.reading_editor import ReadingEditor
from desktop.ui.cases.stopwatch import Stopwatch
from desktop.ui.cases.task_panel import TaskPanel
from desktop.ui.cases.typed import TypedField
from desktop.ui.cases.warning_line import WarningLine
from desktop.ui.labels import label, set_tone
from desktop.ui.tasks import Asked
from desktop.ui.tokens import Tone
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import bind
from desktop.ui.widgets.layout import column, panel

_STALE_DAYS = 35  # the register is to be imported monthly (DESIGN §4)
_LOOKS: dict[str, tuple[Tone, str]] = {
    "PASS": ("ok", "equal"),
    "SECOND_CLERK": ("warn", "equal-approximately"),
    "CORRECTION": ("bad", "equal-not"),
    "NO_CANDIDATE": ("accent", "book-user"),
}


class IdCheckPanel(TaskPanel):
    """One primary action, chosen by the proposal; nothing is confirmed that was not looked at."""

    def __init__(self, opened: OpenCase, pictures: Pictures) -> None:
        super().__init__(
            opened, pictures, self.tr("住所の三者照合"), name="id_check_panel", scrolls=False
        )
        self._asked = Asked()
        self._check: ThreeWayView | None = None
        self._candidate: int | None = None
        self._me = opened.context.signed_in.person_id
        self._watch = Stopwatch()
        self.candidates = CandidateSelect()
        self.candidates.currentIndexChanged.connect(self._on_picked)
        self.days = label("", "caption", name="check_register_days")
        self.head.addWidget(self.days)
        self.head.addWidget(self.candidates)
        self.table = CheckTable(pictures)
        self.table.row_chosen.connect(self._show_row)
        self.table.row_activated.connect(self._on_activated)
        self.table.looked.connect(self._arrange)
        self.evidence = RowEvidence()
        self.editor = ReadingEditor()
        self.editor.given.connect(self._correct)
        self.editor.left.connect(self._on_editor_left)
        self.papers = WarningLine(name="check_papers")
        self.age = WarningLine(name="check_register_age")
        self.rest = WarningLine(name="check_rest")
        self.proposal = ProposalBanner()
        self.proposal.reasons_requested.connect(self._toggle_reasons)
        self.reasons = FactList(name="check_reasons")
        self.reasons_box = panel(
            column(self.reasons, margins=(14, 10, 14, 10)), "sunk", name="check_reasons_box"
        )
        self.second_note = FormField(
            self.tr("第二確認者へ伝えること"), key="note", name="check_note"
        )
        self.keys = CheckButtons(self)
        self.put(self.table)
        for widget in (
            self.evidence,
            self.editor,
            self.proposal,
            self.reasons_box,
            self.second_note,
            self.papers,
            self.age,
            self.rest,
        ):
            self.foot.addWidget(widget)
        self.act_with(*self.keys.left(), None, *self.keys.right())
        for hidden in (self.proposal, self.reasons_box, self.second_note, *self.keys.left()):
            hidden.hide()
        for button in self.keys.right():
            button.hide()
        self.keys.primary.clicked.connect(self._on_primary)
        self.keys.edit.clicked.connect(self._edit)
        self.keys.pick.clicked.connect(self._pick)
        self.keys.correct.clicked.connect(self._ask_correction)
        self.keys.second.clicked.connect(self._ask_second)
        self.keys.refuse.clicked.connect(self.opened.refusal_wanted)
        self.keys.disagree.clicked.connect(self._disagree)
        bind(self, "F2", self._edit)
        bind(self, "F4", self._pick)
        bind(self, "F8", self._ask_second)
        bind(self, "E", self._toggle_reasons)
        bind(self, "Esc", self._leave)
        self._ask()

    # What is shown

    def renew(self, view: CaseView) -> bool:
        self._ask()
        return True

    def uncover(self, typed: Mapping[str, TypedField]) -> None:
        if self.second_note.editor.objectName() in typed:
            self.second_note.show()
            self._arrange()

    def start(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._watch.run()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._watch.rest()

    def event(self, event: QEvent) -> bool:
        answered = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return answered

    def _fit(self) -> None:
        if self._check is not None:
            asks = self._deed() in (Deed.CONFIRM, Deed.ASK_SECOND, Deed.AGREE)
            self.table.fit(self.room_for_body(), asks=asks)

    def _ask(self) -> None:
        desk, by = self.opened.desk, self.opened.context.signed_in
        case_id, candidate = self.opened.case_id, self._candidate
        task = self.opened.context.tasks.store(
            lambda: desk.verification.view(by, case_id, candidate), asked=self._asked
        )
        task.succeeded.connect(self._on_view)
        task.failed.connect(self._on_failed)

    def _on_view(self, check: object, _tag: object) -> None:
        if not isinstance(check, ThreeWayView):
            return
        self._check = check
        self.note.setText(counted_outcomes(check))
        self.candidates.show_check(check)
        self.table.show_view(check)
        self.reasons.set_facts(reasons_of(check))
        problems = " ".join(problem.sentence for problem in check.papers.problems)
        self.papers.say(problems if check.proposal != "CORRECTION" else "")
        self._show_age(check.register_age)
        self._show_proposal(check)
        self._fit()
        self._show_row(self.table.current_key())
        self._arrange()

    def _show_age(self, days: int | None) -> None:
        """Beside every match how old the register is; a sentence where it is too old."""
        old = days is not None and days > _STALE_DAYS
        told = self.tr("登録 {0}日前").format(days) if days else self.tr("登録 今日")
        self.days.setText(told if days is not None else self.tr("登録"))
        set_tone(self.days, "warn" if old else None)
        words = self.tr("登録情報は{0}日前のものです。新しい登録情報で確かめてください。")
        self.age.say(words.format(days) if old else "")

    def _show_proposal(self, check: ThreeWayView) -> None:
        identity = self.view.identity
        if identity.needs_second:
            words = (
                self.tr("第二確認を待っています")
                if self._asked_by_me()
                else self.tr("第二確認のお願い")
            )
            said = self.tr("{0}から：{1}").format(identity.confirmed_by, identity.note)
            self.proposal.say("accent", "users", words, said)
        else:
            tone, icon = _LOOKS.get(check.proposal, _LOOKS["NO_CANDIDATE"])
            self.proposal.say(tone, icon, check.headline, check.explanation)
        self.proposal.setVisible(self.editor.isHidden())

    def _show_row(self, _component: str) -> None:
        one = self.table.row_view()
        self.evidence.show_row(one, self._check.former if self._check is not None else ())
        cell = self._cell_in_view(one) if one is not None else None
        if one is not None and cell is not None:
            self.opened.show_page(cell.page_id, self.pictures.place(cell), one.label)

    def _cell_in_view(self, one: RowView) -> Reading | None:
        """The reading on the page in view, else the form's, else the paper's."""
        cells = [cell for cell in (one.form, one.identity) if cell is not None]
        shown = self.opened.shown_page
        return next((c for c in cells if c.page_id == shown), cells[0] if cells else None)

    def _toggle_reasons(self) -> None:
        self.reasons_box.setVisible(self.reasons_box.isHidden())

    # F2, F4, Esc

    def _on_activated(self, _component: str) -> None:
        self._edit()

    def _edit(self) -> None:
        one = self.table.row_view()
        cell = self._cell_in_view(one) if one is not None else None
        if one is None or cell is None or not self._situation().may_check:
            return
        opened = self.pictures.page(cell.page_id)
        whole = opened.reading.field(cell.key) if opened else None
        text, box = (whole.text, whole.box) if whole else (cell.text, cell.box)
        title = self.tr("住所") if cell.key == "address" else one.label
        piece = self.pictures.crop(cell.page_id, box) if box is not None else None
        self.proposal.hide()
        self.editor.edit(cell.page_id, cell.key, title, text, piece)

    def _correct(self, page_id: str, key: str, text: str) -> None:
        self.editor.put_right(self.opened, self.pictures, page_id, key, text)

    def _on_editor_left(self) -> None:
        self.proposal.show()
        self.start()

    def _pick(self) -> None:
        if self.candidates.count():
            self.candidates.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.candidates.showPopup()

    def _on_picked(self, index: int) -> None:
        if index >= 0 and self._check is not None and index != self._check.candidate:
            self._candidate = index
            self._ask()

    def _leave(self) -> None:
        if not self.editor.isHidden():
            self.editor.stop()
        elif not self.second_note.isHidden():
            self.second_note.hide()
            self._arrange()
            self.start()
        elif not self.reasons_box.isHidden():
            self.reasons_box.hide()

    # What may be done, and doing it

    def _asked_by_me(self) -> bool:
        return self.view.identity.confirmed_by_id == self._me

    def _situation(self) -> CheckSituation:
        check, context = self._check, self.opened.context
        return CheckSituation(
            proposal=check.proposal if check else "",
            candidates=len(check.candidates) if check else 0,
            picked=check is not None and check.candidate >= 0,
            may_check=context.may(Capability.CHECK_IDENTITY),
            may_second=context.may(Capability.SECOND_CHECK),
            second_wanted=self.view.identity.needs_second,
            asked_by_me=self._asked_by_me(),
            writing_note=not self.second_note.isHidden(),
            may_refuse=bool(self.view.corrections) and context.may(Capability.DRAFT),
        )

    def _deed(self) -> Deed:
        return self._situation().deed if self._check is not None else Deed.NONE

    def _arrange(self) -> None:
        if self._check is None:
            return
        deed = self._deed()
        waits = self._unlooked() if deed in (Deed.CONFIRM, Deed.ASK_SECOND, Deed.AGREE) else ""
        if waits:
            self.rest.say(waits, "text2", "eye")
        else:
            confirming = deed in (Deed.CONFIRM, Deed.ASK_SECOND, Deed.AGREE)
            done = self.tr("すべての行を確かめました。") if confirming else ""
            self.rest.say(done, "ok", "circle-check")
        had_focus = self.keys.any_has_focus()
        self.keys.arrange(self._situation(), ready=not waits)
        if had_focus and not self.keys.any_has_focus():
            self.start()

    def _unlooked(self) -> str:
        """What still keeps the confirmation away, as words."""
        unseen = (self._check.components if self._check else frozenset()) - self.table.seen()
        if unseen:
            return self.tr("まだ画面に出ていない行が{0}件あります。").format(len(unseen))
        rest = len(self.table.to_confirm())
        if rest:
            words = self.tr("要確認の欄が残り{0}件あります。行を選び、Space で確かめてください。")
            return words.format(rest)
        return ""

    def _looked_at(self) -> frozenset[str]:
        return self.table.seen() | self.table.answered()

    def _on_primary(self) -> None:
        deeds = {
            Deed.CONFIRM: self._confirm,
            Deed.ASK_SECOND: self._ask_second,
            Deed.AGREE: self._agree,
            Deed.CORRECTION: self._ask_correction,
            Deed.PICK: self._pick,
        }
        act = deeds.get(self._deed())
        if act is not None:
            act()

    def _confirm(self) -> None:
        desk, case_id, seen = self.opened.desk, self.opened.case_id, self._looked_at()
        check, took = self._check, self._watch.took()
        candidate, basis = (check.candidate, check.basis) if check else (-1, "")
        self.opened.change(
            self,
            lambda act: desk.verification.confirm(
                act, case_id, candidate, seen=seen, basis=basis, took=took
            ),
            button=self.keys.primary,
            said=self.tr("本人と確認しました。"),
        )

    def _ask_second(self) -> None:
        now = self._situation()
        possible = now.proposal in ("PASS", "SECOND_CLERK") and not now.second_wanted
        if self._check is None or not (now.may_check and possible):
            return
        if self.second_note.isHidden():
            self.second_note.show()
            self.second_note.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            self._arrange()
            return
        if self._unlooked():
            return
        desk, case_id, seen = self.opened.desk, self.opened.case_id, self._looked_at()
        candidate, basis = self._check.candidate, self._check.basis
        note, took = self.second_note.text(), self._watch.took()
        self.opened.change(
            self,
            lambda act: desk.verification.ask_second(
                act, case_id, candidate, seen=seen, note=note, basis=basis, took=took
            ),
            self._on_second_asked,
            button=self.keys.primary,
            said=self.tr("第二確認者へ回しました。"),
        )

    def _on_second_asked(self, _result: object) -> None:
        self.second_note.hide()

    def _agree(self) -> None:
        check, took = self._check, self._watch.took()
        basis = check.basis if check else ""
        desk, case_id, seen = self.opened.desk, self.opened.case_id, self._looked_at()
        self.opened.change(
            self,
            lambda act: desk.verification.second(
                act, case_id, True, seen=seen, basis=basis, took=took
            ),
            button=self.keys.primary,
            said=self.tr("第二確認を記録しました。"),
        )

    def _disagree(self) -> None:
        desk, case_id = self.opened.desk, self.opened.case_id
        self.opened.change(
            self,
            lambda act: desk.verification.second(act, case_id, False),
            button=self.keys.disagree,
            said=self.tr("一致しないと記録しました。"),
        )

    def _ask_correction(self) -> None:
        if self._check is not None:
            self.opened.correction_wanted.emit(points_of(self._check))

    def _on_failed(self, error: BaseException) -> None:
        self.opened.context.show_error(error, self)
