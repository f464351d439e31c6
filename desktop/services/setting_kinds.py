"""What each setting is called, where it stands on the screen, and how its value is typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desktop.domain.letters import PLACEHOLDERS
from desktop.domain.own_texts import signed_one_by_one
from desktop.domain.posting import DELIVERY_LABELS
from desktop.domain.reasons import REASON_LABELS
from desktop.domain.requests import ITEM_LABELS, REQUEST_LABELS, Item, Reason, RequestType
from desktop.domain.retention_classes import RetentionClass
from desktop.domain.wording import LetterDefinition
from desktop.services.office_settings import WrongSetting


class Editor(StrEnum):
    LINE = "LINE"
    TEXT = "TEXT"
    NUMBER = "NUMBER"
    TIME = "TIME"
    CHOICE = "CHOICE"
    CODES = "CODES"  # codes parted by blanks
    LINES = "LINES"  # one value a line


@dataclass(frozen=True, slots=True)
class SettingKind:
    """One setting, or one line of a table. `shipped` is its text where nothing was signed."""

    name: str
    group: str
    label: str
    editor: Editor
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    shipped: str = ""
    hint: str = ""

    def words(self, value: object) -> str:
        """The value as a person reads it."""
        if value in ("", None, [], ()):
            return self.shipped or "なし"
        if self.editor is Editor.CHOICE:
            return dict(self.choices).get(str(value), str(value))
        if self.name == "items" and isinstance(value, (list, tuple)):
            return "・".join(ITEM_LABELS[Item(str(one))] for one in value)
        if isinstance(value, (list, tuple)):
            return "、".join(str(one) for one in value)
        return f"{value}{self.unit}"

    def typed(self, value: object) -> str:
        """The value as it stands in the editor."""
        if value in ("", None):
            return self.shipped
        if isinstance(value, (list, tuple)):
            return (" " if self.editor is Editor.CODES else "\n").join(map(str, value))
        return str(value)

    def read(self, text: str) -> object:
        """What was typed as a value; whether it may be is `read_value`'s to say."""
        if self.editor is Editor.NUMBER:
            try:
                return int(text.replace(",", "").strip())
            except ValueError:
                raise WrongSetting(
                    "数になっていません。",
                    "0以上の整数を半角で入れてください。",
                    field="value",
                ) from None
        if self.editor is Editor.CODES:
            return text.replace("・", " ").replace("、", " ").replace(",", " ").upper().split()
        if self.editor is Editor.LINES:
            return [line.strip() for line in text.splitlines() if line.strip()]
        return text.strip()


_START: Final = (("EVENT", "完了などの日"), ("FISCAL_YEAR", "次の年度初日（4月1日）"))
_REFUSAL_FEE: Final = (("REFUND", "返す"), ("KEEP", "返さない"))
_DELIVERY: Final = tuple(DELIVERY_LABELS.items())
_OFFICE, _FEE, _CLOCKS = "事業者", "手数料と対象", "期限"
_KEEP, _LAW, _REASONS = "保存期間", "根拠条文", "不開示等の理由"
_WINDOW: Final = "封筒の窓"
_TRY: Final = "{0}から{1}まで。申請のあと、「文面」の「封筒の窓を試す」で印刷して確かめられます。"
_POSTING: Final = "発送"
_ASKED: Final = "調査を依頼する部署"
_LOG: Final = "操作記録"
_LINE, _NUMBER = Editor.LINE, Editor.NUMBER

