"""Packed postings: what goes in comes out, whatever the tokens are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop.store.register_postings import (
    SEGMENTS,
    bucket_bits,
    bucket_of,
    by_segment,
    pack,
    records,
    rows_of,
)

tokens = st.one_of(
    st.integers(0, 2**64 - 1),
    st.integers(0, 3).map(lambda front: front << 62),  # whole buckets of one token
)
postings = st.lists(st.tuples(tokens, st.integers(0, 2**32 - 1)), max_size=300, unique=True)


def packed(pairs: Sequence[tuple[int, int]], bits: int) -> dict[int, bytes]:
    made = records([token for token, _ in pairs], [row for _, row in pairs])
    buckets: list[tuple[int, bytes]] = []
    for _, segment in by_segment(made):
        buckets += pack(segment, bits)
    assert [bucket for bucket, _ in buckets] == sorted({bucket for bucket, _ in buckets})
    return dict(buckets)


@given(postings, st.integers(8, 24))
def test_every_posting_is_found_again_and_no_other(pairs: list[tuple[int, int]], bits: int) -> None:
    buckets = packed(pairs, bits)
    for token in {token for token, _ in pairs}:
        same = 64 - bits - 32  # bits beyond these are not kept
        expected = sorted(row for other, row in pairs if other >> same == token >> same)
        assert rows_of(buckets[bucket_of(token, bits)], token, bits).tolist() == expected


@given(postings)
def test_a_token_of_no_row_has_no_rows(pairs: list[tuple[int, int]]) -> None:
    buckets = packed(pairs, 8)
    stranger = 0x0123_4567_89AB_CDEF
    if all(token >> 24 != stranger >> 24 for token, _ in pairs) and 1 in buckets:
        assert not len(rows_of(buckets[1], stranger, 8))


def test_segments_part_by_the_first_byte_and_lose_nothing() -> None:
    chance = np.random.default_rng(7)
    found = chance.integers(0, 2**64, 5000, dtype=np.uint64)
    made = records(found.tolist(), list(range(5000)))
    parts = list(by_segment(made))
    assert sum(len(data) for _, data in parts) == made.nbytes
    assert len(parts) == SEGMENTS
    for segment, data in parts:
        tokens_there = np.frombuffer(data, made.dtype)["token"]
        assert set((tokens_there >> np.uint64(56)).tolist()) == {segment}


def test_buckets_hold_about_a_kilobyte_whatever_the_size() -> None:
    for postings_count in (0, 1_000, 1_000_000, 200_000_000):
        bits = bucket_bits(postings_count)
        assert bits >= 8
        assert postings_count / 2**bits <= 160
    assert bucket_bits(200_000_000) == 21
