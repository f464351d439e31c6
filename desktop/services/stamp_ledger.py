"""切手・為替受払簿 (I-09): every receipt and return, what is in hand, the monthly count."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.change import Debt, set_aside
from desktop.domain.errors import Refused
from desktop.domain.fee_account import going_back, place, sign_of, step, stock
from desktop.domain.payments import MISTAKE_LABELS, SEND_BACK_LABELS, Mistake, Piece, SendBack
from desktop.domain.printing import PaperKind
from desktop.domain.requests import FEE_MEANS_LABELS, FeeMeans
from desktop.domain.rerouting import DEPARTMENT_LABELS, Department
from desktop.domain.roles import Capability
from desktop.domain.wareki import wareki, wareki_year
from desktop.letters.stamp_ledger import StampLedgerData, stamp_ledger_csv, stamp_ledger_pdf
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.cases import Cases
from desktop.services.changes import Answer, carry_out
from desktop.services.exports import Exports
from desktop.services.fee_state import as_moved
from desktop.services.fee_views import CountView, InHand, StampLine
from desktop.services.fee_witness import second_person
from desktop.services.fees import require_in_hand
from desktop.services.money_owed import owed_change, yen_by_means
from desktop.services.printing import Printing
from desktop.services.typed_text import require_text
from desktop.store import audit
from desktop.store.fees import (
    ADJUSTED,
    HANDED,
    PASSED_ON,
    RECEIVED,
    RETURNED,
    REVERSED,
    NewLine,
    add_count,
    add_lines,
    counts_of,
    hold_ledger,
    ledger_numbers,
    money_lines,
    passed_on,
)
from desktop.store.schema.casework import FeeEntryRow

WHAT_LABELS: Final[Mapping[str, str]] = {
    RECEIVED: "受領",
    RETURNED: "返却",
    HANDED: "経理へ引渡し",
    PASSED_ON: "回付先へ引渡し",
    ADJUSTED: "実査による調整",
    REVERSED: "取消",
}
Counted = Mapping[tuple[FeeMeans, int], int]
_CODE = "I-09"


class StampLedger:
    def __init__(self, cases: Cases) -> None:
        self._cases = cases
        self._book = cases.book
        self._premises = cases.book.premises
        self._exports = Exports(self._premises, self._book)
        self._printing = Printing(self._premises)

    def lines(self, by: SignedIn, month: date | None = None) -> tuple[StampLine, ...]:
        """The ledger of a month, or whole; the balances run on from what came before."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            return self._lines(session, month)

    def in_hand(self, by: SignedIn) -> tuple[InHand, ...]:
        """What there should be by the book, by kind and face; 振込 lies at the bank."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            return _in_hand(money_lines(session), owed_change(session, self._book))

    def counts(self, by: SignedIn) -> tuple[CountView, ...]:
        """The monthly counts, newest first."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            return self._counts(session)

    def hand_over(
        self,
        act: Act,
        means: FeeMeans,
        pieces: Sequence[Piece],
        witness_login: str,
        witness_passphrase: str,
    ) -> tuple[StampLine, ...]:
        """Stamps and vouchers leave the desk for 経理, before a second person; never those that
        have to go back to a customer, nor what has to pay the change of one."""
        witness = second_person(self._book, act, witness_login, witness_passphrase, "引渡し")

        def work(session: Session) -> Answer:
            hold_ledger(session)
            owed = owed_change(session, self._book)
            booked = require_in_hand(session, means, pieces, owed=owed)
            told = [
                NewLine(
                    HANDED,
                    means,
                    piece.amount,
                    known.face,
                    known.count,
                    act.at.date(),
                    piece.issued,
                    witness=witness,
                )
                for piece, known in zip(pieces, booked, strict=True)
            ]
            if not told:
                raise Refused("引き渡すものが入っていません。", "額面と枚数を入れてください。")
            together = add_lines(session, None, told, act.by.person_id, act.at)
            amount = sum(line.amount for line in told)
            detail: dict[str, str | int] = {"means": means.value, "amount": amount}
            audit.append(
                session, act.at, act.by.person_id, "fees.handed", subject=witness, detail=detail
            )
            return {"payment": together}

        carry_out(self._premises, act, Capability.FEE, "fees.hand_over", work)
        return self.lines(act.by)

    def count(
        self,
        act: Act,
        counted: Counted,
        explained: str,
        witness_login: str,
        witness_passphrase: str,
    ) -> CountView:
        """What two people counted. A difference wants its explanation, and a line of its own."""
        witness = second_person(self._book, act, witness_login, witness_passphrase, "実査")
        if any(number < 0 for number in counted.values()):
            raise Refused("数が0より少なくなっています。", "数え直してください。", field="counted")

        def work(session: Session) -> Answer:
            hold_ledger(session)
            book = {(one.means, one.face): one.count for one in _in_hand(money_lines(session))}
            kinds = sorted({*book, *counted})
            missing = [kind for kind in book if kind not in counted]
            if missing:
                raise Refused(
                    "数えていない種類があります。",
                    "手元にあるはずのものを、0でもすべて入れてください。",
                    field="counted",
                )
            told = [
                _adjusting(kind, counted[kind] - book.get(kind, 0), act, witness)
                for kind in kinds
                if counted[kind] != book.get(kind, 0)
            ]
            if told:
                self._require_explained(explained)
                add_lines(session, None, told, act.by.person_id, act.at)
            difference = sum(line.amount for line in told)
            add_count(
                session,
                counted_month(act.at.date()),
                json.dumps([[*kind, book.get(kind, 0), counted[kind]] for kind in kinds]),
                difference,
                explained.strip() if told else "",
                act.by.person_id,
                witness,
                act.at,
            )
            detail: dict[str, str | int] = {"kinds": len(kinds), "differing": len(told)}
            audit.append(
                session, act.at, act.by.person_id, "fees.counted", subject=witness, detail=detail
            )
            return {"difference": difference}

        carry_out(self._premises, act, Capability.FEE, "fees.count", work)
        return self.counts(act.by)[0]

    def export(self, act: Act, file: Path, month: date | None = None) -> int:
        """Write I-09 as PDF or CSV, by the file's name: an open export; how many lines it holds."""
        rights.require(act, Capability.EXPORT)
        made = self._written(file, act, month)  # what cannot be made is no open export

        def work(session: Session) -> Answer:
            rows = self._lines(session, month)
            export = self._exports.note(session, act, "STAMP_LEDGER", file)
            self._exports.record(session, act, export, {"rows": len(rows)})
            return {"export": export, "rows": len(rows)}

        answer = carry_out(self._premises, act, Capability.EXPORT, "fees.export", work)
        self._exports.write(act, str(answer["export"]), file, made)
        return int(answer["rows"] or 0)

    def print(self, act: Act, printer: str, month: date | None = None) -> None:
        """Hand I-09 to a printer; recorded first, and printed once however often it is asked."""
        rights.require(act, Capability.EXPORT)
        pdf = self._written(Path(f"{_CODE}.pdf"), act, month)
        fresh: list[str] = []

        def work(session: Session) -> Answer:
            detail = {"rows": len(self._lines(session, month))}
            audit.append(session, act.at, act.by.person_id, "fees.printed", detail=detail)
            title = f"{_CODE} {month:%Y-%m}" if month else _CODE
            kind = PaperKind.LEDGER
            fresh.append(self._printing.begin(session, act, kind, title, printer, pdf))
            return {}

        carry_out(self._premises, act, Capability.EXPORT, "fees.print", work)
        for job_id in fresh:
            self._printing.hand(job_id, pdf, act.at)

    def _written(self, file: Path, act: Act, month: date | None) -> bytes:
        form = self._book.paper(_CODE, act.at.date())
        with self._premises.database.reading() as session:
            lines = [_facts(line) for line in self._lines(session, month)]
            counts = self._counts(session)
        if file.suffix.lower() == ".csv":
            return stamp_ledger_csv(form, lines)
        settings = self._book.administration.settings(act.at.date())
        shown = [one for one in counts if month is None or one.month == month.replace(day=1)]
        data = StampLedgerData(
            office=settings.office_name,
            period=f"{wareki_year(month)}{month.month}月"
            if month
            else f"{wareki(act.at.date())}現在",
            lines=lines,
            counts=[
                (wareki(one.on), one.by, one.witness, f"{one.difference:+,}", one.explained)
                for one in shown
            ],
        )
        return stamp_ledger_pdf(form, data, self._premises.surroundings.fonts)

    def _require_explained(self, explained: str) -> None:
        require_text(explained, "受払簿と手元の差の理由を書いてください。", "explained")
        if self._cases.names_person(explained):
            raise Refused(
                "差の説明に、お客様の氏名か番号が入っています。",
                "受払簿に氏名は載せません。受付番号で書いてください。",
                field="explained",
            )

    def _counts(self, session: Session) -> tuple[CountView, ...]:
        name = self._book.name_of
        return tuple(
            CountView(
                row.month,
                row.at.date(),
                name(row.by),
                name(row.witness),
                row.difference,
                row.explained,
            )
            for row in counts_of(session)
        )

    def _lines(self, session: Session, month: date | None) -> tuple[StampLine, ...]:
        rows = money_lines(session)
        numbers, along = ledger_numbers(session), passed_on(session)
        moved = {row.id: as_moved(row) for row in rows}
        undone_ids = {row.reverses for row in rows if row.reverses}
        left: Counter[tuple[FeeMeans, int]] = Counter()
        yen: Counter[FeeMeans] = Counter()
        found = []
        for row in rows:
            one = moved[row.id]
            undone = moved.get(one.reverses or "")
            change = step(one, undone)
            left[place(one)] += change
            yen[one.means] += sign_of(one, undone) * one.amount
            day = row.day or row.at.date()
            if month is not None and (day.year, day.month) != (month.year, month.month):
                continue
            found.append(
                StampLine(
                    no=row.no or 0,
                    day=day,
                    number=numbers.get(row.case_id or "", ""),
                    what=WHAT_LABELS.get(row.kind, row.kind),
                    means=one.means,
                    face=place(one)[1],
                    issued_on=row.issued_on,
                    came=max(change, 0),
                    went=max(-change, 0),
                    yen=row.amount,
                    left=left[place(one)],
                    left_yen=yen[one.means],
                    by=self._book.name_of(row.by),
                    witness=self._book.name_of(row.witness),
                    note=_note(row, along),
                    hand_over=row.payment
                    if row.kind == HANDED and row.id not in undone_ids
                    else "",
                )
            )
        return tuple(found)


