"""What is owed to the keys, for the day's page: sticks, card, room on the disk (TRUST §2)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.key_media import CARD_COPIES, STICK_LABELS, StickLabel, card_due, stick_due
from desktop.services.case_views import RedTask
from desktop.services.premises import Premises
from desktop.services.rolling import free_bytes
from desktop.store import key_media
from desktop.store.key_media import CardEvent
from desktop.store.schema.infrastructure import StoreInfoRow
from desktop.store.schema.key_media import KeyStickRow

LEAST_FREE_MB: Final = 500


def key_tasks(session: Session, premises: Premises, today: date) -> list[RedTask]:
    """Sticks that do not follow the last roll stand here at once, and are red after seven days."""
    info = session.get_one(StoreInfoRow, 1)
    issued = key_media.card_issued(session)
    begun = info.created_at if issued is None else issued.at
    return [
        *_roll(premises),
        *_sticks(session, info, begun, today),
        *_card(session, begun.date(), today),
        *_space(premises),
    ]


def _roll(premises: Premises) -> list[RedTask]:
    if not premises.roll_open:
        return []
    return [
        RedTask(
            "ROLL_OPEN",
            "鍵の更新が途中で止まりました。記録は開けますが、前の鍵が鍵ファイルに残っています。",
            "ディスクの空きを確かめ、責任者が鍵を更新してください。",
        )
    ]


def _sticks(session: Session, info: StoreInfoRow, begun: datetime, today: date) -> list[RedTask]:
    rows = key_media.sticks(session)
    lost = [label for label, row in rows.items() if _is_lost(row, begun)]
    found = []
    if lost:
        found.append(
            RedTask(
                "STICK_LOST",
                f"{_named(lost)}がなくなったか、壊れています。今の回復カードがあれば開けてしまいます。",
                "責任者が設定の「鍵」で新しい回復カードを作り、古いカードを立会いのもとで裁断してください。",
            )
        )
    changed = (key_media.rolled_at(session) or info.created_at).date()
    due = stick_due(changed)
    behind = [
        label for label, row in rows.items() if row.lost_at is None and row.epoch < info.epoch
    ]
    if behind:
        found.append(
            RedTask(
                "STICK",
                f"{_named(behind)}に、更新前の鍵が残っています。それまでの廃棄は、まだ元に戻せます。",
                f"責任者が{due.month}月{due.day}日までに、設定の「鍵」で{_named(behind)}を更新してください。",
                late=today > due,
            )
        )
    anew = [label for label, row in rows.items() if row.lost_at and label not in lost]
    unmade = [*anew, *(label for label in StickLabel if label not in rows)]
    overdue = today > stick_due(begun.date())
    if unmade and (overdue or anew):
        found.append(
            RedTask(
                "STICK_NONE",
                f"{_named(unmade)}がまだありません。この端末のディスクが壊れると、記録を戻せません。",
                "責任者が設定の「鍵」で、取り外せる媒体に作ってください。",
                late=overdue,
            )
        )
    return found


def _card(session: Session, begun: date, today: date) -> list[RedTask]:
    copies = range(1, CARD_COPIES + 1)
    lost = [one for one in copies if key_media.last_of_copy(session, one, CardEvent.LOST)]
    if lost:
        return [
            RedTask(
                "CARD_LOST",
                "回復カードがなくなっています。拾った人が、鍵ファイルや鍵媒体を開けるおそれがあります。",
                "責任者が設定の「鍵」で新しい回復カードを作り、残るカードを立会いのもとで裁断してください。",
            )
        ]
    owed = []
    for copy in copies:
        checked = key_media.last_of_copy(session, copy, CardEvent.CHECKED)
        if today > card_due(begun, None if checked is None else checked.at.date()):
            owed.append(copy)
    if not owed:
        return []
    which = "と".join(f"{copy}枚目" for copy in owed)
    return [
        RedTask(
            "CARD_CHECK",
            f"回復カードの{which}が金庫にあり、読めることを、まだ確かめていません。",
            "責任者が金庫から出し、設定の「鍵」で24語を照合して、金庫に戻してください。",
        )
    ]


def _space(premises: Premises) -> list[RedTask]:
    free = free_bytes(premises) // 2**20
    if free >= LEAST_FREE_MB:
        return []
    return [
        RedTask(
            "SPACE",
            f"保管庫のディスクの空きが残り{free:,} MBです。なくなると、受付も廃棄も止まります。",
            f"管理者に、{LEAST_FREE_MB} MB 以上の空きを作るよう依頼してください。",
        )
    ]


def _is_lost(row: KeyStickRow, begun: datetime) -> bool:
    """Lost, and the card that opens it is still the one in use."""
    return row.lost_at is not None and begun < row.lost_at


def _named(labels: list[StickLabel]) -> str:
    return "・".join(STICK_LABELS[label] for label in sorted(labels))
