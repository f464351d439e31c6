"""I-10 マスキング記録: what was blacked out or not kept, where, and by whom (DOMAIN §5, §9).

It is told from the operation log alone, for a period or for one case: kinds, papers and places,
never a number, a name or a picture. Envelopes filed before the log named them are told by their
day and number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.mask_words import FORBIDDEN_LABELS, MASK_LABELS
from desktop.domain.page_kinds import PAGE_KIND_LABELS
from desktop.domain.reading import PageKind
from desktop.domain.requests import ITEM_LABELS, Item
from desktop.domain.wareki import wareki
from desktop.letters.office_forms import OfficeForm
from desktop.letters.office_sheet import Facts, Grid
from desktop.services.casebook import Casebook
from desktop.store.cases import case_row, numbers_of
from desktop.store.documents import pages_of
from desktop.store.reports import LogLine, Span, envelope_names, log_lines

PURGED: Final = "forbidden.purge"
MASKED: Final = "forbidden.mask"
FOUND: Final = "forbidden.found"
BURNT: Final = "page.burnt"
_CLERK: Final = ("page.mask", "case.answer_masked")
_ANSWERED: Final = ("forbidden.answer", "forbidden.paper_done")
_ALL: Final = (PURGED, MASKED, BURNT, FOUND, *_CLERK, *_ANSWERED)
_OF_MAIL: Final = (PURGED, MASKED, BURNT)  # their subject is the envelope
_FILED: Final = ("case.accept", "case.join")
_A_DAY: Final = timedelta(days=1)
_KINDS: Final[Mapping[str, str]] = {one.value: said for one, said in FORBIDDEN_LABELS.items()}
_REASONS: Final[Mapping[str, str]] = {one.value: said for one, said in MASK_LABELS.items()}
_PAPERS: Final[Mapping[str, str]] = {one.value: said for one, said in PAGE_KIND_LABELS.items()}


@dataclass(frozen=True, slots=True)
class _Places:
    """Case numbers by case, the case an envelope went to, and the envelopes' own names."""

    numbers: Mapping[str, str]
    filed: Mapping[str, str]
    envelopes: Mapping[str, str]


def mask_sections(
    session: Session, book: Casebook, form: OfficeForm, span: Span, made: str
) -> tuple[Facts | Grid, ...]:
    """The record of a period, of all cases and of mail that became none."""
    lines = log_lines(session, _ALL, since=span.begins, before=span.ends)
    envelopes = {_envelope(one) for one in lines} - {""}
    filed = log_lines(session, _FILED, since=lines[0].at) if envelopes else ()
    places = _places(session, form, lines, filed)
    facts = [
        (form.texts["period"], form.texts["to"].format(wareki(span.first), wareki(span.last))),
        (form.texts["made"], made),
    ]
    return (Facts(form.texts["facts"], facts), *_told(book, form, lines, places))


def mask_sections_of_case(
    session: Session, book: Casebook, form: OfficeForm, case_id: str, made: str
) -> tuple[Facts | Grid, ...]:
    """The record of one case: of its mail, and of what was found later."""
    case, texts = case_row(session, case_id), form.texts
    filed = log_lines(session, _FILED, case_id=case_id)
    envelopes = {str(one.detail["envelope"]) for one in filed if "envelope" in one.detail}
    came = [one.came_at for one in envelope_names(session, envelopes).values()]
    # A page is blacked out between its envelope's coming and filing: no more of the log is read.
    desk = (
        log_lines(session, ("page.mask",), since=min(came), before=filed[-1].at + _A_DAY)
        if came
        else ()
    )
    lines = [
        *log_lines(session, (*_OF_MAIL, "forbidden.answer"), subjects=envelopes),
        *(one for one in desk if str(one.detail.get("envelope", "")) in envelopes),
        *log_lines(session, _ALL, case_id=case_id),
    ]
    lines.sort(key=lambda one: one.seq)
    kept = [
        (
            texts["page"].format("", page.seq).strip(),
            _PAPERS.get(page.kind, texts["unknown"]),
            texts["still"].format(page.masked),
        )
        for page in pages_of(session, case_id)
        if page.masked
    ]
    facts = [(texts["case"], case.number), (texts["made"], made)]
    return (
        Facts(texts["facts"], facts),
        *_told(book, form, lines, _places(session, form, lines, filed)),
        Grid(texts["pages"], form.tables["pages"], kept, texts["none"]),
    )


