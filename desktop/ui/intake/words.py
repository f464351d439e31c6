"""Short words of the mail: what is wrong with a page, which number was seen, which field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QCoreApplication

from desktop.domain.page_kinds import IDENTITY_KINDS
from desktop.domain.reading import Forbidden, PageKind, Quality
from desktop.services.intake_views import EnvelopeView, SpoolPageView
from desktop.ui.cases.words import page_word
from desktop.ui.intake.mail import SmallPicture
from desktop.ui.marking import QT_TRANSLATE_NOOP
from desktop.ui.widgets.thumbnails import Flag, Thumb

QUALITY: Final[Mapping[Quality, tuple[Flag, str]]] = {
    Quality.FAINT: (
        Flag(QT_TRANSLATE_NOOP("Words", "薄い"), "warn", "sun-dim"),
        QT_TRANSLATE_NOOP("Words", "濃さを補って読みました。"),
    ),
    Quality.DARK: (
        Flag(QT_TRANSLATE_NOOP("Words", "暗い"), "warn", "sun-dim"),
        QT_TRANSLATE_NOOP("Words", "明るさを補って読みました。"),
    ),
    Quality.BLURRED: (
        Flag(QT_TRANSLATE_NOOP("Words", "ぼけ"), "warn", "triangle-alert"),
        QT_TRANSLATE_NOOP("Words", "字がぼけています。原本を確かめてください。"),
    ),
    Quality.CUT_CORNER: (
        Flag(QT_TRANSLATE_NOOP("Words", "角切れ"), "warn", "scissors"),
        QT_TRANSLATE_NOOP("Words", "端が写っていません。原本を確かめてください。"),
    ),
    Quality.BLANK: (
        Flag(QT_TRANSLATE_NOOP("Words", "空白？"), "mute", "square-dashed"),
        QT_TRANSLATE_NOOP("Words", "何も書かれていないようです。"),
    ),
}

FORBIDDEN_WORDS: Final[Mapping[Forbidden, str]] = {
    Forbidden.MY_NUMBER: QT_TRANSLATE_NOOP("Words", "個人番号"),
    Forbidden.MY_NUMBER_LIKE: QT_TRANSLATE_NOOP("Words", "個人番号かもしれない12桁の数字"),
    Forbidden.INSURANCE: QT_TRANSLATE_NOOP("Words", "保険の番号"),
    Forbidden.PENSION: QT_TRANSLATE_NOOP("Words", "年金番号"),
    Forbidden.RESIDENT_CODE: QT_TRANSLATE_NOOP("Words", "住民票コード"),
}

_EXPIRING: Final = frozenset(
    {
        PageKind.DL,
        PageKind.DLH,
        PageKind.MNC,
        PageKind.RC,
        PageKind.SPR,
        PageKind.SRC,
        PageKind.PP_OLD,
        PageKind.PP_NEW,
        PageKind.SKC,
    }
)
_CHARGED: Final = frozenset({"F-01"})  # correcting and stopping cost nothing (DOMAIN §2; 38条)
_WITH_PREVIOUS: Final = frozenset({PageKind.JUM, PageKind.FUH})
_READING: Final = Flag(QT_TRANSLATE_NOOP("Words", "読取中"), "accent", "loader")
_CHECKING: Final = Flag(QT_TRANSLATE_NOOP("Words", "確認中"), "accent", "loader")
_PENDING: Final = "pending/"


def identity_keys(kind: PageKind) -> tuple[str, ...]:
    """What a clerk may enter from an identity paper, whether it was read or not."""
    if kind not in IDENTITY_KINDS:
        return ()
    before = ("previous_address",) if kind in _WITH_PREVIOUS else ()
    former = ("former_name",) if kind is PageKind.JUM else ()
    dated = "expires" if kind in _EXPIRING else "issued"
    return ("name", *former, "address", *before, "birth", dated)


def forbidden_words(kind: Forbidden) -> str:
    """The kind of a number that may not be kept."""
    return _tr(FORBIDDEN_WORDS[kind])


def quality_words(quality: Quality) -> tuple[Flag, str]:
    """What is wrong with a picture: the flag below it, and the sentence beside it."""
    flag, sentence = QUALITY[quality]
    return _shown(flag), _tr(sentence)


def _shown(flag: Flag) -> Flag:
    return replace(flag, text=_tr(flag.text))


def page_flag(page: SpoolPageView) -> Flag | None:
    """The one state that stands below a page; what needs a person comes first."""
    if page.blocked is not None:
        return Flag(forbidden_words(page.blocked), "bad", "octagon-alert")
    if page.proposed:
        return Flag(_tr("黒塗りの案 {0}").format(page.proposed), "warn", "triangle-alert")
    if page.quality:
        return quality_words(page.quality[0])[0]
    if page.unsure:
        return Flag(_tr("要確認 {0}").format(page.unsure), "warn", "triangle-alert")
    if page.masked:
        return Flag(_tr("黒塗り {0}").format(page.masked), "ok", "shield-check")
    if page.kind is PageKind.ENVELOPE:
        return None
    return Flag(_tr("良好"), "text2", "check")


def page_thumb(page: SpoolPageView, small: SmallPicture | None) -> Thumb:
    """A page as a tile. It is safe already while its picture is still being fetched."""
    title = f"{page.seq} {page_word(page.kind)}"
    if page.blocked is not None:
        return Thumb(
            page.id, f"{page.seq}", flag=page_flag(page), barred=(_tr("画像は"), _tr("未保存です"))
        )
    if small is None:
        return Thumb(page.id, title, flag=_shown(_READING))
    return Thumb(page.id, title, small.image, page_flag(page), picture=small.decoded)


def pending_thumbs(sheets: Sequence[str]) -> list[Thumb]:
    """Sheets that went through the feeder but are not kept yet: 確認中 (DESIGN §4)."""
    return [Thumb(f"{_PENDING}{sheet}", sheet, flag=_shown(_CHECKING)) for sheet in sheets]


def is_pending(key: str) -> bool:
    """Whether a tile stands for a sheet that is not kept yet."""
    return key.startswith(_PENDING)


def envelope_note(envelope: EnvelopeView) -> str:
    """What a clerk should know of an envelope before opening its pages."""
    if envelope.case_number:
        return _tr("{0} への返信").format(envelope.case_number)
    kinds = {page.kind for page in envelope.pages}
    if PageKind.POWER in kinds:
        return _tr("代理人")
    charged = any(page.form in _CHARGED for page in envelope.pages)
    if charged and PageKind.STAMPS not in kinds:
        return _tr("切手なし")
    return ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Words", text)
