"""Short words of the clear copies outside the store: how each stands, and what is left to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QCoreApplication

from desktop.services.sources import SourceState, SourceTask
from desktop.ui.marking import QT_TRANSLATE_NOOP
from desktop.ui.tokens import Tone

STATE_WORDS: Final[Mapping[SourceState, tuple[str, Tone, str]]] = {
    SourceState.PAPER: (
        QT_TRANSLATE_NOOP("SourceWords", "用紙に番号があります"),
        "bad",
        "octagon-alert",
    ),
    SourceState.THERE: (QT_TRANSLATE_NOOP("SourceWords", "元の場所にあります"), "text2", "file"),
    SourceState.GONE: (QT_TRANSLATE_NOOP("SourceWords", "もうありません"), "warn", "file-x"),
    SourceState.AWAY: (
        QT_TRANSLATE_NOOP("SourceWords", "置き場所が見つかりません"),
        "warn",
        "folder",
    ),
    SourceState.CHANGED: (
        QT_TRANSLATE_NOOP("SourceWords", "書き換えられています"),
        "warn",
        "triangle-alert",
    ),
    SourceState.PART: (
        QT_TRANSLATE_NOOP("SourceWords", "途中まで取り込みました"),
        "warn",
        "hourglass",
    ),
    SourceState.SAMPLE: (QT_TRANSLATE_NOOP("SourceWords", "窓口に付属の見本です"), "text2", "info"),
    SourceState.STUCK: (
        QT_TRANSLATE_NOOP("SourceWords", "消せませんでした"),
        "bad",
        "octagon-alert",
    ),
    SourceState.SILENT: (
        QT_TRANSLATE_NOOP("SourceWords", "共有フォルダーが応答しません"),
        "warn",
        "hourglass",
    ),
}
WHY_KEPT: Final[Mapping[SourceState, str]] = {
    SourceState.GONE: QT_TRANSLATE_NOOP(
        "SourceWords", "もうありません。処分したのなら、確かめて記録してください。"
    ),
    SourceState.AWAY: QT_TRANSLATE_NOOP(
        "SourceWords", "置き場所が見つかりません。つなぎ直してから消してください。"
    ),
    SourceState.CHANGED: (
        QT_TRANSLATE_NOOP(
            "SourceWords",
            "取り込んだあとに書き換えられたので、消していません。中身を確かめてください。",
        )
    ),
    SourceState.PART: (
        QT_TRANSLATE_NOOP(
            "SourceWords",
            "途中までしか取り込んでいません。取り込み直すか、中身を確かめてから自分で消してください。",
        )
    ),
    SourceState.SAMPLE: QT_TRANSLATE_NOOP(
        "SourceWords", "窓口に付属の見本は消しません。「処分したことを確かめた」で記録できます。"
    ),
    SourceState.STUCK: QT_TRANSLATE_NOOP(
        "SourceWords", "使っているプログラムを閉じるか、フォルダーの権限を確かめてください。"
    ),
    SourceState.SILENT: QT_TRANSLATE_NOOP(
        "SourceWords", "共有フォルダーが応答しません。つなぎ直してから消してください。"
    ),
}


def age_words(tasks: Sequence[SourceTask], today: date) -> str:
    """How long the oldest has been waiting."""
    days = (today - min(one.at for one in tasks).date()).days
    return _tr("最も古いものは{0}日前").format(days) if days else _tr("今日の取込")


def state_words(state: SourceState) -> tuple[str, Tone, str]:
    """How a source stands, as words, tone and icon."""
    words, tone, icon = STATE_WORDS[state]
    return _tr(words), tone, icon


def why_kept(state: SourceState) -> str:
    """Why a source was not deleted."""
    return _tr(WHY_KEPT[state])


def _tr(text: str) -> str:
    return QCoreApplication.translate("SourceWords", text)
