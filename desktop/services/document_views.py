"""What 設定 › 文面 shows: every document, its texts, its versions, and who looked at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from desktop.domain.carried_words import Carried
from desktop.domain.own_texts import OwnPlace
from desktop.services.document_checks import Fillings


@dataclass(frozen=True, slots=True)
class Counsel:
    """Whether a lawyer looked at the words that are in force (DOMAIN §9: counsel reviews)."""

    asked: bool  # the template is marked for it
    by: str = ""
    on: date | None = None
    waiting: bool = False  # told by the administrator and not yet signed

    @property
    def missing(self) -> bool:
        return self.asked and self.on is None


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document of the list. `waiting` wishes need a signature; `coming` is a day from which
    other words hold; `behind`: the office's own words are of an earlier shipped version."""

    code: str
    title: str
    group: str
    version: str
    since: date
    own: bool
    counsel: Counsel
    waiting: int = 0
    coming: date | None = None
    behind: bool = False


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    """One wording of a document with all its texts. `id` is that of the signed setting; "" of the
    shipped one."""

    id: str
    words: str
    state: str
    effective_from: date
    texts: Mapping[str, str]
    proposed_by: str = ""
    proposed_at: datetime | None = None
    signed_by: str = ""
    signed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CounselWish:
    """What the administrator says of counsel, until a supervisor has signed it."""

    id: str
    by: str
    on: date
    proposed_by: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One document opened: `now` are its texts of today by place, `wish` what waits for signing.

    `samples` are the cases that its preview can show: key and words. `warned` says by place what
    the wish leaves out, `carried` are the own words of an earlier shipped version.
    """

    line: DocumentLine
    places: tuple[OwnPlace, ...]
    fillings: Fillings
    now: Mapping[str, str]
    versions: tuple[DocumentVersion, ...]
    samples: tuple[tuple[str, str], ...]
    wish: DocumentVersion | None = None
    counsel_wish: CounselWish | None = None
    warned: Mapping[str, str] = field(default_factory=dict)
    carried: Carried = field(default_factory=Carried)

    @property
    def changes(self) -> tuple[tuple[OwnPlace, str, str], ...]:
        """What the wish would change: the place, its words now, its words then."""
        wish = self.wish
        if wish is None:
            return ()
        return tuple(
            (one, self.now[one.place], wish.texts[one.place])
            for one in self.places
            if self.now[one.place] != wish.texts[one.place]
        )


@dataclass(frozen=True, slots=True)
class DocumentPreview:
    """Pictures of the pages, or by place what is wrong with the words; one of the two is empty.
    `warnings` hinder nothing."""

    pages: tuple[bytes, ...] = field(default=(), repr=False)
    faults: Mapping[str, str] = field(default_factory=dict)
    warnings: Mapping[str, str] = field(default_factory=dict)
