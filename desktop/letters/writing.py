"""Text as it may be printed: no control characters, no direction tricks, no unknown glyph."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from desktop.domain.errors import DeskError
from desktop.domain.letters import LetterData, Sender
from desktop.letters.variants import SELECTORS

_NEWLINE = "\n"
_STRIPPED = frozenset({"Cc", "Cf"})  # control and format; 外字 (Co) stay, and are refused in print
_SEPARATORS = frozenset("\u2028\u2029")
_SHAPED = "L"  # categories of letters: only they have shapes to select
_UNTOLD = frozenset("\r\ufeff")  # left over from a file: nobody typed them


class MissingGlyph(DeskError):
    """A character the print font lacks: a letter with a box in a name is a wrong letter."""

    code = "missing_glyph"

    def __init__(self, character: str, where: str = "") -> None:
        shown = f"「{character}」" if character.isprintable() else ""
        place = f"{where}にある" if where else ""
        super().__init__(
            f"{place}文字{shown}（U+{ord(character):04X}）は、印刷用の書体にありません。",
            "この文字を置きかえるか、システムの担当者に書体の追加を頼んでください。",
        )
        self.character, self.where = character, where


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Printable text, and what the clerk should know of the change."""

    text: str
    notes: tuple[str, ...] = ()


def clean(text: str) -> Cleaned:
    """Printable text: composed (NFC), without control and direction marks.

    A variation selector (IVS) stays behind the letter whose shape it names, and goes where it
    names none. NFC alone would fold compatibility ideographs such as U+FA10 塚, so those stay as
    they are.
    """
    if text.isascii() and text.isprintable():
        return Cleaned(text)
    kept: list[str] = []
    removed = 0
    for character in text:
        if character in SELECTORS:
            if kept and unicodedata.category(kept[-1])[0] == _SHAPED:
                kept.append(character)
        elif character == "\t" or character in _SEPARATORS:
            kept.append(" ")
        elif character == _NEWLINE or unicodedata.category(character) not in _STRIPPED:
            kept.append(character)
        elif character not in _UNTOLD:
            removed += 1
    notes: tuple[str, ...] = ()
    if removed:
        notes = (f"目に見えない制御文字が{removed}字あるため、取りのぞいて印字します。",)
    return Cleaned(_compose("".join(kept)), notes)


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
