"""Words of the office's own in the place of shipped ones (DESIGN §1).

What is geometry, or what the program counts on, stays as shipped; what is text is the office's. All
texts of a document that differ from the shipped ones are one wording: proposed, signed and dated as
one, and kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from desktop.domain.form_versions import MOST_WORDINGS, printed_version
from desktop.domain.forms import FormDefinition
from desktop.domain.letters import Condition
from desktop.domain.reasons import REASON_LABELS
from desktop.domain.requests import Reason
from desktop.domain.wording import (
    Entry,
    LetterDefinition,
    Paragraph,
    ReasonText,
    unknown_placeholder,
)

REASONS: Final = "REASONS"
"""The document of the public words of every reason code."""

OWN_TEXT = re.compile(r"(D-\d\d)/(\d+)/(opening|entries|closing)/(\d+)")
"""The place of one text in one version of a letter, as earlier programs signed it by itself."""

_PLACE = re.compile(r"([A-Z][0-9A-Z_-]{1,15})/[0-9]{1,2}/[a-z]{3,12}/[0-9A-Za-z_]{1,24}")
LONGEST: Final = 1000
_MAY_BE_EMPTY: Final = frozenset({"opening", "entries", "closing"})
MORE: Final = "more"
"""The part of the paragraphs that an office adds of its own; shipped they are empty."""

_ADDED: Final = "その他"
"""The label of an added entry of the 記 that has none of its own."""

CONDITION_LABELS: Final[Mapping[Condition, str]] = {
    Condition.GRANTED_ALL: "すべて応じるとき",
    Condition.PARTIAL: "一部に応じないとき",
    Condition.REFUSED_ALL: "すべて応じないとき",
    Condition.FEE_UNPAID: "手数料が届いていないとき",
    Condition.FEE_SHORT: "手数料が足りないとき",
    Condition.FEE_EXCESS: "手数料が多いとき",
    Condition.FEE_FREE: "手数料がかからないとき",
    Condition.MIXED: "種類の違う請求にまとめて答えるとき",
    Condition.REFUSED: "応じない項目があるとき",
    Condition.ALTERNATIVE: "代わりの措置をとるとき",
    Condition.WITHDRAWN: "取下げのとき",
    Condition.NO_RESPONSE: "お返事がないとき",
    Condition.HEIRS: "ご本人が亡くなられたとき",
}


@dataclass(frozen=True, slots=True)
class OwnWords:
    """One wording of a document: its number among the office's own, and what it says by place."""

    number: int = 0
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """One text that an office may put in its own words.

    `when` says when it is printed. `width` is the room of a text that stands on one line, in
    millimetres; 0 where it flows. An `optional` text may be left out by emptying it; `must` is the
    rule that asks for it all the same.
    """

    place: str
    label: str
    shipped: str
    when: str = ""
    face: str = "serif-400"
    size: float = 10.5
    width: float = 0.0
    one_line: bool = False
    optional: bool = False
    must: str = ""

    @property
    def part(self) -> str:
        return self.place.split("/")[2]


def read_words(code: str, value: object) -> Mapping[str, object]:
    """A wording out of JSON, checked as far as no print is needed; raises ValueError."""
    if not isinstance(value, Mapping) or set(value) != {"number", "texts"}:
        raise ValueError
    number, texts = value["number"], value["texts"]
    if isinstance(number, bool) or not isinstance(number, int) or not 0 < number <= MOST_WORDINGS:
        raise ValueError
    if not isinstance(texts, Mapping):
        raise TypeError
    read = {str(place): str(text).strip() for place, text in texts.items()}
    for place, text in read.items():
        found = _PLACE.fullmatch(place)
        if found is None or found[1] != code or len(text) > LONGEST:
            raise ValueError
        if not text and place.split("/")[2] not in _MAY_BE_EMPTY:
            raise ValueError
        if code.startswith("D-") and unknown_placeholder(text):
            raise ValueError
    return {"number": number, "texts": read}


def letter_places(letter: LetterDefinition) -> tuple[OwnPlace, ...]:
    """Every text of the letter, in the order in which it is read."""
    base = f"{letter.code}/{letter.version}"
    found = [OwnPlace(f"{base}/title/0", "表題", letter.title, face="serif-700", one_line=True)]
    for condition, text in letter.titles.items():
        words = CONDITION_LABELS[condition]
        place = f"{base}/titles/{condition.value}"
        found.append(OwnPlace(place, "表題", text, words, face="serif-700", one_line=True))
    found += _paragraphs(base, "opening", "本文", letter.opening)
    for number, entry in enumerate(letter.entries):
        place, label = f"{base}/labels/{number}", f"記 {number + 1} の見出し"
        found.append(OwnPlace(place, label, entry.label, _when(entry.only), one_line=True))
        if entry.text:
            place, told = f"{base}/entries/{number}", (entry.text, _when(entry.only))
            one = OwnPlace(place, f"記 {number + 1}", *told, optional=True, must=entry.must)
            found.append(one)
    place = f"{base}/{MORE}"
    found.append(OwnPlace(f"{place}/label", "追加の記の見出し", "", one_line=True, optional=True))
    found.append(OwnPlace(f"{place}/entries", "追加の記", "", optional=True))
    found += _paragraphs(base, "closing", "結び", letter.closing)
    for code, point in letter.corrections.items():
        found.append(OwnPlace(f"{base}/corrections/{code}", f"補正　{point.label}", point.text))
    return tuple(found)


