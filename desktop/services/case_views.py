"""What the desk shows of a case: frozen values, opened for one person, never stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from desktop.domain.clocks import ClockView, Interim
from desktop.domain.disposal import ItemState
from desktop.domain.letters import CsvEncoding
from desktop.domain.posting import FOR_OTHER
from desktop.domain.reading import PageKind, PageReading
from desktop.domain.requests import Item, Reason, RequestType
from desktop.domain.retention import RetentionClass
from desktop.domain.states import Action, CaseState
from desktop.services.fee_views import FeeView
from desktop.services.media_views import MediumView
from desktop.services.special_views import SpecialView
from desktop.services.wanted_codes import ItemNames


@dataclass(frozen=True, slots=True)
class ItemDecision:
    """The decision on one item of one type (DOMAIN §1). A refusal has code and text, both.

    A granted correction has what stood there, what stands there now and the day it was done; the
    `text` of a granted item is what is told with it.
    """

    type: RequestType
    item: Item | None
    granted: bool
    reason: Reason | None = None
    text: str = field(default="", repr=False)
    before: str = field(default="", repr=False)
    after: str = field(default="", repr=False)
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list. `name` is "" where the person block is destroyed.

    `mail` says what has come for it and waits for its clerk, "" where nothing has.
    """

    id: str
    number: str
    name: str = field(repr=False)
    types: str
    types_count: int
    state: CaseState
    work: str
    statutory: ClockView | None
    target: ClockView | None
    assigned: str
    version: int
    destroyed: bool = False
    mail: str = ""
    found_in: tuple[str, ...] = ()
    """Of a search: the fields in which it was found, in words."""
    interim: Interim | None = None
    """What is to be done about its 中間連絡, where the target has passed."""


class DueWindow(StrEnum):
    """When the nearer of the two clocks ends; the week from today to its Sunday."""

    OVERDUE = "OVERDUE"
    TODAY = "TODAY"
    WEEK = "WEEK"


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases: of these states (empty = all), whose number or person contains `text`.

    Every field that is set narrows further. `red`: late, returned, or unanswered after its day.
    """

    states: frozenset[CaseState] = frozenset()
    text: str = field(default="", repr=False)
    assigned: str = ""
    due: DueWindow | None = None
    types: frozenset[RequestType] = frozenset()
    arrived_from: date | None = None
    arrived_to: date | None = None
    red: bool = False


@dataclass(frozen=True, slots=True)
class WaitingLine:
    case_id: str
    number: str
    what: str
    until: date | None
    late: bool = False


@dataclass(frozen=True, slots=True)
class ForecastDay:
    """How many cases fall due on a business day; the first one may be all overdue together."""

    day: date
    label: str
    count: int
    overdue: bool


@dataclass(frozen=True, slots=True)
class RedTask:
    """`number`: the 受付番号 of the case in which it is settled, of several the first. What is owed
    and not `late` yet is told, and is not red."""

    code: str
    sentence: str
    next_step: str
    number: str = ""
    late: bool = True


@dataclass(frozen=True, slots=True)
class TodayView:
    overdue: tuple[CaseLine, ...]
    due_today: tuple[CaseLine, ...]
    this_week: tuple[CaseLine, ...]
    later: tuple[CaseLine, ...]
    envelopes: int
    pages: int
    waiting: tuple[WaitingLine, ...]
    returned: tuple[CaseLine, ...]
    forecast: tuple[ForecastDay, ...]
    red_tasks: tuple[RedTask, ...]
    paper_until: str = ""
    """The last 受付番号 that was given on paper, where the office has said so."""
    overdue_more: int = 0
    today_more: int = 0
    week_more: int = 0
    later_more: int = 0
    """Cases of each group that are not among its lines."""
    waiting_more: int = 0
    returned_more: int = 0
    to_post: int = 0
    """Letters that wait to leave."""
    on_their_way: int = 0
    longest_way: int = 0
    """Answers that nobody has said to be delivered, and the days of the oldest."""


@dataclass(frozen=True, slots=True)
class PageView:
    id: str
    seq: int
    kind: PageKind
    masked: int
    destroyed: bool
    identity: bool
    erasing: bool = False
    """消去待ち: taken out for a forbidden number; old copies die with the next roll."""


@dataclass(frozen=True, slots=True)
class DocumentView:
    id: str
    label: str
    kind: PageKind
    form: str
    received_on: date
    unit_class: RetentionClass
    pages: tuple[PageView, ...]


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page's JPEG and what was read from it, opened in memory only."""

    image: bytes = field(repr=False)
    reading: PageReading = field(repr=False)


@dataclass(frozen=True, slots=True)
class IdentityView:
    """What was confirmed about the person (DOMAIN §7), and by whom. Names are display names."""

    ok: bool
    level: str
    which: str
    confirmed_by: str
    second_by: str
    needs_second: bool
    note: str = field(repr=False)
    paper_problems: tuple[str, ...]
    confirmed_by_id: str = ""


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """One 補正依頼, asked once or twice: its latest letter ("" where paper asked), when it was
    asked, until when, and when the reply came."""

    letter_id: str
    asked_on: date
    answer_by: date | None
    replied_on: date | None


