"""Short words of scanning: how a profile scans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desktop.domain.scanning import Colour, Feed, PaperSize, ScanProfile, SourceKind
from desktop.ui.marking import QT_TRANSLATE_NOOP, translated

FEED_WORDS: Final[Mapping[Feed, str]] = {
    Feed.FEEDER: QT_TRANSLATE_NOOP("ScanWords", "片面"),
    Feed.FEEDER_DUPLEX: QT_TRANSLATE_NOOP("ScanWords", "両面"),
    Feed.GLASS: QT_TRANSLATE_NOOP("ScanWords", "ガラス面"),
}
COLOUR_WORDS: Final[Mapping[Colour, str]] = {
    Colour.COLOUR: QT_TRANSLATE_NOOP("ScanWords", "カラー"),
    Colour.GRAY: QT_TRANSLATE_NOOP("ScanWords", "グレー"),
}
KIND_WORDS: Final[Mapping[SourceKind, str]] = {
    SourceKind.SANE: QT_TRANSLATE_NOOP("ScanWords", "USBなどのスキャナー"),
    SourceKind.ESCL: QT_TRANSLATE_NOOP("ScanWords", "ネットワークの複合機"),
    SourceKind.FOLDER: QT_TRANSLATE_NOOP("ScanWords", "見張るフォルダー"),
}


def profile_words(profile: ScanProfile) -> str:
    """How a profile scans, in the room of a strip: 両面・300 dpi."""
    if profile.kind is SourceKind.FOLDER:
        return translated("ScanWords", KIND_WORDS[profile.kind])
    words = [translated("ScanWords", FEED_WORDS[profile.feed]), f"{profile.dpi} dpi"]
    if profile.size is not PaperSize.A4:
        words.append(profile.size.value)
    return "・".join(words)
