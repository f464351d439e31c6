"""Short words of the clear copies outside the store: how each stands, and what is left to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from desktop.services.sources import SourceState, SourceTask
from desktop.ui.tokens import Tone

STATE_WORDS: Final[Mapping[SourceState, tuple[str, Tone, str]]] = {
    SourceState.PAPER: ("用紙に番号があります", "bad", "octagon-alert"),
    SourceState.THERE: ("元の場所にあります", "text2", "file"),
    SourceState.GONE: ("もうありません", "warn", "file-x"),
    SourceState.AWAY: ("置き場所が見つかりません", "warn", "folder"),
    SourceState.CHANGED: ("書き換えられています", "warn", "triangle-alert"),
    SourceState.PART: ("途中まで取り込みました", "warn", "hourglass"),
    SourceState.SAMPLE: ("窓口に付属の見本です", "text2", "info"),
    SourceState.STUCK: ("消せませんでした", "bad", "octagon-alert"),
    SourceState.SILENT: ("共有フォルダーが応答しません", "warn", "hourglass"),
}
WHY_KEPT: Final[Mapping[SourceState, str]] = {
    SourceState.GONE: "もうありません。処分したのなら、確かめて記録してください。",
    SourceState.AWAY: "置き場所が見つかりません。つなぎ直してから消してください。",
    SourceState.CHANGED: (
        "取り込んだあとに書き換えられたので、消していません。中身を確かめてください。"
    ),
    SourceState.PART: (
        "途中までしか取り込んでいません。取り込み直すか、中身を確かめてから自分で消してください。"
    ),
    SourceState.SAMPLE: "窓口に付属の見本は消しません。「処分したことを確かめた」で記録できます。",
    SourceState.STUCK: "使っているプログラムを閉じるか、フォルダーの権限を確かめてください。",
    SourceState.SILENT: "共有フォルダーが応答しません。つなぎ直してから消してください。",
}


def age_words(tasks: Sequence[SourceTask], today: date) -> str:
    """How long the oldest has been waiting."""
    days = (today - min(one.at for one in tasks).date()).days
    return f"最も古いものは{days}日前" if days else "今日の取込"
