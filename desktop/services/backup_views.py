"""What is told of backups and drills: the last ones, what is owed, and how a drill went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from desktop.store.trial_opening import KEY, NAME, NOTE, PAGE, REGISTER, UNIT

KIND_LABELS: Final[Mapping[str, str]] = {
    KEY: "記録の鍵",
    UNIT: "案件の書類",
    NOTE: "電話・窓口の記録",
    PAGE: "受付中のページ",
    NAME: "利用者の氏名",
    REGISTER: "登録情報",
}


@dataclass(frozen=True, slots=True)
class BackupMade:
    """One finished set, read back. `same_disk`: it lies on the store's own disk."""

    folder: Path
    name: str
    files: int
    bytes: int
    seconds: float
    epoch: int
    log_size: int
    log_root: str
    same_disk: bool

    @property
    def mb_per_second(self) -> float:
        return self.bytes / 2**20 / max(self.seconds, 0.001)


@dataclass(frozen=True, slots=True)
class Past:
    """A backup or a drill that the operation log tells of."""

    at: datetime
    who: str = field(repr=False)
    name: str
    ok: bool = True


@dataclass(frozen=True, slots=True)
class Owed:
    """What has to be done, in words; `late`: its day has passed."""

    code: str
    sentence: str
    next_step: str
    late: bool


@dataclass(frozen=True, slots=True)
class BackupsView:
    last_backup: Past | None
    last_drill: Past | None
    backup_days: int
    drill_days: int
    owed: tuple[Owed, ...]


@dataclass(frozen=True, slots=True)
class DrillReport:
    """What opened and what did not, by kind (`KIND_LABELS`), of a spread over all of it.

    `closed_before` and `closed_since` are records disposed of before and after the data was copied:
    they are to stay closed. `waiting`: deleted records that the present key still opens, until the
    keys are renewed. `reopened`: what should have stayed closed and opened.
    """

    name: str
    made_at: datetime
    data_epoch: int
    keys_epoch: int
    opened: Mapping[str, int]
    failed: Mapping[str, int]
    closed_before: int
    closed_since: int
    reopened: int
    waiting: int
    log_ok: bool
    seconds: float

    @property
    def ok(self) -> bool:
        return not any(self.failed.values()) and not self.reopened and self.log_ok

    def lines(self) -> tuple[str, ...]:
        """The outcome in sentences, the doubtful first."""
        told = [
            f"開けなかったもの: {KIND_LABELS[kind]} {number:,}件"
            for kind, number in self.failed.items()
            if number
        ]
        if self.reopened:
            told.append(f"廃棄済みなのに開いたもの: {self.reopened:,}件")
        if not self.log_ok:
            told.append("操作記録の検証: 食い違いがあります")
        opened = "、".join(
            f"{KIND_LABELS[kind]} {number:,}件" for kind, number in self.opened.items() if number
        )
        told.append(f"開けたもの: {opened or 'なし'}")
        told.append(
            "廃棄済みで開かないもの: "
            f"バックアップの前に{self.closed_before:,}件、後に{self.closed_since:,}件"
        )
        if self.waiting:
            told.append(f"次の鍵の更新で開かなくなるもの: {self.waiting:,}件")
        if self.log_ok:
            told.append("操作記録の検証: 正しくつながっています")
        return tuple(told)


@dataclass(frozen=True, slots=True)
class RestoreDone:
    """`people` can sign in; `left_out` could not any more when the key-book was made."""

    place: Path
    name: str
    made_at: datetime
    data_epoch: int
    keys_epoch: int
    people: int
    left_out: int
    closed: int
