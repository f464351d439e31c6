"""The decision on one item: grant, or refuse with a reason that fits and words (DOMAIN §3)."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame

from desktop.domain.errors import Refused
from desktop.domain.half_hours import HalfHours, half_hours_in
from desktop.domain.inquiries import NOTHING_HELD
from desktop.domain.reasons import (
    REASON_LABELS,
    UNPROVEN_REASONS,
    check_decision,
    reasons_for,
)
from desktop.domain.requests import REQUEST_LABELS, Item, Reason, RequestType
from desktop.domain.wareki import wareki
from desktop.services.case_views import AnswerView, ItemDecision
from desktop.services.wanted_codes import ItemNames
from desktop.ui.cases.decision_words import DISCLOSURES
from desktop.ui.cases.fact_list import FactList
from desktop.ui.cases.granting import Granting
from desktop.ui.cases.note_editor import note_editor
from desktop.ui.cases.warning_line import WarningLine
from desktop.ui.labels import label
from desktop.ui.marking import QT_TRANSLATE_NOOP
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.select import Choice, Select

_NOTHING = QT_TRANSLATE_NOOP(
    "DecisionCard", "{0}現在、担当部署で調べましたが、ご請求の情報に当たる記録はありませんでした。"
)

_SHOWN = 40  # lines of an answer; the annex and the investigation have all of them


class DecisionCard(QFrame):
    """Nothing is decided beforehand: the clerk chooses."""

    changed = Signal()

    def __init__(
        self,
        kind: RequestType,
        item: Item | None,
        before: ItemDecision | None,
        answer: AnswerView | None,
        *,
        agent: bool,
        today: date,
        unproven: bool = False,
        items: ItemNames | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        code = f"{kind}_{item}" if item else str(kind)
        self.setObjectName(f"decision_{code}")
        title = (items or ItemNames()).word(item) if item else REQUEST_LABELS[kind]
        self.setAccessibleName(title)
        self.type, self.item = kind, item
        self._answer = answer if kind in DISCLOSURES else None
        shows = kind in DISCLOSURES
        yes = self.tr("開示") if shows else self.tr("応じる")
        no = self.tr("不開示") if shows else self.tr("応じない")
        decided = before is not None
        self.grant = Choice(
            yes,
            name=f"grant_{code}",
            checked=decided and before is not None and before.granted,
        )
        self.refuse = Choice(
            no,
            name=f"refuse_{code}",
            checked=decided and before is not None and not before.granted,
        )
        self._group = QButtonGroup(self)
        self._group.addButton(self.grant)
        self._group.addButton(self.refuse)
        reasons = [
            one for one in reasons_for(kind, agent=agent) if not unproven or one in UNPROVEN_REASONS
        ]
        options = [(one.value, REASON_LABELS[one]) for one in reasons]
        self.reason = Select(options, name=f"reason_{code}", accessible=self.tr("不開示の理由"))
        self.reason.setPlaceholderText(self.tr("理由を選ぶ"))
        self.reason.setCurrentIndex(-1)
        self.text = note_editor(f"reason_text_{code}", 3)
        if before is not None and before.reason is not None:
            self.reason.choose(before.reason.value)
            self.text.setPlainText(before.text)
        self.reason_field = FormField(
            self.tr("理由"), self.reason, key="reason", name=f"reason_{code}"
        )
        self.text_field = FormField(
            self.tr("お客様に伝える説明"), self.text, key="reason_text", name=f"reason_text_{code}"
        )
        self.granting = Granting(kind, code, before, today)
        self.granting.changed.connect(self._on_changed)
        self.advice = label("", "small", wrap=True, name=f"reason_advice_{code}")
        self._why = panel(column(self.reason_field, self.advice, self.text_field, spacing=8))
        head = row(
            label(title, "h3"),
            label(self.tr("{0}の請求").format(REQUEST_LABELS[kind]), "caption"),
            None,
            self.grant,
            self.refuse,
            spacing=12,
        )
        body = column(head, spacing=8, margins=(14, 10, 14, 12))
        self._sent_back = WarningLine(name=f"sent_back_{code}")
        body.addWidget(self._sent_back)
        if answer is not None:
            day = f"{answer.as_of:%Y-%m-%d}" if answer.as_of else ""
            body.addWidget(label(self.tr("{0}　基準日 {1}").format(answer.source, day), "caption"))
            body.addWidget(FactList(_facts(answer), name=f"answer_{code}"))
        elif item is not None and not unproven and shows:
            body.addWidget(label(self.tr("回答は届いていません。"), "small"))
        body.addWidget(self.granting)
        body.addWidget(self._why)
        self.setLayout(body)
        if unproven:
            self.grant.hide()
            self.refuse.setChecked(True)
        self._why.setVisible(self.refuse.isChecked())
        self.refuse.toggled.connect(self._why.setVisible)
        self.grant.toggled.connect(self._show_granting)
        self._show_granting()
        self._group.buttonToggled.connect(self._on_changed)
        self.reason.currentIndexChanged.connect(self._on_changed)
        self.text.textChanged.connect(self._on_changed)

    def show_sent_back(self, comment: str) -> None:
        """The supervisor's words about this very item."""
        self._sent_back.say(self.tr("差戻し：{0}").format(comment), icon="undo-2")

    def decision(self) -> ItemDecision | None:
        """What was chosen; None while nothing is."""
        if self.grant.isChecked():
            return self.granting.decision(self.item)
        if not self.refuse.isChecked():
            return None
        code = self.reason.key()
        reason = Reason(code) if code else None
        return ItemDecision(self.type, self.item, False, reason, self.text.toPlainText().strip())

    def propose(self) -> None:
        """What the department's answer speaks for, where nothing is chosen yet: it has the item,
        or it holds nothing (不存在, D-07). Whatever else may forbid it, the clerk knows."""
        answer = self._answer
        if answer is None or self.grant.isHidden() or self.decision() is not None:
            return
        # As if pressed: what the clerk asked for is carried over when another changes the case.
        if not answer.nothing:
            self.grant.click()
            return
        self.refuse.click()
        self.reason.choose(Reason.R_NI.value)
        self.reason.activated.emit(self.reason.currentIndex())
        if answer.as_of is not None and not self.text.toPlainText().strip():
            self.text.setPlainText(self.tr(_NOTHING).format(wareki(answer.as_of)))

    def proposable(self) -> bool:
        return self._answer is not None and not self.grant.isHidden() and self.decision() is None

    def lacks(self) -> str:
        """What is still missing, as words; "" where the decision is whole."""
        chosen = self.decision()
        if chosen is None:
            return self.tr("開示か不開示を選んでいない項目があります。")
        if chosen.granted:
            return self.granting.lacks()
        if chosen.reason is None or not chosen.text:
            return self.tr("不開示の理由か説明が足りない項目があります。")
        try:
            check_decision(self.type, chosen.reason, chosen.text)
        except Refused as refusal:
            return f"{refusal.sentence}{refusal.next_step}"
        return ""

    def _advice(self) -> dict[str, str]:
        """What the words of a reason must say, and what they must not (DOMAIN §3)."""
        return {
            Reason.R_I.value: self.tr("登録されている住所や氏名は書きません。"),
            Reason.R_NI.value: self.tr("対象外とするときは、記録があるともないとも書きません。"),
            Reason.R_HO.value: self.tr("ほかの方がいることや、その内容は書きません。"),
            Reason.R_HE.value: self.tr(
                "どの業務にどのような支障が出るかを書きます。手間や迷惑は理由になりません。"
            ),
        }

    def _show_granting(self) -> None:
        self.granting.setVisible(self.grant.isChecked() and self.granting.is_needed)

    def _on_changed(self) -> None:
        instead = self.reason.key() == Reason.X_ALT.value
        self.text_field.set_label(
            self.tr("利用停止等に代わる措置") if instead else self.tr("お客様に伝える説明")
        )
        self.advice.setText(self._advice().get(self.reason.key(), ""))
        self.advice.setVisible(bool(self.advice.text()))
        self.reason_field.clear_error()
        self.text_field.clear_error()
        self.changed.emit()


def _facts(answer: AnswerView) -> list[tuple[str, str]]:
    """The answer as the card shows it."""
    if answer.nothing:
        return [(NOTHING_HELD, _tr("担当部署に記録がありません。"))]
    if answer.pages:
        return [("PDF", _tr("{0}枚（別紙に付けます）").format(answer.pages))]
    lines = [(one.label, one.value) for one in answer.lines]
    facts: list[tuple[str, str]] = []
    if answer.item is Item.K5:
        told, others = half_hours_in(lines)
        facts = [] if told is None else [(_tr("30分ごとの値"), _period(told))]
        lines = list(others)
    facts += lines[:_SHOWN]
    rest = len(lines) - _SHOWN
    if rest > 0:
        facts.append((_tr("ほか"), _tr("{0}行（別紙に付けます）").format(rest)))
    return facts


def _period(told: HalfHours) -> str:
    words = _tr("{0}から{1}まで　{2}件").format(
        wareki(told.first), wareki(told.last), f"{told.count:,}"
    )
    if told.missing:
        words += _tr("　値のない30分 {0}か所").format(f"{told.missing:,}")
    return words


def _tr(text: str) -> str:
    return QCoreApplication.translate("DecisionCard", text)
