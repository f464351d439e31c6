"""起案: the decision on each item, saved as a draft and handed to the supervisor (DOMAIN §8)."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal

from desktop.domain.states import CaseState
from desktop.services.act import Act
from desktop.services.case_views import CaseView, ItemDecision
from desktop.services.media_state import CDR
from desktop.services.wanted_codes import decidable
from desktop.ui.cases.decision_card import DecisionCard
from desktop.ui.cases.decision_words import DISCLOSURES
from desktop.ui.cases.fee_record import FeeRecordDialog
from desktop.ui.cases.medium_choice import MediumChoice
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.pictures import Pictures
from desktop.ui.cases.print_notes import note_lines
from desktop.ui.cases.task_panel import TaskPanel
from desktop.ui.cases.warning_line import WarningLine
from desktop.ui.widgets.banner import Banner
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.layout import add


class DraftPanel(TaskPanel):
    """`unproven`: all is refused for イ, ロ or ハ, and identity stays unproven (DOMAIN §8)."""

    left = Signal()

    def __init__(self, opened: OpenCase, pictures: Pictures, *, unproven: bool = False) -> None:
        super().__init__(opened, pictures, "", name="draft_panel")
        self.title.setText(self.tr("不開示の起案") if unproven else self.tr("回答の起案"))
        view = opened.case
        self._encoding, self._stored = view.encoding, view.decisions
        before = {(one.type, one.item): one for one in view.decisions}
        answers = {one.item: one for one in view.answers}
        self.cards = [
            DecisionCard(
                kind,
                item,
                before.get((kind, item)),
                answers.get(item) if item else None,
                agent=view.agent,
                today=opened.context.today(),
                unproven=unproven,
                items=view.items,
            )
            for kind, item in decidable(view.wanted)
        ]
        if view.line.state is CaseState.SENT_BACK and view.approval.send_back:
            self.banners.show_banner(
                Banner(
                    "warn",
                    self.tr("責任者から差し戻されました"),
                    view.approval.send_back,
                    icon="undo-2",
                    name="draft_sent_back",
                )
            )
            for card in self.cards:
                if view.approval.send_back_about == f"{card.type}/{card.item or ''}":
                    card.show_sent_back(view.approval.send_back)
        self.put(*note_lines(view.print_notes, name="draft_notes"), *self.cards)
        if view.method == CDR and not unproven:
            self.put(MediumChoice(opened))
        self.rest = WarningLine(name="draft_rest")
        self.foot.addWidget(self.rest)
        self.primary = Button(
            self.tr("決裁に出す"), "primary", key="Ctrl+Enter", name="draft_submit"
        )
        self.save = Button(self.tr("下書きを保存する"), key="Ctrl+S", name="draft_save")
        self.fee = Button(self.tr("手数料の記録"), small=True, name="fee_open")
        self.fee.clicked.connect(self._open_fee)
        self.propose = Button(
            self.tr("回答どおりに案を入れる"), key="F4", small=True, name="draft_propose"
        )
        self.propose.clicked.connect(self._propose)
        add(self.head, self.propose)
        self.act_with(self.primary, self.save, None, self.fee)
        if view.line.state not in (CaseState.DRAFTED, CaseState.SENT_BACK):
            self.fee.hide()
        if unproven:
            self.leave = Button(self.tr("戻る"), key="Esc", name="draft_leave")
            self.leave.clicked.connect(self.left)
            self.buttons.insertWidget(2, self.leave)
            self.save.hide()
        self.primary.clicked.connect(self._submit)
        self.save.clicked.connect(self._save)
        for card in self.cards:
            card.changed.connect(self._arrange)
        self._arrange()

    def renew(self, view: CaseView) -> bool:
        # A draft saved from here is what already stands in the cards; the choice of a character
        # set takes nothing away that was typed there and not saved yet.
        same = view.decisions == self._stored
        chosen = same and view.encoding is not self._encoding
        self._encoding, self._stored = view.encoding, view.decisions
        return chosen or view.decisions == self._decisions()

    def start(self) -> None:
        if self.cards:
            first = self.cards[0]
            choice = first.reason if first.grant.isHidden() else first.grant
            choice.setFocus(Qt.FocusReason.OtherFocusReason)

    def _propose(self) -> None:
        """For every item that is still open, what its answer speaks for; it is saved by nobody
        but the clerk, who may choose otherwise."""
        for card in self.cards:
            card.propose()
        self.start()

    def _decisions(self) -> tuple[ItemDecision, ...]:
        return tuple(one for one in (card.decision() for card in self.cards) if one is not None)

    def _arrange(self) -> None:
        lacking = next((words for words in (card.lacks() for card in self.cards) if words), "")
        self.rest.say(lacking, "text2", "info")
        self.primary.setEnabled(not lacking)
        self.propose.setVisible(any(card.proposable() for card in self.cards))
        decided = self._decisions()
        granted = sum(one.granted for one in decided)
        words = self.tr("{0}項目のうち 開示 {1}・不開示 {2}")
        if any(card.type not in DISCLOSURES for card in self.cards):
            words = self.tr("{0}項目のうち 応じる {1}・応じない {2}")
        self.note.setText(words.format(len(self.cards), granted, len(decided) - granted))
        complete = view_is_frozen(self.view)
        self.save.setEnabled(bool(decided) and not (complete and bool(lacking)))

    def _save(self) -> None:
        desk, case_id = self.opened.desk, self.opened.case_id
        decisions, version = self._decisions(), self.view.version
        self.opened.change(
            self,
            lambda act: desk.casework.save_draft(act, case_id, decisions, version),
            button=self.save,
            said=self.tr("下書きを保存しました。"),
        )

    def _open_fee(self) -> None:
        FeeRecordDialog(self, self.opened).open()

    def _submit(self) -> None:
        desk, case_id = self.opened.desk, self.opened.case_id
        decisions, version = self._decisions(), self.view.version
        again = self.opened.context.act()

        def act_on(act: Act) -> object:
            # Two acts, each with its own command: the draft is kept even where the second fails.
            saved = desk.casework.save_draft(act, case_id, decisions, version)
            return desk.casework.submit(replace(again, seen=saved.version), case_id)

        self.opened.change(self, act_on, button=self.primary, said=self.tr("決裁に出しました。"))


def view_is_frozen(view: CaseView) -> bool:
    """A draft that was sent back is saved only whole."""
    return view.line.state is CaseState.SENT_BACK
