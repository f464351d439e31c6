"""At a glance: when the log was last proved, what vouches for it, and what awaits somebody."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from desktop.services.audit_standing import AuditStanding
from desktop.services.second_place import SecondPlaceView
from desktop.ui.audit.words import moment
from desktop.ui.labels import icon_label, label, set_icon, set_tone
from desktop.ui.marking import QT_TRANSLATE_NOOP
from desktop.ui.tokens import Tone
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.layout import column, panel, row, upright

_STALE_DAYS = 31  # a month without a verification is told; an audit looks at no longer ones
_PLACES = {
    "print": QT_TRANSLATE_NOOP("Glance", "手書きの控え"),
    "folder": QT_TRANSLATE_NOOP("Glance", "フォルダー"),
    "day": QT_TRANSLATE_NOOP("Glance", "日計"),
    "daily": QT_TRANSLATE_NOOP("Glance", "一日の始め"),
    "report": QT_TRANSLATE_NOOP("Glance", "監査の報告書"),
    "export": QT_TRANSLATE_NOOP("Glance", "記録の書き出し"),
    "disposal": QT_TRANSLATE_NOOP("Glance", "廃棄"),
}


class Glance(QWidget):
    """Four facts side by side, each an icon, a word and a colour; what is owed has its button."""

    findings_requested = Signal()
    incidents_requested = Signal()
    carry_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("audit_glance")
        self.verified = _Fact(self.tr("最後の検証"), "audit_glance_verified")
        self.anchored = _Fact(self.tr("最後の控え"), "audit_glance_anchored")
        self.second = _Fact(self.tr("第二の置き場所"), "audit_glance_second")
        self.waiting = _Fact(self.tr("是正と事故"), "audit_glance_waiting")
        self.carry = Button(self.tr("控えを送る"), "secondary", small=True, name="audit_carry")
        self.carry.hide()
        self.findings = Button(
            self.tr("是正処置を開く"), "quiet", small=True, name="audit_findings"
        )
        self.incidents = Button(self.tr("事故を開く"), "quiet", small=True, name="audit_incidents")
        self.carry.clicked.connect(self.carry_requested)
        self.findings.clicked.connect(self.findings_requested)
        self.incidents.clicked.connect(self.incidents_requested)
        self.second.add(self.carry)
        acts = column(self.findings, self.incidents, None, spacing=2)
        facts = row(
            (self.verified, 1),
            upright(),
            (self.anchored, 1),
            upright(),
            (self.second, 1),
            upright(),
            (self.waiting, 1),
            acts,
            spacing=14,
            margins=(14, 10, 10, 10),
        )
        self.setLayout(column(panel(facts, "card"), spacing=0))

    def show_standing(self, found: AuditStanding, today: date) -> None:
        self._show_verified(found, today)
        at = found.anchored_at
        if at is None:
            self.anchored.say("warn", "triangle-alert", self.tr("まだありません"), "")
        else:
            place = _PLACES.get(found.anchored_place)
            self.anchored.say(
                "ok" if at.date() == today else "text2",
                "shield-check",
                moment(at),
                self.tr("{0}　その後の記録 {1:,}件").format(
                    _tr(place) if place else "", found.since_anchor
                ),
            )
        self._show_second(found.second)
        self._show_waiting(found)

    def _show_verified(self, found: AuditStanding, today: date) -> None:
        at = found.verified_at
        if at is None:
            self.verified.say(
                "warn",
                "triangle-alert",
                self.tr("まだありません"),
                self.tr("記録を検証してください"),
            )
            return
        by = self.tr("{0}　{1}").format(moment(at), found.verified_by)
        if found.verified_problems:
            words = self.tr("食い違い {0}件").format(found.verified_problems)
            self.verified.say("bad", "circle-alert", words, by)
        elif (today - at.date()).days > _STALE_DAYS:
            self.verified.say("warn", "triangle-alert", self.tr("1か月以上前"), by)
        else:
            self.verified.say("ok", "shield-check", self.tr("食い違いなし"), by)

    def _show_second(self, second: SecondPlaceView) -> None:
        self.carry.setVisible(second.owed > 0)
        if not second.folder:
            self.second.say(
                "warn",
                "triangle-alert",
                self.tr("決まっていません"),
                self.tr("設定の「操作記録」で決めます"),
            )
        elif second.owed:
            words = self.tr("届いていない控え {0}件").format(second.owed)
            since = second.owed_since
            self.second.say(
                "bad",
                "circle-alert",
                words,
                self.tr("最も古いもの {0}").format(moment(since)) if since else "",
            )
        else:
            last = second.last_at
            self.second.say(
                "ok",
                "shield-check",
                self.tr("すべて届いています"),
                self.tr("最後 {0}").format(moment(last)) if last else "",
            )

    def _show_waiting(self, found: AuditStanding) -> None:
        late = found.late_findings + found.late_reports
        still = found.open_findings + found.reports + found.to_confirm
        words = self.tr("期限超過 {0}件").format(late) if late else self.tr("期限超過なし")
        tone: Tone = "bad" if late else "ok"
        self.waiting.say(
            tone,
            "circle-alert" if late else "check",
            words,
            self.tr("是正中 {0}　確認待ち {1}　事故の報告 {2}").format(
                found.open_findings, found.to_confirm, found.reports
            )
            if still
            else self.tr("待っているものはありません"),
        )


class _Fact(QFrame):
    """A heading, what holds, and what stands behind it."""

    def __init__(self, heading: str, name: str) -> None:
        super().__init__()
        self.setProperty("surface", "clear")
        self._icon = icon_label("circle", "text2", 16)
        self.words: QLabel = label("", "strong", name=name)
        self.detail: QLabel = label("", "caption", wrap=True, name=f"{name}_detail")
        self._line = row(self._icon, self.words, None, spacing=6)
        self._heading = heading
        self.setLayout(column(label(heading, "caption"), self._line, self.detail, None, spacing=3))

    def add(self, button: Button) -> None:
        self._line.addWidget(button)

    def say(self, tone: Tone, icon: str, words: str, detail: str) -> None:
        set_icon(self._icon, icon, tone, 16)
        self.words.setText(words)
        set_tone(self.words, tone)
        self.words.setAccessibleName(f"{self._heading}　{words}　{detail}")
        self.detail.setText(detail)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Glance", text)
