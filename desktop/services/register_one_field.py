"""One field that takes anything: the line is read in all plausible ways, the register decides."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop.domain.roles import Capability
from desktop.services import rights
from desktop.services.act import Act, SignedIn
from desktop.services.premises import Premises
from desktop.services.register import Answer, Candidate, Query, Register, RegisterInfo
from desktop.services.register_reading import readings, town_alone
from desktop.store import audit

_SETTLED = 0.85  # no other way of reading the line can be meant
_WORTH_SHOWING = 0.2  # of the best score


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """As `Answer`; `understood` is how the line was read where it fitted best."""

    candidates: tuple[Candidate, ...]
    register: RegisterInfo
    crowded: bool
    understood: Query = field(repr=False)


class OneField:
    def __init__(self, premises: Premises, register: Register) -> None:
        self._premises = premises
        self._register = register

    def search(
        self, by: SignedIn, line: str, fields: Query | None = None, *, limit: int = 30
    ) -> LineAnswer:
        """Ranked candidates, never picked. What stands in `fields` holds in every reading.

        Nothing is found where nothing is asked. Not logged: a line is searched many times while
        it is typed; `note_opened` logs what a person then opens.
        """
        given = fields or Query()
        known = {name: getattr(given, name) for name in given.asked()}
        ways = readings(line, self._premises.addresses) or (Query(),)
        asked = [dataclasses.replace(way, **known) for way in ways]
        asked = [query for query in dict.fromkeys(asked) if query.asked()]
        if not asked:
            info = self._register.info(by.at.date())
            return LineAnswer((), info, crowded=False, understood=given)
        answers = self._ask(by, asked, limit)
        if not any(answer.candidates for *_, answer in answers):
            towns = [town for query in asked if (town := town_alone(query)) is not None]
            answers += self._ask(by, towns, limit)
        top, understood, best = max(answers, key=lambda told: told[0])
        found: dict[tuple[str, str], Candidate] = {}
        for one in itertools.chain.from_iterable(answer.candidates for *_, answer in answers):
            key = one.row.customer_no, one.row.supply_point_no
            if key not in found or found[key].score < one.score:
                found[key] = one
        ranked = sorted(found.values(), key=lambda one: (-one.score, one.level.rank))
        kept = tuple(one for one in ranked[:limit] if one.score >= top * _WORTH_SHOWING)
        return LineAnswer(kept, best.register, best.crowded, understood)

    def _ask(
        self, by: SignedIn, asked: Sequence[Query], limit: int
    ) -> list[tuple[float, Query, Answer]]:
        """The answers with the best score of each, up to one that settles it."""
        answers: list[tuple[float, Query, Answer]] = []
        for query in asked:
            answer = self._register.search(by, query, limit=limit)
            top = max((one.score for one in answer.candidates), default=0.0)
            answers.append((top, query, answer))
            if top >= _SETTLED:
                break
        return answers

    def note_opened(self, act: Act, understood: Query) -> None:
        """A person has opened a customer's entry: who, when, and by which fields it was found."""
        rights.require(act, Capability.SEARCH_REGISTER)
        with self._premises.database.transaction() as session:
            person, fields = act.by.person_id, understood.asked()
            audit.append(session, act.at, person, "register.find", fields=fields)
