"""What is told when an envelope has become a case, or joined one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from desktop.services.filing import Filed
from desktop.ui.context import Context
from desktop.ui.widgets.banner import Banner
from desktop.ui.widgets.buttons import Button


def filed_banner(context: Context, filed: Filed, title: str) -> Banner:
    """`title` is what the envelope was called."""
    words = _tr("{0} を {1} に加えました") if filed.joined else _tr("{0} を {1} で登録しました")
    opener = Button(_tr("案件を開く"), "secondary", small=True, name="filed_open")
    opener.clicked.connect(_opening(context, filed.case_id))
    headline = words.format(title, filed.number)
    return Banner("ok", headline, actions=[opener], closable=True, name="filed")


def _tr(words: str) -> str:
    return QCoreApplication.translate("FiledNotice", words)


def _opening(context: Context, case_id: str) -> Callable[[], None]:
    return lambda: context.open_case_requested.emit(case_id)
