"""The identity papers of a case as they were read, for the rules of DOMAIN §5 and §7."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from desktop.address.names import Outcome, compare_names
from desktop.address.reader import AddressReader
from desktop.domain.identity import (
    PaperFacts,
    PapersFinding,
    ProblemCode,
    check_papers,
    is_identity_paper,
)
from desktop.domain.page_kinds import PAGE_KIND_LABELS
from desktop.domain.reading import FieldReading, PageKind, PageReading
from desktop.domain.verification import Side
from desktop.domain.wareki import parse_wareki
from desktop.store.documents import documents_of, open_reading, pages_of
from desktop.store.errors import KeyDestroyed
from desktop.store.parts import get_part
from desktop.store.schema.casework import CaseRow
from desktop.store.vault.vault import Vault

_BOTH_SIDES = 2
_SHOW_FORMER_ADDRESS = frozenset({PageKind.JUM, PageKind.FUH, PageKind.DL})


@dataclass(frozen=True, slots=True)
class PlacedField:
    """A reading and the page where it stands."""

    page_id: str
    reading: FieldReading = field(repr=False)


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: its pages' fields, the later side before the earlier one."""

    kind: PageKind
    pages: int
    fields: dict[str, PlacedField] = field(repr=False)
    label: str = ""

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
            has_back=self.pages >= _BOTH_SIDES,
            expires=parse_wareki(self.text("expires")),
            issued=parse_wareki(self.text("issued")),
            address_present=bool(self.text("address")),
            readable=bool(self.text("name")),
        )


def papers_of(
    session: Session, vault: Vault, case_id: str, addresses: AddressReader
) -> tuple[Paper, ...]:
    """The identity papers that are still readable, in the order they lay in the envelope."""
    readings: dict[str, list[tuple[str, PageReading]]] = {}
    for page in pages_of(session, case_id):
        if is_identity_paper(PageKind(page.kind)) or page.kind == PageKind.DL_BACK:
            try:
                reading = open_reading(session, vault, page.id)
            except KeyDestroyed:
                continue
            readings.setdefault(page.document_id, []).append((page.id, reading))
    found: list[Paper] = []
    for document in documents_of(session, case_id):
        pages = readings.get(document.id)
        kind = PageKind(document.kind)
        if pages and kind is PageKind.DL_BACK and found and found[-1].kind is PageKind.DL:
            found[-1] = paper_from(found[-1].kind, pages, addresses, found[-1])
        elif pages:
            found.append(paper_from(kind, pages, addresses))
    return tuple(found)


def paper_from(
    kind: PageKind,
    pages: Sequence[tuple[str, PageReading]],
    addresses: AddressReader,
    front: Paper | None = None,
) -> Paper:
    """One paper from its sides. The latest address entry on a back is the present one
    (DOMAIN §7: DL の裏), and the front's then is the former."""
    fields = dict(front.fields) if front else {}
    for page_id, reading in pages:
        for one in reading.fields:
            placed = PlacedField(page_id, one)
            if one.key == "address" and "address" in fields:
                if addresses.parse(one.text).depth == "number":
                    fields["previous_address"] = fields["address"]
                    fields["address"] = placed
            else:
                fields.setdefault(one.key, placed)
    label = PAGE_KIND_LABELS[PageKind.DL if kind is PageKind.DL_BACK else kind]
    return Paper(kind, len(pages) + (front.pages if front else 0), fields, label)


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
        row.received_on
        for row in documents_of(session, case.id)
        if is_identity_paper(PageKind(row.kind))
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
