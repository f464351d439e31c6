"""Paper out of this machine: what it is, where to, how far, and why it stops (CAPTURE §6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class PaperKind(StrEnum):
    """Documents that go to the same printer and tray. An annex is pages of its letter."""

    LETTER = "LETTER"
    FORM = "FORM"
    INTERNAL = "INTERNAL"
    LEDGER = "LEDGER"


PAPER_KIND_LABELS: Final[Mapping[PaperKind, str]] = {
    PaperKind.LETTER: "通知の文書・別紙",
    PaperKind.FORM: "請求書などの用紙・調査依頼",
    PaperKind.INTERNAL: "社内の票",
    PaperKind.LEDGER: "受付簿・受払簿",
}


class Sides(StrEnum):
    """The value is what IPP calls it."""

    ONE = "one-sided"
    TWO = "two-sided-long-edge"


SIDES_LABELS: Final[Mapping[Sides, str]] = {Sides.ONE: "片面", Sides.TWO: "両面（長辺とじ）"}


@dataclass(frozen=True, slots=True)
class Target:
    """Where a kind of paper is printed. `tray` is the printer's own word; "" leaves it to it."""

    printer: str
    tray: str = ""
    sides: Sides = Sides.ONE


@dataclass(frozen=True, slots=True)
class PrinterSkills:
    """What a printer says it can do: its trays by its own words, and both sides."""

    trays: tuple[str, ...] = ()
    two_sided: bool = False


class JobState(StrEnum):
    HANDING = "HANDING"  # on its way to the print system
    QUEUED = "QUEUED"
    PRINTING = "PRINTING"
    STOPPED = "STOPPED"
    DONE = "DONE"
    CANCELLED = "CANCELLED"
    FAILED = "FAILED"  # the print system did not take it, or gave it up
    UNKNOWN = "UNKNOWN"  # a person looks whether paper came out


OPEN_JOBS: Final = (
    JobState.HANDING,
    JobState.QUEUED,
    JobState.PRINTING,
    JobState.STOPPED,
    JobState.UNKNOWN,
)
JOB_LABELS: Final[Mapping[JobState, str]] = {
    JobState.HANDING: "送信中",
    JobState.QUEUED: "印刷待ち",
    JobState.PRINTING: "印刷中",
    JobState.STOPPED: "止まっています",
    JobState.DONE: "印刷済み",
    JobState.CANCELLED: "取り消し",
    JobState.FAILED: "印刷できませんでした",
    JobState.UNKNOWN: "紙を確かめてください",
}


class Trouble(StrEnum):
    NONE = ""
    PAUSED = "PAUSED"
    REJECTING = "REJECTING"
    OFFLINE = "OFFLINE"
    HELD = "HELD"
    PAPER = "PAPER"
    TRAY = "TRAY"
    JAM = "JAM"
    COVER = "COVER"
    TONER = "TONER"
    BAD_DOCUMENT = "BAD_DOCUMENT"
    ABORTED = "ABORTED"
    UNKNOWN_PRINTER = "UNKNOWN_PRINTER"
    NO_SYSTEM = "NO_SYSTEM"
    SILENT = "SILENT"
    GONE = "GONE"
    BROKEN_OFF = "BROKEN_OFF"
    ELSEWHERE = "ELSEWHERE"
    REFUSED = "REFUSED"


