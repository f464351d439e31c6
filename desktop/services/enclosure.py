"""封入確認 (I-03): what goes into the envelope, ticked line by line by who did not print it
(DOMAIN §8 guard 7)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from desktop.domain.errors import Refused, SamePerson
from desktop.domain.payments import SendBack
from desktop.domain.posting import ANOTHER_WAY_LABELS, DELIVERY_LABELS, AnotherWay
from desktop.domain.requests import FEE_MEANS_LABELS, FeeMeans
from desktop.domain.roles import Capability
from desktop.domain.states import CaseState
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.case_assembly import letter_view
from desktop.services.case_change import require_seen
from desktop.services.case_facts import METHOD_CODE
from desktop.services.case_views import LetterView
from desktop.services.cases import Cases
from desktop.services.changes import Answer, carry_out
from desktop.services.letter_making import letter_title
from desktop.services.media_state import files_of, medium_of, require_compared, step_of
from desktop.store.cases import case_row
from desktop.store.fees import RETURNED, REVERSED, money_lines
from desktop.store.letters import covers_of, letter_row
from desktop.store.post import earlier_posting
from desktop.store.schema.casework import FeeEntryRow, LetterRow
from desktop.store.units import units_of_case
from desktop.store.vault.vault import Vault

_WITH_SLIP: Final = ("D-02", "D-03", METHOD_CODE)


@dataclass(frozen=True, slots=True)
class EnclosureLine:
    """One thing in the envelope. `key` changes with what it is: a letter's holds its hash."""

    key: str
    what: str
    detail: str


@dataclass(frozen=True, slots=True)
class EnclosureList:
    """`checked`: a second person has ticked exactly this list."""

    lines: tuple[EnclosureLine, ...]
    checked: bool

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(line.key for line in self.lines)


class Enclosure:
    def __init__(self, cases: Cases) -> None:
        self._book = cases.book
        self._premises = cases.book.premises

    def listed(self, by: SignedIn, letter_id: str) -> EnclosureList:
        """What belongs into the envelope of that letter now."""
        rights.require(by, Capability.VIEW_CASE)
        with self._premises.database.reading() as session:
            row = letter_row(session, letter_id)
            lines = lines_of(session, self._premises.vault, row)
            return EnclosureList(lines, bool(row.checked_by) and row.enclosed == digest_of(lines))

    def check(self, act: Act, letter_id: str, ticked: Collection[str]) -> LetterView:
        """封入確認: `ticked` are the keys of the lines that were seen in the envelope, all of them.

        Raises SamePerson for the one who printed, and for who decided on a less sure way.
        """

        def work(session: Session) -> Answer:
            row = letter_row(session, letter_id)
            case = case_row(session, row.case_id)
            require_seen(act, case)
            lines = lines_of(session, self._premises.vault, row)
            came_back = row.state == "SENT" and case.state == CaseState.RETURNED_MAIL
            again = came_back or row.state == "CHECKED"
            again = again and row.enclosed != digest_of(lines)
            if row.state != "PRINTED" and not again:
                raise Refused(
                    "印刷していない文書は封入確認できません。", "先に文書を印刷してください。"
                )
            if row.printed_by == act.by.person_id:
                raise SamePerson(
                    "封入した本人は封入確認ができません。",
                    "別の人に封入の確認を依頼してください。",
                )
            if row.way_by == act.by.person_id:
                raise SamePerson(
                    "別の方法で送ると決めた本人は封入確認ができません。",
                    "別の人に封入の確認を依頼してください。",
                )
            require_compared(session, self._premises.vault, row)
            _require_all(lines, ticked)
            row.state, row.checked_by, row.checked_at = "CHECKED", act.by.person_id, act.at
            row.enclosed = digest_of(lines)
            detail = {"lines": len(lines)}
            self._book.note(session, act, case, "letter.check", subject=row.id, detail=detail)
            return {"letter": letter_id}

        carry_out(self._premises, act, Capability.ENCLOSE_CHECK, "letter.check", work)
        with self._premises.database.reading() as session:
            row = letter_row(session, letter_id)
            return letter_view(self._book, row, units_of_case(session, row.case_id))


