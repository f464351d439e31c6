"""Short words of scanning: how a profile scans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desktop.domain.scanning import Colour, Feed, PaperSize, ScanProfile, SourceKind

FEED_WORDS: Final[Mapping[Feed, str]] = {
    Feed.FEEDER: "片面",
    Feed.FEEDER_DUPLEX: "両面",
    Feed.GLASS: "ガラス面",
}
COLOUR_WORDS: Final[Mapping[Colour, str]] = {
    Colour.COLOUR: "カラー",
    Colour.GRAY: "グレー",
}
KIND_WORDS: Final[Mapping[SourceKind, str]] = {
    SourceKind.SANE: "USBなどのスキャナー",
    SourceKind.ESCL: "ネットワークの複合機",
    SourceKind.FOLDER: "見張るフォルダー",
}


def profile_words(profile: ScanProfile) -> str:
    """How a profile scans, in the room of a strip: 両面・300 dpi."""
    if profile.kind is SourceKind.FOLDER:
        return KIND_WORDS[profile.kind]
    words = [FEED_WORDS[profile.feed], f"{profile.dpi} dpi"]
    if profile.size is not PaperSize.A4:
        words.append(profile.size.value)
    return "・".join(words)
