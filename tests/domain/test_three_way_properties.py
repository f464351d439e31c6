"""What holds of every three-way check (DOMAIN §7)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from three_way_sides import (
    ELSEWHERE,
    HERE,
    HERE_SHORT,
    NO_ROOM,
    OLD,
    OTHER_ROOM,
    register,
    side,
    three_way,
)

from desktop.domain.verification import Decision, Level

MOVED = "東京都港区見本台1-2-3"
PLACES = st.sampled_from([HERE, HERE_SHORT, OTHER_ROOM, NO_ROOM, OLD, ELSEWHERE, MOVED, ""])


@given(PLACES, st.lists(st.tuples(PLACES, PLACES), max_size=3), PLACES, PLACES, PLACES)
def test_a_pass_means_that_form_papers_and_register_are_one_place(f, papers, r1, r2, rh):
    """No combination of seven addresses passes unless all three name the same room."""
    group = {HERE: 1, HERE_SHORT: 1, OTHER_ROOM: 2, NO_ROOM: 3, OLD: 4, ELSEWHERE: 5, MOVED: 6}
    sides = [side(d, previous_address=p) for d, p in papers]
    verdict = three_way(side(f), sides, register(r1, r2, rh)).verdict
    if verdict.decision is Decision.PASS:
        assert {group[d] for d, _ in papers if d} == {group[f]}
        assert verdict.matched in ("R1", "R2")
        matched = {"R1": r1, "R2": r2}[verdict.matched]
        assert f != ""
        assert group[f] == group[matched]
        assert group[f] in {group[d] for d, _ in papers if d}
    if verdict.level is Level.HISTORICAL:
        assert verdict.decision is Decision.SECOND_CLERK


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40), st.text(max_size=20))
def test_no_text_makes_the_check_fail(f, d, r, name):
    three_way(side(f, name), [side(d, name)], register(r, d, f, name=name))


@given(PLACES, PLACES, PLACES)
def test_the_words_never_tell_what_the_register_holds(f, d, r):
    verdict = three_way(side(f), [side(d)], register(r, name="仮野 次郎")).verdict
    words = verdict.headline + verdict.explanation
    for part in ("若葉町", "205", "旧町", "青葉町", "見本台", "仮野", "埼玉", "千葉", "東京"):
        assert part not in words