_PLAIN: Final[tuple[SettingKind, ...]] = (
    SettingKind("office_name", _OFFICE, "事業者名", _LINE),
    SettingKind("office_postal", _OFFICE, "郵便番号", _LINE),
    SettingKind("office_address", _OFFICE, "所在地", _LINE),
    SettingKind("department", _OFFICE, "窓口の名称", _LINE),
    SettingKind("phone", _OFFICE, "電話", _LINE),
    SettingKind("responsible", _OFFICE, "責任者の職名", _LINE),
    SettingKind("opens", _OFFICE, "受付の開始", Editor.TIME, hint="例：9:00"),
    SettingKind("closes", _OFFICE, "受付の終了", Editor.TIME, hint="例：18:00"),
    SettingKind(
        "closures", _OFFICE, "会社の休業日", Editor.LINES, hint="例：2026-12-29（一行に一日）"
    ),
    SettingKind(
        "paper_last_number", _OFFICE, "紙で使った最後の受付番号", _LINE, hint="例：26-0143"
    ),
    SettingKind("idle_lock_seconds", _OFFICE, "操作がないときのロック", _NUMBER, "秒"),
    SettingKind("fee_unit", _FEE, "手数料（1項目・税込）", _NUMBER, "円"),
    SettingKind("fee_tax", _FEE, "うち消費税（1項目）", _NUMBER, "円"),
    SettingKind("items", _FEE, "対象とする情報", Editor.CODES, hint="例：K1 K2 K3 K8"),
    SettingKind(
        "refusal_fee", _FEE, "すべて不開示のときの手数料", Editor.CHOICE, choices=_REFUSAL_FEE
    ),
    SettingKind(
        "delivery_data", _POSTING, "内容を伝える回答の発送", Editor.CHOICE, choices=_DELIVERY
    ),
    SettingKind(
        "delivery_other", _POSTING, "そのほかの回答の発送", Editor.CHOICE, choices=_DELIVERY
    ),
    SettingKind("inquiry_days", _CLOCKS, "調査の回答期限（依頼から）", _NUMBER, "日"),
    SettingKind("target_days", _CLOCKS, "回答の目標（受付から）", _NUMBER, "日"),
    SettingKind("limit_days", _CLOCKS, "回答の限度（受付から）", _NUMBER, "日"),
    SettingKind("correction_days", _CLOCKS, "補正の期限（発送から）", _NUMBER, "日"),
    SettingKind("fee_days", _CLOCKS, "手数料の期限（発送から）", _NUMBER, "日"),
    SettingKind("delivery_quiet_days", _CLOCKS, "配達を待つ日数（発送から）", _NUMBER, "日"),
    SettingKind("unfiled_days", _CLOCKS, "未登録の郵便物の限度", _NUMBER, "日"),
    SettingKind("register_stale_days", _CLOCKS, "登録情報が古いとみなす日数", _NUMBER, "日"),
    SettingKind("backup_days", _CLOCKS, "バックアップの間隔の限度", _NUMBER, "日"),
    SettingKind("drill_days", _CLOCKS, "復元訓練の間隔の限度", _NUMBER, "日"),
    SettingKind("window_x", _WINDOW, "用紙の左端から", _NUMBER, "mm", hint=_TRY.format(10, 30)),
    SettingKind("window_y", _WINDOW, "用紙の上端から", _NUMBER, "mm", hint=_TRY.format(10, 30)),
    SettingKind("window_width", _WINDOW, "窓の幅", _NUMBER, "mm", hint=_TRY.format(60, 105)),
    SettingKind("window_height", _WINDOW, "窓の高さ", _NUMBER, "mm", hint=_TRY.format(25, 50)),
    SettingKind("retention_from", _KEEP, "数え始め", Editor.CHOICE, choices=_START),
)
_CLASSES: Final[Mapping[str, str]] = {
    "A": "本人確認書類・代理権書類",
    "B": "請求書・補正・封筒",
    "C": "決裁・照合票",
    "C6": "開示資料の控え",
    "D": "受付簿",
    "E": "第三者提供記録の写し",
    "F": "手数料受払",
    "G": "廃棄記録・証明",
    "H": "操作ログ",
}
_FIXED: Final[tuple[SettingKind, ...]] = (
    *_PLAIN,
    *(
        SettingKind(f"retention_months.{code}", _KEEP, f"{code}　{words}", _NUMBER, "か月")
        for code, words in _CLASSES.items()
        if code in RetentionClass.__members__
    ),
    *(SettingKind(f"item_labels.{one.value}", _FEE, f"{one.value} の名称", _LINE) for one in Item),
    *(
        SettingKind(f"item_departments.{one.value}", _ASKED, ITEM_LABELS[one], _LINE)
        for one in Item
    ),
    SettingKind(
        "answer_folder",
        _ASKED,
        "回答ファイルを置くフォルダー",
        _LINE,
        hint="先頭から書いた場所。例：共有フォルダーの中の「回答」",
    ),
    SettingKind(
        "anchor_folder",
        _LOG,
        "控えを置く第二の場所",
        _LINE,
        hint="別のディスクや共有のフォルダーを、先頭から書きます。署名するとすぐ使われます。",
    ),
    *(
        SettingKind(f"articles.{one.value}", _LAW, REQUEST_LABELS[one], _LINE)
        for one in RequestType
    ),
)
_PLACES: Final = {"opening": "本文", "entries": "記", "closing": "結び"}
_HINT: Final = "差込項目：" + "　".join(f"{{{name}}} {what}" for name, what in PLACEHOLDERS.items())


def setting_kinds(letters: Iterable[LetterDefinition]) -> tuple[SettingKind, ...]:
    """Every setting an administrator may propose, in the order of the screen.

    `letters` are the shipped wordings: each of their texts may be put in the office's own words.
    """
    found, shown = list(_FIXED), tuple(letters)
    reasons = shown[0].reasons if shown else {}
    for code in Reason:
        if code in reasons:
            label, words = REASON_LABELS[code], reasons[code]
            name = f"reason_texts.{code.value}"
            found.append(SettingKind(name, _REASONS, label, Editor.TEXT, shipped=words.text))
            name, label = f"reason_bases.{code.value}", f"{label}（根拠）"
            found.append(SettingKind(name, _REASONS, label, Editor.TEXT, shipped=words.basis))
    for letter in shown:
        group = f"文書 {letter.code}　{letter.title}"
        for place, text in signed_one_by_one(letter).items():
            _code, _version, part, number = place.split("/")
            label = f"{_PLACES[part]} {int(number) + 1}"
            found.append(
                SettingKind(
                    f"letter_texts.{place}", group, label, Editor.TEXT, shipped=text, hint=_HINT
                )
            )
    return tuple(found)


def setting_label(name: str) -> str:
    """The setting in words, for sentences; also of one that no screen offers."""
    for kind in _FIXED:
        if kind.name == name:
            return kind.label
    table, _, line = name.partition(".")
    if table in ("reason_texts", "reason_bases") and line in Reason.__members__:
        return f"理由 {REASON_LABELS[Reason(line)]}"
    if table in ("documents", "counsel"):
        return f"文書 {line} の{'文面' if table == 'documents' else '弁護士等の確認'}"
    if table == "letter_texts":
        return f"文書 {line.partition('/')[0]} の文"
    return {
        "holidays": "祝日表",
        "place_names": "読み替える旧地名",
        "retention_months": "保存期間",
        "roles": "利用者の役割",
    }.get(table, name)
