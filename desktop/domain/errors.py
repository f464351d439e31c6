"""What the desk says when it cannot do something: what happened, and what to do next."""

from __future__ import annotations


class DeskError(Exception):
    """An expected refusal or failure, told to a clerk.

    `sentence` says what happened and `next_step` what to do, both in Japanese and both free of
    personal data, so that the text may go to a log. `field` names the input beside which the
    window shows it. `code` is stable: command line answers and tests depend on it.
    """

    code = "desk"

    def __init__(self, sentence: str, next_step: str = "", *, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.next_step = next_step
        self.field = field

    def __str__(self) -> str:
        return f"{self.sentence}{self.next_step}"


class Refused(DeskError):
    """A rule of the desk forbids the act: a guard, a missing right, the same person twice."""

    code = "refused"


class NotAllowed(Refused):
    """The person's role does not include this act (DOMAIN §11)."""

    code = "not_allowed"


class SamePerson(Refused):
    """Two duties that check each other would fall to one person (DESIGN §1)."""

    code = "same_person"


class Stale(DeskError):
    """Somebody else changed the row since it was read."""

    code = "stale"


class NotFound(DeskError):
    """No such thing, or it has been destroyed."""

    code = "not_found"
