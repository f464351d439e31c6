"""What each action of the operation log is called on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ACTION_LABELS: Final[Mapping[str, str]] = {
    "store.set_up": "保管庫の初期設定",
    "sign.in": "サインイン",
    "sign.failed": "サインインの失敗",
    "sign.out": "サインアウト",
    "desk.lock": "画面の施錠",
    "person.add": "利用者の追加",
    "person.end": "利用者の利用終了",
    "setting.propose": "設定の申請",
    "setting.sign": "設定への署名",
    "clock.confirm": "日時の確認",
    "audit.anchor": "記録の固定",
    "audit.export": "記録の書き出し",
    "register.import": "登録情報の取込み",
    "register.find": "登録情報の検索",
    "envelope.open": "郵便物の受入れ",
    "page.take_in": "ページの受入れ",
    "forbidden.purge": "取得禁止番号の検知・消去（I-10）",
    "forbidden.mask": "取得禁止番号の塗りつぶし（I-10）",
    "source.deleted": "取込元の削除の確認",
    "page.correct": "読み取りの訂正",
    "page.kind": "書類の種類の訂正",
    "envelope.discard": "郵便物の取消し",
    "page.view": "ページの閲覧",
    "identity.view": "本人確認書類の閲覧",
}


def action_label(action: str) -> str:
    """The label, or the code itself where none is given."""
    return ACTION_LABELS.get(action, action)
