"""Text as it may be printed: no control characters, no direction tricks, no unknown glyph."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from desktop.domain.errors import DeskError
from desktop.domain.letters import LetterData, Sender

_NEWLINE = "\n"
_STRIPPED = frozenset({"Cc", "Cf"})  # control and format; 外字 (Co) stay, and are refused in print
_SEPARATORS = frozenset("\u2028\u2029")


class MissingGlyph(DeskError):
    """A character the print font lacks: a letter with a box in a name is a wrong letter."""

    code = "missing_glyph"

    def __init__(self, character: str) -> None:
        shown = f"「{character}」" if character.isprintable() else ""
        super().__init__(
            f"文字{shown}（U+{ord(character):04X}）は、印刷用の書体にありません。",
            "この文字を置きかえるか、システムの担当者に書体の追加を頼んでください。",
        )
        self.character = character


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Printable text, and what the clerk should know of the change."""

    text: str
    notes: tuple[str, ...] = ()


def clean(text: str) -> Cleaned:
    """Printable text: composed (NFC), without control, direction and variation selector marks.

    A name's variation selector (IVS) names a shape the font may not hold: the base shape is
    printed and a note says so. NFC alone would fold compatibility ideographs such as U+FA10 塚,
    so those stay as they are.
    """
    kept: list[str] = []
    selectors = 0
    for character in text:
        if _is_selector(character):
            selectors += 1
        elif character == "\t" or character in _SEPARATORS:
            kept.append(" ")
        elif character == _NEWLINE or unicodedata.category(character) not in _STRIPPED:
            kept.append(character)
    notes: tuple[str, ...] = ()
    if selectors:
        notes = (f"異体字の指定{selectors}か所を外し、基本の字形で印字しました。",)
    return Cleaned(_compose("".join(kept)), notes)


def _is_selector(character: str) -> bool:
    code = ord(character)
    return 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF


def _compose(text: str) -> str:
    """NFC, except for compatibility ideographs, which NFC would turn into another shape."""
    pieces: list[str] = []
    run: list[str] = []
    for character in text:
        if unicodedata.normalize("NFC", character) != character:
            pieces.append(unicodedata.normalize("NFC", "".join(run)))
            pieces.append(character)
            run = []
        else:
            run.append(character)
    pieces.append(unicodedata.normalize("NFC", "".join(run)))
    return "".join(pieces)


def clean_letter(data: LetterData) -> LetterData:
    """The facts with every text made printable; a letter is drawn from these alone."""

    def each(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(clean(text).text for text in texts)

    def one(text: str) -> str:
        """A single line: a line end inside a name would break the window's layout."""
        return clean(text).text.replace(_NEWLINE, " ")

    return replace(
        data,
        document_number=one(data.document_number),
        case_number=one(data.case_number),
        sender=_cleaned_sender(data.sender, one),
        addressee=replace(
            data.addressee,
            postal=one(data.addressee.postal),
            address=tuple(one(line) for line in data.addressee.address),
            name=one(data.addressee.name),
            honorific=one(data.addressee.honorific),
        ),
        requests=each(data.requests),
        items=each(data.items),
        articles=each(data.articles),
        method=one(data.method),
        corrections=tuple(replace(c, note=clean(c.note).text) for c in data.corrections),
        decisions=tuple(
            replace(
                d,
                request=one(d.request),
                label=one(d.label),
                text=clean(d.text).text,
                before=clean(d.before).text,
                after=clean(d.after).text,
            )
            for d in data.decisions
        ),
        note=clean(data.note).text,
        returned=each(data.returned),
        enclosed=each(data.enclosed),
        method_asked=one(data.method_asked),
        annex=tuple(
            replace(
                row,
                item=one(row.item),
                key=one(row.key),
                value=clean(row.value).text,
                source=one(row.source),
            )
            for row in data.annex
        ),
        annex_pages=tuple(
            replace(page, item=one(page.item), source=one(page.source)) for page in data.annex_pages
        ),
    )


def _cleaned_sender(sender: Sender, one: Callable[[str], str]) -> Sender:
    return Sender(
        office=one(sender.office),
        desk=one(sender.desk),
        responsible=one(sender.responsible),
        postal=one(sender.postal),
        address=one(sender.address),
        phone=one(sender.phone),
        hours=one(sender.hours),
    )
