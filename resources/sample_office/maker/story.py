"""The twelve envelopes and where each ends, the slow ones by the middle of December (issue 5)."""

from __future__ import annotations

import random
from datetime import date

from maker.cast import Cast
from maker.desk_papers import Papers, rotated
from maker.people import Person
from maker.places import Home
from maker.plan import Decision, Ending, EnvelopePlan, PagePlan

MONDAY, TUESDAY, REPLY = date(2026, 11, 9), date(2026, 11, 10), date(2026, 11, 18)
SEVENTH_CASE = "26-0007"

_REFUSED_K6 = (
    "問い合わせ履歴には、不正な利用の調査に係る手順と担当者間の連絡が一体として記録されており、"
    "開示した場合、同種の調査の適正な実施に著しい支障を及ぼすおそれがあるためです。"
)
_NO_RECORD = (
    "お客さまに係る第三者提供の記録を確認しましたが、該当する記録は作成されておらず、"
    "存在しないためです。"
)
_UNANSWERED = "期限までに補正のご返事がなく、手続がそろわないためです。"
_SAME = ("EXACT", "NORMALIZED")


class Story:
    """Writes the plans, one method an envelope, in the order in which they are filed."""

    def __init__(self, cast: Cast, papers: Papers, rng: random.Random) -> None:
        self._cast = cast
        self._papers = papers
        self._rng = rng

    def plans(self) -> list[EnvelopePlan]:
        return [
            self._clean(),
            self._resident(),
            self._granted_in_part(),
            self._my_number_both_sides(),
            self._moved(),
            self._other_room(),
            self._disagreeing(),
            self._unpaid(),
            self._agent(),
            self._stranger(),
            self._no_record(),
            self._reply(),
        ]

    def _clean(self) -> EnvelopePlan:
        who, wanted = self._cast.clean, {"DISCLOSE": ("K1", "K3")}
        licence = self._papers.licence(who.person, who.home.short(), with_back=True)
        pages = (
            self._request(who.person, who.home, wanted, ("DL", "FEE")),
            licence,
            self._papers.stamps(440),
            self._papers.cover(who.person, who.home, date(2026, 11, 6)),
        )
        ending = _granted("EXACT", wanted)
        return EnvelopePlan(1, "PDF", 300, MONDAY, pages, wanted, who, ending, 440)

    def _resident(self) -> EnvelopePlan:
        who, wanted = self._cast.resident, {"DISCLOSE": ("K4",)}
        pages = (
            self._request(who.person, who.home, wanted, ("RC", "FEE")),
            *self._papers.residence_card(who.person, who.home.formal()),
            self._papers.stamps(220),
        )
        ending = _granted("NORMALIZED", wanted)
        return EnvelopePlan(2, "TIFF", 200, MONDAY, pages, wanted, who, ending, 220)

    def _granted_in_part(self) -> EnvelopePlan:
        who, wanted = self._cast.in_part, {"DISCLOSE": ("K1", "K6")}
        pages = (
            self._request(who.person, who.home, wanted, ("DL", "FEE")),
            rotated(self._papers.licence(who.person, who.home.formal())),
            self._papers.stamps(440),
        )
        ending = Ending(
            state="COMPLETED",
            outcome="GRANTED_IN_PART",
            level="NORMALIZED",
            levels=_SAME,
            matched="R1",
            letters=("D-05",),
            decisions=(
                Decision("DISCLOSE", "K1"),
                Decision("DISCLOSE", "K6", False, "R_HE", _REFUSED_K6),
            ),
        )
        return EnvelopePlan(3, "PDF", 200, MONDAY, pages, wanted, who, ending, 440)

    def _my_number_both_sides(self) -> EnvelopePlan:
        who, wanted = self._cast.numbered, {"DISCLOSE": ("K2",)}
        pages = (
            self._request(who.person, who.home, wanted, ("MNC", "FEE")),
            *self._papers.my_number_card(who.person, who.home.formal()),
            self._papers.stamps(220),
        )
        ending = _granted("NORMALIZED", wanted)
        return EnvelopePlan(4, "JPEG", 200, MONDAY, pages, wanted, who, ending, 220)

    def _moved(self) -> EnvelopePlan:
        mover, wanted = self._cast.moved, {"DISCLOSE": ("K1",)}
        who = mover.customer
        issued = date(2026, 10, self._rng.randint(5, 28))
        pages = (
            self._request(who.person, mover.now, wanted, ("JUM", "INK", "FEE")),
            self._papers.residence_certificate(who.person, mover.now, who.home, issued),
            self._papers.seal_certificate(who.person, mover.now, issued),
            self._papers.stamps(220),
            self._papers.cover(who.person, mover.now, date(2026, 11, 6)),
        )
        return EnvelopePlan(
            5, "PDF", 200, MONDAY, pages, wanted, who, _granted("HISTORICAL", wanted), 220
        )

    def _other_room(self) -> EnvelopePlan:
        """Asked for a correction, and never answered: refused for ハ."""
        who, wanted = self._cast.other_room, {"DISCLOSE": ("K1", "K3")}
        claimed = who.home.in_room(self._cast.claimed_room)
        pages = (
            self._request(who.person, claimed, wanted, ("DL", "FEE")),
            self._papers.licence(who.person, claimed.formal()),
            self._papers.stamps(440),
        )
        ending = Ending(
            state="COMPLETED",
            outcome="REFUSED",
            level="DIFFERENT_ROOM",
            levels=("DIFFERENT_ROOM",),
            letters=("D-02", "D-06"),
            decisions=tuple(
                Decision("DISCLOSE", item, False, "R_HA", _UNANSWERED) for item in ("K1", "K3")
            ),
            differing=("room",),
        )
        return EnvelopePlan(6, "PDF", 300, MONDAY, pages, wanted, who, ending, 440)

    def _disagreeing(self) -> EnvelopePlan:
        """Moved, but the licence still shows the old address: form and paper contradict."""
        mover, wanted = self._cast.disagreeing, {"DISCLOSE": ("K1",)}
        who = mover.customer
        pages = (
            self._request(who.person, mover.now, wanted, ("DL", "FEE")),
            self._papers.licence(who.person, who.home.formal()),
            self._papers.stamps(220),
        )
        ending = Ending(
            state="AWAITING_CORRECTION",
            outcome="CORRECTION",
            level="NONE",
            levels=("NONE", "PARTIAL"),
            matched="R1",
            letters=("D-02",),
        )
        return EnvelopePlan(7, "PDF", 200, TUESDAY, pages, wanted, who, ending, 220)

    def _unpaid(self) -> EnvelopePlan:
        """Asked for the fee, and pays after the day."""
        who, wanted = self._cast.unpaid, {"DISCLOSE": ("K3",)}
        pages = (
            self._request(who.person, who.home, wanted, ("DL",)),
            self._papers.licence(who.person, who.home.short()),
        )
        ending = _granted("EXACT", wanted, "D-03", "D-05")
        return EnvelopePlan(8, "JPEG", 200, TUESDAY, pages, wanted, who, ending)

    def _agent(self) -> EnvelopePlan:
        who, wanted = self._cast.principal, {"DISCLOSE": ("K1",)}
        agent = (self._cast.agent, self._cast.agent_home)
        enclosed = ("DL", "INK", "POWER", "FEE")
        wish = "保有個人データ（契約者情報）の開示の請求に関する件"
        power = self._papers.power((who.person, who.home), agent, date(2026, 11, 2), wish)
        issued = date(2026, 10, self._rng.randint(5, 28))
        pages = (
            self._request(who.person, who.home, wanted, enclosed, agent=True),
            power,
            self._papers.seal_certificate(who.person, who.home, issued),
            self._papers.licence(agent[0], agent[1].formal()),
            self._papers.stamps(220),
        )
        ending = _granted("NORMALIZED", wanted)
        return EnvelopePlan(9, "PDF", 200, TUESDAY, pages, wanted, who, ending, 220, agent=True)

    def _stranger(self) -> EnvelopePlan:
        """Nobody of the register; asked twice, and closed without an answer."""
        person, home = self._cast.stranger, self._cast.stranger_home
        wanted = {"DISCLOSE": ("K1",)}
        pages = (
            self._request(person, home, wanted, ("DL", "FEE")),
            self._papers.licence(person, home.formal()),
            self._papers.stamps(220),
        )
        ending = Ending(
            state="CLOSED_NO_RESPONSE",
            outcome="CLOSED",
            level="NO_ADDRESS",
            levels=("NO_ADDRESS", "NONE", "PARTIAL"),
            letters=("D-02", "D-02", "D-14"),
        )
        return EnvelopePlan(10, "PDF", 200, TUESDAY, pages, wanted, None, ending, 220)

    def _no_record(self) -> EnvelopePlan:
        who, wanted = self._cast.no_record, {"DISCLOSE_3P": ("K8",)}
        pages = (
            self._request(who.person, who.home, wanted, ("DL", "FEE")),
            self._papers.licence(who.person, who.home.formal()),
            self._papers.stamps(220),
        )
        ending = Ending(
            state="COMPLETED",
            outcome="REFUSED",
            level="NORMALIZED",
            levels=_SAME,
            matched="R1",
            letters=("D-07",),
            decisions=(Decision("DISCLOSE_3P", "K8", False, "R_NI", _NO_RECORD),),
        )
        return EnvelopePlan(11, "TIFF", 200, TUESDAY, pages, wanted, who, ending, 220)

    def _reply(self) -> EnvelopePlan:
        """What was asked for: certificates of the new address that name the old one."""
        mover, wanted = self._cast.disagreeing, {"DISCLOSE": ("K1",)}
        who, issued = mover.customer, date(2026, 11, 13)
        pages = (
            self._papers.slip(who.person, SEVENTH_CASE, date(2026, 11, 15), "JUM", "INK"),
            self._papers.residence_certificate(who.person, mover.now, who.home, issued),
            self._papers.seal_certificate(who.person, mover.now, issued),
        )
        ending = _granted("HISTORICAL", wanted)
        return EnvelopePlan(12, "PDF", 200, REPLY, pages, wanted, who, ending, joins=SEVENTH_CASE)

    def _request(
        self,
        person: Person,
        home: Home,
        wanted: dict[str, tuple[str, ...]],
        enclosed: tuple[str, ...],
        *,
        agent: bool = False,
    ) -> PagePlan:
        written_on = date(2026, 11, self._rng.randint(3, 6))
        return self._papers.request(person, home, wanted, written_on, enclosed, agent=agent)


def _granted(level: str, wanted: dict[str, tuple[str, ...]], *letters: str) -> Ending:
    """Everything asked for is disclosed."""
    moved = level == "HISTORICAL"
    return Ending(
        state="COMPLETED",
        outcome="GRANTED",
        level=level,
        levels=(level,) if moved else _SAME,
        matched="R1",
        second_clerk=moved,
        letters=letters or ("D-05",),
        decisions=tuple(Decision(kind, item) for kind, items in wanted.items() for item in items),
    )