@dataclass(frozen=True, slots=True)
class AnswerLine:
    label: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NameDoubt:
    """Words of a line that may name another person; a clerk makes them black or lets them be."""

    line: int
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A department's 回答 for one item, with its source and 基準日."""

    item: Item
    source: str
    as_of: date | None
    rows: int
    lines: tuple[AnswerLine, ...] = field(default=(), repr=False)
    nothing: bool = False
    """The department says that it holds nothing: 該当なし."""
    masked: int = 0
    version: int = 1
    pages: int = 0
    """Of a PDF: how many pages are disclosed; it has no lines."""
    doubts: tuple[NameDoubt, ...] = ()
    lacking: int = 0
    """Of half-hour values: how many are missing between the first and the last day."""


@dataclass(frozen=True, slots=True)
class InquiryView:
    """調査依頼: what one department was asked, until when, and which items it still owes."""

    id: str
    seq: int
    department: str
    items: tuple[Item, ...]
    since: date
    until: date
    asked_on: date
    due_on: date
    reminders: int
    reminded_on: date | None
    owed: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter. `state` is DRAFT (a decision not yet approved), READY, PRINTED, CHECKED or SENT;
    VOID once replaced by a newer draft."""

    id: str
    code: str
    number: str
    title: str
    state: str
    sha256: str
    made_by: str
    made_at: datetime
    answer_by: date | None
    printed_by: str
    checked_by: str
    sent_at: datetime | None
    destroyed: bool = False
    annex_destroyed: bool = False  # what opens is the letter without its annex
    goes_with: str = ""  # of a cover sheet: the letter in whose envelope it lies
    notes: tuple[str, ...] = field(default=(), repr=False)  # what to know before it is printed
    returned_on: date | None = None  # of one that is no answer: the last 返戻
    returns: int = 0
    is_out: bool = False  # no answer, posted and not back
    way: str = ""  # 普通郵便, where that was decided before the envelope was made
    way_why: str = ""
    way_by: str = ""


@dataclass(frozen=True, slots=True)
class ApprovalState:
    """Whose draft, whose approval. `send_back` is the supervisor's comment of a 差戻し, and
    `send_back_about` the decision it is about, as `decision_code` names it; "" of the whole."""

    drafted_by: str = ""
    drafted_by_id: str = ""
    drafted_at: datetime | None = None
    approved_by: str = ""
    approved_at: datetime | None = None
    letter_hash: str = ""
    send_back: str = field(default="", repr=False)
    send_back_about: str = ""


@dataclass(frozen=True, slots=True)
class UnitView:
    """A retention unit of the case; of a destroyed one the stub's sentence."""

    id: str
    cls: RetentionClass
    state: ItemState
    due_on: date | None
    stub: str
    held: bool = False
    held_why: str = ""


@dataclass(frozen=True, slots=True)
class DispatchView:
    delivery: str
    tracking: str
    dispatched_on: date
    delivered_on: date | None
    by: str
    returned_on: date | None = None
    times: int = 1
    """How often this answer was posted."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """The person block as the form has it and a clerk corrected it."""

    name: str = field(default="", repr=False)
    kana: str = field(default="", repr=False)
    birth: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    postal: str = field(default="", repr=False)
    address: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class CaseView:
    line: CaseLine
    arrived_on: date
    registered_on: date
    applicant: Applicant
    print_notes: tuple[str, ...] = field(repr=False)  # of the name and the address
    wanted: Mapping[RequestType, tuple[Item, ...]]
    method: str
    agent: bool
    agent_ok: bool
    documents: tuple[DocumentView, ...]
    enclosures: tuple[str, ...]
    fee: FeeView
    identity: IdentityView
    corrections: tuple[CorrectionView, ...]
    decisions: tuple[ItemDecision, ...]
    answers: tuple[AnswerView, ...]
    missing_answers: tuple[Item, ...]
    letters: tuple[LetterView, ...]
    approval: ApprovalState
    dispatch: DispatchView | None
    actions: tuple[Action, ...]
    units: tuple[UnitView, ...]
    history_count: int
    version: int
    asked_in: CaseState | None = None
    """Where a waiting case was when the waiting began: for the stepper."""
    ended_in: CaseState | None = None
    """Where a case was when it ended without its answer: for the stepper."""
    special: SpecialView = field(default_factory=SpecialView)
    inquiries: tuple[InquiryView, ...] = ()
    to_ask: tuple[Item, ...] = ()
    """Items whose department has not been asked yet."""
    unconfirmed: tuple[Item, ...] = ()
    """Items whose PDF waits for a person; it is no answer yet."""
    notices: int = 0
    """How often the customer was asked in the wait that goes on."""
    waits_until: date | None = None
    """The customer's day in that wait, counted from the posting of the letter."""
    items: ItemNames = field(default_factory=ItemNames)
    limit: date | None = None
    """The last day of the service clock (受付日 + 30 d and what was waited); None once answered."""
    medium: MediumView | None = None
    """Of an answer that was asked for on a CD-R, once its letter is made."""
    encoding: CsvEncoding = CsvEncoding.UTF8
    """文字コード of its files."""
    way: str = FOR_OTHER
    """How the office posts this answer (DOMAIN §8); another way has its reason."""

    @property
    def id(self) -> str:
        return self.line.id
