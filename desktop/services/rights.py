"""Who may do what, decided here and nowhere else; what is not granted is denied (DOMAIN §11)."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from desktop.domain import roles
from desktop.domain.deputies import DEPUTY_CAPABILITIES, check_untouched
from desktop.domain.errors import NotAllowed
from desktop.domain.roles import Capability
from desktop.services.act import Act, SignedIn
from desktop.store import audit, deputies
from desktop.store.people import Person
from desktop.store.schema.casework import CaseRow


def may(by: SignedIn, capability: Capability, on: date | None = None) -> bool:
    """Whether the person's role includes it, or that of whom they stand in for on that day."""
    return roles.may(by.role, capability) or _as_deputy(by, capability, on or by.at.date())


def require_as_signed_in(person: Person | None, by: SignedIn) -> None:
    """Refuse whoever was ended, or given another role, after they had signed in."""
    if person is None or not person.active:
        raise NotAllowed(
            "この利用者の利用は終わっています。", "サインアウトし、管理者に確かめてください。"
        )
    if person.role is not by.role:
        raise NotAllowed(
            "サインインのあとで、あなたの役割が変わりました。",
            "サインアウトし、もう一度サインインしてください。",
        )


def require(who: Act | SignedIn, capability: Capability) -> None:
    """Refuse the act unless the person's role, or a deputyship, includes it; raises NotAllowed."""
    by = who.by if isinstance(who, Act) else who
    if not _as_deputy(by, capability, who.at.date()):
        roles.require(by.role, capability)


def acts_as_deputy(by: SignedIn, capability: Capability) -> bool:
    """Whether the act is not of the person's own role."""
    return not roles.may(by.role, capability) and capability in DEPUTY_CAPABILITIES


def require_deputy(session: Session, act: Act, capability: Capability) -> None:
    """Where somebody acts as a deputy, the store must still say so; the log then names it.

    The deputyship may have ended, or been taken back, since they signed in.
    """
    if not acts_as_deputy(act.by, capability):
        return
    standing = deputies.standing(session, act.by.person_id, act.at.date())
    if standing is None:
        raise NotAllowed(
            "代行の期間が終わっているか、代行が取り消されています。",
            "責任者に依頼するか、もう一度サインインしてください。",
        )
    session.info[audit.DEPUTY_FOR] = standing.named_by


def require_untouched(session: Session, act: Act, capability: Capability, case: CaseRow) -> None:
    """A deputy decides nothing about a case on which they worked; raises SamePerson."""
    if acts_as_deputy(act.by, capability):
        check_untouched(act.by.person_id, deputies.hands_on(session, case))


def require_untouched_list(session: Session, act: Act, batch_id: str) -> None:
    """Nor about a disposal in which such a case, or a note of their own, stands."""
    if acts_as_deputy(act.by, Capability.APPROVE_DISPOSAL):
        me = act.by.person_id
        check_untouched(me, {me} if deputies.worked_on_list(session, me, batch_id) else ())


def require_not_own(act: Act, capability: Capability, written_by: str) -> None:
    """Nor about a note that they wrote."""
    if acts_as_deputy(act.by, capability):
        check_untouched(act.by.person_id, {written_by})


def _as_deputy(by: SignedIn, capability: Capability, on: date) -> bool:
    stands = by.deputy is not None and by.deputy.covers(on)
    return stands and capability in DEPUTY_CAPABILITIES