def lines_of(session: Session, vault: Vault, letter: LetterRow) -> tuple[EnclosureLine, ...]:
    """The letter, what lies with it, its medium, and the money that goes back in the envelope."""
    return tuple(_lines(session, vault, letter))


def digest_of(lines: Sequence[EnclosureLine]) -> str:
    """By which a list that was ticked is known again."""
    return hashlib.sha256("\n".join(sorted(line.key for line in lines)).encode()).hexdigest()


def require_as_checked(session: Session, vault: Vault, letter: LetterRow) -> None:
    """Refuse to post an envelope into which something else belongs than was ticked."""
    if letter.enclosed != digest_of(lines_of(session, vault, letter)):
        raise Refused(
            "封入確認の後に、封入するものの一覧が変わりました。",
            "別の人に、封筒の中身をもう一度確かめてもらってください。",
        )


def _require_all(lines: Sequence[EnclosureLine], ticked: Collection[str]) -> None:
    keys = {line.key for line in lines}
    if set(ticked) - keys:
        raise Refused(
            "確かめている間に、封入するものの一覧が変わりました。",
            "案件を開き直し、いまの一覧で確かめてください。",
        )
    if missing := [line.what for line in lines if line.key not in set(ticked)]:
        raise Refused(
            f"確かめていないものが{len(missing)}点あります（{missing[0]}）。",
            "封筒の中身を一つずつ確かめ、印を付けてください。",
            field="ticks",
        )


def _lines(session: Session, vault: Vault, letter: LetterRow) -> Iterator[EnclosureLine]:
    yield EnclosureLine(f"{letter.id}:{letter.sha256}", letter_title(letter.code), letter.number)
    for row in covers_of(session, letter.id):
        # A sheet that came out after the tick is not the one that was seen.
        key = f"{row.id}:{row.sha256}:{row.printed_at}"
        yield EnclosureLine(key, letter_title(row.code), row.number)
    if letter.code in _WITH_SLIP:
        yield EnclosureLine(f"{letter.id}:slip", "返信票", letter.number)
    if (medium := medium_of(session, vault, letter)) is not None:
        files = files_of(medium)
        # Nor is a disc that was written after the tick.
        written = step_of(session, letter, medium, "written").get("at", "")
        key = ":".join((letter.id, written, *(one.sha256 for one in files)))
        yield EnclosureLine(key, "開示する情報を収めた CD-R 1枚", f"{len(files)}ファイル")
    if letter.way:
        why = ANOTHER_WAY_LABELS[AnotherWay(letter.way_why)]
        key = f"{letter.id}:{letter.way}:{letter.way_why}"
        yield EnclosureLine(key, f"発送の方法：{DELIVERY_LABELS[letter.way]}", why)
    for entry in money_in(session, letter):
        means, pieces = money_words(entry)
        yield EnclosureLine(entry.id, f"お返しする{means}", pieces)


def money_words(entry: FeeEntryRow) -> tuple[str, str]:
    """Of what goes back the means and the pieces: 「切手」「110円×2」."""
    means = FEE_MEANS_LABELS[FeeMeans(entry.means)]
    pieces = f"{entry.face:,}円×{entry.count}" if entry.face else f"{entry.amount:,}円"
    return means, pieces


def money_in(session: Session, letter: LetterRow) -> Iterator[FeeEntryRow]:
    """What goes back in the envelope of the answer that is being made, or was posted last; not what
    lay in an envelope of it that had left before."""
    left, sent = letter.sent_at, letter.state == "SENT"
    earlier = earlier_posting(session, letter.id) if sent else None
    rows = money_lines(session, letter.case_id)
    undone = {row.reverses for row in rows if row.kind == REVERSED}
    for row in rows:
        if row.kind != RETURNED or row.how != SendBack.ENCLOSED or row.id in undone:
            continue
        before = left is not None and row.at <= left  # this envelope left, or an earlier one
        if before == sent and (earlier is None or row.at.date() > earlier):
            yield row
