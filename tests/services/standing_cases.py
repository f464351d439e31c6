"""A case in each state of DOMAIN §8, carried there by the office's people, and every act on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from case_path import K1, Track, grant, refuse
from desk_office import passphrase
from mail_bag import ICHIRO, form_page, licence, page

from desktop.domain.reading import PageKind
from desktop.domain.requests import FeeMeans, Item, Reason
from desktop.domain.states import CaseState
from desktop.domain.three_way_rows import ADDRESS_ROWS
from desktop.services.act import Act
from desktop.services.rerouting import HandOver
from desktop.services.special_cases import DeathNotice
from desktop.store.cases import case_row

S = CaseState
HA = refuse(Item.K1, Reason.R_HA, "期限までに補正の書類が届かなかったため")


def agent_papers():
    power = page(PageKind.POWER, {"name": ICHIRO.name})
    seal = page(PageKind.INK, {"name": ICHIRO.name, "issued": "2026-10-21"})
    return power, seal


def to_agent_check(track: Track) -> str:
    case_id = track.to_identity(form_page(), licence(), *agent_papers(), agent=True)
    track.office.desk.verification.confirm(track.act("c01"), case_id, 0, seen=track.seen(case_id))
    return case_id


def to_correction(track: Track) -> str:
    case_id = track.to_identity()
    track.office.desk.casework.ask_correction(track.act("c01"), case_id, ("ADDRESS_MISMATCH",))
    return case_id


def after_correction(track: Track) -> str:
    """At the form check, with a correction asked and answered."""
    case_id = to_correction(track)
    today = track.office.now.date()
    track.office.desk.casework.resume(track.act("c01"), case_id, today)
    return case_id


def to_fee_asked(track: Track) -> str:
    case_id = track.to_fee()
    track.office.desk.casework.ask_fee(track.act("c01"), case_id)
    return case_id


def late(to: Callable[[Track], str]) -> Callable[[Track], str]:
    """The customer's day has passed."""

    def act(track: Track) -> str:
        case_id = to(track)
        track.post_request(case_id)
        track.later(days=25)
        return case_id

    return act


def noticed(to: Callable[[Track], str]) -> Callable[[Track], str]:
    """Asked twice, and the second day has passed as well."""

    def act(track: Track) -> str:
        case_id = late(to)(track)
        track.office.desk.casework.second_notice(track.act("c01"), case_id)
        track.post_request(case_id)
        track.later(days=25)
        return case_id

    return act


def waived(to: Callable[[Track], str]) -> Callable[[Track], str]:
    def act(track: Track) -> str:
        case_id = to(track)
        track.office.desk.casework.waive_fee(track.act("s01"), case_id, "災害により")
        return case_id

    return act


def to_drafted(track: Track) -> str:
    case_id = track.to_draft()
    track.decide(case_id)
    return case_id


def to_sent_back(track: Track) -> str:
    case_id = track.to_approval()
    track.office.desk.approvals.send_back(track.act("s01"), case_id, "K1を見直すこと")
    return case_id


def to_enclosed(track: Track) -> str:
    case_id = track.to_approved()
    track.enclose(case_id)
    return case_id


def to_delivered(track: Track) -> str:
    case_id = track.to_dispatched()
    today = track.office.now.date()
    track.office.desk.correspondence.delivered(track.act("c01"), case_id, today)
    return case_id


def to_completed(track: Track) -> str:
    case_id = to_delivered(track)
    today = track.office.now.date()
    track.office.desk.correspondence.complete(track.act("c01"), case_id, today)
    return case_id


def quiet(track: Track) -> str:
    case_id = track.to_dispatched()
    track.later(days=10)
    return case_id


def to_returned(track: Track) -> str:
    case_id = track.to_dispatched()
    today = track.office.now.date()
    track.office.desk.correspondence.record_return(track.act("c01"), case_id, today)
    track.enclose(case_id)  # the second envelope, of its own
    return case_id


def kept_thirty_days(track: Track) -> str:
    case_id = to_returned(track)
    track.later(days=30)
    return case_id


def to_given_up(track: Track) -> str:
    case_id = kept_thirty_days(track)
    track.office.desk.correspondence.give_up_return(track.act("c01"), case_id)
    return case_id


def to_withdrawn(track: Track) -> str:
    case_id = track.file().case_id
    track.office.desk.casework.withdraw(track.act("c01"), case_id, "取下書が届いた")
    return case_id


def to_closed(track: Track) -> str:
    case_id = noticed(to_correction)(track)
    track.office.desk.casework.close_no_response(track.act("c01"), case_id)
    return case_id


def to_rerouted(track: Track) -> str:
    case_id = track.file().case_id
    track.office.desk.rerouting.reroute(track.act("c01"), case_id, TO_LEGAL)
    return case_id


def to_received(track: Track) -> str:
    """Filing accepts at once, so that RECEIVED never stands in the store: the row is written."""
    case_id = track.file().case_id
    with track.office.desk.premises.database.transaction() as session:
        case_row(session, case_id).state = S.RECEIVED
    return case_id


def answered(track: Track) -> str:
    """In the investigation, with the departments' answers in."""
    case_id = track.to_investigation()
    track.answers(case_id, [Item.K1])
    return case_id


