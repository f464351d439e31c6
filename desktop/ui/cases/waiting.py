"""Waiting for the customer: the letter that asks, and the answer when it comes (DOMAIN §8)."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.domain.roles import Capability
from desktop.domain.states import CaseState
from desktop.services.case_views import LetterView
from desktop.ui.cases.case_dialog import CaseDialog
from desktop.ui.cases.fact_list import FactList
from desktop.ui.cases.fee_check import fee_facts
from desktop.ui.cases.fee_entry import FeeEntry
from desktop.ui.cases.leaving import Leaving
from desktop.ui.cases.lying_letters import lying_told
from desktop.ui.cases.notice_back import NoticeBackDialog
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.pictures import Pictures
from desktop.ui.cases.task_panel import TaskPanel, section
from desktop.ui.cases.warning_line import WarningLine
from desktop.ui.labels import label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.clock_words import day_and_weekday
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import panel, row

_ASKED_TWICE = 2
_CODES = {CaseState.AWAITING_CORRECTION: "D-02", CaseState.AWAITING_FEE: "D-03"}


class WaitingPanel(TaskPanel):
    """First the letter goes out; from then on the panel waits, and takes the answer."""

    def __init__(self, opened: OpenCase, pictures: Pictures) -> None:
        view = opened.case
        self._for_fee = view.line.state is CaseState.AWAITING_FEE
        super().__init__(opened, pictures, "", name="waiting_panel")
        self.title.setText(self.tr("手数料を待つ") if self._for_fee else self.tr("補正を待つ"))
        self.letter = asked_letter(view.letters, _CODES[view.line.state])
        self.primary: Button | None = None
        self._entry: FeeEntry | None = None
        self._put_letter()
        on_paper = self.letter is None and view.special.from_paper
        if on_paper or (self.letter is not None and self.letter.state == "SENT"):
            self._put_answer()

    def start(self) -> None:
        if self.letter is not None and self.letter.state != "SENT":
            self.opened.letter_wanted.emit(self.letter.id)
        if self._entry is not None:
            self._entry.amount.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.primary is not None:
            self.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_letter(self) -> None:
        letter = self.letter
        if letter is None:
            self._put_paper_wait()
            return
        view = self.view
        posted = letter.state == "SENT"
        day = (view.waits_until if posted else None) or letter.answer_by
        until = day_and_weekday(day) if day else self.tr("なし")
        clock = view.line.target
        waited = clock.pause_days if clock is not None and clock.paused else 0
        told = (
            self.tr("{0}日目（目標の時計は停止中）").format(waited)
            if posted or waited
            else self.tr("発送した日から数えます（時計は動いています）")
        )
        facts = [
            (self.tr("返事の期限"), self.tr("{0} 必着").format(until)),
            (self.tr("待った日数"), told),
        ]
        if letter.answer_by is not None and letter.answer_by != day:
            printed = day_and_weekday(letter.answer_by)
            facts.insert(1, (self.tr("文書に書いた期限"), printed))
        if self._for_fee:
            facts = [*fee_facts(view.fee)[:2], *facts]
        self.leaving = Leaving(self.opened, letter, name="waiting", parent=self)
        self.put(FactList(facts, name="waiting_facts"), self.leaving.card)
        if letter.is_out and self.opened.context.may(Capability.DISPATCH):
            self.back = Button(self.tr("返戻を記録する"), small=True, name="waiting_back")
            self.back.clicked.connect(lambda: NoticeBackDialog(self, self.opened, [letter]).open())
            self.put(panel(row(self.back, None)))
        if letter.state == "READY":
            self.note.setText(self.tr("発送前"))
            if self.leaving.fresh:
                self.primary = self.leaving.primary
                self.act_with(self.leaving.primary, self.leaving.save)
        elif letter.state in ("PRINTED", "CHECKED"):
            self.note.setText(self.tr("印刷済・発送前"))
            self.send = Button(
                self.tr("発送を記録する"), "primary", key="Ctrl+Enter", name="waiting_send"
            )
            if not self.opened.context.may(Capability.DISPATCH):
                self.send.hide()
            self.send.clicked.connect(self._send)
            self.primary = self.send
            self.act_with(self.send, None, self.leaving.save)
            self.leaving.offer_again()

    def _put_paper_wait(self) -> None:
        """The letter that asked left before the desk was there."""
        view, clock = self.view, self.view.line.target
        if not view.special.from_paper:
            self.put(label(self.tr("お願いの文書がありません。"), "dim"))
            return
        until = day_and_weekday(view.waits_until) if view.waits_until else self.tr("なし")
        waited = clock.pause_days if clock is not None and clock.paused else 0
        facts = [
            (self.tr("お願いの文書"), self.tr("紙で{0}回発送済み").format(view.notices)),
            (self.tr("返事の期限"), self.tr("{0} 必着").format(until)),
            (self.tr("待った日数"), self.tr("{0}日目（目標の時計は停止中）").format(waited)),
        ]
        if self._for_fee:
            facts = [*fee_facts(view.fee)[:2], *facts]
        self.put(FactList(facts, name="waiting_facts"))

    def _put_answer(self) -> None:
        context, today = self.opened.context, self.opened.context.today()
        self.late = WarningLine(name="waiting_late")
        self.put(self.late)
        until = self.view.waits_until
        if until is not None and until < today:
            self.late.say(self.tr("返事の期限が{0}日過ぎています。").format((today - until).days))
        self.arrived = DateField(today, today)
        self.arrived_field = FormField(
            self.tr("返事の届いた日"), self.arrived, key="arrived_on", name="waiting_arrived"
        )
        self.arrived_field.setMaximumWidth(200)
        if self._for_fee and context.may(Capability.FEE):
            self.entry = self._entry = FeeEntry(self.view.fee, today)
            self.put(section(self.tr("届いた手数料"), self.entry))
            self.record = Button(
                self.tr("手数料を記録する"), "primary", key="Ctrl+Enter", name="waiting_record"
            )
            self.record.setEnabled(False)
            self.entry.changed.connect(self._on_entry)
            self.record.clicked.connect(self._record)
            self.primary = self.record
            self.act_with(self.record, None, *self._when_late())
        elif not self._for_fee and context.may(Capability.FILE):
            self.put(
                section(
                    self.tr("返信が届いたら"),
                    label(self._reply_words(), "small", wrap=True, name="waiting_reply"),
                    self.arrived_field,
                )
            )
            self.resume = Button(
                self.tr("返信を受けて再開する"), "primary", key="Ctrl+Enter", name="waiting_resume"
            )
            self.resume.clicked.connect(self._resume)
            self.primary = self.resume
            self.act_with(self.resume, None, *self._when_late())

    def _when_late(self) -> list[Button]:
        """Once the customer's day has passed: asked once more, refused for ハ, or closed."""
        context, found = self.opened.context, list[Button]()
        if not self.late.text():
            return found
        if context.may(Capability.DRAFT):
            self.refuse = Button(self.tr("不開示を起案する"), name="waiting_refuse")
            self.refuse.clicked.connect(self.opened.refusal_wanted)
            found.append(self.refuse)
        if context.may(Capability.CHECK_FORM) and self.view.notices < _ASKED_TWICE:
            self.notice = Button(self.tr("再度の通知を作る"), name="waiting_notice")
            self.notice.clicked.connect(self._second_notice)
            found.append(self.notice)
        elif context.may(Capability.CHECK_FORM):
            self.close_case = Button(self.tr("回答なしで終了する"), "danger", name="waiting_close")
            self.close_case.clicked.connect(self._ask_closing)
            found.append(self.close_case)
        return found

    def _reply_words(self) -> str:
        """Whether papers have joined the case since the letter was posted."""
        sent = self.letter.sent_at if self.letter else None
        came = [
            one
            for one in self.view.documents
            if sent is not None
            and one.received_on >= sent.date()
            and one.received_on > self.view.arrived_on
        ]
        if came:
            labels = "、".join(dict.fromkeys(one.label for one in came))
            return self.tr("返信の書類（{0}）が案件に入っています。").format(labels)
        return self.tr("返信は受付で取り込み、この案件に入れてください。書類が入ったら再開します。")

    def _send(self) -> None:
        if self.letter is None:
            return
        desk, letter_id = self.opened.desk, self.letter.id
        self.opened.change(
            self,
            lambda act: desk.correspondence.send(act, letter_id),
            button=self.send,
            said=self.tr("発送を記録しました。"),
        )

    def _second_notice(self) -> None:
        desk, case_id = self.opened.desk, self.opened.case_id
        self.opened.change(
            self,
            lambda act: desk.casework.second_notice(act, case_id),
            button=self.notice,
            said=self.tr("再度の通知を作りました。印刷して発送してください。"),
        )

    def _ask_closing(self) -> None:
        dialog = CaseDialog(
            self,
            self.opened,
            self.tr("回答なしで終了しますか"),
            self.tr("回答なしで終了する"),
            name="closing",
            kind="danger",
        )
        dialog.add(
            label(
                self.tr(
                    "二度の通知に返事がありません。終了のお知らせ（D-14）を作り、案件は終わります。"
                    "保存期間が今日から始まります。"
                ),
                wrap=True,
            ),
            *lying_told(self.view.letters),
        )
        desk, case_id = self.opened.desk, self.opened.case_id
        dialog.confirmed.connect(
            lambda: dialog.carry_out(
                lambda act: desk.casework.close_no_response(act, case_id),
                self.tr("回答なしで終了しました。"),
            )
        )
        dialog.open()

    def _resume(self) -> None:
        day = self.arrived.day()
        if day is None:
            self.arrived_field.tell_no_day()
            return
        desk, case_id = self.opened.desk, self.opened.case_id
        self.opened.change(
            self,
            lambda act: desk.casework.resume(act, case_id, day),
            button=self.resume,
            said=self.tr("案件を再開しました。もう一度、形式から確かめます。"),
        )

    def _on_entry(self) -> None:
        self.record.setEnabled(self.entry.given() is not None)

    def _record(self) -> None:
        self.entry.record(self.opened, self, self.record)


def asked_letter(letters: tuple[LetterView, ...], code: str) -> LetterView | None:
    """The latest letter of this code that still stands."""
    found = [one for one in letters if one.code == code and one.state != "VOID"]
    return found[-1] if found else None
