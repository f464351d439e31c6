"""I-03 封入確認票 of a case: what lies in the envelope of its answer, and who saw to it."""

from __future__ import annotations

from datetime import date

from desktop.domain.errors import Refused
from desktop.domain.office_papers import ENCLOSURE
from desktop.domain.posting import ANOTHER_WAY_LABELS, DELIVERY_LABELS, AnotherWay
from desktop.domain.wareki import wareki
from desktop.letters.office_sheet import Facts, Grid, OfficeSheet, by_at, in_eights, office_sheet
from desktop.services.act import Act
from desktop.services.case_assembly import assemble
from desktop.services.case_facts import decision_letter
from desktop.services.cases import Cases
from desktop.services.enclosure import money_in, money_words
from desktop.services.letter_pictures import draw_pages
from desktop.services.media_state import medium_view
from desktop.services.premises import Premises
from desktop.store.cases import case_row, dispatch_of
from desktop.store.letters import covers_of, open_letter
from desktop.store.schema.casework import DispatchRow

_COUNTING = 20  # dots an inch: the pages are counted, not looked at
_PRINTED = ("PRINTED", "CHECKED", "SENT")


class EnclosureSheets:
    def __init__(self, premises: Premises, cases: Cases) -> None:
        self._premises = premises
        self._cases = cases

    def pdf(self, act: Act, case_id: str) -> bytes:
        """The sheet as it stands; Refused before the answer was printed or once its record is gone.
        The 開示資料控 goes before it: then the hash alone tells what lay in the envelope."""
        book, vault = self._cases.book, self._premises.vault
        with self._premises.database.reading() as session:
            case = case_row(session, case_id)
            view = assemble(session, book, case, act.by, act.at.date())
            answer = decision_letter(session, case_id)
            gone = answer is None or (answer.blob is None and answer.record is None)
            if answer is None or answer.state not in _PRINTED or gone:
                raise Refused(
                    "封入の記録がありません。",
                    "回答を印刷する前か、保存期間が過ぎて廃棄した案件です。",
                )
            inside = [answer, *covers_of(session, answer.id)]
            pdfs = {
                one.id: open_letter(session, vault, one.id) if one.blob is not None else b""
                for one in inside
            }
            hashes = {one.id: one.sha256 for one in inside}
            made = {one.id: (one.printed_at, one.checked_at) for one in inside}
            medium = medium_view(session, vault, book.name_of, case, answer)
            money = [money_words(one) for one in money_in(session, answer)]
            way = _way(dispatch_of(session, case_id))
        letters = {one.id: one for one in view.letters}
        form = book.paper(ENCLOSURE, act.at.date())
        texts, letter = form.texts, letters[inside[0].id]
        printed_at, checked_at = made[letter.id]
        not_yet, posted = texts["not_yet"], view.dispatch
        steps = [
            (texts["printed"], by_at(letter.printed_by, printed_at) or not_yet),
            (texts["checked"], by_at(letter.checked_by, checked_at) or not_yet),
            (texts["posted"], _on(posted.by, posted.dispatched_on) if posted else not_yet),
        ]
        if posted:
            steps += [
                (label, words)
                for label, words in (
                    (texts["delivery"], way),
                    (texts["tracking"], posted.tracking),
                    (texts["delivered"], _on("", posted.delivered_on)),
                    (texts["returned"], _on("", posted.returned_on)),
                )
                if words
            ]
        rows = [
            (
                letters[key].number,
                letters[key].title,
                f"{len(draw_pages(pdf, _COUNTING))}" if pdf else texts["destroyed"],
                in_eights(hashes[key]),
            )
            for key, pdf in pdfs.items()
        ]
        if medium is not None:
            rows += [
                (texts["medium"], f"{one.name}　{one.what}", "", in_eights(one.sha256))
                for one in medium.files
            ]
            steps[1:1] = [
                (texts["written"], by_at(medium.written_by, medium.written_at) or not_yet),
                (texts["compared"], by_at(medium.checked_by, medium.checked_at) or not_yet),
            ]
        rows += [(texts["money"], "　".join(one), "", "") for one in money]
        proven = texts["verified"] if view.identity.ok else texts["unproven"]
        sheet = OfficeSheet(
            office=book.administration.settings(act.at.date()).office_name,
            printed_at=act.at,
            subject=view.line.number,
            sections=(
                Facts(
                    texts["facts"],
                    [
                        (texts["case"], view.line.number),
                        (texts["person"], view.applicant.name),
                        (texts["address"], proven),
                    ],
                ),
                Grid(texts["letters"], form.columns, rows, texts["nothing"]),
                Facts(texts["steps"], steps),
            ),
        )
        return office_sheet(form, sheet, self._premises.surroundings.fonts)


def _way(posted: DispatchRow | None) -> str:
    """How it went; with the reason where that is not what the office has set."""
    if posted is None:
        return ""
    words = DELIVERY_LABELS.get(posted.delivery, "")
    return f"{words}（{ANOTHER_WAY_LABELS[AnotherWay(posted.why)]}）" if posted.why else words


def _on(name: str, day: date | None) -> str:
    return "　".join(one for one in (name, wareki(day)) if one) if day else ""