STANDING: Mapping[CaseState, Callable[[Track], str]] = {
    # Those that take time first: the others are still within their days.
    S.RETURN_GIVEN_UP: to_given_up,
    S.CLOSED_NO_RESPONSE: to_closed,
    S.RECEIVED: to_received,
    S.FORM_CHECK: lambda track: track.file().case_id,
    S.ID_CHECK: lambda track: track.to_identity(),
    S.AGENT_CHECK: to_agent_check,
    S.SCOPING: lambda track: track.to_scoping(),
    S.FEE_CHECK: lambda track: track.to_fee(),
    S.INVESTIGATION: answered,
    S.DRAFTED: to_drafted,
    S.SENT_BACK: to_sent_back,
    S.APPROVAL: lambda track: track.to_approval(),
    S.APPROVED: to_enclosed,
    S.DISPATCHED: lambda track: track.to_dispatched(),
    S.DELIVERED: to_delivered,
    S.COMPLETED: to_completed,
    S.RETURNED_MAIL: to_returned,
    S.AWAITING_CORRECTION: to_correction,
    S.AWAITING_FEE: to_fee_asked,
    S.WITHDRAWN: to_withdrawn,
    S.REROUTED: to_rerouted,
}

TO_LEGAL = HandOver("LAWYERS", "LEGAL", "ORIGINALS", 3)


def death(track: Track) -> DeathNotice:
    today = track.office.now.date()
    return DeathNotice(today, "仮川 次子", "350-9942", "埼玉県みどり野市", "戸籍の写しを確かめた")


def confirm_identity(track: Track, act: Act, case_id: str) -> object:
    seen = track.seen(case_id)
    return track.office.desk.verification.confirm(act, case_id, 0, seen=seen)


def ask_second(track: Track, act: Act, case_id: str) -> object:
    seen = track.seen(case_id)
    return track.office.desk.verification.ask_second(
        act, case_id, 0, seen=seen, note="字体の違いを確かめた"
    )


def approve(track: Track, act: Act, case_id: str) -> object:
    desk = track.office.desk
    shown = desk.approvals.view(track.office.by("c01"), case_id, track.office.now)
    return desk.approvals.approve(act, case_id, passphrase(act.by.login), shown.letter_hash)


def save_draft(decision) -> Callable[[Track, Act, str], object]:
    def act_on(track: Track, act: Act, case_id: str) -> object:
        with track.office.desk.premises.database.reading() as session:
            version = case_row(session, case_id).version
        return track.office.desk.casework.save_draft(act, case_id, (decision,), version)

    return act_on


Try = Callable[[Track, Act, str], object]

ALL_SEEN = frozenset(
    name
    for row in (*ADDRESS_ROWS, "name", "birth")
    for name in (row, f"{row}.judged", f"{row}.form", f"{row}.identity")
)

ACTS: Mapping[str, Try] = {
    "CONFIRM_FORM": lambda t, a, c: t.office.desk.casework.confirm_form(
        a, c, K1, "PAPER", agent=False
    ),
    "ASK_CORRECTION": lambda t, a, c: t.office.desk.casework.ask_correction(a, c, ("ITEMS",)),
    "RECEIVE_CORRECTION": lambda t, a, c: t.office.desk.casework.resume(a, c, t.office.now.date()),
    "SECOND_NOTICE": lambda t, a, c: t.office.desk.casework.second_notice(a, c),
    "CLOSE_NO_RESPONSE": lambda t, a, c: t.office.desk.casework.close_no_response(a, c),
    "CONFIRM_IDENTITY": confirm_identity,
    "ASK_SECOND": ask_second,
    "SECOND_CHECK": lambda t, a, c: t.office.desk.verification.second(a, c, True, seen=ALL_SEEN),
    "CONFIRM_AGENT": lambda t, a, c: t.office.desk.casework.agent_ok(a, c, "実印を照合した"),
    "SCOPE": lambda t, a, c: t.office.desk.casework.scope(a, c, K1),
    "ASK_FEE": lambda t, a, c: t.office.desk.casework.ask_fee(a, c),
    "RECEIVE_FEE": lambda t, a, c: t.office.desk.casework.record_fee(a, c, FeeMeans.STAMPS, 220),
    "WAIVE_FEE": lambda t, a, c: t.office.desk.casework.waive_fee(a, c, "災害により"),
    "CONFIRM_FEE": lambda t, a, c: t.office.desk.casework.fee_done(a, c),
    "DRAFT": lambda t, a, c: t.office.desk.casework.finish_investigation(a, c),
    "DRAFT_REFUSAL": save_draft(HA),
    "EDIT": save_draft(grant()),
    "SUBMIT": lambda t, a, c: t.office.desk.casework.submit(a, c),
    "SEND_BACK": lambda t, a, c: t.office.desk.approvals.send_back(a, c, "K1を見直すこと"),
    "APPROVE": approve,
    "DISPATCH": lambda t, a, c: t.office.desk.correspondence.dispatch(
        a, c, t.get(c).way, "12345678903"
    ),
    "CONFIRM_DELIVERY": lambda t, a, c: t.office.desk.correspondence.delivered(
        a, c, t.office.now.date()
    ),
    "RECORD_RETURN": lambda t, a, c: t.office.desk.correspondence.record_return(
        a, c, t.office.now.date()
    ),
    "RESEND": lambda t, a, c: t.office.desk.correspondence.resend(
        a, c, t.get(c).way, "12345678903"
    ),
    "GIVE_UP_RETURN": lambda t, a, c: t.office.desk.correspondence.give_up_return(a, c),
    "COMPLETE": lambda t, a, c: t.office.desk.correspondence.complete(a, c, t.office.now.date()),
    "WITHDRAW": lambda t, a, c: t.office.desk.casework.withdraw(a, c, "取下書が届いた"),
    "REROUTE": lambda t, a, c: t.office.desk.rerouting.reroute(a, c, TO_LEGAL),
    "REOPEN": lambda t, a, c: t.office.desk.reopening.reopen(a, c, "開示漏れの申出があった"),
    "RECORD_DEATH": lambda t, a, c: t.office.desk.special.record_death(a, c, death(t)),
}
"""Every act that may move a case, with arguments that leave only state and role in its way."""
