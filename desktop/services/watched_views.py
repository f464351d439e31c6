"""What a look into the watched folders found, as the window and the commands see it."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.capture.sources.watched_folder import NotYet
from desktop.services.intake_views import FileOutcome

NOT_YET = {
    NotYet.GROWING: ("書き込みの途中です。", "書き終わるまで待っています。"),
    NotYet.LOCKED: ("ほかのプログラムが使っています。", "使い終わるまで待っています。"),
    NotYet.HALF: (
        "途中までしか書き込まれていません。",
        "続きを待っています。続かないときは、紙からスキャンし直してください。",
    ),
    NotYet.DENIED: (
        "ファイルを読む権限がありません。",
        "フォルダーとファイルの権限を管理者に確かめてください。",
    ),
    NotYet.VANISHED: (
        "取り込む前になくなりました。",
        "動かした人がいないかを確かめ、紙からスキャンし直してください。",
    ),
    NotYet.TOO_LARGE: ("ファイルが大きすぎます。", "分けてスキャンし直してください。"),
    NotYet.LINK: (
        "ほかの場所を指すリンクです。取り込みません。",
        "ファイルそのものをこのフォルダーに置いてください。",
    ),
    NotYet.FOREIGN: (
        "PDF・TIFF・JPEG・PNGのいずれでもないファイルです。",
        "中身を確かめ、フォルダーから移してください。",
    ),
}
PASSING = frozenset({NotYet.GROWING, NotYet.LOCKED, NotYet.HALF, NotYet.VANISHED})
"""What ends by itself, as a rule; the others are for a person to settle."""


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file that was not taken, and why. `label` is shown in this session only.

    `wants_hand`: a person has to do something, be it only because it waits so long.
    """

    label: str = field(repr=False)
    sentence: str
    next_step: str
    wants_hand: bool = True


@dataclass(frozen=True, slots=True)
class FolderView:
    """One watched folder; `sentence` says what hinders the watch, "" where nothing does."""

    profile_id: str
    name: str
    sentence: str = ""
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class WatchReport:
    """One look. `ready` envelopes lie there whole and are not taken yet; `left` files are taken
    and lie there still, red until they are gone."""

    folders: tuple[FolderView, ...] = ()
    waiting: tuple[WaitingFile, ...] = ()
    ready: int = 0
    left: int = 0
    taken: tuple[FileOutcome, ...] = ()
    sentence: str = ""
    """What hindered the taking itself, such as a full disk; it is tried again by and by."""
    next_step: str = ""

    @property
    def pages(self) -> int:
        return sum(one.pages for one in self.taken)
