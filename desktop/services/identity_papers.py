"""The identity papers of a case as they were read, for the rules of DOMAIN §5 and §7."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy.orm import Session

from desktop.address.names import Outcome, compare_names
from desktop.address.reader import AddressReader
from desktop.domain.identity import (
    PaperFacts,
    PapersFinding,
    ProblemCode,
    back_asked_for,
    check_papers,
    is_identity_paper,
)
from desktop.domain.page_kinds import PAGE_KIND_LABELS
from desktop.domain.reading import FieldReading, PageKind, PageReading, bare_key
from desktop.domain.three_way_match import same
from desktop.domain.verification import Side
from desktop.domain.wareki import parse_wareki
from desktop.services.paper_groups import group_pages, kind_of_group
from desktop.store.documents import documents_of, open_reading, pages_of
from desktop.store.errors import KeyDestroyed
from desktop.store.parts import get_part
from desktop.store.schema.casework import CaseRow
from desktop.store.vault.vault import Vault

# A passport names its holder in Latin letters, which no form or register has to compare with.
_TELLING = dict.fromkeys((PageKind.PP_OLD, PageKind.PP_NEW), ("expires", "birth"))
_CARDS = frozenset(
    {PageKind.DL, PageKind.DLH, PageKind.MNC, PageKind.RC, PageKind.SPR, PageKind.SRC}
)
# The side that may lie alone, and the papers it can be the other side of.
_OTHER_SIDES = {
    PageKind.DL_BACK: frozenset({PageKind.DL}),
    PageKind.RC: frozenset({PageKind.RC, PageKind.SPR}),
    PageKind.SPR: frozenset({PageKind.RC, PageKind.SPR}),
}
_PASSPORT = frozenset({PageKind.PP_OLD, PageKind.PP_NEW})
_SHOW_FORMER_ADDRESS = frozenset({PageKind.JUM, PageKind.FUH, PageKind.DL})


@dataclass(frozen=True, slots=True)
class PlacedField:
    """A reading and the page where it stands."""

    page_id: str
    reading: FieldReading = field(repr=False)


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: the fields of its sides.

    `document` is where its first side lies; `has_back` that the other side is there too.
    """

    kind: PageKind
    fields: dict[str, PlacedField] = field(repr=False)
    label: str = ""
    document: str = ""
    has_back: bool = False

    def text(self, key: str) -> str:
        placed = self.fields.get(key)
        return placed.reading.text.strip() if placed else ""

    def side(self) -> Side:
        """For the three-way check; a 前住所 counts on 住民票, 附票 and licence (DOMAIN §7)."""
        former = self.text("previous_address") if self.kind in _SHOW_FORMER_ADDRESS else ""
        return Side(
            name=self.text("name"),
            postal=self.text("postal"),
            address=self.text("address"),
            birth=parse_wareki(self.text("birth")),
            previous_address=former,
            label=self.label,
            former_name=self.text("former_name"),
        )

    def facts(self) -> PaperFacts:
        return PaperFacts(
            kind=self.kind,
            has_back=self.has_back,
            expires=parse_wareki(self.text("expires")),
            issued=parse_wareki(self.text("issued")),
            address_present=bool(self.text("address")),
            readable=any(map(self.text, _TELLING.get(self.kind, ("name",)))),
        )


def papers_of(
    session: Session, vault: Vault, case_id: str, addresses: AddressReader
) -> tuple[Paper, ...]:
    """The identity papers that are still readable, in the order they lay in the envelope."""
    readings: dict[str, list[tuple[str, PageReading]]] = {}
    for page in pages_of(session, case_id):
        if _is_paper(PageKind(page.kind)):
            try:
                reading = open_reading(session, vault, page.id)
            except KeyDestroyed:
                continue
            readings.setdefault(page.document_id, []).append((page.id, reading))
    documents = (
        (document.id, PageKind(document.kind), readings.get(document.id, ()))
        for document in documents_of(session, case_id)
    )
    return _assembled(documents, addresses)


def papers_in_mail(
    readings: Sequence[tuple[str, PageReading]], addresses: AddressReader
) -> tuple[Paper, ...]:
    """The identity papers of an envelope that is no case yet, grouped as filing will do it."""
    groups = group_pages([reading for _, reading in readings])
    documents = (
        (
            str(number),
            kind_of_group([readings[index][1] for index in group]),
            [readings[index] for index in group],
        )
        for number, group in enumerate(groups)
        if _is_paper(readings[group[0]][1].kind)
    )
    return _assembled(documents, addresses)


def _is_paper(kind: PageKind) -> bool:
    return is_identity_paper(kind) or kind is PageKind.DL_BACK


