"""Masks on unfiled pages: proposed, decided, burnt in, and nothing left from before."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from case_path import Track
from desk_office import Office
from mail_bag import ICHIRO, form_page, lay_in, licence, page, residence_record
from PIL import Image

from desktop.domain.errors import NotAllowed, NotFound, Refused, Stale
from desktop.domain.reading import (
    MaskProposal,
    MaskReason,
    PageKind,
    ScreenedPage,
    TextLine,
)
from desktop.services.act import new_act
from desktop.services.intake import DiscardReason
from desktop.store import envelopes
from desktop.store.schema.infrastructure import RecordKeyRow

DOMICILE = (300, 500, 400, 40)


def certificate() -> ScreenedPage:
    """A 住民票 whose 本籍 stands in gray where it is proposed to be blacked out."""
    made = residence_record(ICHIRO, ICHIRO)
    lines = (
        TextLine("氏名 仮川 一郎", 0.99, (100, 100, 400, 30)),
        TextLine("本籍 例示県見本市一丁目", 0.99, (200, 505, 480, 30)),
    )
    proposed = (MaskProposal(DOMICILE, MaskReason.DOMICILE),)
    reading = replace(made.reading, lines=lines, proposed=proposed)
    return replace(made, reading=reading)


def only_page(office: Office) -> str:
    (envelope,) = office.desk.intake.unfiled()
    (one,) = envelope.pages
    return one.id


def shades(picture: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(picture)).convert("L"))


@pytest.fixture
def certificate_id(office: Office) -> str:
    office.by("c01")
    lay_in(office, "c01", [certificate()])
    return only_page(office)


def test_a_proposal_turns_with_its_page(office: Office, certificate_id: str) -> None:
    """A quarter clockwise: what lay `y` below the top of 1754 lies that far from the right."""
    office.desk.pages.rotate(office.act("c01"), certificate_id, 1)
    (proposal,) = office.desk.masking.proposals(office.by("c01"), certificate_id)
    assert proposal.box == (1754 - 500 - 40, 300, 40, 400)
    office.desk.pages.rotate(office.act("c01"), certificate_id, -1)
    (proposal,) = office.desk.masking.proposals(office.by("c01"), certificate_id)
    assert proposal.box == DOMICILE


def test_a_proposal_is_told_and_still_shows(office: Office, certificate_id: str) -> None:
    ((box, reason),) = [
        (one.box, one.reason)
        for one in office.desk.masking.proposals(office.by("c01"), certificate_id)
    ]
    assert (box, reason) == (DOMICILE, MaskReason.DOMICILE)
    (envelope,) = office.desk.intake.unfiled()
    assert envelope.pages[0].proposed == 1
    assert shades(office.desk.intake.picture(office.act("c01"), certificate_id)).min() > 200


def test_confirmed_masks_are_black_in_picture_and_thumbnail(
    office: Office, certificate_id: str
) -> None:
    office.desk.masking.apply(office.act("c01"), certificate_id, [DOMICILE])
    picture = shades(office.desk.intake.picture(office.act("c01"), certificate_id))
    assert picture.shape == (1754, 1240)
    assert picture[503:537, 303:697].max() < 20
    assert picture[600:, :].min() > 200
    small = shades(office.desk.intake.thumbnail(office.by("c01"), certificate_id))
    assert small[70:72, 45:90].max() < 100
    (envelope,) = office.desk.intake.unfiled()
    assert (envelope.pages[0].proposed, envelope.pages[0].masked) == (0, 1)


def test_the_text_under_a_mask_goes_and_the_rest_stays(office: Office, certificate_id: str) -> None:
    reading = office.desk.masking.apply(office.act("c01"), certificate_id, [DOMICILE])
    assert [line.text for line in reading.lines] == ["氏名 仮川 一郎", "本籍■■■■■■■■■■"]
    assert reading.masked == (DOMICILE,)
    assert reading.proposed == ()


def test_a_field_under_a_mask_is_emptied_and_asked_about(office: Office) -> None:
    office.by("c01")
    lay_in(office, "c01", [licence()])
    page_id = only_page(office)
    before = office.desk.intake.reading(office.by("c01"), page_id).field("address")
    assert before is not None
    assert before.box is not None
    reading = office.desk.masking.apply(office.act("c01"), page_id, [before.box])
    after = reading.field("address")
    assert after is not None
    assert (after.text, after.sure) == ("", False)
    name = reading.field("name")
    assert name is not None
    assert name.text == ICHIRO.name
    (envelope,) = office.desk.intake.unfiled()
    assert envelope.pages[0].unsure == 1


def test_nothing_from_before_the_mask_is_left(office: Office, certificate_id: str) -> None:
    (before,) = (office.folder / "spool").glob("*.page")
    old = before.read_bytes()
    with office.desk.premises.database.reading() as session:
        key_before = envelopes.page(session, certificate_id).key_id
    office.desk.masking.apply(office.act("c01"), certificate_id, [DOMICILE])
    (after,) = (office.folder / "spool").glob("*.page")
    assert after.name != before.name
    assert after.read_bytes() != old
    with office.desk.premises.database.reading() as session:
        assert envelopes.page(session, certificate_id).key_id != key_before
        assert session.get(RecordKeyRow, key_before) is None


def test_no_box_decides_the_proposals_without_a_mask(office: Office, certificate_id: str) -> None:
    reading = office.desk.masking.apply(office.act("c01"), certificate_id, [])
    assert (reading.proposed, reading.masked) == ((), ())
    assert reading.lines[1].text == "本籍 例示県見本市一丁目"
    with pytest.raises(Refused, match="黒塗りする場所がありません"):
        office.desk.masking.apply(office.act("c01"), certificate_id, [])


def test_a_box_counts_as_far_as_it_lies_on_the_page(office: Office, certificate_id: str) -> None:
    boxes = [(1200, 1700, 500, 500), (-50, -50, 60, 60), (3000, 10, 50, 50)]
    reading = office.desk.masking.apply(office.act("c01"), certificate_id, boxes)
    assert reading.masked == ((1200, 1700, 40, 54), (0, 0, 10, 10))


def test_masking_is_logged_with_counts_and_no_text(office: Office, certificate_id: str) -> None:
    office.desk.masking.apply(office.act("c01"), certificate_id, [DOMICILE])
    lines = office.desk.audit.entries(office.by("k01"), 0, 100)
    (entry,) = [line for line in lines if line.action == "page.mask"]
    assert "本籍" not in repr(entry)
    assert "例示" not in repr(entry)


def test_a_repeated_command_masks_once(office: Office, certificate_id: str) -> None:
    act = new_act(office.by("c01"), office.now)
    first = office.desk.masking.apply(act, certificate_id, [DOMICILE])
    files = sorted((office.folder / "spool").glob("*.page"))
    again = office.desk.masking.apply(act, certificate_id, [DOMICILE])
    assert again == first
    assert sorted((office.folder / "spool").glob("*.page")) == files


def test_an_auditor_masks_nothing(office: Office, certificate_id: str) -> None:
    with pytest.raises(NotAllowed):
        office.desk.masking.apply(office.act("k01"), certificate_id, [DOMICILE])


def test_a_page_that_changed_meanwhile_is_not_replaced(office: Office, certificate_id: str) -> None:
    premises = office.desk.premises
    with (
        pytest.raises(Stale),
        premises.spool.replacing(premises.vault, certificate_id, b"late", b"{}") as late,
        premises.database.transaction() as session,
    ):
        late.swap(session, premises.vault, "0" * 32)
    assert len(list((office.folder / "spool").glob("*.page"))) == 1
    assert office.desk.intake.picture(office.act("c01"), certificate_id)


def test_a_discarded_envelope_leaves_no_file_of_a_masked_page(
    office: Office, certificate_id: str
) -> None:
    office.desk.masking.apply(office.act("c01"), certificate_id, [DOMICILE])
    (envelope,) = office.desk.intake.unfiled()
    office.desk.intake.discard(office.act("c01"), envelope.id, DiscardReason.RESCAN)
    assert list((office.folder / "spool").glob("*.page")) == []
    with pytest.raises(NotFound):
        office.desk.masking.apply(office.act("c01"), certificate_id, [DOMICILE])


def test_a_masked_page_survives_the_next_start(office: Office, certificate_id: str) -> None:
    office.desk.masking.apply(office.act("c01"), certificate_id, [DOMICILE])
    desk = office.reopen()
    assert desk.premises.lost_pages == ()
    office.by("c01")
    assert shades(office.desk.intake.picture(office.act("c01"), certificate_id)).min() < 20


def test_a_page_with_open_proposals_is_not_filed(office: Office, tmp_path: Path) -> None:
    track = Track(office, tmp_path)
    office.by("c01")
    envelope = lay_in(office, "c01", [form_page(), certificate()])
    with pytest.raises(Refused, match="黒塗りの案を確かめていない"):
        office.desk.filing.file(office.act("c01"), envelope, track.facts())
    (one,) = office.desk.intake.unfiled()
    asked = next(page for page in one.pages if page.proposed)
    office.desk.masking.apply(office.act("c01"), asked.id, [DOMICILE])
    filed = office.desk.filing.file(office.act("c01"), envelope, track.facts())
    kept = track.get(filed.case_id).documents[1].pages[0]
    picture = office.desk.cases.picture(office.act("c01"), kept.id)
    assert shades(picture.image)[503:537, 303:697].max() < 20
    assert "例示県" not in repr(picture.reading)


def test_an_unknown_paper_may_be_masked_too(office: Office) -> None:
    office.by("c01")
    lay_in(office, "c01", [page(PageKind.UNKNOWN)])
    reading = office.desk.masking.apply(office.act("c01"), only_page(office), [(5, 5, 50, 50)])
    assert reading.masked == ((5, 5, 50, 50),)
