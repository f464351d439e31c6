"""Tables of the casework: case, retention unit, document, page, part, letter, fee, pause, dispatch.

Clear columns mean nothing about a person (ids, states, dates, classes, codes, counts); everything
else stands in sealed blobs (DESIGN §4). A unit is what dies together: one data key each.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column

from desktop.store.schema.base import Base, Versioned

ID = String(32)
CODE = String(32)


class CaseRow(Versioned, Base):
    """One 開示等の求め. `wanted` is JSON of codes: {"DISCLOSE": ["K1", "K3"]}."""

    __tablename__ = "case_"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    state: Mapped[str] = mapped_column(CODE, index=True)
    # Where a waiting case goes back to: the state it was in when the waiting began.
    waits_from: Mapped[str] = mapped_column(CODE, default="")
    wanted: Mapped[str] = mapped_column(String(1000), default="{}")
    method: Mapped[str] = mapped_column(CODE, default="")
    agent: Mapped[bool] = mapped_column(default=False)
    agent_ok: Mapped[bool] = mapped_column(default=False)
    agent_by: Mapped[str | None] = mapped_column(ID, default=None)
    arrived_on: Mapped[date]
    registered_on: Mapped[date]
    created_at: Mapped[datetime]
    opener_a: Mapped[str] = mapped_column(ID)
    opener_b: Mapped[str] = mapped_column(ID)
    enclosures_listed: Mapped[bool]
    purge_checked: Mapped[bool]
    assigned: Mapped[str | None] = mapped_column(ID, default=None)
    identity_ok: Mapped[bool] = mapped_column(default=False)
    identity_level: Mapped[str] = mapped_column(CODE, default="")
    identity_which: Mapped[str] = mapped_column(CODE, default="")
    identity_by: Mapped[str | None] = mapped_column(ID, default=None)
    identity_needs_second: Mapped[bool] = mapped_column(default=False)
    identity_second: Mapped[str | None] = mapped_column(ID, default=None)
    identity_at: Mapped[datetime | None] = mapped_column(default=None)
    drafter: Mapped[str | None] = mapped_column(ID, default=None)
    drafted_at: Mapped[datetime | None] = mapped_column(default=None)
    outcome: Mapped[str] = mapped_column(CODE, default="")
    completed_on: Mapped[date | None] = mapped_column(default=None)
    # Mail that came for the case and that nobody has gone on with: why it was waited for.
    mail: Mapped[str] = mapped_column(CODE, default="")
    # 紙で始まった案件: entered with the dates that it had on paper before the desk was there.
    from_paper: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Where its paper stands: a shelf or a box, nothing about a person.
    shelf: Mapped[str] = mapped_column(String(40), default="", server_default="")
    # The store's change number when this case last changed; the search index follows it.
    change: Mapped[int] = mapped_column(default=0, index=True)


class UnitRow(Versioned, Base):
    """A retention unit (DOMAIN §10): one class of one case, one data key, one due date, one end.

    After the disposal the row is the stub: id, class, dates, hash, method and approver.
    """

    __tablename__ = "unit"
    __table_args__ = (
        UniqueConstraint("case_id", "cls"),
        Index("ix_unit_state_due_on", "state", "due_on"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"), index=True)
    cls: Mapped[str] = mapped_column(String(4))
    key_id: Mapped[str | None] = mapped_column(ID, default=None)
    state: Mapped[str] = mapped_column(CODE)
    created_at: Mapped[datetime]
    trigger_on: Mapped[date | None] = mapped_column(default=None)
    due_on: Mapped[date | None] = mapped_column(default=None)
    sheets: Mapped[int] = mapped_column(default=0)
    destroyed_at: Mapped[datetime | None] = mapped_column(default=None)
    destroyed_method: Mapped[str] = mapped_column(CODE, default="")
    destroyed_batch: Mapped[str | None] = mapped_column(ID, default=None)
    destroyed_approver: Mapped[str | None] = mapped_column(ID, default=None)
    destroyed_hash: Mapped[str] = mapped_column(String(64), default="")


class DocumentRow(Base):
    """A document of a case: consecutive pages of one paper."""

    __tablename__ = "document"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"), index=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"), index=True)
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(CODE)
    form: Mapped[str] = mapped_column(CODE, default="")
    received_on: Mapped[date]
    # It came in the envelope with which the case began: its day is the 到達日.
    first_mail: Mapped[bool] = mapped_column(default=True, server_default=true())


class PageRow(Versioned, Base):
    """A page: sealed picture, sealed thumbnail, sealed reading. NULL blobs after the disposal."""

    __tablename__ = "page"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"), index=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"), index=True)
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(CODE)
    masked: Mapped[int] = mapped_column(default=0)
    image: Mapped[bytes | None] = mapped_column(LargeBinary, default=None, deferred=True)
    thumbnail: Mapped[bytes | None] = mapped_column(LargeBinary, default=None, deferred=True)
    reading: Mapped[bytes | None] = mapped_column(LargeBinary, default=None, deferred=True)


class PartRow(Versioned, Base):
    """A sealed piece of a case: kind person, check, address, draft, annex, note.

    `slot` tells parts of one kind apart (the annex has one an item). The seal's AAD is
    (part id, kind, "case").
    """

    __tablename__ = "part"
    __table_args__ = (UniqueConstraint("case_id", "kind", "slot"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"), index=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"), index=True)
    kind: Mapped[str] = mapped_column(CODE)
    slot: Mapped[str] = mapped_column(CODE, default="")
    as_of: Mapped[date | None] = mapped_column(default=None)
    rows: Mapped[int] = mapped_column(default=0)
    blob: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)


class LetterRow(Versioned, Base):
    """A letter of a case. `sha256` is of the PDF as made; it is what an approval signs.

    A letter with a disclosed annex lies in the annex's unit, which dies first (DOMAIN §10:
    開示資料控 6か月). `record` is the letter without its annex, kept with the decision.
    """

    __tablename__ = "letter"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"), index=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"), index=True)
    code: Mapped[str] = mapped_column(CODE)
    number: Mapped[str] = mapped_column(String(32), unique=True)
    state: Mapped[str] = mapped_column(CODE)
    sha256: Mapped[str] = mapped_column(String(64))
    blob: Mapped[bytes | None] = mapped_column(LargeBinary, default=None, deferred=True)
    record_unit_id: Mapped[str | None] = mapped_column(ForeignKey("unit.id"), default=None)
    record: Mapped[bytes | None] = mapped_column(LargeBinary, default=None, deferred=True)
    made_by: Mapped[str] = mapped_column(ID)
    made_at: Mapped[datetime]
    answer_by: Mapped[date | None] = mapped_column(default=None)
    printed_by: Mapped[str | None] = mapped_column(ID, default=None)
    printed_at: Mapped[datetime | None] = mapped_column(default=None)
    checked_by: Mapped[str | None] = mapped_column(ID, default=None)
    checked_at: Mapped[datetime | None] = mapped_column(default=None)
    # The list that was ticked at the 封入確認, as a hash; "" of one before lists were kept.
    enclosed: Mapped[str] = mapped_column(String(64), default="", server_default="")
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    # Of a cover sheet: the letter in whose envelope it lies; "" where it goes by itself.
    goes_with: Mapped[str] = mapped_column(ID, default="", server_default="")
    # 返戻 of one that is no answer: the last day, and how often.
    returned_on: Mapped[date | None] = mapped_column(default=None)
    returns: Mapped[int] = mapped_column(default=0, server_default="0")
    # The way it is to go where that is less sure than what the office has set, why, and who said.
    way: Mapped[str] = mapped_column(CODE, default="", server_default="")
    way_why: Mapped[str] = mapped_column(CODE, default="", server_default="")
    way_by: Mapped[str | None] = mapped_column(ID, default=None)


class ApprovalRow(Base):
    """An approver's signature over what was approved (TRUST §4). Void once the subject changed."""

    __tablename__ = "approval"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    subject_kind: Mapped[str] = mapped_column(CODE)
    subject_id: Mapped[str] = mapped_column(ID, index=True)
    hash: Mapped[str] = mapped_column(String(64))
    approver: Mapped[str] = mapped_column(ID)
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(String(400))
    signature: Mapped[bytes] = mapped_column(LargeBinary)
    void: Mapped[bool] = mapped_column(default=False)