def _assembled(
    documents: Iterable[tuple[str, PageKind, Sequence[tuple[str, PageReading]]]],
    addresses: AddressReader,
) -> tuple[Paper, ...]:
    """The papers from documents: id, kind, pages."""
    found: list[Paper] = []
    for document, of_kind, pages in documents:
        for page_id, reading in pages:
            for part, fields in reading.sides():
                kind = part.kind if reading.parts else _kind_in(of_kind, part.kind)
                back = part.back or kind is PageKind.DL_BACK
                _lay_beside(found, _Side(kind, back, document, page_id, fields), addresses)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a paper, or one page of it, as it was read."""

    kind: PageKind
    back: bool
    document: str
    page_id: str
    fields: tuple[FieldReading, ...] = field(repr=False)

    @property
    def named(self) -> bool:
        return any(bare_key(one.key) == "name" and one.text.strip() for one in self.fields)


def _kind_in(document: PageKind, page: PageKind) -> PageKind:
    """A page's kind; the document's where the page is only a further one of it."""
    return page if page in (PageKind.DL_BACK, *_PASSPORT) else document


def _lay_beside(found: list[Paper], side: _Side, addresses: AddressReader) -> None:
    """Put the side to the paper it belongs to, or begin a paper with it."""
    for at in range(len(found) - 1, -1, -1):
        if _belongs(side, found[at]):
            found[at] = _with_side(found[at], side, addresses)
            return
    found.append(_with_side(Paper(side.kind, {}, document=side.document), side, addresses))


def _belongs(side: _Side, paper: Paper) -> bool:
    if side.back and paper.kind in _OTHER_SIDES.get(side.kind, ()):
        return not paper.has_back
    if side.document != paper.document:
        return False
    if {side.kind, paper.kind} <= _PASSPORT:
        return True
    if side.kind is PageKind.DL and paper.kind is PageKind.DL_BACK:
        return True  # its back lay above it
    if side.kind is not paper.kind:
        return False
    # A card has two sides, and one of them bears the name: a second one is another card.
    return side.kind not in _CARDS or not (side.named and paper.text("name"))


def _with_side(paper: Paper, side: _Side, addresses: AddressReader) -> Paper:
    """The paper with one side more. The latest address entry on a back is the present one
    (DOMAIN §7: DL の裏), and the front's then is the former, whichever side came first."""
    fields = dict(paper.fields)
    renamed = side.kind is PageKind.PP_OLD or paper.kind is PageKind.DL_BACK
    kind = side.kind if renamed else paper.kind
    further = bool(paper.label) and kind in _CARDS
    front_last = further and side.named and not paper.text("name")
    for one in side.fields:
        key, placed = bare_key(one.key), PlacedField(side.page_id, one)
        before = fields.get(key)
        if before is None:
            fields[key] = placed
        elif key == "address":
            front, entry = (placed, before) if front_last else (before, placed)
            fields["address"] = front
            if addresses.parse(entry.reading.text).depth == "number":
                fields["previous_address"], fields["address"] = front, entry
        elif front_last:
            fields[key] = placed
    label = PAGE_KIND_LABELS[PageKind.DL if kind is PageKind.DL_BACK else kind]
    return Paper(kind, fields, label, paper.document, paper.has_back or further)


def own_papers(papers: Sequence[Paper], applicant: str, *, agent: bool) -> tuple[Paper, ...]:
    """The papers of the person whose data it is; an agent's own are for the agent check."""
    if not agent:
        return tuple(papers)
    return tuple(
        paper
        for paper in papers
        if compare_names(applicant, paper.text("name")) is not Outcome.DIFFERENT
    )


def judge_papers(
    papers: Sequence[Paper], arrived: date, *, agent: bool, power_shown: bool
) -> PapersFinding:
    """Whether the papers suffice. With an agent's power of attorney the principal's registered
    seal certificate is the proof (DOMAIN §5), so a second paper is not asked for."""
    finding = check_papers([paper.facts() for paper in papers], arrived)
    if not (agent and power_shown) or finding.ok:
        return finding
    left = tuple(p for p in finding.problems if p.code is not ProblemCode.SECOND_NEEDED)
    return PapersFinding(not left and bool(finding.accepted), left, finding.accepted)


def with_backs_asked(
    finding: PapersFinding, papers: Sequence[Paper], form: Side, addresses: AddressReader
) -> PapersFinding:
    """The finding of papers that do not agree with the form, with the licences whose back would
    tell of a move (DOMAIN §5: 表＋裏 if changed)."""
    written = addresses.parse(form.address, form.postal)
    asked = tuple(
        back_asked_for(paper.kind)
        for paper in papers
        if paper.kind is PageKind.DL
        and not paper.has_back
        and paper.text("address")
        and not same(written, addresses.parse(paper.text("address")))
    )
    return replace(finding, problems=(*finding.problems, *asked))


def power_shown(session: Session, case_id: str) -> bool:
    return any(row.kind == PageKind.POWER for row in documents_of(session, case_id))


def find_papers(
    session: Session, vault: Vault, case: CaseRow, addresses: AddressReader
) -> tuple[tuple[Paper, ...], PapersFinding]:
    """The applicant's own papers and what they are worth on the 到達日."""
    person = get_part(session, vault, case.id, "person") or {}
    papers = own_papers(
        papers_of(session, vault, case.id, addresses), person.get("name", ""), agent=case.agent
    )
    shown = power_shown(session, case.id)
    return papers, judge_papers(
        papers, latest_arrival(session, case), agent=case.agent, power_shown=shown
    )


def latest_arrival(session: Session, case: CaseRow) -> date:
    """Validity is judged on the day the papers came: with a correction, its own arrival."""
    days = [
        row.received_on for row in documents_of(session, case.id) if _is_paper(PageKind(row.kind))
    ]
    return max(days, default=case.arrived_on)


def paper_problems(
    session: Session, vault: Vault, case: CaseRow, addresses: AddressReader
) -> tuple[str, ...]:
    """The faults of the papers in sentences; nothing once they are destroyed."""
    if case.completed_on is not None:
        return ()
    _, finding = find_papers(session, vault, case, addresses)
    return tuple(problem.sentence for problem in finding.problems)
