"""Filing: an envelope of the spool becomes a case, or joins one (DESIGN §2 step 3, §4)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from desktop.domain.clocks import OfficeHours, registered_on
from desktop.domain.errors import NotFound, Refused, SamePerson
from desktop.domain.guards import ENCLOSURES, PURGED
from desktop.domain.identity import check_papers
from desktop.domain.reading import PageKind, PageReading
from desktop.domain.retention import class_of
from desktop.domain.roles import Capability
from desktop.domain.states import END_STATES, Action, CaseState
from desktop.domain.workday import Fate
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.answering_mail import receive, slip_case
from desktop.services.case_index import fold
from desktop.services.cases import Cases
from desktop.services.changes import Answer, carry_out
from desktop.services.form_facts import (
    agent_ticked,
    form_fields,
    method_of,
    person_block,
    wanted_of,
)
from desktop.services.identity_papers import papers_in_mail
from desktop.services.paper_groups import group_pages, kind_of_group
from desktop.services.premises import Premises
from desktop.services.shelves import shelf_place
from desktop.services.spool_contents import open_page, open_reading
from desktop.services.typed_text import refuse_my_number
from desktop.services.wanted_codes import write_wanted
from desktop.store import envelopes, people, reading_rates, shelves
from desktop.store.cases import case_id_of, case_row, mark_changed, next_case_number
from desktop.store.documents import NewPage, add_document
from desktop.store.parts import put_part
from desktop.store.schema.casework import CaseRow


@dataclass(frozen=True, slots=True)
class FilingFacts:
    """What the two people who opened the envelope say of it (DOMAIN §8 guard 1).

    `join_case` is the id or 受付番号 of the case the mail belongs to; "" makes a new case, unless
    a reply slip in the envelope names one. `new_case` makes one whatever the slip says: the case
    it names may have ended. Mail that joins a case which waits for it ends the wait.
    """

    arrived_on: date
    openers: tuple[str, str]
    enclosures: tuple[str, ...] = field(repr=False)
    purge_checked: bool
    join_case: str = ""
    new_case: bool = False
    shelf: str = ""
    """The shelf or box that a new case's paper goes to; what joins goes to its case's own."""


@dataclass(frozen=True, slots=True)
class Filed:
    case_id: str
    number: str
    joined: bool


class Filing:
    def __init__(self, premises: Premises, cases: Cases) -> None:
        self._premises = premises
        self._cases = cases
        self._book = cases.book

    def file(self, act: Act, envelope_id: str, facts: FilingFacts) -> Filed:
        """One transaction: case, units with their keys, documents, pages, parts, audit entries.

        The spool's files go after it; a kill between leaves dead files for the next start.
        """
        released: list[str] = []

        def work(session: Session) -> Answer:
            self._check(session, act, facts)
            envelope = envelopes.envelope(session, envelope_id)
            if not envelope.pages:
                raise Refused(
                    "この郵便物には保存されたページがありません。",
                    "取り込み直すか、郵便物を取り消してください。",
                )
            if any(page.proposed for page in envelope.pages):
                raise Refused(
                    "黒塗りの案を確かめていないページがあります。",
                    "ページを選んで M を押し、黒塗りする場所を確かめてください。",
                )
            pages = self._open(session, envelope)
            readings = [page.reading for page in pages]
            case = self._case_to_join(session, facts, readings)
            joined = case is not None
            if case is None:
                case = self._new_case(session, act, facts, readings)
                case.shelf = self._shelf(session, facts.shelf, readings)
            elif CaseState(case.state) in END_STATES:
                raise Refused(
                    "この受付番号の案件は終わっています。",
                    "新しい案件として登録してください。",
                    field="join_case",
                )
            # The paper of a case that began on paper is scanned into it afterwards.
            first = not joined or (case.from_paper and facts.arrived_on == case.arrived_on)
            self._add_documents(session, act, case, pages, facts.arrived_on, first_mail=first)
            for page, reading in zip(envelope.pages, readings, strict=True):
                reading_rates.count(session, page.id, reading)
            fate = Fate.JOINED if joined else Fate.NEW_CASE
            released.extend(envelopes.finish(session, envelope_id, envelopes.FILED, act.at, fate))
            reading_rates.forget_looks(session, released)
            self._premises.spool.release(session, self._premises.vault, released)
            counted: dict[str, str | int] = {"pages": len(pages), "envelope": envelope_id}
            if joined:
                self._keep_enclosures(session, act, case, facts)
                self._book.note(session, act, case, "case.join", detail=counted)
                receive(session, self._book, act, case, readings, facts.arrived_on)
            else:
                named = ("shelf",) if case.shelf else ()
                self._book.advance(session, act, case, Action.ACCEPT, detail=counted, fields=named)
            return {"case": case.id, "number": case.number, "joined": int(joined)}

        answer = carry_out(self._premises, act, Capability.FILE, "envelope.file", work)
        if released:
            self._premises.spool.remove_after_filing(released)
        return Filed(str(answer["case"]), str(answer["number"]), bool(answer["joined"]))

    def last_shelf(self) -> str:
        """Where the paper of the last case went that went anywhere: the next goes there as well."""
        with self._premises.database.reading() as session:
            return shelves.last_shelf(session)

    def _shelf(self, session: Session, typed: str, readings: Sequence[PageReading]) -> str:
        """A place in use was looked at when it began; a new one names nobody, the writer least."""
        written = form_fields(one for one in readings if one.kind is PageKind.FORM)
        name = fold(written.get("name", ""))

        def names_person(place: str) -> bool:
            if name and name in fold(place):
                return True
            return not shelves.is_known(session, place) and self._cases.names_person(place)

        return shelf_place(typed, names_person)

    def paper_faults(
        self, by: SignedIn, envelope_id: str, arrived: date, *, joins: bool
    ) -> tuple[str, ...]:
        """What is wrong with the identity papers in the mail, while the paper is still in hand.

        Mail that joins a case may add to the papers there: then each paper's own faults only.
        """
        rights.require(by, Capability.OPEN_MAIL)
        premises = self._premises
        with premises.database.reading() as session:
            envelope = envelopes.envelope(session, envelope_id)
            readings = [
                (page.id, open_reading(session, premises.vault, page)) for page in envelope.pages
            ]
        papers = papers_in_mail(readings, premises.addresses_on(by.at.date()))
        finding = check_papers([paper.facts() for paper in papers], arrived)
        own = (one for one in finding.problems if one.kind is not None or not joins)
        return tuple(problem.sentence for problem in own)

    def _open(self, session: Session, envelope: envelopes.Envelope) -> list[NewPage]:
        spool, vault = self._premises.spool, self._premises.vault
        opened = (open_page(session, spool, vault, page) for page in envelope.pages)
        return [NewPage(page.image, page.thumbnail, page.reading) for page in opened]

    def _check(self, session: Session, act: Act, facts: FilingFacts) -> None:
        for entry in facts.enclosures:
            refuse_my_number(entry, field="enclosures")
        if facts.arrived_on > act.at.date():
            raise Refused(
                "到達日が今日より後になっています。",
                "封筒が届いた日を入れてください。",
                field="arrived_on",
            )
        for guard, holds in ((ENCLOSURES, _listed(facts)), (PURGED, facts.purge_checked)):
            # A reply is opened like a first letter: the table's guard sees only new cases.
            if not holds:
                raise guard.refusal()
        if len(set(facts.openers)) < len(facts.openers):
            raise SamePerson(
                "開封者が二人になっていません。",
                "別の人と二人で開封し、二人の名前を入れてください。",
                field="openers",
            )
        for opener in facts.openers:
            person = people.by_id(session, opener)
            if person is None or not person.active:
                raise Refused(
                    "開封者が利用者の一覧にありません。",
                    "開封した二人を選び直してください。",
                    field="openers",
                )

    def _case_to_join(
        self, session: Session, facts: FilingFacts, readings: Sequence[PageReading]
    ) -> CaseRow | None:
        """The case that the clerk names, or without any word the one of the slip."""
        if facts.new_case:
            return None
        if not facts.join_case:
            named = slip_case(session, self._premises, readings)
            return None if named is None else case_row(session, named)
        case_id = case_id_of(session, facts.join_case)
        try:
            return case_row(session, case_id or facts.join_case)
        except NotFound:
            raise NotFound(
                "この受付番号の案件はありません。",
                "受付番号を確かめて、入れ直してください。",
                field="join_case",
            ) from None

    def _new_case(
        self, session: Session, act: Act, facts: FilingFacts, readings: list[PageReading]
    ) -> CaseRow:
        settings = self._book.administration.settings(facts.arrived_on)
        calendar = self._book.calendar(settings)
        hours = OfficeHours(settings.opens, settings.closes)
        last_on_paper = self._book.administration.settings(act.at.date()).paper_last_number
        registered = registered_on(facts.arrived_on, act.at, hours, calendar)
        fields = form_fields(one for one in readings if one.kind is PageKind.FORM)
        case = CaseRow(
            id=uuid.uuid4().hex,
            number=next_case_number(session, registered, last_on_paper),
            state=CaseState.RECEIVED,
            wanted=write_wanted(wanted_of(fields)),
            method=method_of(fields),
            agent=agent_ticked(fields),
            arrived_on=facts.arrived_on,
            registered_on=registered,
            created_at=act.at,
            opener_a=facts.openers[0],
            opener_b=facts.openers[1],
            enclosures_listed=_listed(facts),
            purge_checked=facts.purge_checked,
            assigned=act.by.person_id,
        )
        session.add(case)
        session.flush()
        mark_changed(session, case)
        vault = self._premises.vault
        put_part(session, vault, case.id, "B", "person", person_block(fields), act.at)
        self._keep_enclosures(session, act, case, facts)
        return case

    def _keep_enclosures(
        self, session: Session, act: Act, case: CaseRow, facts: FilingFacts
    ) -> None:
        put_part(
            session,
            self._premises.vault,
            case.id,
            "B",
            "enclosures",
            {"listed": [entry.strip() for entry in facts.enclosures if entry.strip()]},
            act.at,
            slot=act.command[:32],
        )

    def _add_documents(
        self,
        session: Session,
        act: Act,
        case: CaseRow,
        pages: list[NewPage],
        received_on: date,
        *,
        first_mail: bool,
    ) -> None:
        for group in group_pages([page.reading for page in pages]):
            members = [pages[index] for index in group]
            kind = kind_of_group([one.reading for one in members])
            add_document(
                session,
                self._premises.vault,
                case.id,
                class_of(kind),
                kind,
                members,
                received_on,
                act.at,
                first_mail=first_mail,
            )


def _listed(facts: FilingFacts) -> bool:
    return any(entry.strip() for entry in facts.enclosures)
