"""An envelope becomes a case, or joins one: what the two people who opened it say of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.page_kinds import IDENTITY_KINDS
from desktop.domain.reading import PageKind
from desktop.domain.roles import Capability
from desktop.services.answering_mail import MailProposal
from desktop.services.filing import Filed, FilingFacts
from desktop.services.intake_views import EnvelopeView
from desktop.services.people import PersonView
from desktop.ui.context import Context
from desktop.ui.intake.enclosures import Told, enclosures_of, told_by
from desktop.ui.intake.envelope_card import envelope_title
from desktop.ui.intake.paper_faults import PaperFaults
from desktop.ui.intake.returned_card import ReturnedCard
from desktop.ui.intake.shelf_field import ShelfField
from desktop.ui.intake.suggestions import Suggestions
from desktop.ui.labels import label
from desktop.ui.tasks import Asked
from desktop.ui.widgets.banner import BannerArea
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.keys import TextField, is_enter
from desktop.ui.widgets.layout import clear, column, panel, row
from desktop.ui.widgets.select import Check, Choice, Select


class FilingPanel(QFrame):
    """In the place of the reading panel; Esc goes back, what was typed stays after a refusal."""

    filed = Signal(object, str, str)  # Filed, the envelope's title and id
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("filing_panel")
        self._context = context
        self._asked, self._told_asked, self._proposal_asked = Asked(), Asked(), Asked()
        self._envelope: EnvelopeView | None = None
        self._last_opener = ""
        self._arrivals: dict[date, date] = {}  # of mail taken in on a day: the 到達日 last given
        self._put: QWidget | None = None  # where the keyboard was put, until somebody moves it
        self._busy = self._opens = False  # opens: the case, once it has been registered
        self.banners = BannerArea(name="filing_banners")
        self._title = label("", "h2", wrap=True, name="filing_title")
        self.arrived = DateField(None, context.today(), name="filing_arrived")
        self._arrived_field = FormField(
            self.tr("到達日"), self.arrived, key="arrived_on", hint=self.tr("封筒が届いた日です。")
        )
        self.new_case = Choice(self.tr("新しい案件にする"), name="filing_new", checked=True)
        self.join = Choice(self.tr("届いている案件に加える"), name="filing_join")
        self.number = FormField(self.tr("受付番号"), key="join_case", name="filing_number")
        self.join.toggled.connect(self._on_join)
        self.returned = ReturnedCard(context, self.arrived.day, self._on_filed, self._on_failed)
        self.suggested = Suggestions()
        self.suggested.chosen.connect(self._on_suggestion)
        self.other = Select((), name="filing_other", accessible=self.tr("もう一人の開封者"))
        self._other_field = FormField(
            self.tr("もう一人の開封者"), self.other, key="openers", name="filing_openers"
        )
        self.faults = PaperFaults(context)
        self.arrived.textChanged.connect(self._ask_faults)
        self.join.toggled.connect(self._ask_faults)
        self._ticks: QVBoxLayout = column(spacing=0)
        self.enclosures: list[Check] = []
        self.more = FormField(
            self.tr("ほかの同封物"),
            key="enclosures",
            name="filing_more",
            hint=self.tr("切手の額などを「、」で区切って入れます。"),
        )
        self.shelf = ShelfField(context)
        self.purge = Check(self.tr("個人番号などが残っていない"), name="filing_purge")
        self._purge_field = FormField(
            self.tr("二人での確認"), self.purge, key="purge_checked", name="filing_purge_field"
        )
        self.purge.clicked.connect(self._purge_field.clear_error)
        self.file = Button(
            self.tr("案件に登録する"), "primary", key="Ctrl+Enter", name="filing_file"
        )
        self.file.clicked.connect(self._file)
        self.open = Button(self.tr("登録して開く"), "secondary", key="F7", name="filing_open")
        self.open.clicked.connect(self._file_and_open)
        self.back = Button(
            self.tr("やめる"), "secondary", key="Esc", bind=False, name="filing_back"
        )
        self.back.clicked.connect(self.left)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("filing_scroll")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = self._body()
        self._scroll.setWidget(body)
        body.setAutoFillBackground(False)
        beside = row(self.back, (self.open, 1), spacing=6)
        foot = column(beside, row((self.file, 1)), spacing=6, margins=(12, 6, 12, 12))
        self.setLayout(
            column(
                column(self._title, spacing=4, margins=(12, 12, 12, 6)),
                (self._scroll, 1),
                panel(foot, "foot"),
                spacing=0,
            )
        )

    def open_for(self, envelope: EnvelopeView) -> None:
        """Ask about this envelope."""
        self._envelope = envelope
        title = envelope_title(envelope, self._context.today())
        self._title.setText(self.tr("{0} を案件にする").format(title))
        self.banners.clear()
        for field in self._all_fields():
            field.clear_error()
        taken_in = envelope.created_at.date()
        self.arrived.set_day(self._arrivals.get(taken_in, taken_in))
        # The slip's number stands there once it is known to name a case without any doubt.
        slip = any(page.kind is PageKind.SLIP for page in envelope.pages)
        self.number.set_text("")
        self.suggested.show_cases(())
        self.join.setChecked(slip)
        self.new_case.setChecked(not slip)
        self._on_join()
        self._other_field.set_label(
            self.tr("{0} と一緒に開封した人").format(self._context.signed_in.name)
        )
        self.more.set_text("")
        self.shelf.offer()
        self.purge.setChecked(False)
        self._show_enclosures(envelope, Told())
        self.faults.forget()
        self._ask_faults()
        self._ask_told(envelope)
        self._ask_proposal(envelope)
        self.returned.ask(envelope)
        self._set_busy(False)
        self._scroll.verticalScrollBar().setValue(0)
        self._ask_people()
        # The day is looked at once for a stack; after that the keyboard begins where only a
        # person can answer, so that an envelope without any doubt costs three keys.
        known = taken_in in self._arrivals and self._last_opener
        self._put_keyboard(self.purge if known else self.arrived)

    def event(self, event: QEvent) -> bool:
        # Esc leaves this panel, also while an import shows its own Esc.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif is_enter(event):
            # Enter never files: who confirms readings by Enter must not file by one too many.
            self._put_keyboard(self._next_to_answer())
        else:
            super().keyPressEvent(event)

    def _next_to_answer(self) -> QWidget:
        """What still lacks an answer, from above; with nothing lacking, the button that files."""
        if self.arrived.day() is None:
            return self.arrived
        if self.join.isChecked() and not self.number.text().strip():
            return self.number.editor
        if not self.other.key():
            return self.other
        return self.file if self.purge.isChecked() else self.purge

    def _put_keyboard(self, widget: QWidget) -> None:
        self._put = widget
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(widget, TextField):
            widget.selectAll()
        self._scroll.ensureWidgetVisible(widget, 0, 24)

    def _body(self) -> QWidget:
        inside = QWidget()
        inside.setLayout(
            column(
                self.banners,
                self._arrived_field,
                self.returned,
                column(self.new_case, self.join, self.number, self.suggested, spacing=0),
                self._other_field,
                column(label(self.tr("同封されていたもの"), "small"), self._ticks, spacing=2),
                self.faults,
                self.more,
                self.shelf,
                self._purge_field,
                None,
                spacing=12,
                margins=(12, 4, 12, 12),
            )
        )
        return inside

    def _on_join(self) -> None:
        joins = self.join.isChecked()
        self.number.setVisible(joins)
        self.shelf.setVisible(not joins)
        self.file.set_text(self.tr("この案件に加える") if joins else self.tr("案件に登録する"))
        if joins and not self.number.text():
            self.number.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_enclosures(self, envelope: EnvelopeView, told: Told) -> None:
        clear(self._ticks)
        self.enclosures = []
        for number, one in enumerate(enclosures_of(envelope, told)):
            check = Check(one.label, name=f"filing_enclosure_{number}", checked=one.found)
            self.enclosures.append(check)
            self._ticks.addWidget(check)
            if one.named and not one.found:
                self._ticks.addWidget(
                    label(
                        self.tr("請求書では同封とされていますが、用紙がありません。"),
                        "caption",
                        tone="warn",
                        wrap=True,
                    )
                )

    def _ask_faults(self) -> None:
        """What the identity papers lack on the day that stands there."""
        envelope, day = self._envelope, self.arrived.day()
        if envelope is not None and day is not None:
            self.faults.ask(envelope.id, day, joins=self.join.isChecked())

    def _ask_told(self, envelope: EnvelopeView) -> None:
        """What the form itself names as enclosed, and which papers share a sheet."""
        desk, by = self._context.desk, self._context.signed_in
        pages = [one.id for one in envelope.pages if one.form or one.kind in IDENTITY_KINDS]
        if not pages:
            return
        task = self._context.tasks.store(
            lambda: told_by({page: desk.intake.reading(by, page) for page in pages}),
            tag=envelope.id,
            asked=self._told_asked,
        )
        task.succeeded.connect(self._on_told)
        task.failed.connect(self._on_failed)

    def _on_told(self, told: object, envelope_id: object) -> None:
        envelope = self._envelope
        if envelope is not None and envelope.id == envelope_id and isinstance(told, Told):
            self._show_enclosures(envelope, told)

    def _ask_proposal(self, envelope: EnvelopeView) -> None:
        """Which case the mail answers, as far as it says so itself."""
        desk, by = self._context.desk, self._context.signed_in
        if not self._context.may(Capability.FILE):
            return
        task = self._context.tasks.store(
            lambda: desk.answering.proposal(by, envelope.id),
            tag=envelope.id,
            asked=self._proposal_asked,
        )
        task.succeeded.connect(self._on_proposal)
        task.failed.connect(self._on_failed)

    def _on_proposal(self, proposal: object, envelope_id: object) -> None:
        envelope = self._envelope
        if envelope is None or envelope.id != envelope_id or not isinstance(proposal, MailProposal):
            return
        if proposal.join and self.join.isChecked() and not self.number.text():
            self.number.set_text(proposal.join)
        if proposal.question:
            self.number.set_error(
                self.tr("{0}加える案件の受付番号を入れるか、新しい案件にしてください。").format(
                    proposal.question
                )
            )
            if self._put is not None and self._put.hasFocus():
                self._put_keyboard(self.number.editor)
        self.suggested.show_cases(proposal.suggestions)

    def _on_suggestion(self, number: str) -> None:
        """The clerk picked the case: nothing is joined before that, nor by it alone."""
        self.number.set_text(number)
        self.number.clear_error()
        self.join.setChecked(True)
        self.number.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_people(self) -> None:
        people = self._context.desk.people
        task = self._context.tasks.store(people.roster, asked=self._asked)
        task.succeeded.connect(self._on_people)
        task.failed.connect(self._on_failed)

    def _on_people(self, roster: object, _tag: object) -> None:
        others = self._others(roster if isinstance(roster, tuple) else ())
        kept = self.other.key() or self._last_opener
        self.other.set_options([("", self.tr("選んでください")), *others], kept)

    def _others(self, roster: Sequence[PersonView]) -> list[tuple[str, str]]:
        me = self._context.signed_in.person_id
        return [
            (one.id, one.name)
            for one in roster
            if one.active and one.id != me and Capability.OPEN_MAIL in one.capabilities
        ]

    def _file_and_open(self) -> None:
        self._file(opens=True)

    def _file(self, *, opens: bool = False) -> None:
        envelope = self._envelope
        if envelope is None or self._busy:
            return
        self._opens = opens
        day, other = self.arrived.day(), self.other.key()
        if day is None:
            self._point_at(
                self._arrived_field,
                self.tr("到達日が日付になっていません。2026-11-12 のように入れてください。"),
            )
            return
        if not other:
            self._point_at(self._other_field, self.tr("一緒に開封した人を選んでください。"))
            return
        joins, number = self.join.isChecked(), self.number.text().strip()
        if joins and not number:
            self._point_at(self.number, self.tr("加える案件の受付番号を入れてください。"))
            return
        if not self.purge.isChecked():
            self._point_at(
                self._purge_field,
                self.tr("個人番号などが残っていないことを確かめて、印を付けてください。"),
            )
            return
        for field in self._all_fields():
            field.clear_error()
        facts = FilingFacts(
            day,
            (self._context.signed_in.person_id, other),
            self._listed(),
            self.purge.isChecked(),
            number if joins else "",
            new_case=not joins,
            shelf="" if joins else self.shelf.place.text(),
        )
        self._last_opener = other
        self._arrivals[envelope.created_at.date()] = day
        self._set_busy(True)
        desk, act = self._context.desk, self._context.act()
        title = envelope_title(envelope, self._context.today())
        task = self._context.tasks.store(
            lambda: desk.filing.file(act, envelope.id, facts), tag=(title, envelope.id)
        )
        task.succeeded.connect(self._on_filed)
        task.failed.connect(self._on_failed)

    def _all_fields(self) -> tuple[FormField, ...]:
        return self._arrived_field, self.number, self._other_field, self._purge_field

    def _point_at(self, field: FormField, sentence: str) -> None:
        field.set_error(sentence)
        field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.ensureWidgetVisible(field, 0, 24)

    def _listed(self) -> tuple[str, ...]:
        ticked = [check.text() for check in self.enclosures if check.isChecked()]
        more = [part.strip() for part in self.more.text().split("、") if part.strip()]
        return (*ticked, *more)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        if busy and (self.file.hasFocus() or self.open.hasFocus()):
            self._scroll.setFocus()  # a button that is put out would send the focus anywhere
        self.file.setEnabled(not busy)
        self.open.setEnabled(not busy)
        if not busy and self._scroll.hasFocus():
            self.file.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_filed(self, filed: object, tag: object) -> None:
        self._set_busy(False)
        if isinstance(filed, Filed) and isinstance(tag, tuple):
            self._envelope = None
            self.faults.forget()
            self.shelf.used()
            self.filed.emit(filed, *tag)
            if self._opens:
                self._context.open_case_requested.emit(filed.case_id)

    def _on_failed(self, error: BaseException) -> None:
        self._set_busy(False)
        self._context.show_error(error, self)
