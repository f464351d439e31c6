"""The office's rules as lines to read."""

from __future__ import annotations

from desktop.domain.requests import ITEM_LABELS, Item
from desktop.services.desk import OfficeSettings
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.table_model import Row

_CLASSES = (
    ("A", "本人確認書類・代理権書類"),
    ("B", "請求書・補正・封筒"),
    ("C", "決裁・照合票"),
    ("C6", "開示資料の控え"),
    ("D", "受付簿"),
    ("E", "第三者提供記録の写し"),
    ("F", "手数料受払"),
    ("G", "廃棄記録・証明"),
    ("H", "操作ログ"),
)


def rules(settings: OfficeSettings) -> list[Row]:
    """Every rule that decides an outcome, grouped by what it is about."""
    start = "完了などの日" if settings.retention_from == "EVENT" else "次の年度初日（4月1日）"
    lines: list[tuple[str, list[tuple[str, str]]]] = [
        (
            "事業者",
            [
                ("事業者名", settings.office_name),
                ("所在地", _address(settings)),
                ("窓口", settings.department),
                ("電話", settings.phone),
                ("責任者の職名", settings.responsible),
                ("受付時間", f"平日 {settings.opens:%H:%M}–{settings.closes:%H:%M}"),
            ],
        ),
        (
            "手数料と対象",
            [
                ("手数料", f"1項目 {settings.fee_unit}円（うち消費税 {settings.fee_tax}円）"),
                ("対象とする情報", "・".join(ITEM_LABELS[Item(one)] for one in settings.items)),
            ],
        ),
        (
            "期限",
            [
                ("回答の目標", f"受付から {settings.target_days}日"),
                ("回答の限度", f"受付から {settings.limit_days}日"),
                ("補正の期限", f"発送から {settings.correction_days}日"),
                ("手数料の期限", f"発送から {settings.fee_days}日"),
                ("配達を待つ日数", f"発送から {settings.delivery_quiet_days}日"),
            ],
        ),
        (
            "保存期間",
            [
                (f"{code}　{words}", _months(settings.retention_months[code]))
                for code, words in _CLASSES
            ]
            + [("数え始め", start)],
        ),
        (
            "住所の照合",
            [("読み替える旧地名", f"{len(settings.place_names)}件")],
        ),
        (
            "窓口の画面",
            [("ロックまでの時間", f"操作がないまま {_seconds(settings.idle_lock_seconds)}")],
        ),
    ]
    rows = []
    for title, pairs in lines:
        head = Cell(title, weight=700, background="canvas")
        rows.append(Row((head,), key=title, group=True))
        rows += [
            Row((Cell(name, "text2", px=13), Cell(value or "—")), key=f"{title}/{name}")
            for name, value in pairs
        ]
    return rows


def _address(settings: OfficeSettings) -> str:
    postal = f"〒{settings.office_postal} " if settings.office_postal else ""
    return postal + settings.office_address


def _months(months: int) -> str:
    return f"{months // 12}年" if months % 12 == 0 else f"{months}か月"


def _seconds(seconds: int) -> str:
    return f"{seconds // 60}分" if seconds % 60 == 0 else f"{seconds}秒"