def _told(
    book: Casebook,
    form: OfficeForm,
    lines: Sequence[LogLine],
    places: _Places,
) -> tuple[Facts | Grid, ...]:
    texts = form.texts
    parts = (
        (texts["purged"], (PURGED,)),
        (texts["masked"], (MASKED,)),
        (texts["burnt"], (BURNT,)),
        (texts["found"], (FOUND,)),
        (texts["clerk"], _CLERK),
    )
    counts = [
        (label, texts["times"].format(sum(one.action in actions for one in lines)))
        for label, actions in (*parts, (texts["answered"], _ANSWERED))
    ]
    grids = [
        Grid(
            label,
            form.columns,
            [
                (
                    _moment(one.at),
                    _where(one, places, texts),
                    _paper(one, texts),
                    _kind(one, texts),
                    book.name_of(one.actor),
                )
                for one in lines
                if one.action in actions
            ],
            texts["none"],
        )
        for label, actions in parts
    ]
    done = [
        (
            _moment(one.at),
            _where(one, places, texts),
            _KINDS.get(str(one.detail.get("kind", "")), texts["unknown"]),
            texts[str(one.detail["answer"])] if "answer" in one.detail else texts["paper_done"],
            book.name_of(one.actor),
        )
        for one in lines
        if one.action in _ANSWERED
    ]
    answered = Grid(texts["answered"], form.tables["answered"], done, texts["none"])
    return (Facts(texts["counts"], counts, 60.0), *grids, answered)


def _places(
    session: Session, form: OfficeForm, lines: Sequence[LogLine], filings: Sequence[LogLine]
) -> _Places:
    envelopes = {_envelope(one) for one in lines} - {""}
    filed = {
        str(one.detail["envelope"]): one.case_id
        for one in filings
        if one.case_id and str(one.detail.get("envelope", "")) in envelopes
    }
    cases = {one.case_id for one in lines if one.case_id} | set(filed.values())
    names = envelope_names(session, envelopes)
    return _Places(
        numbers_of(session, cases),
        filed,
        {
            one: form.texts["envelope"].format(wareki(name.day), name.number)
            for one, name in names.items()
        },
    )


def _envelope(line: LogLine) -> str:
    """The envelope an entry is about: it is the subject where a page was not kept at all."""
    if line.action in (*_OF_MAIL, "forbidden.answer"):
        return line.subject
    return str(line.detail.get("envelope", ""))


def _where(line: LogLine, places: _Places, texts: Mapping[str, str]) -> str:
    envelope = _envelope(line)
    number = places.numbers.get(line.case_id or places.filed.get(envelope, ""), "")
    return number or places.envelopes.get(envelope, texts["unknown"])


def _paper(line: LogLine, texts: Mapping[str, str]) -> str:
    if line.action == "case.answer_masked":
        item = ITEM_LABELS[Item(str(line.detail["item"]))]
        return texts["annex"].format(item, line.detail["line"])
    paper, page = str(line.detail.get("paper", "")), line.detail.get("page", "")
    if line.action == "page.mask" and not paper:
        return texts["unknown"]  # an entry of an earlier version
    return texts["page"].format(_PAPERS.get(paper, PAGE_KIND_LABELS[PageKind.UNKNOWN]), page)


def _kind(line: LogLine, texts: Mapping[str, str]) -> str:
    boxes = int(line.detail.get("boxes", 0))
    if line.action == BURNT:
        return texts["boxes"].format(texts["other_marks"], boxes)
    if line.action not in _CLERK:
        kind = _KINDS.get(str(line.detail.get("kind", "")), texts["unknown"])
        return texts["boxes"].format(kind, boxes) if boxes else kind
    if not boxes:
        return texts["nothing_masked"]
    if line.action == "case.answer_masked":
        return texts["boxes"].format(texts["text"], boxes)
    kinds = [one for one in str(line.detail.get("kinds", "HAND")).split(",") if one]
    said = "・".join(_REASONS.get(one, texts["by_hand"]) for one in kinds)
    return texts["boxes"].format(said, boxes)


def _moment(at: datetime) -> str:
    return f"{wareki(at.date())} {at:%H:%M}"
