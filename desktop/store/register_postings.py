"""Postings packed into buckets: which rows carry a token (DESIGN §4).

A posting is a token and the number of a row. The front bits of a token name its bucket; a bucket
holds the next 32 bits of its tokens in order, then the rows in the same order. So one look-up is
one read of about a kilobyte, and ten million rows need about 8 bytes a posting. Unequal tokens
that agree in all those bits would only open a row in vain: what is opened is compared anyway.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from desktop.store.register_tokens import TOKEN_BITS

Rows = NDArray[np.uint32]
Records = NDArray[np.void]

RECORD: Final = np.dtype([("token", "<u8"), ("row", "<u4")])
SEGMENT_BITS: Final = 8
SEGMENTS: Final = 1 << SEGMENT_BITS
_A_BUCKET: Final = 160  # postings; about 1.3 KB
_KEPT_BITS: Final = 32


def bucket_bits(postings: int) -> int:
    """How many front bits name a bucket; never fewer than name a segment."""
    return max(SEGMENT_BITS, (postings // _A_BUCKET).bit_length())


def bucket_of(token: int, bits: int) -> int:
    return token >> (TOKEN_BITS - bits)


def records(tokens: Sequence[int], rows: Sequence[int]) -> Records:
    made: Records = np.empty(len(tokens), RECORD)
    made["token"] = tokens
    made["row"] = rows
    return made


def by_segment(made: Records) -> Iterator[tuple[int, bytes]]:
    """The records parted by the front of their tokens, to be sorted a segment at a time."""
    segments = (made["token"] >> np.uint64(TOKEN_BITS - SEGMENT_BITS)).astype(np.uint16)
    ordered = made[np.argsort(segments, kind="stable")]
    ends = np.cumsum(np.bincount(segments, minlength=SEGMENTS)).tolist()
    start = 0
    for segment, end in enumerate(ends):
        if end > start:
            yield segment, ordered[start:end].tobytes()
        start = end


def pack(segment: bytes, bits: int) -> Iterator[tuple[int, bytes]]:
    """The buckets of one segment in order, each with its packed postings."""
    made = np.frombuffer(segment, RECORD)
    fronts = made["token"] >> np.uint64(TOKEN_BITS - bits - _KEPT_BITS)
    order = np.lexsort((made["row"], fronts))
    made, fronts = made[order], fronts[order]
    buckets, kept = fronts >> np.uint64(_KEPT_BITS), fronts.astype("<u4")
    rows = made["row"].astype("<u4")
    edges = [0, *(np.flatnonzero(np.diff(buckets)) + 1).tolist(), len(made)]
    for start, end in pairwise(edges if len(made) else ()):
        yield int(buckets[start]), kept[start:end].tobytes() + rows[start:end].tobytes()


def rows_of(packed: bytes, token: int, bits: int) -> Rows:
    """The rows of one token in its bucket, in order."""
    halves = np.frombuffer(packed, "<u4").reshape(2, -1)
    wanted = np.uint32((token >> (TOKEN_BITS - bits - _KEPT_BITS)) & 0xFFFFFFFF)
    first, last = (
        np.searchsorted(halves[0], wanted, "left"),
        np.searchsorted(halves[0], wanted, "right"),
    )
    found: Rows = halves[1, first:last]
    return found
