"""The tampering matrix: each way to change the log, with and without the signing key (TRUST §3).

The table is written by hand from `docs/tampering.md`; what nothing can show is in it as well. The
forger has the whole exported log in hand and makes everything in it fit as far as the keys reach.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.store.audit_log import Anchor, Entry, Head, statement, to_lines, verify_lines
from desktop.store.merkle import root
from desktop.store.vault.keys import PersonKeys, PersonPublic, make_keys

NOW = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
STORE = "0123456789abcdef"
SUPERVISOR, STRANGER = make_keys("s01"), make_keys("s01")
HEAD_AT, ANCHOR_AT, SIZE = 7, 10, 12
DOCS = Path(__file__).resolve().parents[2] / "docs" / "tampering.md"


def entry(seq: int, action: str = "page.view") -> Entry:
    detail = {"key": SUPERVISOR.public().fingerprint()} if seq == 1 else {"number": seq}
    return Entry(
        seq,
        1,
        NOW + timedelta(minutes=seq),
        "c01",
        "person.add" if seq == 1 else action,
        None,
        "s01" if seq == 1 else f"page-{seq}",
        (),
        detail,
    )


def root_at(entries: list[Entry], size: int) -> bytes:
    return root([one.leaf() for one in entries[:size]])


def head(entries: list[Entry], size: int, keys: PersonKeys) -> Head:
    of, at = root_at(entries, size), NOW + timedelta(hours=1)
    said = statement(STORE, 1, size, of, at, "s01")
    return Head(STORE, 1, size, of, at, "s01", keys.public().signing, keys.sign(said))


@dataclass
class Log:
    entries: list[Entry]
    heads: list[Head]
    anchors: list[Anchor]
    keys: list[PersonPublic] = field(default_factory=lambda: [SUPERVISOR.public()])

    def lines(self) -> list[str]:
        return list(to_lines(STORE, self.entries, self.heads, self.anchors, self.keys))


def true_log() -> Log:
    entries = [entry(seq) for seq in range(1, SIZE + 1)]
    anchor = Anchor(ANCHOR_AT, root_at(entries, ANCHOR_AT), NOW, "day")
    return Log(entries, [head(entries, HEAD_AT, SUPERVISOR)], [anchor])


OUTSIDE = (ANCHOR_AT, root_at(true_log().entries, ANCHOR_AT))
"""What stands on paper, or in the second place."""


def numbered(entries: list[Entry]) -> list[Entry]:
    return [replace(one, seq=seq) for seq, one in enumerate(entries, 1)]


def edited(log: Log) -> None:
    log.entries[3] = entry(4, "page.print")


def deleted(log: Log) -> None:
    log.entries = numbered([*log.entries[:3], *log.entries[4:]])


def inserted(log: Log) -> None:
    log.entries = numbered([*log.entries[:3], entry(0, "case.approve"), *log.entries[3:]])


def reordered(log: Log) -> None:
    log.entries[3:5] = [replace(log.entries[4], seq=4), replace(log.entries[3], seq=5)]


def cut(log: Log) -> None:
    del log.entries[9:]


def cut_young(log: Log) -> None:
    del log.entries[ANCHOR_AT:]


def edited_young(log: Log) -> None:
    log.entries[10] = entry(11, "page.print")


def old_backup(log: Log) -> None:
    """Nothing is forged: it is the log as it was one day."""
    log.entries = log.entries[:HEAD_AT]
    log.anchors = []


def head_replaced(log: Log) -> None:
    edited(log)
    log.heads = [head(log.entries, HEAD_AT, STRANGER)]


def keys_swapped(log: Log) -> None:
    """The forger's own key stands in the list of keys, and signs."""
    log.keys = [STRANGER.public()]
    head_replaced(log)


def heads_stripped(log: Log) -> None:
    """Passed off as the export of an earlier program, which named no keys."""
    edited(log)
    log.heads, log.keys = [], []


def fit(log: Log, keys: PersonKeys | None) -> None:
    """Make the log agree with itself: its anchors, and its heads where the key is there."""
    log.anchors = [
        replace(one, root=root_at(log.entries, one.size))
        for one in log.anchors
        if one.size <= len(log.entries)
    ]
    if keys is not None and log.heads:
        size = min(HEAD_AT, len(log.entries))
        log.heads = [head(log.entries, size, keys)]


@dataclass(frozen=True)
class Way:
    """How it is told: by the log alone without and with the signing key, and beside an anchor."""

    name: str
    forge: Callable[[Log], None]
    alone: bool
    alone_with_key: bool
    anchored: bool


MATRIX = (
    Way("edit", edited, True, False, True),
    Way("delete", deleted, True, False, True),
    Way("insert", inserted, True, False, True),
    Way("reorder", reordered, True, False, True),
    Way("cut tail", cut, False, False, True),
    Way("replace head", head_replaced, True, False, True),
    Way("swap key-book", keys_swapped, True, False, True),
    Way("old backup", old_backup, False, False, True),
    Way("heads stripped", heads_stripped, False, False, True),
    Way("edit after the anchor", edited_young, False, False, False),
    Way("cut after the anchor", cut_young, False, False, False),
)


@pytest.mark.parametrize("with_key", [False, True], ids=["without key", "with key"])
@pytest.mark.parametrize("way", MATRIX, ids=lambda way: way.name)
def test_a_change_is_told_or_documented_as_outside(way: Way, with_key: bool) -> None:
    log = true_log()
    way.forge(log)
    signs = way.forge in (head_replaced, keys_swapped)
    if with_key and signs:
        log.keys = [SUPERVISOR.public()]
    fit(log, SUPERVISOR if with_key else None)
    alone = not verify_lines(log.lines()).ok
    beside = not verify_lines(log.lines(), OUTSIDE).ok
    in_place = not verify_lines(log.lines(), kept=[OUTSIDE]).ok
    assert alone is (way.alone_with_key if with_key else way.alone)
    assert beside is in_place is way.anchored


def test_the_true_log_is_whole_beside_every_anchor() -> None:
    found = verify_lines(true_log().lines(), OUTSIDE, [OUTSIDE])
    assert (found.ok, found.size, found.anchored, found.heads) == (True, SIZE, ANCHOR_AT, 1)


def test_the_document_tells_the_same_of_every_way() -> None:
    """One row a way: its name, and what the log alone and an anchor show of it."""
    rows = [line.split("|") for line in DOCS.read_text("utf-8").splitlines() if "|" in line]
    told = {cells[1].strip(): [cell.strip() for cell in cells[3:6]] for cells in rows if cells[1:]}
    words = {True: "分かる", False: "分からない"}
    for way in MATRIX:
        wanted = [words[way.alone], words[way.alone_with_key], words[way.anchored]]
        assert told[way.name] == wanted, way.name


def test_a_few_wrong_digits_are_a_slip_and_not_a_changed_log() -> None:
    size, true = OUTSIDE
    slip = bytes([true[0] ^ 0x10, *true[1:31], true[31] ^ 0x01])
    found = verify_lines(true_log().lines(), (size, slip))
    assert not found.ok
    (said,) = found.problems
    assert "64文字のうち2文字だけ違います" in said
    assert "1・16番目の4文字" in said
    other = verify_lines(true_log().lines(), (size, bytes(32)))
    assert other.problems == ("10件時点の控えと合いません。それより前の記録が変えられています。",)


def test_an_export_of_an_earlier_program_is_verified_without_its_keys() -> None:
    log = true_log()
    log.keys = []
    lines = log.lines()
    lines[0] = lines[0].replace('"format":2', '"format":1')
    assert verify_lines(lines, OUTSIDE).ok
