"""What everybody at the case must know at once: secrecy, death, occupant, doubles, misdelivery."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.page_kinds import PAGE_KIND_LABELS
from desktop.domain.states import Action, CaseState
from desktop.services.case_views import CaseView
from desktop.services.keeping_views import reason_words
from desktop.services.special_views import Secrecy, SpecialView
from desktop.ui.cases.warning_line import WarningLine
from desktop.ui.tokens import Tone
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.clock_words import short_day
from desktop.ui.widgets.layout import column, row

_BEFORE_SCOPE = (CaseState.FORM_CHECK, CaseState.ID_CHECK, CaseState.AGENT_CHECK)


class SpecialNotices(QWidget):
    """One line each, below the head of the case; takes no room where nothing is special."""

    case_wanted = Signal(str)
    refusal_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("special_notices")
        self.paper = WarningLine(name="notice_paper")
        self.originals = WarningLine(name="notice_originals")
        self.agent = WarningLine(name="notice_agent")
        self.arrival = WarningLine(name="notice_arrival")
        self.secrecy = WarningLine(name="notice_secrecy")
        self.death = WarningLine(name="notice_death")
        self.occupant = WarningLine(name="notice_occupant")
        self.linked = WarningLine(name="notice_linked")
        self.open_linked = Button("", "quiet", small=True, name="notice_open_linked")
        self.open_linked.clicked.connect(self._on_open)
        self.refuse = Button(
            self.tr("理由「ロ」で不開示を起案する"), small=True, name="notice_refuse"
        )
        self.refuse.clicked.connect(self.refusal_wanted)
        self.holds = WarningLine(name="notice_holds")
        self.misdelivery = WarningLine(name="notice_misdelivery")
        self._other = ""
        self.setLayout(
            column(
                self.paper,
                self.originals,
                self.agent,
                self.arrival,
                self.secrecy,
                self.holds,
                row((self.death, 1), self.refuse, spacing=8),
                self.occupant,
                row((self.linked, 1), self.open_linked, spacing=8),
                self.misdelivery,
                spacing=4,
                margins=(16, 3, 16, 3),
            )
        )
        self.hide()

    def show_case(self, view: CaseView) -> None:
        special = view.special
        told = (
            (self.paper, self._paper(view), "accent", "file-text"),
            (self.originals, self._originals(special), "warn", "file-text"),
            (self.agent, self._agent(view), "warn", "users"),
            (self.arrival, self._arrival(special), "warn", "calendar"),
            (self.secrecy, self._secrecy(special), "hold", "lock"),
            (self.holds, self._holds(special), "hold", "lock"),
            (self.death, self._death(special), "bad", "octagon-alert"),
            (self.occupant, self._occupant(special), "accent", "user"),
            (self.linked, self._linked(special), "warn", "copy"),
            (self.misdelivery, self._misdelivery(special), "bad", "mail-warning"),
        )
        tones: dict[str, Tone] = {
            "hold": "hold", "bad": "bad", "accent": "accent", "warn": "warn",
        }  # fmt: skip
        for line, words, tone, icon in told:
            line.say(words, tones[tone], icon)
        self.refuse.setVisible(
            special.death is not None and view.agent and Action.DRAFT_REFUSAL in view.actions
        )
        self._other = special.linked[0].id if special.linked else ""
        self.open_linked.setVisible(bool(self._other))
        if special.linked:
            self.open_linked.set_text(self.tr("{0} を開く").format(special.linked[0].number))
        self.setVisible(any(words for _, words, _, _ in told))

    def _paper(self, view: CaseView) -> str:
        if not view.special.from_paper:
            return ""
        return self.tr(
            "紙で始まった案件　受付番号・到達日・受付日は紙のとおりです。書類はスキャンして"
            "この受付番号に入れ、本人確認から窓口で行います。"
        )

    def _holds(self, special: SpecialView) -> str:
        if not special.holds:
            return ""
        told = reason_words([one.reason for one in special.holds])
        asked = any(one.release_by_id for one in special.holds)
        step = self.tr("　解除の申出があり、別の人の確認を待っています。") if asked else ""
        return self.tr("保全中（{0}）。書類は廃棄されません。{1}").format(told, step)

    def _originals(self, special: SpecialView) -> str:
        kept = [one for one in special.originals if one.sent_on is None]
        if not kept:
            return ""
        told = "、".join(
            self.tr("{0} {1}枚").format(PAGE_KIND_LABELS[one.kind], one.sheets) for one in kept
        )
        checked = all(one.checked_by_id for one in kept)
        step = self.tr("発送を待っています。") if checked else self.tr("封入の確認を待っています。")
        return self.tr("返す原本：{0}　{1}").format(told, step)

    def _agent(self, view: CaseView) -> str:
        if not view.agent or view.special.agent_notice is not None:
            return ""
        if view.line.state not in _BEFORE_SCOPE:
            return ""
        return self.tr(
            "代理人の事前連絡の記録がありません。連絡があったときは、受付の「電話・窓口」で"
            "この受付番号に記録してください。"
        )

    def _arrival(self, special: SpecialView) -> str:
        change = special.arrival
        if change is None:
            return ""
        return self.tr(
            "到達日を {0} から {1} に直す申出があります（{2}）。別の受付担当が確認します。"
        ).format(short_day(change.before), short_day(change.after), change.reason)

    def _secrecy(self, special: SpecialView) -> str:
        if special.secrecy is Secrecy.NONE:
            return ""
        asked = special.secrecy is Secrecy.ASKED
        head = self.tr("秘匿（責任者の判断待ち）") if asked else self.tr("秘匿")
        words = self.tr("{0}　登録の電話番号へは連絡しないでください。{1}").format(
            head, special.secrecy_note
        )
        if special.secrecy_decision:
            words += self.tr("　判断：{0}").format(special.secrecy_decision)
        return words

    def _death(self, special: SpecialView) -> str:
        death = special.death
        if death is None:
            return ""
        return self.tr(
            "ご本人の死亡が記録されています（{0} {1}様より）。理由「ロ」の不開示か、"
            "相続人への任意対応として回付します。"
        ).format(short_day(death.told_on), death.told_by)

    def _occupant(self, special: SpecialView) -> str:
        if special.occupant is None:
            return ""
        until = special.occupant.until
        return self.tr("契約者でない利用者　{0}から{1}の使用量だけを開示できます。").format(
            special.occupant.since.isoformat(), until.isoformat() if until else self.tr("いままで")
        )

    def _linked(self, special: SpecialView) -> str:
        if not special.linked:
            return ""
        numbers = "、".join(
            self.tr("{0}（到達 {1}）").format(one.number, short_day(one.arrived_on))
            for one in special.linked[:3]
        )
        more = len(special.linked) - 3
        if more > 0:
            numbers = self.tr("{0} ほか{1}件").format(numbers, more)
        return self.tr(
            "同じ方の請求が30日以内にあります：{0}。重複は不開示の理由になりません。"
        ).format(numbers)

    def _misdelivery(self, special: SpecialView) -> str:
        owed = [one for one in special.incidents if one.must_be_reported and one.full_on is None]
        if owed:
            one = owed[0]
            quick = one.quick_on is None
            day = one.quick_by if quick else one.full_by
            what = self.tr("速報") if quick else self.tr("確報")
            return self.tr("誤送付があります。{0}の期限は{1}です。").format(
                what, day.isoformat() if day else ""
            )
        return self.tr("誤送付の記録があります。") if special.incidents else ""

    def _on_open(self) -> None:
        if self._other:
            self.case_wanted.emit(self._other)
