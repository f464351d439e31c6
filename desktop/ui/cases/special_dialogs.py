"""What is asked before a case is treated in a special way: each act confirmed in place, and what
can be taken back names its way back (DOMAIN §1, §8)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.domain.incidents import Leak
from desktop.domain.occupants import Occupancy
from desktop.services.act import Act
from desktop.services.special_cases import DeathNotice
from desktop.ui import theme
from desktop.ui.cases.case_dialog import CaseDialog
from desktop.ui.cases.lying_letters import lying_told
from desktop.ui.cases.note_editor import note_editor
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.handing_over import HandingOver
from desktop.ui.labels import label
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField
from desktop.ui.widgets.layout import column, row
from desktop.ui.widgets.select import Check
from desktop.ui.widgets.verdict import Verdict


class NoteDialog(CaseDialog):
    """One sentence of explanation, one field."""

    def __init__(
        self,
        parent: QWidget,
        opened: OpenCase,
        title: str,
        verb: str,
        words: str,
        field: str,
        *,
        name: str,
        key: str,
        danger: bool = False,
    ) -> None:
        kind = "danger" if danger else "primary"
        super().__init__(parent, opened, title, verb, name=name, kind=kind)  # type: ignore[arg-type]
        self.note = note_editor(f"{name}_note")
        self.field = FormField(field, self.note, key=key, name=f"{name}_note")
        self.add(label(words, wrap=True), self.field)
        self.note.textChanged.connect(self.field.clear_error)
        self.start_at(self.note)

    def record(self, function: Callable[[Act, str], object], said: str) -> None:
        """Carry out what needs the words. They are read here: no worker touches a widget."""
        words = self.note.toPlainText()
        self.carry_out(lambda act: function(act, words), said)


class RerouteDialog(CaseDialog):
    """他部署へ回す: the case ends here."""

    def __init__(self, parent: QWidget, opened: OpenCase) -> None:
        view = opened.case
        heirs = view.special.death is not None
        super().__init__(
            parent,
            opened,
            self.tr("{0} を他部署へ回しますか").format(view.line.number),
            self.tr("回付して終わる"),
            name="reroute",
            kind="danger",
        )
        self.over = HandingOver(heirs=heirs)
        self.note = note_editor("reroute_note", 2)
        words = (
            self.tr(
                "亡くなった方の案件です。知らせた方へ、法律に基づく回答ではないことを書いた"
                "お知らせ（D-14）を作ります。案件は終わり、保存期間が今日から始まります。"
            )
            if heirs
            else self.tr(
                "開示等の請求ではない郵便物です。案件は終わり、保存期間が今日から始まります。"
            )
        )
        self.add(
            label(words, wrap=True),
            *lying_told(view.letters),
            self.over,
            FormField(
                self.tr("覚え書き（なくてもよい）"), self.note, key="note", name="reroute_note"
            ),
        )
        self.start_at(self.over.department if heirs else self.over.kind)
        self.confirmed.connect(self._reroute)

    def _reroute(self) -> None:
        desk, case_id = self.opened.desk, self.opened.case_id
        over = self.over.given(self.note.toPlainText())
        self.carry_out(
            lambda act: desk.rerouting.reroute(act, case_id, over),
            self.tr("他部署への回付を記録しました。"),
        )


class DeathDialog(CaseDialog):
    """死亡の記録: the agent's power ends, and everything proven or approved is void."""

    def __init__(self, parent: QWidget, opened: OpenCase) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("ご本人の死亡を記録しますか"),
            self.tr("死亡を記録する"),
            name="death",
            kind="danger",
        )
        today = opened.context.today()
        self.told_on = DateField(today, today)
        self.name, self.postal, self.address = TextField(), TextField(), TextField()
        self.note = note_editor("death_note", 2)
        self.day_field = FormField(
            self.tr("知らせのあった日"), self.told_on, key="told_on", name="death_told_on"
        )
        self.day_field.setFixedWidth(theme.px(160))
        name = FormField(self.tr("知らせた方の氏名"), self.name, key="name", name="death_name")
        address = FormField(
            self.tr("知らせた方の住所"), self.address, key="address", name="death_address"
        )
        postal = FormField(self.tr("郵便番号"), self.postal, key="postal", name="death_postal")
        postal.setFixedWidth(theme.px(110))
        self.add(
            label(
                self.tr(
                    "代理権は終わり、本人確認・起案・決裁は取消しになります。案件は本人確認へ戻り、"
                    "理由「ロ」の不開示か、相続人への任意対応として回付します。"
                    "誤って記録したときは、履歴から取り消せます。"
                ),
                wrap=True,
            ),
            row(
                self.day_field,
                (name, 1),
                spacing=12,
            ),
            row(
                postal,
                (address, 1),
                spacing=12,
            ),
            FormField(
                self.tr("何で確かめたか"), self.note, key="note", name="death_note"
            ),
        )  # fmt: skip
        self.start_at(self.name)
        self.confirmed.connect(self._record)

    def _record(self) -> None:
        day = self.told_on.day()
        if day is None:
            self.day_field.tell_no_day()
            return
        desk, case_id = self.opened.desk, self.opened.case_id
        notice = DeathNotice(
            day,
            self.name.text(),
            self.postal.text(),
            self.address.text(),
            self.note.toPlainText(),
        )
        self.carry_out(
            lambda act: desk.special.record_death(act, case_id, notice),
            self.tr("死亡を記録しました。案件を本人確認へ戻しました。"),
        )


