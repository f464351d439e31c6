"""お客様への連絡: D-01, D-04 and D-11 to D-13, made and posted beside the case's own work."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from desktop.domain.roles import Capability
from desktop.domain.states import END_STATES
from desktop.services.act import Act
from desktop.services.case_facts import NOTICE_CODES
from desktop.services.case_views import LetterView
from desktop.services.notices import CDR, COVER, INTERIM, METHOD, RECEIVED, RETURNED
from desktop.ui import theme
from desktop.ui.cases.case_dialog import CaseDialog
from desktop.ui.cases.leaving import Leaving
from desktop.ui.cases.note_editor import note_editor
from desktop.ui.cases.notice_back import NoticeBackDialog
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.cases.original_cover import original_lines
from desktop.ui.cases.second_person import SecondPerson
from desktop.ui.labels import label
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import row
from desktop.ui.widgets.select import Select

_LATE_DAYS = 15  # from when on a D-04 is what one most likely wants to write


class NoticeActs(QWidget):
    """Make a letter; post the one that waits, or take it back."""

    def __init__(self, opened: OpenCase) -> None:
        super().__init__()
        self.setObjectName("notice_acts")
        self._opened = opened
        self.make = Button(self.tr("お客様への連絡を作る"), name="notices", small=True)
        self.send = Button(self.tr("連絡を発送する"), name="notice_send", small=True)
        self.drop = Button(self.tr("連絡を取り消す"), "danger", name="notice_drop", small=True)
        self.back = Button(self.tr("連絡の返戻を記録する"), name="notice_returned", small=True)
        self.make.clicked.connect(self._ask)
        self.send.clicked.connect(self._post)
        self.drop.clicked.connect(self._ask_drop)
        self.back.clicked.connect(self._ask_back)
        self.setLayout(row(self.make, self.send, self.drop, self.back, None, spacing=8))
        opened.read.connect(self.refresh)

    def refresh(self) -> None:
        view, may = self._opened.view, self._opened.context.may
        if view is None:
            self.hide()
            return
        waiting = unsent_notice(view.letters)
        self.make.setVisible(may(Capability.CHECK_FORM) and view.line.state not in END_STATES)
        self.send.setVisible(may(Capability.DISPATCH) and waiting is not None)
        self.drop.setVisible(may(Capability.CHECK_FORM) and waiting is not None)
        if waiting is not None:
            self.send.set_text(self.tr("{0}を発送する").format(waiting.title))
            self.drop.set_text(self.tr("{0}を取り消す").format(waiting.title))
        self.back.setVisible(may(Capability.DISPATCH) and bool(posted_notices(view.letters)))
        acts = (self.make, self.send, self.drop, self.back)
        self.setVisible(not all(one.isHidden() for one in acts))

    def _ask(self) -> None:
        NoticeDialog(self, self._opened).open()

    def _post(self) -> None:
        letter = unsent_notice(self._opened.case.letters)
        if letter is not None:
            PostNoticeDialog(self, self._opened, letter).open()

    def _ask_drop(self) -> None:
        letter = unsent_notice(self._opened.case.letters)
        if letter is not None:
            DropNoticeDialog(self, self._opened, letter).open()

    def _ask_back(self) -> None:
        NoticeBackDialog(self, self._opened, posted_notices(self._opened.case.letters)).open()


class NoticeDialog(CaseDialog):
    """Which letter, and what it has to say."""

    def __init__(self, parent: QWidget, opened: OpenCase) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("お客様への連絡を作りますか"),
            self.tr("文書を作る"),
            name="notice",
        )
        view, today = opened.case, opened.context.today()
        kinds = [
            (INTERIM, self.tr("中間連絡（お答えが遅れるとき）")),
            (RETURNED, self.tr("返却書（同封されたものを返すとき）")),
            (RECEIVED, self.tr("受付のお知らせ")),
            (COVER, self.tr("送付状（書類や原本だけを送るとき）")),
        ]
        if view.method == CDR or any(one.code == METHOD and _stands(one) for one in view.letters):
            kinds.insert(1, (METHOD, self.tr("方法変更（CD-Rが困難なとき）")))
        late = today - view.arrived_on >= timedelta(days=_LATE_DAYS)
        self.kind = Select(kinds, name="notice_kind", accessible=self.tr("文書の種類"))
        self.kind.choose(INTERIM if late else RETURNED)
        self.things = note_editor("notice_things", 3)
        self._offered = ""
        self.why = note_editor("notice_why", 3)
        self.day = DateField(None, today, name="notice_day")
        self.things_field = FormField(
            self.tr("返すもの（一行に一つ）"), self.things, key="things", name="notice_things"
        )
        self.why_field = FormField("", self.why, key="why", name="notice_why")
        self.day_field = FormField(
            self.tr("お答えの予定の日"), self.day, key="answer_on", name="notice_day"
        )
        self.day.setFixedWidth(theme.px(180))
        self.words = label("", wrap=True, name="notice_words")
        self.second = SecondPerson(
            self.tr("前の返却書を取り消し、この一覧に替える（前の一覧のものも書きました）"),
            name="notice_second",
        )
        self.add(
            FormField(self.tr("文書の種類"), self.kind, key="kind", name="notice_kind"),
            self.words,
            self.things_field,
            self.why_field,
            self.day_field,
            self.second,
        )
        self.why.textChanged.connect(self.why_field.clear_error)
        self.things.textChanged.connect(self.things_field.clear_error)
        self.kind.currentIndexChanged.connect(self._arrange)
        self.start_at(self.kind)
        self.confirmed.connect(self._make)
        self._arrange()

    def _arrange(self) -> None:
        code = self.kind.key()
        self.things_field.setVisible(code in (RETURNED, COVER))
        self.things_field.set_label(
            self.tr("送るもの（一行に一つ）")
            if code == COVER
            else self.tr("返すもの（一行に一つ）")
        )
        if code == COVER and not self.things.toPlainText():
            self._offered = "\n".join(original_lines(self.opened.case))
            self.things.setPlainText(self._offered)
        elif code != COVER and self.things.toPlainText() == self._offered:
            self.things.clear()  # these go back with a cover sheet, not on a 返却書
        self.day_field.setVisible(code == INTERIM)
        self.why_field.setVisible(code not in (RECEIVED, COVER))
        self.why_field.set_label(
            {
                INTERIM: self.tr("お待たせする理由"),
                METHOD: self.tr("その方法が困難である理由"),
                RETURNED: self.tr("返す理由"),
            }.get(code, "")
        )
        words = {
            INTERIM: self.tr("登録の内容や調査の結果は書きません。"),
            METHOD: self.tr("作ると、開示の方法は書面に変わります。返信票が付きます。"),
            RETURNED: self.tr("証明書などの番号は書きません。"),
            COVER: self.tr("宛名と送るものだけを書きます。証明書などの番号は書きません。"),
        }.get(code, self.tr("受付番号と、この後の手続きをお知らせします。"))
        same = tuple(one for one in self.opened.case.letters if one.code == code)
        earlier = unsent_notice(same)
        replaced = self._replaced = code == RETURNED and earlier is not None
        self.second.setVisible(replaced and self.second.parent() is not None)
        if earlier is not None and replaced:
            words += self.tr(
                "発送していない返却書（{0}）があります。替えるときは、返すものを二人で確かめます。"
            ).format(earlier.number)
        elif earlier is not None:
            words += self.tr("まだ発送していない前の{0}は、これに替わります。").format(
                earlier.title
            )
        self.words.setText(words)

    def _make(self) -> None:
        code, why, day = self.kind.key(), self.why.toPlainText(), self.day.day()
        if code == INTERIM and day is None:
            self.day_field.tell_no_day()
            return
        if self._replaced and not self.second.confirmed():
            return
        login, secret = self.second.given() if self._replaced else ("", "")
        things = tuple(self.things.toPlainText().splitlines())
        notices, case_id = self.opened.desk.casework.notices, self.opened.case_id

        def make(act: Act) -> LetterView:
            if code == INTERIM:
                return notices.interim(act, case_id, why, day or date.min)
            if code == METHOD:
                return notices.change_method(act, case_id, why)
            if code == RETURNED:
                return notices.give_back(act, case_id, things, why, login, secret)
            if code == COVER:
                return notices.cover(act, case_id, things)
            return notices.acknowledge(act, case_id)

        self.carry_out(make, self.tr("文書を作りました。印刷して発送してください。"))


class PostNoticeDialog(CaseDialog):
    """A copy to print, then the posting."""

    def __init__(self, parent: QWidget, opened: OpenCase, letter: LetterView) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("{0}を発送しますか").format(letter.title),
            self.tr("発送を記録する"),
            name="notice_letter",
            width=640,
        )
        self._letter_id = letter.id
        self.leaving = Leaving(opened, letter, name="notice_copy", parent=self)
        printed = letter.state != "READY"
        self.act.setEnabled(printed)
        self.add(self.leaving.card, row(self.leaving.primary, self.leaving.save, None, spacing=8))
        self.leaving.primary.setVisible(not printed)
        if printed:
            self.leaving.offer_again()
        self.leaving.card.left.connect(self._on_left)
        self.start_at(self.act if printed else self.leaving.primary)
        self.confirmed.connect(self._send)

    def _on_left(self) -> None:
        self.leaving.primary.hide()
        self.leaving.offer_again()
        self.act.setEnabled(True)

    def _send(self) -> None:
        desk, letter_id = self.opened.desk, self._letter_id
        self.carry_out(
            lambda act: desk.correspondence.send(act, letter_id),
            self.tr("発送を記録しました。"),
        )


class DropNoticeDialog(CaseDialog):
    """A letter that is not needed after all goes no further."""

    def __init__(self, parent: QWidget, opened: OpenCase, letter: LetterView) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("{0}を取り消しますか").format(letter.title),
            self.tr("文書を取り消す"),
            name="notice_dropped",
            kind="danger",
        )
        words = self.tr("この文書は送れなくなります。印刷した紙があれば破棄してください。")
        told = [one for one in opened.case.letters if one.code == METHOD and _stands(one)]
        if told == [letter]:
            words += self.tr("開示の方法は、ご希望の CD-R に戻ります。")
        self.add(label(words, wrap=True, name="notice_dropped_words"))
        self._letter = letter
        self.second = SecondPerson(
            self.tr("返すものを二人で確かめた"), name="notice_dropped_second"
        )
        if letter.code == RETURNED:
            self.add(self.second)
        self.confirmed.connect(self._drop)

    def _drop(self) -> None:
        login, secret = "", ""
        if self._letter.code == RETURNED:
            if not self.second.confirmed():
                return
            login, secret = self.second.given()
        desk, case_id, letter_id = self.opened.desk, self.opened.case_id, self._letter.id
        self.carry_out(
            lambda act: desk.casework.notices.take_back(act, case_id, letter_id, login, secret),
            self.tr("文書を取り消しました。"),
        )


def _stands(letter: LetterView) -> bool:
    return letter.state != "VOID"


def unsent_notice(letters: tuple[LetterView, ...]) -> LetterView | None:
    """The first of these letters that has not been posted."""
    waiting = [one for one in letters if one.code in NOTICE_CODES and not one.goes_with]
    return next((one for one in waiting if one.state not in ("SENT", "VOID")), None)


def posted_notices(letters: tuple[LetterView, ...]) -> tuple[LetterView, ...]:
    """What left and may come back, the latest posted first, without the answer."""
    out = [one for one in letters if one.is_out]
    return tuple(sorted(out, key=lambda one: one.sent_at or one.made_at, reverse=True))
