"""A print job in words: its state with icon and colour, what stands in its way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from desktop.domain.printing import JobState
from desktop.services.print_views import JobView
from desktop.ui.marking import QT_TRANSLATE_NOOP
from desktop.ui.tokens import Tone

JOB_WORDS: Final[Mapping[JobState, tuple[str, Tone, str]]] = {
    JobState.HANDING: (QT_TRANSLATE_NOOP("PrintWords", "送信中"), "accent", "loader"),
    JobState.QUEUED: (QT_TRANSLATE_NOOP("PrintWords", "印刷待ち"), "accent", "hourglass"),
    JobState.PRINTING: (QT_TRANSLATE_NOOP("PrintWords", "印刷中"), "accent", "printer"),
    JobState.STOPPED: (QT_TRANSLATE_NOOP("PrintWords", "止まっています"), "warn", "octagon-pause"),
    JobState.DONE: (QT_TRANSLATE_NOOP("PrintWords", "印刷済み"), "ok", "check"),
    JobState.CANCELLED: (QT_TRANSLATE_NOOP("PrintWords", "取り消しました"), "mute", "ban"),
    JobState.FAILED: (QT_TRANSLATE_NOOP("PrintWords", "印刷できません"), "bad", "octagon-alert"),
    JobState.UNKNOWN: (QT_TRANSLATE_NOOP("PrintWords", "紙の確認待ち"), "warn", "eye"),
}


def job_words(state: JobState) -> tuple[str, Tone, str]:
    word, tone, icon = JOB_WORDS[state]
    return _tr(word), tone, icon


def job_told(job: JobView) -> str:
    """One or two sentences; "" where the state alone says all."""
    if job.void:
        return "".join(job.told)
    if job.state is JobState.CANCELLED:
        return _tr("途中まで出た紙があれば廃棄してください。")
    if job.state is JobState.FAILED and not job.trouble:
        return _tr("紙が出なかったことを記録しました。もう一度印刷してください。")
    if not job.here:
        return _tr(
            "別の端末で印刷しています。その端末で終わりを確かめます。その端末が使えないときは、"
            "紙を確かめて記録してください。"
        )
    return "".join(job.told)


_TRAYS: Final[Mapping[str, str]] = {
    "": QT_TRANSLATE_NOOP("PrintWords", "プリンターに任せる"),
    "auto": QT_TRANSLATE_NOOP("PrintWords", "自動"),
    "main": QT_TRANSLATE_NOOP("PrintWords", "標準のトレイ"),
    "upper": QT_TRANSLATE_NOOP("PrintWords", "上段"),
    "middle": QT_TRANSLATE_NOOP("PrintWords", "中段"),
    "lower": QT_TRANSLATE_NOOP("PrintWords", "下段"),
    "manual": QT_TRANSLATE_NOOP("PrintWords", "手差し"),
    "bypass": QT_TRANSLATE_NOOP("PrintWords", "手差し"),
    "bypasstray": QT_TRANSLATE_NOOP("PrintWords", "手差し"),
    "multipurpose": QT_TRANSLATE_NOOP("PrintWords", "手差し"),
    "envelope": QT_TRANSLATE_NOOP("PrintWords", "封筒"),
    "largecapacity": QT_TRANSLATE_NOOP("PrintWords", "大容量"),
}


def tray_word(tray: str) -> str:
    """A printer's word for a tray in Japanese; one nobody knows stays as it is."""
    plain = tray.lower().replace("-", "").replace("_", "")
    if plain in _TRAYS:
        return _tr(_TRAYS[plain])
    number = plain.removeprefix("tray")
    return _tr("トレイ{0}").format(number) if number.isdigit() else tray


def _tr(text: str) -> str:
    return QCoreApplication.translate("PrintWords", text)
