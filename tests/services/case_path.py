"""Cases carried through the real services, as far as a test wants them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from desk_office import Office, passphrase
from mail_bag import ICHIRO, Customer, form_page, import_register, lay_in, licence, register_line

from desktop.domain.payments import Mistake, Piece, ways_back
from desktop.domain.printing import Again
from desktop.domain.reading import ScreenedPage
from desktop.domain.requests import FeeMeans, Item, Reason, RequestType
from desktop.services.act import Act
from desktop.services.case_views import CaseView, ItemDecision, LetterView
from desktop.services.filing import Filed, FilingFacts

K1 = {RequestType.DISCLOSE: (Item.K1,)}
K1_K3 = {RequestType.DISCLOSE: (Item.K1, Item.K3)}
ARRIVED = date(2026, 11, 9)


@dataclass
class Track:
    """One office with a register, and the steps of the main job as its people would take them."""

    office: Office
    folder: Path

    def with_register(self, *lines: Mapping[str, str]) -> Track:
        import_register(self.office, self.folder, lines or (register_line(ICHIRO),))
        return self

    def act(self, login: str) -> Act:
        return self.office.act(login)

    def later(self, *, days: int = 0, hours: int = 0) -> None:
        """Time passes; a supervisor confirms the date where it jumped."""
        self.office.now += timedelta(days=days, hours=hours)
        if not self.office.desk.administration.clock(self.office.now).ok:
            self.office.desk.administration.confirm_clock(self.act("s01"))

    def facts(self, **changes: object) -> FilingFacts:
        values: dict[str, object] = {
            "arrived_on": ARRIVED,
            "openers": (self.office.id_of("c01"), self.office.id_of("c02")),
            "enclosures": ("請求書", "運転免許証の写し"),
            "purge_checked": True,
            **changes,
        }
        return FilingFacts(**values)  # type: ignore[arg-type]

    def file(self, *pages: ScreenedPage, **changes: object) -> Filed:
        envelope = lay_in(self.office, "c01", pages or (form_page(), licence()))
        return self.office.desk.filing.file(self.act("c01"), envelope, self.facts(**changes))

    def get(self, case_id: str) -> CaseView:
        return self.office.desk.cases.get(self.office.by("c01"), case_id, self.office.now)

    def to_identity(self, *pages: ScreenedPage, wanted=K1, agent: bool = False) -> str:
        filed = self.file(*pages)
        self.office.desk.casework.confirm_form(
            self.act("c01"), filed.case_id, wanted, "PAPER", agent=agent
        )
        return filed.case_id

    def seen(self, case_id: str, candidate: int | None = None) -> frozenset[str]:
        view = self.office.desk.verification.view(self.office.by("c01"), case_id, candidate)
        return view.to_see

    def agree(self, case_id: str, login: str = "c02", note: str = "") -> CaseView:
        """The second clerk's yes, after looking at all of it."""
        return self.office.desk.verification.second(
            self.act(login), case_id, True, note, seen=self.seen(case_id)
        )

    def to_scoping(self, *pages: ScreenedPage, wanted=K1) -> str:
        case_id = self.to_identity(*pages, wanted=wanted)
        self.office.desk.verification.confirm(self.act("c01"), case_id, 0, seen=self.seen(case_id))
        return case_id

    def to_fee(self, *pages: ScreenedPage, wanted=K1) -> str:
        case_id = self.to_scoping(*pages, wanted=wanted)
        self.office.desk.casework.scope(self.act("c01"), case_id, wanted)
        return case_id

    def to_investigation(self, *pages: ScreenedPage, wanted=K1, amount: int = 220) -> str:
        case_id = self.to_fee(*pages, wanted=wanted)
        self.office.desk.casework.record_fee(self.act("c01"), case_id, FeeMeans.STAMPS, amount)
        return case_id

    def to_draft(self, *pages: ScreenedPage, wanted=K1, amount: int = 220) -> str:
        case_id = self.to_investigation(*pages, wanted=wanted, amount=amount)
        self.answers(case_id, asked_items(wanted))
        self.office.desk.casework.finish_investigation(self.act("c01"), case_id)
        return case_id

    def undo(self, case_id: str, payment: str, why: Mistake = Mistake.NOT_MADE) -> CaseView:
        """What was recorded at once is undone: one clerk says so, another confirms it."""
        corrections = self.office.desk.fee_corrections
        said = corrections.propose(self.act("c01"), case_id, payment, why)
        return corrections.decide(self.act("c02"), case_id, said.fee.waiting[-1].id, True)

    def give_all_back(self, case_id: str) -> CaseView:
        """Everything of the case that lies here goes back before a second person: it ends."""
        for one in self.get(case_id).fee.held:
            came = [line.piece for line in self.get(case_id).fee.lines if line.means is one.means]
            pieces = [piece for piece in came if piece.count] or [Piece(one.amount)]
            self.office.desk.fees.send_back(
                *(self.act("c01"), case_id, one.means, pieces, ways_back(one.means)[-1]),
                *("12345678901", "c02", passphrase("c02")),
                everything=True,
            )
        return self.get(case_id)

    def answers(self, case_id: str, items: Sequence[Item], customer: Customer = ICHIRO):
        file = self.folder / "answer.csv"
        rows = [
            [customer.number, customer.supply_point, item, label, value, "契約管理課", "2026-11-10"]
            for item in items
            for label, value in (("契約者氏名", customer.name), ("契約開始日", "2020-04-01"))
        ]
        write_answer_file(file, rows)
        return self.office.desk.casework.import_answers(self.act("c01"), case_id, file)

    def decide(self, case_id: str, *decisions: ItemDecision, login: str = "c01") -> CaseView:
        return self.office.desk.casework.save_draft(
            self.act(login), case_id, decisions or (grant(),), self.get(case_id).version
        )

    def to_approval(self, *decisions: ItemDecision, wanted=K1, amount: int = 220) -> str:
        case_id = self.to_draft(wanted=wanted, amount=amount)
        self.decide(case_id, *decisions)
        self.office.desk.casework.submit(self.act("c01"), case_id)
        return case_id

    def approve(self, case_id: str, login: str = "s01") -> CaseView:
        shown = self.office.desk.approvals.view(self.office.by(login), case_id, self.office.now)
        return self.office.desk.approvals.approve(
            self.act(login), case_id, passphrase(login), shown.letter_hash
        )

    def to_approved(self, *decisions: ItemDecision, wanted=K1, amount: int = 220) -> str:
        case_id = self.to_approval(*decisions, wanted=wanted, amount=amount)
        self.approve(case_id)
        return case_id

    def post_request(self, case_id: str) -> None:
        """The letter that asks the customer (D-02, D-03) is printed and posted."""
        letter = self.get(case_id).letters[-1].id
        post = self.office.desk.correspondence
        post.save_copy(self.act("c01"), letter, self.folder)
        post.send(self.act("c01"), letter)

    def enclose(self, case_id: str) -> str:
        """Printed by one clerk, checked by another; the letter's id."""
        letter = self.office.desk.approvals.view(
            self.office.by("c01"), case_id, self.office.now
        ).letter_id
        now = next(one for one in self.get(case_id).letters if one.id == letter)
        again = Again.RETURNED if now.sent_at else Again.SPOILED
        self.office.desk.correspondence.save_copy(self.act("c01"), letter, self.folder, again)
        self.tick(letter)
        return letter

    def burn(self, case_id: str, name: str = "disc") -> Path:
        """The medium of an answer, written by one clerk and compared by another."""
        folder = self.folder / name
        folder.mkdir()
        self.office.desk.media.write(self.act("c01"), case_id, folder)
        self.office.desk.media.check(self.act("c02"), case_id, folder)
        return folder

    def tick(self, letter: str, login: str = "c02") -> LetterView:
        """Everything that belongs into the envelope is seen there, line by line."""
        enclosure = self.office.desk.enclosure
        listed = enclosure.listed(self.office.by(login), letter)
        return enclosure.check(self.act(login), letter, listed.keys)

    def to_dispatched(self, *decisions: ItemDecision) -> str:
        case_id = self.to_approved(*decisions)
        self.enclose(case_id)
        self.office.desk.correspondence.dispatch(
            self.act("c01"), case_id, self.get(case_id).way, "123-45-67890-1"
        )
        return case_id

    def to_completed(self, *decisions: ItemDecision) -> str:
        case_id = self.to_dispatched(*decisions)
        self.later(days=2)
        self.office.desk.correspondence.delivered(self.act("c01"), case_id, self.office.now.date())
        self.office.desk.correspondence.complete(self.act("c01"), case_id, self.office.now.date())
        return case_id

    def to_due(self) -> str:
        """A completed case whose identity papers are due for disposal."""
        case_id = self.to_completed()
        self.later(days=190)
        return case_id

    def due_units(self) -> list[str]:
        keeping = self.office.desk.disposal.keeping(self.office.by("c01"), self.office.now.date())
        return [line.unit_id for line in keeping.due]

    def to_batch_approved(self) -> tuple[str, str]:
        case_id = self.to_due()
        disposal = self.office.desk.disposal
        batch = disposal.propose(self.act("c01"), self.due_units())
        disposal.approve(self.act("s01"), batch.id, passphrase("s01"), batch.list_hash)
        return case_id, batch.id

    def execute(self, batch_id: str, executor: str = "c01", witness: str = "c02"):
        return self.office.desk.disposal.execute(
            self.act(executor),
            batch_id,
            witness,
            passphrase(witness),
            "DISSOLUTION",
            "本社3階 文書室",
        )


def to_printing(track: Track) -> str:
    """An approved answer that waits to be printed; the office has its register already."""
    return track.to_approved()


def asked_items(wanted: Mapping[RequestType, Sequence[Item]]) -> list[Item]:
    """Every item asked for, once."""
    return sorted({item for items in wanted.values() for item in items})


def grant(item: Item = Item.K1, kind: RequestType = RequestType.DISCLOSE) -> ItemDecision:
    return ItemDecision(kind, item, True)


def refuse(
    item: Item = Item.K1,
    reason: Reason | None = Reason.R_HE,
    text: str = "応対の評価の記録が含まれ、開示すると適正な応対が困難になるため",
    kind: RequestType = RequestType.DISCLOSE,
) -> ItemDecision:
    return ItemDecision(kind, item, False, reason, text)


def write_answer_file(file: Path, rows: Sequence[Sequence[str]]) -> None:
    heads = ("customer_no", "supply_point_no", "item", "label", "value", "source", "as_of")
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(heads)
        writer.writerows(rows)


Step = Callable[[Track], object]