def counted_month(on: date) -> date:
    """The month whose end a count of that day is of: on its last day, or at any later time."""
    return ((on + timedelta(days=1)).replace(day=1) - timedelta(days=1)).replace(day=1)


def _in_hand(rows: Sequence[FeeEntryRow], owed: Sequence[Debt] = ()) -> tuple[InHand, ...]:
    held = stock(as_moved(row) for row in rows)
    back = going_back(as_moved(row) for row in rows)
    yen, free = yen_by_means(owed), Counter(held)
    free.subtract(back)
    stays = set_aside(owed, free)
    return tuple(
        InHand(means, face, number, back[means, face], yen[means], stays[means, face])
        for (means, face), number in sorted(held.items())
        if number and means is not FeeMeans.TRANSFER
    )


def _adjusting(kind: tuple[FeeMeans, int], more: int, act: Act, witness: str) -> NewLine:
    means, face = kind
    return NewLine(
        ADJUSTED,
        means,
        more * (face or 1),
        face,
        more if face else 0,
        act.at.date(),
        witness=witness,
    )


def _note(row: FeeEntryRow, along: Mapping[str, tuple[date, int, str]]) -> str:
    """What the line says besides, in codes' words: how it went, what it undoes, why."""
    if mail := along.get(row.envelope_id or ""):
        day, number, department = mail
        to = DEPARTMENT_LABELS[Department(department)]
        return f"{day.month}/{day.day}の封筒{number}、{to}へ回付"
    found = []
    if row.how:
        found.append(SEND_BACK_LABELS[SendBack(row.how)])
    if row.tracking:
        found.append(f"引受番号 {row.tracking}")
    if row.reason:
        found.append(MISTAKE_LABELS[Mistake(row.reason)])
    if not row.accepted and row.kind == RECEIVED:
        found.append("手数料に充てず返却")
    return "、".join(found)


def _facts(line: StampLine) -> dict[str, str | int]:
    """By the keys of `forms/internal/I-09.toml`."""
    return {
        "no": line.no,
        "day": f"{line.day:%Y-%m-%d}",
        "number": line.number,
        "what": line.what,
        "means": FEE_MEANS_LABELS[line.means],
        "face": line.face or "",
        "came": line.came or "",
        "went": line.went or "",
        "left": line.left,
        "left_yen": line.left_yen,
        "issued_on": f"{line.issued_on:%Y-%m-%d}" if line.issued_on else "",
        "yen": line.yen,
        "by": line.by,
        "witness": line.witness,
        "note": line.note,
    }