class OccupantDialog(CaseDialog):
    """利用者≠契約者: usage of the own time only."""

    def __init__(self, parent: QWidget, opened: OpenCase) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("契約者でない利用者として扱いますか"),
            self.tr("利用者として扱う"),
            name="occupant",
        )
        today = opened.context.today()
        self.since, self.until = DateField(None, today), DateField(None, today)
        self.since_field = FormField(
            self.tr("入居した日"), self.since, key="since", name="occupant_since"
        )
        self.until_field = FormField(
            self.tr("退去した日（いまも利用中なら空）"),
            self.until,
            key="until",
            name="occupant_until",
        )
        self.note = note_editor("occupant_note", 2)
        self.add(
            label(
                self.tr(
                    "開示できるのは、供給場所の使用量のうち、この期間のものだけになります。"
                    "取り込んだ回答は消え、決裁に出した回答は起案へ戻ります。"
                ),
                wrap=True,
            ),
            row((self.since_field, 1), (self.until_field, 1), spacing=12),
            FormField(self.tr("何で確かめたか"), self.note, key="note", name="occupant_note"),
        )
        self.start_at(self.since)
        self.confirmed.connect(self._set)

    def _set(self) -> None:
        since, until = self.since.day(), self.until.day()
        if since is None:
            self.since_field.tell_no_day()
            return
        if until is None and self.until.text().strip():
            self.until_field.tell_no_day()
            return
        desk, case_id, note = self.opened.desk, self.opened.case_id, self.note.toPlainText()
        self.carry_out(
            lambda act: desk.special.set_occupant(act, case_id, Occupancy(since, until), note),
            self.tr("利用者としての扱いを記録しました。"),
        )


class SecrecyDialog(CaseDialog):
    """DV等: asked by a clerk, decided by a supervisor."""

    def __init__(self, parent: QWidget, opened: OpenCase, *, decides: bool) -> None:
        title = (
            self.tr("秘匿とするか決めますか") if decides else self.tr("秘匿の申出を記録しますか")
        )
        verb = self.tr("判断を記録する") if decides else self.tr("申出を記録する")
        super().__init__(parent, opened, title, verb, name="secrecy")
        self._decides = decides
        self.verdict = Verdict(
            (self.tr("秘匿とする"), "secrecy_keep"),
            (self.tr("秘匿としない"), "secrecy_lift"),
            name="secrecy_verdict",
        )
        self.note = note_editor("secrecy_note", 3)
        words = self.tr(
            "秘匿の間は、登録されている電話番号へ連絡しません。一覧・文書・記録には出ません。"
        )
        self.add(label(words, wrap=True))
        if decides:
            self.add(self.verdict)
        self.add(
            FormField(
                self.tr("判断の理由") if decides else self.tr("申出の内容"),
                self.note,
                key="note",
                name="secrecy_note",
            )
        )
        self.start_at(self.verdict if decides else self.note)
        self.confirmed.connect(self._record)

    def _record(self) -> None:
        desk, case_id, note = self.opened.desk, self.opened.case_id, self.note.toPlainText()
        if self._decides:
            keep = self.verdict.given()
            if keep is None:
                return
            self.carry_out(
                lambda act: desk.special.decide_secrecy(act, case_id, keep, note),
                self.tr("秘匿の判断を記録しました。"),
            )
            return
        self.carry_out(
            lambda act: desk.special.ask_secrecy(act, case_id, note),
            self.tr("秘匿の申出を記録しました。責任者の判断まで秘匿として扱います。"),
        )


class MisdeliveryDialog(CaseDialog):
    """誤送付: how grave it is decides whether and by when it is reported."""

    def __init__(self, parent: QWidget, opened: OpenCase) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("誤送付を記録しますか"),
            self.tr("誤送付を記録する"),
            name="misdelivery",
            kind="danger",
        )
        today = opened.context.today()
        self.found_on, self.persons = DateField(today, today), TextField("1")
        self.day_field = FormField(
            self.tr("分かった日"), self.found_on, key="found_on", name="misdelivery_found_on"
        )
        self.persons_field = FormField(
            self.tr("影響のある人数"), self.persons, key="persons", name="misdelivery_persons"
        )
        self.sensitive = Check(self.tr("要配慮個人情報を含む"), name="misdelivery_sensitive")
        self.damage = Check(self.tr("財産の被害のおそれがある"), name="misdelivery_damage")
        self.malicious = Check(
            self.tr("不正の目的によるおそれがある"), name="misdelivery_malicious"
        )
        self.note = note_editor("misdelivery_note", 2)
        self.add(
            label(
                self.tr(
                    "どれかに当たるか1,000人を超えるときは、個人情報保護委員会への速報（5日以内）と"
                    "確報（30日以内、不正の目的なら60日以内）が要ります。期限は記録に残り、赤く示します。"
                ),
                wrap=True,
            ),
            row((self.day_field, 1), (self.persons_field, 1), spacing=12),
            column(self.sensitive, self.damage, self.malicious, spacing=0),
            FormField(
                self.tr("何がどこへ届いたか（氏名は書きません）"),
                self.note,
                key="note",
                name="misdelivery_note",
            ),
        )
        self.start_at(self.persons)
        self.confirmed.connect(self._record)

    def _record(self) -> None:
        day, words = self.found_on.day(), self.persons.text().strip()
        if day is None:
            self.day_field.tell_no_day()
            return
        leak = Leak(
            int(words) if words.isascii() and words.isdigit() else 0,
            self.sensitive.isChecked(),
            self.damage.isChecked(),
            self.malicious.isChecked(),
        )
        desk, case_id, note = self.opened.desk, self.opened.case_id, self.note.toPlainText()
        self.carry_out(
            lambda act: desk.incidents.record(act, case_id, day, leak, note),
            self.tr("誤送付を記録しました。"),
        )
