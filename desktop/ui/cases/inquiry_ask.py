"""調査を依頼する: the period to look at, and which departments are about to be asked."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.inquiries import Period, usual_period
from desktop.ui import theme
from desktop.ui.cases import inquiry_going
from desktop.ui.cases.case_dialog import CaseDialog
from desktop.ui.cases.open_case import OpenCase
from desktop.ui.labels import label
from desktop.ui.widgets.date_field import DateField
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import row


class InquiryDialog(CaseDialog):
    """`printer` is where it is printed."""

    going = Signal(object)  # what came of it: inquiry_going.Going

    def __init__(
        self,
        parent: QWidget,
        opened: OpenCase,
        printer: str = "",
    ) -> None:
        super().__init__(
            parent,
            opened,
            self.tr("担当部署に調査を依頼する"),
            self.tr("依頼する"),
            name="inquiry_asking",
        )
        self._printer = printer
        view, today = opened.case, opened.context.today()
        period = usual_period(view.arrived_on)
        if view.inquiries:
            period = Period(view.inquiries[-1].since, view.inquiries[-1].until)
        elif (lived := view.special.occupant) is not None:
            last = min(period.until, lived.until or period.until)
            period = Period(max(period.since, lived.since), last)
        self.since = DateField(period.since, today)
        self.until = DateField(period.until, today)
        self.since_field = FormField(
            self.tr("調べる期間の始まり"), self.since, key="since", name="inquiry_since"
        )
        self.until_field = FormField(
            self.tr("終わり"), self.until, key="until", name="inquiry_until"
        )
        for field in (self.since_field, self.until_field):
            field.setFixedWidth(theme.px(240))
        items = "、".join(view.items.word(item) for item in view.to_ask)
        self.add(
            label(
                self.tr(
                    "{0}の調査を、設定で決めた部署ごとに依頼します。氏名と住所は載りません。"
                ).format(items),
                wrap=True,
                name="inquiry_items",
            ),
            row(self.since_field, self.until_field, None, spacing=12),
        )
        self.start_at(self.since)
        self.confirmed.connect(self._ask)

    def _ask(self) -> None:
        since, until = self.since.day(), self.until.day()
        for field, day in ((self.since_field, since), (self.until_field, until)):
            if day is None:
                field.tell_no_day()
        if since is None or until is None:
            return
        desk, case_id, period = self.opened.desk, self.opened.case_id, Period(since, until)
        again, printer = self.opened.context.act(), self._printer
        self.opened.change(
            self,
            lambda act: inquiry_going.ask(desk, act, again, case_id, period, printer),
            self._on_asked,
            button=self.act,
        )

    def _on_asked(self, going: object) -> None:
        self.accept()
        self.going.emit(going)
