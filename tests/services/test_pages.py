"""Pages of unfiled mail put right: order, envelopes, turns, removal, undo, two clerks at once."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from case_path import Track
from desk_office import Office
from mail_bag import form_page, lay_in, licence, page
from PIL import Image, ImageChops, ImageDraw

from desktop.domain.errors import NotFound, Refused, Stale
from desktop.domain.reading import (
    BlockedPage,
    FieldReading,
    Forbidden,
    ForbiddenFound,
    PageKind,
    PageReading,
    ScreenedPage,
)
from desktop.services.intake_views import EnvelopeView
from desktop.services.mail_keeping import MailKeeping

F, D, J, P, I = (PageKind.FORM, PageKind.DL, PageKind.JUM, PageKind.POWER, PageKind.INK)  # noqa: E741


@pytest.fixture
def track(office: Office, tmp_path) -> Track:
    return Track(office, tmp_path)


def _lay(track: Track, *kinds: PageKind) -> str:
    return lay_in(track.office, "c01", [page(kind) for kind in kinds])


def _envelope(track: Track, envelope_id: str) -> EnvelopeView:
    (found,) = (one for one in track.office.desk.intake.unfiled() if one.id == envelope_id)
    return found


def _kinds(track: Track, envelope_id: str) -> list[PageKind]:
    return [one.kind for one in _envelope(track, envelope_id).pages]


def _ids(track: Track, envelope_id: str) -> list[str]:
    return [one.id for one in _envelope(track, envelope_id).pages]


def _block(track: Track, envelope_id: str, seq: int, *kinds: Forbidden) -> None:
    found = tuple(ForbiddenFound(kind) for kind in kinds or (Forbidden.MY_NUMBER,))
    keeping = MailKeeping(track.office.desk.premises, track.act("c01"))
    keeping.purge(envelope_id, seq, BlockedPage(PageKind.MNC_BACK, found))


def _late(track: Track, envelope_id: str, seq: int, kind: PageKind) -> None:
    """A page that a running scan brings for the envelope it began with."""
    MailKeeping(track.office.desk.premises, track.act("c01")).keep(envelope_id, seq, page(kind))


def _slip(number: str) -> ScreenedPage:
    return page(PageKind.SLIP, form="SLIP", form_version=1, case_number=number)


def test_the_pages_lie_in_the_order_the_clerk_gives_them(track: Track):
    envelope = _lay(track, F, D, J)
    form, licence_, record = _ids(track, envelope)
    track.office.desk.pages.reorder(track.act("c01"), envelope, [record, form, licence_])
    assert _kinds(track, envelope) == [J, F, D]
    assert [one.seq for one in _envelope(track, envelope).pages] == [1, 2, 3]


def test_a_blocked_sheet_stays_the_second_of_the_stack(track: Track):
    envelope = lay_in(track.office, "c01", [page(F)])
    _block(track, envelope, 2, Forbidden.MY_NUMBER, Forbidden.PENSION)
    _late(track, envelope, 3, J)
    form, blocked, other, record = _ids(track, envelope)
    track.office.desk.pages.reorder(track.act("c01"), envelope, [record, blocked, other, form])
    assert _kinds(track, envelope) == [J, PageKind.MNC_BACK, PageKind.MNC_BACK, F]
    track.office.desk.pages.reorder(track.act("c01"), envelope, [form, record])
    assert _kinds(track, envelope) == [F, PageKind.MNC_BACK, PageKind.MNC_BACK, J]
    assert [one.seq for one in _envelope(track, envelope).pages] == [1, 2, 2, 3]


@pytest.mark.parametrize("missing", [True, False], ids=["a page left out", "a foreign page"])
def test_an_order_of_other_pages_is_refused(track: Track, missing: bool):
    envelope, other = _lay(track, F, D), _lay(track, J)
    ids = _ids(track, envelope)
    wanted = ids[:1] if missing else [*ids, *_ids(track, other)]
    with pytest.raises(Stale, match="並び"):
        track.office.desk.pages.reorder(track.act("c01"), envelope, wanted)
    assert _kinds(track, envelope) == [F, D]


def test_an_envelope_is_split_and_the_rest_stands_right_behind_it(track: Track):
    first, second = _lay(track, F, D, F, J), _lay(track, P)
    new = track.office.desk.pages.split(track.act("c01"), first, _ids(track, first)[2])
    assert [one.id for one in track.office.desk.intake.unfiled()] == [first, new, second]
    assert (_kinds(track, first), _kinds(track, new)) == ([F, D], [F, J])
    again = track.office.desk.pages.split(track.act("c01"), first, _ids(track, first)[1])
    assert [one.id for one in track.office.desk.intake.unfiled()] == [first, again, new, second]


def test_a_split_is_undone_by_a_join_and_a_join_by_a_split(track: Track):
    envelope = _lay(track, F, D, J)
    desk = track.office.desk
    record = _ids(track, envelope)[2]
    new = desk.pages.split(track.act("c01"), envelope, record)
    assert desk.pages.join(track.act("c01"), new) == envelope
    assert [one.id for one in desk.intake.unfiled()] == [envelope]
    assert _kinds(track, envelope) == [F, D, J]
    new = desk.pages.split(track.act("c01"), envelope, record)
    assert (_kinds(track, envelope), _kinds(track, new)) == ([F, D], [J])


def test_an_envelope_is_not_split_before_its_first_page(track: Track):
    envelope = _lay(track, F, D)
    with pytest.raises(Refused, match="一枚目"):
        track.office.desk.pages.split(track.act("c01"), envelope, _ids(track, envelope)[0])
    assert len(track.office.desk.intake.unfiled()) == 1


def test_the_first_envelope_has_none_before_it(track: Track):
    envelope = _lay(track, F, D)
    with pytest.raises(Refused, match="この前に"):
        track.office.desk.pages.join(track.act("c01"), envelope)


def test_a_page_moves_to_its_place_in_another_envelope(track: Track):
    first, second = _lay(track, F, D, J), _lay(track, P, I)
    track.office.desk.pages.move(track.act("c01"), _ids(track, first)[1], second, 1)
    assert (_kinds(track, first), _kinds(track, second)) == ([F, J], [P, D, I])


@pytest.mark.parametrize(("position", "after"), [(0, [J, F, D]), (1, [F, J, D]), (9, [F, D, J])])
def test_a_page_moves_within_its_envelope(track: Track, position: int, after: list[PageKind]):
    envelope = _lay(track, F, D, J)
    track.office.desk.pages.move(track.act("c01"), _ids(track, envelope)[2], envelope, position)
    assert _kinds(track, envelope) == after


def test_an_envelope_without_pages_is_no_more_and_its_removed_pages_go_along(track: Track):
    first, second = _lay(track, F, D), _lay(track, J)
    desk = track.office.desk
    form, licence_ = _ids(track, first)
    desk.pages.remove(track.act("c01"), licence_)
    desk.pages.move(track.act("c01"), form, second, 0)
    assert [one.id for one in desk.intake.unfiled()] == [second]
    assert [one.kind for one in _envelope(track, second).removed] == [D]
    desk.pages.restore(track.act("c01"), licence_)
    assert _kinds(track, second) == [F, D, J]


def test_a_removed_page_is_not_shown_and_comes_back_where_it_was(track: Track):
    envelope = _lay(track, F, D, J)
    desk = track.office.desk
    _form, licence_, record = _ids(track, envelope)
    desk.pages.remove(track.act("c01"), licence_)
    assert _kinds(track, envelope) == [F, J]
    assert [one.id for one in _envelope(track, envelope).removed] == [licence_]
    assert desk.intake.thumbnail(track.office.by("c01"), licence_)
    with pytest.raises(Refused, match="すでに外され"):
        desk.pages.remove(track.act("c01"), licence_)
    desk.pages.restore(track.act("c01"), licence_)
    assert _kinds(track, envelope) == [F, D, J]
    with pytest.raises(Refused, match="外されていません"):
        desk.pages.restore(track.act("c01"), record)


def test_a_removed_page_is_destroyed_when_the_rest_is_filed(track: Track):
    envelope = lay_in(track.office, "c01", [form_page(), licence(), page(J)])
    desk = track.office.desk
    removed = _ids(track, envelope)[1]
    desk.pages.remove(track.act("c01"), removed)
    filed = desk.filing.file(track.act("c01"), envelope, track.facts())
    assert [document.kind for document in track.get(filed.case_id).documents] == [F, J]
    assert not list((track.office.folder / "spool").glob("*.page"))
    with pytest.raises(NotFound):
        desk.pages.restore(track.act("c01"), removed)


def test_an_envelope_whose_pages_are_all_removed_is_not_filed(track: Track):
    envelope = _lay(track, F)
    track.office.desk.pages.remove(track.act("c01"), _ids(track, envelope)[0])
    with pytest.raises(Refused, match="保存されたページがありません"):
        track.office.desk.filing.file(track.act("c01"), envelope, track.facts())


@pytest.mark.parametrize("act", ["reorder", "split", "join", "move", "remove", "rotate"])
def test_the_second_of_two_clerks_is_told_that_the_envelope_has_changed(track: Track, act: str):
    before, envelope = _lay(track, P), _lay(track, F, D, J)
    seen = _envelope(track, envelope).version
    ids, pages = _ids(track, envelope), track.office.desk.pages
    pages.reorder(track.act("c02"), envelope, ids, version=seen)
    late = track.act("c01")
    tries = {
        "reorder": lambda: pages.reorder(late, envelope, ids[::-1], version=seen),
        "split": lambda: pages.split(late, envelope, ids[1], version=seen),
        "join": lambda: pages.join(late, envelope, version=seen),
        "move": lambda: pages.move(late, _ids(track, before)[0], envelope, 0, version=seen),
        "remove": lambda: pages.remove(late, ids[0], version=seen),
        "rotate": lambda: pages.rotate(late, ids[0], 1, version=seen),
    }
    with pytest.raises(Stale):
        tries[act]()
    assert (_kinds(track, before), _kinds(track, envelope)) == ([P], [F, D, J])
    assert len(list((track.office.folder / "spool").glob("*.page"))) == 4


def test_a_repeated_act_splits_and_turns_once(track: Track):
    envelope = _lay(track, F, D)
    first, second = _ids(track, envelope)
    act, turn = track.act("c01"), track.act("c01")
    pages = track.office.desk.pages
    assert pages.split(act, envelope, second) == pages.split(act, envelope, second)
    assert len(track.office.desk.intake.unfiled()) == 2
    assert pages.rotate(turn, first, 1) == pages.rotate(turn, first, 1)
    assert track.office.desk.intake.reading(track.office.by("c01"), first).rotation == 90


def test_who_may_not_open_mail_puts_no_page_right(track: Track):
    envelope = _lay(track, F, D)
    with pytest.raises(Refused, match="権限"):
        track.office.desk.pages.split(track.act("a01"), envelope, _ids(track, envelope)[1])


def test_the_reply_goes_with_its_slip(track: Track):
    envelope = lay_in(track.office, "c01", [page(F), _slip("26-0007"), page(J)])
    desk = track.office.desk
    assert _envelope(track, envelope).case_number == "26-0007"
    new = desk.pages.split(track.act("c01"), envelope, _ids(track, envelope)[1])
    assert _envelope(track, envelope).case_number == ""
    assert _envelope(track, new).case_number == "26-0007"
    desk.pages.remove(track.act("c01"), _ids(track, new)[0])
    assert _envelope(track, new).case_number == ""


def test_what_a_running_scan_brings_goes_behind_the_part_that_was_split_off(track: Track):
    envelope = _lay(track, F, D)
    new = track.office.desk.pages.split(track.act("c01"), envelope, _ids(track, envelope)[1])
    _late(track, envelope, 3, J)
    assert (_kinds(track, envelope), _kinds(track, new)) == ([F], [D, J])


def test_what_a_running_scan_brings_for_a_joined_envelope_follows_it(track: Track):
    first, second = _lay(track, F), _lay(track, D)
    track.office.desk.pages.join(track.act("c01"), second)
    _late(track, second, 2, J)
    assert _kinds(track, first) == [F, D, J]


def test_after_a_split_and_a_join_late_pages_still_find_an_end(track: Track):
    envelope = _lay(track, F, D, J)
    pages = track.office.desk.pages
    middle = pages.split(track.act("c01"), envelope, _ids(track, envelope)[1])
    last = pages.split(track.act("c01"), middle, _ids(track, middle)[1])
    pages.move(track.act("c01"), _ids(track, last)[0], envelope, 1)
    assert (_kinds(track, envelope), _kinds(track, middle)) == ([F, J], [D])
    _late(track, envelope, 4, P)
    _late(track, last, 2, I)
    shown = _kinds(track, envelope) + _kinds(track, middle)
    assert sorted(shown) == sorted([F, J, D, P, I])


def test_a_page_scanned_after_its_envelope_was_filed_is_not_lost(track: Track):
    envelope = lay_in(track.office, "c01", [form_page()])
    track.office.desk.filing.file(track.act("c01"), envelope, track.facts())
    _late(track, envelope, 2, J)
    _late(track, envelope, 3, P)
    (left,) = track.office.desk.intake.unfiled()
    assert [one.kind for one in left.pages] == [J, P]


def test_a_page_taken_in_once_counts_as_taken_wherever_it_went(track: Track):
    envelope, other = _lay(track, F, D, J), _lay(track, P)
    desk = track.office.desk
    ids = _ids(track, envelope)
    desk.pages.move(track.act("c01"), ids[0], other, 0)
    desk.pages.remove(track.act("c01"), ids[1])
    keeping = MailKeeping(desk.premises, track.act("c01"))
    assert [keeping.has(envelope, seq) for seq in (1, 2, 3, 4)] == [True, True, True, False]


def _drawn() -> ScreenedPage:
    """A page with a black bar near its upper left corner, and a field read there."""
    picture = Image.new("L", (400, 600), 255)
    ImageDraw.Draw(picture).rectangle((40, 24, 239, 63), fill=0)
    out, small = io.BytesIO(), io.BytesIO()
    picture.save(out, "JPEG", quality=78)
    picture.resize((160, 240)).save(small, "JPEG", quality=80)
    read = (FieldReading("name", "架空 太郎", 0.9, True, (40, 24, 200, 40)),)
    reading = PageReading(D, fields=read, masked=((0, 500, 100, 100),))
    return ScreenedPage(out.getvalue(), small.getvalue(), 400, 600, reading)


def _picture(track: Track, page_id: str) -> Image.Image:
    return Image.open(io.BytesIO(track.office.desk.intake.picture(track.act("c01"), page_id)))


def _dark(picture: Image.Image, box: Sequence[int]) -> bool:
    x, y, wide, high = box
    inside = picture.convert("L").crop((x + 4, y + 4, x + wide - 4, y + high - 4))
    return inside.getextrema()[1] < 40


def test_a_page_turned_once_lies_upright_with_its_boxes(track: Track):
    envelope = lay_in(track.office, "c01", [_drawn()])
    (page_id,) = _ids(track, envelope)
    done = track.office.desk.pages.rotate(track.act("c01"), page_id, 1)
    reading = track.office.desk.intake.reading(track.office.by("c01"), page_id)
    picture = _picture(track, page_id)
    assert (done.quarters, reading.rotation, picture.size) == (1, 90, (600, 400))
    # x' = 600 - 24 - 40, y' = 40: the bar stands at the upper right.
    assert reading.fields[0].box == (536, 40, 40, 200)
    assert reading.masked == ((0, 0, 100, 100),)
    assert _dark(picture, (536, 40, 40, 200))
    small = track.office.desk.intake.thumbnail(track.office.by("c01"), page_id)
    assert Image.open(io.BytesIO(small)).size == (240, 160)


def test_turned_back_the_page_is_what_it_was(track: Track):
    envelope = lay_in(track.office, "c01", [_drawn()])
    (page_id,) = _ids(track, envelope)
    pages = track.office.desk.pages
    before = _picture(track, page_id)
    was = track.office.desk.intake.reading(track.office.by("c01"), page_id)
    for turns in (1, -1, 2, 3, 3):
        pages.rotate(track.act("c01"), page_id, turns)
    after = _picture(track, page_id)
    assert ImageChops.difference(before, after).getextrema()[1] <= 3
    assert track.office.desk.intake.reading(track.office.by("c01"), page_id) == was
    assert _envelope(track, envelope).pages[0].masked == 1


def test_after_a_turn_only_the_new_file_is_there(track: Track):
    envelope = lay_in(track.office, "c01", [_drawn()])
    folder = track.office.folder / "spool"
    (old,) = folder.glob("*.page")
    track.office.desk.pages.rotate(track.act("c01"), _ids(track, envelope)[0], 1)
    (new,) = folder.glob("*.page")
    assert new != old
