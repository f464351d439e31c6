"""A page reading comes back from JSON as it went in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.reading import (
    FieldReading,
    Forbidden,
    ForbiddenFound,
    PageKind,
    PageReading,
    Quality,
    TextLine,
)
from desktop.domain.reading_json import reading_from_json, reading_to_json

numbers = st.integers(0, 5000)
boxes = st.tuples(numbers, numbers, numbers, numbers)
shares = st.floats(0, 1)
readings = st.builds(
    PageReading,
    kind=st.sampled_from(PageKind),
    fields=st.lists(
        st.builds(FieldReading, st.text(), st.text(), shares, st.booleans(), st.none() | boxes),
        max_size=3,
    ).map(tuple),
    lines=st.lists(st.builds(TextLine, st.text(), shares, boxes), max_size=3).map(tuple),
    form=st.text(max_size=5),
    form_version=numbers,
    form_page=numbers,
    case_number=st.text(max_size=8),
    forbidden=st.lists(
        st.builds(ForbiddenFound, st.sampled_from(Forbidden), st.none() | boxes), max_size=2
    ).map(tuple),
    masked=st.lists(boxes, max_size=2).map(tuple),
    quality=st.lists(st.sampled_from(Quality), max_size=2).map(tuple),
    rotation=st.sampled_from([0, 90, 180, 270]),
    seconds=shares,
)


@given(readings)
def test_a_reading_comes_back_from_json_unchanged(reading):
    assert reading_from_json(reading_to_json(reading)) == reading