TROUBLES: Final[Mapping[Trouble, tuple[str, str]]] = {
    Trouble.PAUSED: (
        "プリンターが一時停止になっています。",
        "管理者にプリンターの再開（cupsenable）を依頼してください。再開すると続きから印刷します。",
    ),
    Trouble.REJECTING: (
        "プリンターが新しい印刷を受け付けていません。",
        "管理者に受付の再開（cupsaccept）を依頼するか、別のプリンターを選んでください。",
    ),
    Trouble.OFFLINE: (
        "プリンターにつながりません。",
        "プリンターの電源と通信を確かめてください。つながると印刷します。",
    ),
    Trouble.HELD: (
        "印刷が保留になっています。",
        "プリンターの操作部で保留を解くか、取り消して印刷し直してください。",
    ),
    Trouble.PAPER: ("用紙がありません。", "用紙を補給してください。続きから印刷します。"),
    Trouble.TRAY: ("トレイが抜けています。", "トレイを差し込んでください。続きから印刷します。"),
    Trouble.JAM: (
        "紙が詰まっています。",
        "詰まった紙を取り除いてください。出かかった紙は使わず、廃棄してください。",
    ),
    Trouble.COVER: ("プリンターのふたが開いています。", "ふたを閉じてください。"),
    Trouble.TONER: (
        "トナーかインクがなくなりました。",
        "交換してください。かすれた紙は使わず、廃棄してください。",
    ),
    Trouble.BAD_DOCUMENT: (
        "プリンターが文書を処理できませんでした。",
        "別のプリンターで印刷するか、写しを保存して別の端末で印刷してください。",
    ),
    Trouble.ABORTED: (
        "印刷が途中で打ち切られました。",
        "出た紙があれば廃棄し、もう一度印刷してください。",
    ),
    Trouble.UNKNOWN_PRINTER: (
        "プリンターの登録がなくなっています。",
        "設定の「印刷」でプリンターを選び直してください。",
    ),
    Trouble.NO_SYSTEM: (
        "印刷の仕組み（CUPS）が動いていません。",
        "管理者にCUPSの起動を依頼してください。動き出すと、ひとりでに確かめ直します。",
    ),
    Trouble.SILENT: (
        "印刷の仕組みが応答しません。",
        "プリンターに紙が出ていないか確かめてください。",
    ),
    Trouble.GONE: (
        "印刷の控えが残っておらず、終わったかどうかが分かりません。",
        "プリンターの紙を確かめ、出ていれば「紙が出ました」を押してください。",
    ),
    Trouble.BROKEN_OFF: (
        "プリンターへ渡す途中で、窓口が閉じられました。",
        "プリンターの紙を確かめ、出ていれば「紙が出ました」を押してください。",
    ),
    Trouble.ELSEWHERE: (
        "この端末では、印刷の終わりを確かめられません。",
        "プリンターの紙を確かめ、出ていれば「紙が出ました」を押してください。",
    ),
    Trouble.REFUSED: (
        "印刷の仕組みが文書を受け付けませんでした。",
        "プリンターの電源と接続を確かめ、もう一度印刷してください。",
    ),
}


VOIDED: Final = (
    "この文書は、取り消されたか新しい文書に替わりました。この紙は発送しないでください。",
    "出た紙は封筒からも取り出し、廃棄してください。",
)
"""Of a job whose letter became void while it was on its way to paper."""


@dataclass(frozen=True, slots=True)
class JobFinding:
    """What the print system says of a job."""

    state: JobState
    trouble: Trouble = Trouble.NONE


class Again(StrEnum):
    """Why a letter is printed once more."""

    NOT_OUT = "NOT_OUT"
    SPOILED = "SPOILED"
    MISSING = "MISSING"
    ASKED = "ASKED"
    RETURNED = "RETURNED"
    OTHER = "OTHER"


AGAIN_LABELS: Final[Mapping[Again, str]] = {
    Again.NOT_OUT: "紙が出なかった・途中で止まった",
    Again.SPOILED: "印字の乱れ・汚れ・破れ（その紙は廃棄した）",
    Again.MISSING: "印刷した紙が見当たらない",
    Again.ASKED: "お客様から、届かない・なくしたとの申出",
    Again.RETURNED: "返戻のため、もう一度送る",
    Again.OTHER: "そのほか",
}

REISSUED: Final = "再発行"


def is_reissue(why: Again | None, *, posted: bool) -> bool:
    """Whether the sheet bears 再発行: a first one is, or may be, in somebody's hands.

    A letter that was posted, and one whose first sheet is not to be found; never one whose first
    sheet did not come out or was destroyed in the office.
    """
    return posted or why is Again.MISSING


class HandReason(StrEnum):
    """Why an approved letter is written or signed by hand."""

    PRINTER = "PRINTER"
    POWER = "POWER"
    SYSTEM = "SYSTEM"
    OTHER = "OTHER"


HAND_REASON_LABELS: Final[Mapping[HandReason, str]] = {
    HandReason.PRINTER: "プリンターが使えない",
    HandReason.POWER: "停電・断線",
    HandReason.SYSTEM: "印刷の仕組みの障害",
    HandReason.OTHER: "そのほか",
}
