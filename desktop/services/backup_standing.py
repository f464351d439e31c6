"""Whether backups and drills are owed, by the operation log and the office's settings (TRUST §2).

After a renewal of the keys a backup is owed at once: the sticks open no earlier key-book, so that a
broken disk would take everything with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from desktop.services.backup_views import Owed
from desktop.services.office_settings import OfficeSettings
from desktop.store import audit, key_media, settings
from desktop.store.audit_log import Entry
from desktop.store.schema.infrastructure import StoreInfoRow

MADE, DRILLED, RESTORED = "backup.made", "drill.done", "store.restored"
SLOT_MADE = "slot.restored"
LAST: Final = (MADE, DRILLED)
NAMES: Final[Mapping[str, str]] = {"BACKUP": "バックアップ", "DRILL": "復元訓練"}
_ASK = "管理者が、設定の「バックアップ」で、取り外せる媒体に作ってください。"
_DRILL = "管理者が設定の「バックアップ」で、金庫の回復カードと鍵媒体を使って行ってください。"


@dataclass(frozen=True, slots=True)
class Periods:
    """The settings `backup_days` and `drill_days`: company choices (C), as DOMAIN names none."""

    backup: int = OfficeSettings("").backup_days
    drill: int = OfficeSettings("").drill_days


def periods_of(office: OfficeSettings) -> Periods:
    return Periods(office.backup_days, office.drill_days)


def periods_on(session: Session, day: date) -> Periods:
    """As they are in force on that day, for whoever has no services at hand."""
    signed = [settings.in_force(session, name, day) for name in ("backup_days", "drill_days")]
    backup, drill = (None if one is None else int(one) for one in signed)
    usual = Periods()
    return Periods(
        usual.backup if backup is None else backup, usual.drill if drill is None else drill
    )


def last_of(session: Session, action: str) -> Entry | None:
    found = audit.entries(session, audit.Filter(action=action), limit=1)
    return found[0] if found else None


def owed(session: Session, periods: Periods, at: datetime) -> tuple[Owed, ...]:
    """At most one line about a restore, about backups and about drills."""
    info = session.get_one(StoreInfoRow, 1)
    return (
        *_restored(session),
        *_backup(session, info, periods.backup, at),
        *_drill(session, info, periods.drill, at),
    )


def _restored(session: Session) -> tuple[Owed, ...]:
    """The slot from before opens this store as well, until the keys are renewed."""
    rolled = key_media.rolled_at(session)
    told = {
        RESTORED: "バックアップから戻した保管庫です。"
        "元のディスクの鍵ファイルが、まだこの保管庫を開けます。",
        SLOT_MADE: "鍵ファイルを作り直した保管庫です。"
        "失われた鍵ファイルが見つかれば、まだこの保管庫を開けます。",
    }
    for action, sentence in told.items():
        last = last_of(session, action)
        if last is not None and (rolled is None or rolled <= last.at):
            step = (
                "責任者が鍵を更新し、鍵媒体A・Bも更新してから、新しいバックアップを作ってください。"
            )
            return (Owed("RESTORED", sentence, step, late=True),)
    return ()


def _backup(session: Session, info: StoreInfoRow, days: int, at: datetime) -> tuple[Owed, ...]:
    last, today = last_of(session, MADE), at.date()
    if last is None:
        late = today > info.created_at.date() + timedelta(days=days)
        told = (
            "バックアップがまだ一度もありません。この端末のディスクが壊れると、すべて失われます。"
        )
        return (Owed("BACKUP", told, _ASK, late=True),) if late else ()
    if int(last.detail.get("epoch", 0)) < info.epoch:
        changed = key_media.rolled_at(session) or last.at
        told = (
            "鍵を更新した後のバックアップがありません。"
            "いまディスクが壊れると、前のバックアップは鍵媒体で開けません。"
        )
        return (Owed("BACKUP", told, _ASK, late=today > changed.date()),)
    passed = (today - last.at.date()).days
    if passed > days:
        told = f"最後のバックアップから{passed}日たちました（{days}日以内と定めています）。"
        return (Owed("BACKUP", told, _ASK, late=True),)
    return ()


def _drill(session: Session, info: StoreInfoRow, days: int, at: datetime) -> tuple[Owed, ...]:
    last, today = last_of(session, DRILLED), at.date()
    if last is not None and not int(last.detail.get("ok", 0)):
        told = f"前回の復元訓練（{last.at.month}月{last.at.day}日）で、戻せないものがありました。"
        step = "別の媒体に新しいバックアップを作り、もう一度訓練してください。"
        return (Owed("DRILL", told, step, late=True),)
    since = info.created_at if last is None else last.at
    passed = (today - since.date()).days
    if passed <= days:
        return ()
    told = f"最後の復元訓練から{passed}日たちました（{days}日以内と定めています）。"
    if last is None:
        told = "バックアップから戻せることを、まだ一度も確かめていません（復元訓練）。"
    return (Owed("DRILL", told, _DRILL, late=True),)
