"""What the three-way check shows (DOMAIN §7; DESIGN §6)."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.address.compare import Level
from desktop.domain.identity import PapersFinding
from desktop.domain.reading import Box
from desktop.domain.verification import FormerReading, Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Cell:
    """One reading in the three-way table, with its place on the page for the crop."""

    text: str = field(repr=False)
    page_id: str
    key: str
    box: Box | None
    confidence: float
    sure: bool


@dataclass(frozen=True, slots=True)
class RowView:
    """One component. `identity` is the paper shown; `missing_on` names what lacks it."""

    component: str
    label: str
    form: Cell | None
    identity: Cell | None
    register: str | None = field(repr=False)
    outcome: Outcome
    missing_on: str
    note: str
    evidence: tuple[str, ...] = field(default=(), repr=False)
    """For each pair of places how it stands and why."""
    explained_by_reading: bool = False
    former: tuple[FormerReading, ...] = field(default=(), repr=False)
    """A reading for each of the view's `former`."""
    by_former: bool = False
    """A move that `former` proves explains why the places differ."""
    former_cell: Cell | None = None
    """The component in the 前住所 of the paper, where that carries the match."""

    @property
    def doubts(self) -> tuple[str, ...]:
        """What a person answers one by one: an outcome that is not plain equality, and each
        reading that is not sure. 「room.judged」, 「room.form」, 「room.identity」."""
        cells = (("form", self.form), ("identity", self.identity))
        found = ["judged"] if self.outcome is not Outcome.EQUAL else []
        found += [side for side, cell in cells if cell is not None and not cell.sure]
        return tuple(f"{self.component}.{one}" for one in found)


@dataclass(frozen=True, slots=True)
class FormerView:
    """Which former address carries the match, and what it agrees with: both records in words."""

    a: str
    b: str


@dataclass(frozen=True, slots=True)
class CandidateView:
    """A register hit. `label` is for the picker: customer number and what matched."""

    index: int
    label: str = field(repr=False)
    customer_no: str
    which: str
    level: Level


@dataclass(frozen=True, slots=True)
class ThreeWayView:
    """`candidate` is -1 while nothing is picked: several hits are never picked by the desk."""

    rows: tuple[RowView, ...]
    candidates: tuple[CandidateView, ...]
    candidate: int
    verdict: Verdict | None
    paper_labels: tuple[str, ...]
    papers: PapersFinding
    register_age: int | None
    proposal: str  # PASS | SECOND_CLERK | CORRECTION | NO_CANDIDATE
    headline: str = ""
    explanation: str = field(default="", repr=False)
    components: frozenset[str] = frozenset()
    """The components a clerk must have looked at before confirming."""
    former: tuple[FormerView, ...] = ()
    register: str = ""
    """The address of the register that the rows show: R1, R2 or Rh."""
    doubts: frozenset[str] = frozenset()
    """The doubts of all rows: each is answered with a key of its own before confirming."""
    basis: str = ""
    """Stands for all that is shown: a confirmation names it, so that it holds for nothing else."""

    @property
    def to_see(self) -> frozenset[str]:
        """All that a confirmation has to name as looked at."""
        return self.components | self.doubts