def _paragraphs(
    base: str, part: str, called: str, paragraphs: tuple[Paragraph, ...]
) -> list[OwnPlace]:
    """Each may be left out, and one may be added behind them."""
    found = [
        OwnPlace(
            f"{base}/{part}/{number}",
            f"{called} {number + 1}",
            one.text,
            _when(one.only),
            optional=True,
            must=one.must,
        )
        for number, one in enumerate(paragraphs)
    ]
    added = OwnPlace(f"{base}/{MORE}/{part}", f"追加の段落（{called}の終わり）", "", optional=True)
    return [*found, added]


def _when(only: frozenset[Condition]) -> str:
    return "・".join(CONDITION_LABELS[one] for one in Condition if one in only)


def reason_places(reasons: Mapping[Reason, ReasonText]) -> tuple[OwnPlace, ...]:
    """The words of every reason code, and the rule each rests on."""
    return tuple(
        OwnPlace(f"{REASONS}/0/{part}/{code.value}", f"{REASON_LABELS[code]}{more}", text)
        for code in Reason
        if code in reasons
        for part, more, text in (
            ("text", "", reasons[code].text),
            ("basis", "（根拠）", reasons[code].basis),
        )
    )


def form_places(form: FormDefinition) -> tuple[OwnPlace, ...]:
    """The sentences of a blank form that its definition gives into the office's hands."""
    return tuple(
        OwnPlace(
            *(f"{form.code}/{form.version}/captions/{number}", caption.own, caption.text),
            face=f"sans-{caption.weight}",
            size=caption.size,
            width=caption.box.width,
            one_line=True,
        )
        for number, caption in enumerate(form.captions)
        if caption.own
    )


def form_in_own_words(form: FormDefinition, words: OwnWords) -> FormDefinition:
    """The form as the office prints it. Another text is another version: its QR says which."""
    base = f"{form.code}/{form.version}/captions"
    mine = {place: text for place, text in words.texts.items() if place.startswith(f"{base}/")}
    if not mine:
        return form
    return replace(
        form,
        version=printed_version(form.version, words.number),
        captions=tuple(
            replace(one, text=mine.get(f"{base}/{number}", one.text)) if one.own else one
            for number, one in enumerate(form.captions)
        ),
    )


def signed_one_by_one(definition: LetterDefinition) -> dict[str, str]:
    """The texts that an earlier program let an office sign one at a time, by their places."""
    parts = (
        ("opening", [one.text for one in definition.opening]),
        ("entries", [one.text for one in definition.entries]),
        ("closing", [one.text for one in definition.closing]),
    )
    return {
        f"{definition.code}/{definition.version}/{part}/{number}": text
        for part, texts in parts
        for number, text in enumerate(texts)
        if text
    }


def reasons_by_code(texts: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Texts and bases by reason code, out of the wording of the document `REASONS`."""
    found: dict[str, dict[str, str]] = {"text": {}, "basis": {}}
    for place, text in texts.items():
        _code, _version, part, reason = place.split("/")
        found.setdefault(part, {})[reason] = text
    return found["text"], found["basis"]


def with_own_texts(
    definition: LetterDefinition,
    texts: Mapping[str, str],
    reasons: Mapping[str, str],
    bases: Mapping[str, str],
) -> LetterDefinition:
    """The letter in the words that are in force (DESIGN §1); where there are none, in its own."""
    base = f"{definition.code}/{definition.version}"

    def text(part: str, key: int | str, shipped: str = "") -> str:
        return texts.get(f"{base}/{part}/{key}", shipped)

    def paragraphs(part: str, shipped: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
        said = [replace(one, text=text(part, n, one.text)) for n, one in enumerate(shipped)]
        return tuple(one for one in (*said, Paragraph(text(MORE, part))) if one.text)

    entries = (
        replace(one, label=text("labels", n, one.label), text=text("entries", n, one.text))
        for n, one in enumerate(definition.entries)
    )
    added = Entry(text(MORE, "label", _ADDED), text(MORE, "entries"), None)

    return replace(
        definition,
        title=text("title", 0, definition.title),
        titles={one: text("titles", one.value, said) for one, said in definition.titles.items()},
        opening=paragraphs("opening", definition.opening),
        entries=tuple(one for one in (*entries, added) if one.text or one.block is not None),
        closing=paragraphs("closing", definition.closing),
        corrections={
            code: replace(one, text=text("corrections", code, one.text))
            for code, one in definition.corrections.items()
        },
        reasons={
            code: ReasonText(
                reasons.get(code.value, shipped.text),
                bases.get(code.value, shipped.basis),
                {} if code.value in bases else shipped.bases,  # the office's own goes for all
            )
            for code, shipped in definition.reasons.items()
        },
    )