class FeeEntryRow(Base):
    """手数料受払 (class F): numbers and codes only, one line for each face value; never changed.

    `kind` is RECEIVED, RETURNED, HANDED (to 経理), PASSED_ON (with rerouted
    mail), ADJUSTED (a count), REVERSED (of the line
    `reverses`), WAIVED, ASKED or NOT_ENCLOSED (two people found none). Lines that move money bear
    the number of I-09 in `no`; those recorded at once share `payment`. `accepted`: it can pay a
    fee (DOMAIN §2).
    """

    __tablename__ = "fee_entry"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    case_id: Mapped[str | None] = mapped_column(ForeignKey("case_.id"), index=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(CODE)
    means: Mapped[str] = mapped_column(CODE)
    amount: Mapped[int]
    by: Mapped[str] = mapped_column(ID)
    no: Mapped[int | None] = mapped_column(default=None, unique=True)
    payment: Mapped[str] = mapped_column(ID, default="")
    face: Mapped[int] = mapped_column(default=0)
    count: Mapped[int] = mapped_column(default=0)
    day: Mapped[date | None] = mapped_column(default=None)
    issued_on: Mapped[date | None] = mapped_column(default=None)
    accepted: Mapped[bool] = mapped_column(default=True)
    reverses: Mapped[str | None] = mapped_column(ID, default=None)
    reason: Mapped[str] = mapped_column(CODE, default="")
    how: Mapped[str] = mapped_column(CODE, default="")
    tracking: Mapped[str] = mapped_column(String(32), default="")
    witness: Mapped[str | None] = mapped_column(ID, default=None)
    # Of money in mail that never became a case.
    envelope_id: Mapped[str | None] = mapped_column(ID, default=None)


class FeeCountRow(Base):
    """切手・為替の月次の実査: counted by two people, a difference explained (I-09).

    `counted` is JSON: [means, face, count by the book, count in hand].
    """

    __tablename__ = "fee_count"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    month: Mapped[date] = mapped_column(index=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(ID)
    witness: Mapped[str] = mapped_column(ID)
    counted: Mapped[str] = mapped_column(String(8000))
    difference: Mapped[int]
    explained: Mapped[str] = mapped_column(String(400), default="")


class InquiryRow(Base):
    """調査依頼: one department asked about items of one case, with a day to answer by."""

    __tablename__ = "inquiry"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"), index=True)
    seq: Mapped[int]
    department: Mapped[str] = mapped_column(String(60))
    items: Mapped[str] = mapped_column(String(64))
    since: Mapped[date]
    until: Mapped[date]
    asked_on: Mapped[date]
    due_on: Mapped[date] = mapped_column(index=True)
    reminders: Mapped[int] = mapped_column(default=0)
    reminded_on: Mapped[date | None] = mapped_column(default=None)
    by: Mapped[str] = mapped_column(ID)


class PauseRow(Base):
    """A time in which the service clock stands (DOMAIN §4). `why` is CORRECTION or FEE."""

    __tablename__ = "pause"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"), index=True)
    start: Mapped[date]
    end: Mapped[date | None] = mapped_column(default=None)
    why: Mapped[str] = mapped_column(CODE)
    notices: Mapped[int] = mapped_column(default=1)
    answer_by: Mapped[date | None] = mapped_column(default=None)


class DispatchRow(Base):
    """発送: one answer posted. The tracking number names a piece of mail, not a person."""

    __tablename__ = "dispatch"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_.id"), index=True)
    letter_id: Mapped[str] = mapped_column(ForeignKey("letter.id"))
    seq: Mapped[int] = mapped_column(default=1)
    delivery: Mapped[str] = mapped_column(CODE)
    tracking: Mapped[str] = mapped_column(String(32), default="")
    by: Mapped[str] = mapped_column(ID)
    dispatched_on: Mapped[date]
    delivered_on: Mapped[date | None] = mapped_column(default=None)
    returned_on: Mapped[date | None] = mapped_column(default=None)
    # Why it went another way than the office has set for such an answer; "" where it did not.
    why: Mapped[str] = mapped_column(CODE, default="", server_default="")


class CounterRow(Base):
    """A running number: 受付番号 of a year, 文書番号, 廃棄申請番号."""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[int]
