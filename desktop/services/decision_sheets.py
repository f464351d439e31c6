"""I-02 起案・決裁票 of a case: what was decided item by item, by whom, and over which letter."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from desktop.domain.errors import Refused
from desktop.domain.office_papers import DECISION
from desktop.domain.reasons import REASON_LABELS
from desktop.domain.requests import REQUEST_LABELS, Reason, RequestType
from desktop.domain.wareki import wareki
from desktop.letters.office_sheet import Facts, Grid, OfficeSheet, by_at, in_eights, office_sheet
from desktop.services.act import Act
from desktop.services.approvals import Approvals
from desktop.services.case_views import ItemDecision
from desktop.services.cases import Cases
from desktop.services.outcome_words import outcome_word
from desktop.services.premises import Premises
from desktop.store.cases import case_row

_DISCLOSURES = (RequestType.DISCLOSE, RequestType.DISCLOSE_3P)


class DecisionSheets:
    def __init__(self, premises: Premises, cases: Cases, approvals: Approvals) -> None:
        self._premises = premises
        self._cases = cases
        self._approvals = approvals

    def pdf(self, act: Act, case_id: str) -> bytes:
        """The sheet as it stands; Refused before anything was drafted or once it is destroyed."""
        view = self._approvals.view(act.by, case_id, act.at)
        case = view.case
        if not view.decisions or not view.letter_id:
            raise Refused(
                "起案の記録がありません。",
                "決裁に出す前か、保存期間が過ぎて廃棄した案件です。",
            )
        with self._premises.database.reading() as session:
            names = self._cases.book.settings(case_row(session, case_id)).item_labels
        form = self._cases.book.paper(DECISION, act.at.date())
        texts = form.texts
        letter = next(one for one in case.letters if one.id == view.letter_id)
        state = case.approval
        facts = [
            (texts["case"], case.line.number),
            (texts["person"], case.applicant.name),
            (texts["articles"], "　".join(view.articles)),
            (texts["arrived"], wareki(case.arrived_on)),
            (texts["registered"], wareki(case.registered_on)),
            (texts["fee"], case.fee.sentence),
            (texts["outcome"], _whole(view.decisions, case.wanted)),
        ]
        approved = by_at(state.approved_by, state.approved_at)
        approval = [
            (texts["letter"], f"{letter.title}（{letter.number}）"),
            (texts["hash"], in_eights(letter.sha256)),
            (texts["drafted"], by_at(state.drafted_by, state.drafted_at)),
            *([(texts["sent_back"], state.send_back)] if state.send_back else []),
            (texts["approved"], approved or texts["not_approved"]),
        ]
        sheet = OfficeSheet(
            office=self._cases.book.administration.settings(act.at.date()).office_name,
            printed_at=act.at,
            subject=case.line.number,
            sections=(
                Facts(texts["facts"], [(label, words) for label, words in facts if words]),
                Grid(
                    texts["decisions"],
                    form.columns,
                    [_row(texts, one, names) for one in view.decisions],
                    texts["no_decisions"],
                ),
                Facts(texts["approval"], approval),
                Grid(
                    texts["people"],
                    form.tables["people"],
                    [(hand.who, "、".join(hand.did)) for hand in view.hands],
                    texts["nobody"],
                ),
            ),
        )
        return office_sheet(form, sheet, self._premises.surroundings.fonts)


def _row(
    texts: Mapping[str, str], decision: ItemDecision, names: Mapping[str, str]
) -> tuple[str, str, str, str, str]:
    reason = decision.reason
    code = f"{REASON_LABELS[reason]}" if reason is not None else "—"
    told = [decision.text]
    told += [texts["before"].format(decision.before)] if decision.before else []
    told += [texts["after"].format(decision.after)] if decision.after else []
    told += [texts["done_on"].format(wareki(decision.done_on))] if decision.done_on else []
    return (
        REQUEST_LABELS[decision.type],
        names.get(decision.item, "—") if decision.item is not None else "—",
        texts[_outcome(decision)],
        code,
        "　".join(one for one in told if one) or "—",
    )


def _whole(decisions: Sequence[ItemDecision], wanted: Collection[RequestType]) -> str:
    granted = [one.granted for one in decisions]
    code = "GRANTED" if all(granted) else "PARTIAL" if any(granted) else "REFUSED"
    return outcome_word(code, wanted)


def _outcome(decision: ItemDecision) -> str:
    if decision.type in _DISCLOSURES:
        return "granted_disclosed" if decision.granted else "refused_disclosed"
    if decision.granted:
        return "granted"
    return "alternative" if decision.reason is Reason.X_ALT else "refused"
