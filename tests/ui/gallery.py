"""Pictures of the kit on invented data, to look at: `python -m tests.ui.gallery OUT`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from desktop import paths
from desktop.ui import theme
from desktop.ui.labels import icon_label, keycap, label
from desktop.ui.tokens import DARK, HIGH_CONTRAST, LIGHT, Palette
from desktop.ui.widgets.banner import Banner
from desktop.ui.widgets.buttons import Button, IconButton
from desktop.ui.widgets.cells import Cell
from desktop.ui.widgets.chip import Chip
from desktop.ui.widgets.dialog import Dialog
from desktop.ui.widgets.empty_state import EmptyState
from desktop.ui.widgets.focus_ring import FocusRing
from desktop.ui.widgets.forecast import Bar, ForecastChart
from desktop.ui.widgets.form_field import FormField
from desktop.ui.widgets.layout import card, column, panel, row, rule, upright
from desktop.ui.widgets.notification import Notification
from desktop.ui.widgets.page_view import PageView
from desktop.ui.widgets.progress_card import ProgressCard
from desktop.ui.widgets.rail import Rail
from desktop.ui.widgets.search_box import SearchBox
from desktop.ui.widgets.select import Check, Choice, Select
from desktop.ui.widgets.stepper import ProofStepper, Stepper
from desktop.ui.widgets.strip import crop
from desktop.ui.widgets.table import Table
from desktop.ui.widgets.table_model import Column, Row, RowsModel
from desktop.ui.widgets.tabs import Tabs
from desktop.ui.widgets.thumbnails import Flag, Thumb, Thumbnails

STEPS = tuple("受付 形式確認 本人確認 対象特定 手数料 調査 起案 決裁 発送 完了".split())  # noqa: SIM905
BOXES = {
    "氏名": (260, 330, 700, 90),
    "町・丁目": (260, 430, 700, 90),
    "番地": (260, 530, 330, 90),
    "部屋": (630, 530, 330, 90),
}
VALUES = {"氏名": "架空 太郎", "町・丁目": "若葉町2丁目", "番地": "14-6", "部屋": "203"}


def page(title: str = "個人情報 開示等請求書") -> QImage:
    """An invented page with a few filled boxes."""
    made = QImage(1240, 1754, QImage.Format.Format_RGB32)
    made.fill(QColor("#FDFCFA"))
    painter = QPainter(made)
    painter.setPen(QColor("#222222"))
    font = QFont(theme.FAMILY)
    font.setPixelSize(44)
    font.setBold(True)
    painter.setFont(font)
    painter.drawText(QRect(0, 150, 1240, 80), Qt.AlignmentFlag.AlignCenter, title)
    font.setBold(False)
    for name, (x, y, width, height) in BOXES.items():
        painter.setPen(QPen(QColor("#555555"), 2))
        painter.drawRect(x, y, width, height)
        font.setPixelSize(22)
        painter.setFont(font)
        painter.drawText(QRect(x - 150, y, 140, height), Qt.AlignmentFlag.AlignVCenter, name)
        font.setPixelSize(48)
        painter.setFont(font)
        painter.setPen(QColor("#2A2F55"))
        painter.drawText(
            QRect(x + 20, y, width, height), Qt.AlignmentFlag.AlignVCenter, VALUES[name]
        )
    painter.end()
    return made


def jpeg(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", 85)
    return bytes(data.data())


def today() -> QWidget:
    def clock(day: str, rest: str, late: bool = False, soon: bool = False) -> Cell:
        tone = "bad" if late else "warn" if soon else "text2"
        return Cell(
            day,
            "text2",
            "clock-alert" if late else "clock",
            tone,
            px=13,
            second=rest,
            second_tone=tone,
            second_weight=700 if late or soon else 400,
        )

    def case(number: str, name: str, kind: str, work: str, first: Cell, second: Cell) -> Row:
        return Row(
            (
                Cell(number, weight=500, px=13),
                Cell(name),
                Cell(kind, "text2", px=13),
                Cell(work, px=13),
                first,
                second,
            ),
            key=number,
        )

    def group(text: str, count: str, tone: str, icon: str, *, fold: bool = False) -> Row:
        head = Cell(
            text, tone, icon, weight=700, second=count, second_tone="text2", background="canvas"
        )
        return Row((head,), key=text, group=True, foldable=fold, open=not fold)

    paused = Cell(
        "停止中", "text2", "pause", "mute", px=13, second="補正 3日目", second_tone="text2"
    )
    rows = [
        group("期限を過ぎた案件", "2件", "bad", "clock-alert"),
        case(
            "26-0398",
            "仮野 次郎",
            "開示",
            "決裁を待つ",
            clock("10/30", "11日超過", True),
            clock("11/2", "8日超過", True),
        ),
        case(
            "26-0406",
            "見本 さくら",
            "利用停止",
            "調査",
            clock("11/6", "4日超過", True),
            clock("11/9", "1日超過", True),
        ),
        group("今日まで", "3件", "warn", "clock"),
        case(
            "26-0409",
            "架空 三郎",
            "開示",
            "発送",
            clock("11/10", "今日", soon=True),
            clock("11/10", "今日", soon=True),
        ),
        case(
            "26-0411",
            "例示 ひかり",
            "訂正",
            "起案",
            clock("11/10", "今日", soon=True),
            clock("11/11", "あと1日"),
        ),
        case(
            "26-0412",
            "仮野 みのる",
            "開示 ほか1",
            "対象特定",
            clock("11/10", "今日", soon=True),
            paused,
        ),
        group("今週", "6件　11/13（金）まで", "text", "calendar-clock"),
        case(
            "26-0420",
            "架空 よしえ",
            "第三者提供の停止",
            "起案",
            clock("11/12", "あと2日"),
            clock("11/13", "あと3日"),
        ),
        case(
            "26-0427",
            "仮野 あおい",
            "開示",
            "形式確認",
            clock("11/13", "あと3日"),
            clock("11/16", "あと6日"),
        ),
        group("来週から", "16件", "text2", "chevron-right", fold=True),
        case(
            "26-0440",
            "仮野 あおい",
            "開示",
            "形式確認",
            clock("11/13", "あと3日"),
            clock("11/16", "あと6日"),
        ),
    ]
    columns = (
        Column("受付番号", 84),
        Column("請求者"),
        Column("請求の種類", 128),
        Column("いまの作業", 92),
        Column("法定", 136),
        Column("目標", 160),
    )
    table = Table(RowsModel(columns, rows), name="cases", accessible="今日の案件")
    table.choose("26-0409")
    left = panel(column(table, margins=(1, 1, 1, 1)), "card")
    mail = card(
        row(
            label("スキャンする郵便", "h3"), None, Chip("書留 1", "warn", "mail-warning"), spacing=6
        ),
        row(
            label("12", "number"),
            label("通", "strong"),
            8,
            column(label("開封済み 9通・38枚", "small"), label("未開封 3通", "small"), spacing=0),
            None,
            spacing=4,
        ),
        Button("取込を始める", "primary", key="Ctrl+Enter", icon="scan-line", name="start"),
        spacing=6,
    )
    days = ("10", 3), ("11", 1), ("12", 2), ("13", 3), ("16", 7), ("17", 2), ("18", 1), ("19", 3)
    bars = [Bar("超過", 2, True), *(Bar(day, count) for day, count in days)]
    chart = card(
        label("16日（月）に7件が重なります", "h3"),
        label("早いほうの期限・営業日ごとの件数", "caption"),
        (ForecastChart(bars), 1),
        spacing=2,
    )
    waiting = card(
        row(
            label("お客様を待つ案件", "h3"),
            label("6件", "small"),
            None,
            Button("すべて", "quiet", small=True, name="all"),
        ),
        row(
            icon_label("hourglass", "mute", 14),
            label("26-0412", "small"),
            label("補正"),
            None,
            label("11/12 まで", "small"),
            spacing=6,
        ),
        spacing=4,
    )
    right = panel(column(mail, waiting, (chart, 1), spacing=12), width=344)
    tabs = Tabs(("今日", "取込", "未整理"), name="tabs")
    tabs.set_count(2, 3)
    return place("受付", tabs, row((left, 1), right, spacing=16))


def place(title: str, tabs: Tabs, body: object) -> QWidget:
    rail = Rail("みどり野電力")
    rail.set_place("intake")
    rail.set_counts({"intake": 12, "cases": 27, "keeping": 3})
    rail.set_person("見本 花子", "受付担当")
    head = row(label(title, "h1"), 6, label("11月10日（火）　令和8年", "dim"), None, SearchBox())
    content = column(
        column(head, tabs, spacing=6), (panel(body), 1), spacing=12, margins=(24, 16, 24, 16)
    )
    made = QWidget()
    made.setProperty("surface", "canvas")
    made.setLayout(row(rail, (panel(content, "canvas"), 1), spacing=0))
    return made


def case() -> QWidget:
    image = page()
    rail = Rail("みどり野電力", narrow=True)
    rail.set_place("cases")
    rail.set_counts({"intake": 12, "cases": 27, "keeping": 3})
    head = panel(
        column(
            row(
                IconButton("chevron-left", "戻る", name="back"),
                label("26-0431", "h1"),
                label("架空 太郎 様", "h2"),
                6,
                Chip("開示", "accent", "file-text"),
                Chip("2項目 440円", "mute"),
                None,
                upright(32),
                column(label("担当", "caption"), label("見本 花子", "strong"), spacing=1),
                spacing=12,
                margins=(12, 8, 16, 4),
            ),
            row(
                (Stepper(STEPS, 2), 1),
                Button("履歴 14件", "quiet", key="H", icon="history", small=True, name="history"),
                spacing=16,
                margins=(18, 0, 12, 6),
            ),
            spacing=0,
        ),
        "bar",
    )
    thumbs = Thumbnails(name="thumbs")
    small = jpeg(image.scaledToHeight(240, Qt.TransformationMode.SmoothTransformation))
    thumbs.set_thumbs(
        [
            Thumb("1", "1 請求書", small),
            Thumb("2", "2 免許証", small, Flag("黒塗り 2", "ok", "shield-check")),
            Thumb(
                "3",
                "3 個人番号",
                b"",
                Flag("個人番号", "bad", "octagon-alert"),
                ("画像は", "未保存です"),
            ),
            Thumb("4", "4 封筒", b"", Flag("廃棄済", "mute", "ban"), ("廃棄済",)),
        ]
    )
    thumbs.choose("1")
    view = PageView()
    view.set_page(jpeg(image))
    bar = panel(
        row(
            label("1 請求書", "strong"),
            label("様式 F-01", "caption"),
            None,
            IconButton("zoom-out", "縮小", name="zoom_out"),
            label("39%", "small"),
            IconButton("zoom-in", "拡大", name="zoom_in"),
            IconButton("rotate-cw", "回転", name="turn"),
            IconButton("square-dashed", "黒塗り", name="mask"),
            keycap("M"),
            spacing=4,
            margins=(12, 4, 12, 4),
        ),
        "bar",
    )
    verdicts = {
        "氏名": Cell("一致", "ok", "equal", weight=700, px=13),
        "町・丁目": Cell("表記ゆれ", "warn", "equal-approximately", weight=700, px=13),
        "番地": Cell("記載なし", "mute", "circle-dashed", weight=500, px=13, sub="免許証"),
        "部屋": Cell("相違", "bad", "equal-not", weight=700, px=13),
    }
    rows = []
    for name, box in BOXES.items():
        odd = name == "部屋"
        weight = 700 if odd else 400
        rows.append(
            Row(
                (
                    Cell(name, "text2", weight=500, px=13),
                    Cell(VALUES[name], weight=weight, crop=crop(image, box, 6)),
                    Cell(VALUES[name], weight=weight, crop=crop(image, box, 6))
                    if name != "番地"
                    else Cell("記載なし", "mute", "circle-dashed", px=13),
                    Cell("205" if odd else VALUES[name], "bad" if odd else None, weight=weight),
                    verdicts[name],
                ),
                key=name,
            )
        )
    columns = (
        Column("項目", 84),
        Column("請求書"),
        Column("運転免許証"),
        Column("登録情報", 140),
        Column("判定", 112),
    )
    table = Table(RowsModel(columns, rows), name="three_way", accessible="三者照合", row_height=54)
    table.choose("部屋")
    table.setFixedHeight(30 + 54 * 4 + 2)
    task = panel(
        column(
            row(
                label("住所の三者照合", "h2"),
                label("相違 1 · 表記ゆれ 1 · 記載なし 1", "small"),
                None,
                label("登録", "caption"),
                Select(
                    (("1", "R1 契約者・請求先（候補 1 / 2）"),), name="candidate", accessible="候補"
                ),
                spacing=10,
            ),
            table,
            8,
            Banner(
                "bad",
                "提案：不一致（部屋番号の相違）",
                "請求書と免許証は203、登録は205のため、本人と確認できません。",
                icon="equal-not",
                actions=(Button("根拠", "quiet", key="E", small=True, name="why"),),
            ),
            8,
            ProofStepper(("消去済", "鍵破棄", "鍵媒体A", "鍵媒体B", "復元不可能"), 2),
            row(
                Check("契約者情報", name="k1", checked=True),
                Check("料金", name="k2"),
                Choice("開示する", name="grant", checked=True),
                Choice("開示しない", name="refuse"),
                None,
            ),
            None,
            row(
                Button("補正依頼を作る", "primary", key="Ctrl+Enter", name="primary"),
                Button("読みを直す", key="F2", name="fix"),
                Button("差し戻す", "danger", name="back_button"),
                None,
                Button("第二確認者へ回す", key="F8", name="second"),
            ),
            spacing=6,
            margins=(16, 10, 16, 12),
        ),
        "task",
        width=676,
    )
    body = row(
        panel(column(thumbs, spacing=0), "column", width=120),
        (panel(column(bar, (view, 1), spacing=0), "viewer"), 1),
        task,
        spacing=0,
    )
    made = QWidget()
    made.setProperty("surface", "canvas")
    made.setLayout(row(rail, (panel(column(head, (panel(body), 1), spacing=0)), 1), spacing=0))
    theme.dress(made)
    made.show()
    view.set_mark(BOXES["部屋"], "部屋番号")
    return made


def intake() -> QWidget:
    image = page()
    small = jpeg(image.scaledToHeight(240, Qt.TransformationMode.SmoothTransformation))
    progress = ProgressCard("給紙スキャナー 1", "両面・300 dpi")
    progress.set_progress(30, 38, "残り 8枚・読み取り待ち 3枚")
    progress.set_state("停止中", "bad", "octagon-pause")
    banner = Banner(
        "bad",
        "31枚目に個人番号らしい番号があり、給紙を止めました",
        "画像は保存していません。用紙を取り出し、扱いを選んでください。",
        actions=(
            Button("黒塗りして読み直す", "primary", name="again"),
            Button("返却する", key="B", name="return"),
        ),
    )
    across = Thumbnails(name="envelope", across=True, width=84)
    across.set_thumbs(
        [
            Thumb("17", "17 封筒", small),
            Thumb("18", "18 請求書", small, Flag("薄い", "warn", "sun-dim")),
            Thumb("19", "19 裏面", small, Flag("読取中", "accent", "loader")),
            Thumb(
                "20", "20", b"", Flag("個人番号", "bad", "octagon-alert"), ("画像は", "未保存です")
            ),
        ]
    )
    across.choose("18")
    envelope = card(
        row(icon_label("mail"), label("封筒 5", "h3"), label("4枚", "small"), None), across
    )
    fields = []
    for name, box in BOXES.items():
        field = FormField(name, key=name, strip=crop(image, box, 6))
        field.set_text(VALUES[name])
        field.set_sure(name != "番地")
        fields.append(field)
    fields[2].set_error("数字とハイフンで入れてください。")
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(panel(column(*fields, None, spacing=8, margins=(6, 6, 6, 6))))
    side = panel(
        column(
            label("21 請求書", "h2"),
            rule(),
            (area, 1),
            row(Button("この読みで確定", key="Enter", bind=False, name="settle"), None),
            margins=(12, 12, 12, 12),
        ),
        "card",
        width=320,
    )
    empty = panel(
        column(EmptyState("未整理の封筒はありません。", Button("取込を始める", name="begin"))),
        "card",
    )
    keys = row(
        keycap("S"),
        label("ここで分ける", "small"),
        10,
        keycap("J"),
        label("前とつなぐ", "small"),
        None,
    )
    left = column(progress, banner, row(envelope, None), (empty, 1), keys, spacing=10)
    tabs = Tabs(("今日", "取込", "未整理"), name="tabs")
    tabs.set_count(1, 38)
    tabs.set_current(1)
    made = place("受付", tabs, row((panel(left), 1), side, spacing=14))
    made.setProperty("focus_on", fields[3].editor)
    return made


def dialog() -> QWidget:
    made = Dialog(
        None,
        "この用紙の内容を破棄しますか",
        "破棄する",
        name="discard",
        kind="danger",
    )
    made.add(
        label("3枚の画像と読み取った内容は、元に戻せません。", wrap=True),
        FormField("理由", key="reason", hint="記録・監査に残ります。"),
    )
    return made


def shoot(widget: QWidget, file: Path, size: tuple[int, int]) -> None:
    theme.dress(widget)
    widget.resize(*size)
    widget.show()
    app = QApplication.instance()
    for _ in range(4):
        app.processEvents()
    target = widget.property("focus_on")
    if isinstance(target, QWidget):
        ring = FocusRing(widget)
        target.setFocus()
        ring._follow(target)
    app.processEvents()
    widget.grab().save(str(file))
    widget.close()


def main(out: Path) -> None:
    app = QApplication.instance() or QApplication(sys.argv)
    out.mkdir(parents=True, exist_ok=True)
    looks: tuple[tuple[str, Palette, float], ...] = (
        ("light", LIGHT, 1.0),
        ("dark", DARK, 1.0),
        ("hc", HIGH_CONTRAST, 1.0),
    )
    for name, palette, factor in looks:
        theme.install(app, paths.resources(), palette, factor)
        screens = {"today": today, "case": case, "intake": intake}
        for screen, make in screens.items():
            if name == "light" or screen == "case":
                widget = make()
                if screen == "today":
                    notice = Notification(widget)
                    notice.say("26-0431 を受け付けました。", undo=lambda: None)
                shoot(widget, out / f"{screen}-{name}.png", (1366, 768))
        if name == "light":
            box = dialog()
            box.adjustSize()
            shoot(box, out / "dialog-light.png", (box.width(), box.sizeHint().height()))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "/tmp/shots/kit"))
