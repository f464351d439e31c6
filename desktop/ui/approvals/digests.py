"""A hash as it is shown to whoever signs: two lines, groups of four, a wider gap in the middle."""

from __future__ import annotations


def digest_words(digest: str) -> str:
    groups = [digest[at : at + 4] for at in range(0, len(digest), 4)]
    halves = [" ".join(groups[at : at + 4]) for at in range(0, len(groups), 4)]
    return "\n".join("  ".join(halves[at : at + 2]) for at in range(0, len(halves), 2))
