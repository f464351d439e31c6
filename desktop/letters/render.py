"""A letter as a PDF: definition and facts in, pages out (DOMAIN §9).

The same definition and facts give the same bytes, so that an approval can freeze them by hash.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from desktop.domain.forms import Rect
from desktop.domain.letters import Decision, LetterData, LetterProblem, conditions, fill
from desktop.domain.wareki import wareki
from desktop.domain.wording import Block, Entry, LetterDefinition
from desktop.letters.address_window import draw_address
from desktop.letters.annex import draw_annex
from desktop.letters.blank import draw_form_page
from desktop.letters.flow import BODY, LEFT, RIGHT, SMALL, Flow, Style
from desktop.letters.fonts import load_fonts
from desktop.letters.marks import qr
from desktop.letters.sheet import SOFT, Sheet
from desktop.letters.writing import clean, clean_letter

WINDOW = Rect(22, 15, 83, 35)  # of a 長形3号 envelope, on the folded sheet
_ENTRY_TEXT = LEFT + 46
_QR = Rect(175, 27, 13, 13)
_TITLE = Style("serif-700", 14, 9)
_SMALL_STRONG = Style("sans-700", SMALL.size, SMALL.leading)
_FOLDS = (99.0, 198.0)


def render_letter(
    definition: LetterDefinition,
    data: LetterData,
    fonts_dir: Path,
    *,
    window: Rect = WINDOW,
) -> bytes:
    """The letter, its annex and its reply slip. Raises MissingGlyph, LetterProblem, AddressTooLong.

    `window` is where the envelope shows the address; nothing else is printed there.
    """
    if definition.annex_title and data.granted and not data.annex:
        raise LetterProblem(
            "開示する内容が別紙にありません。",
            "担当部署の回答を取り込んでから、もう一度作成してください。",
        )
    safe = clean_letter(data)
    pages = _Letter(definition, safe, fonts_dir, window, total=0).draw()
    letter = _Letter(definition, safe, fonts_dir, window, total=pages)
    letter.draw()
    return letter.sheet.finish()


def letter_notes(data: LetterData) -> tuple[str, ...]:
    """What the clerk should know of the print: variation selectors that had to be dropped."""
    texts = (data.addressee.name, *data.addressee.address, *(row.value for row in data.annex))
    return tuple(dict.fromkeys(note for text in texts for note in clean(text).notes))


class _Letter:
    """One pass over the pages; the first pass counts them, the second knows the total."""

    def __init__(
        self,
        definition: LetterDefinition,
        data: LetterData,
        fonts_dir: Path,
        window: Rect,
        total: int,
    ) -> None:
        self.definition = definition
        self.data = data
        self.found = conditions(data)
        self.title = fill(definition.title_for(self.found), data)
        self.sheet = Sheet(load_fonts(fonts_dir), f"{self.title}（{data.document_number}）")
        self.window = window
        self.total = total

    def draw(self) -> int:
        """Draw every page and return their number."""
        self._head()
        flow = Flow(self.sheet, 84.0, self._continued)
        flow.line(self.title, _TITLE, align="center")
        flow.skip(4)
        for paragraph in self.definition.opening:
            if paragraph.holds(self.found):
                flow.paragraph(fill(paragraph.text, self.data), indent="　")
        flow.skip(3.5)
        flow.line("記", BODY, align="center")
        flow.skip(1.5)
        shown = [entry for entry in self.definition.entries if entry.holds(self.found)]
        for number, entry in enumerate(shown, start=1):
            self._entry(flow, number, entry)
        flow.line("以上", BODY, align="right")
        flow.skip(1.5)
        for paragraph in self.definition.closing:
            if paragraph.holds(self.found):
                flow.paragraph(fill(paragraph.text, self.data), indent="　")
        self._enquiries(flow)
        if self.definition.annex_title and self.data.annex:
            flow.next_page()
            draw_annex(flow, self.definition.annex_title, self.data)
        pages = flow.page
        if self.definition.slip is not None:
            self.sheet.next_page()
            pages += 1
            values = {"office": self.data.sender.office, "desk": self.data.sender.desk}
            slip, number_of_case = self.definition.slip, self.data.case_number
            draw_form_page(self.sheet, slip, 1, number_of_case, values)
            self._page_number(pages)
        return pages

    def _head(self) -> None:
        data = self.data
        draw_address(self.sheet, self.window, data.addressee)
        for index, text in enumerate((data.document_number, wareki(data.issued_on))):
            self.sheet.text(RIGHT, 19 + index * 5.4, text, face="serif-400", size=10, align="right")
        self.sheet.cells(_QR, qr(data.case_number))
        number = f"受付番号　{data.case_number}"
        self.sheet.text(_QR.x - 3, 38.5, number, face="sans-500", size=9.5, align="right")
        self._sender()
        self._page_number(1)
        for y in _FOLDS:
            self.sheet.line((3, y), (7, y), width=0.1, color=SOFT)

    def _sender(self) -> None:
        sender = self.data.sender
        lines = (
            (sender.office, "serif-700", 12.0, 56.0),
            (sender.desk, "serif-400", 10.0, 61.6),
            (sender.responsible, "serif-400", 10.0, 66.8),
            (f"〒{sender.postal}", "serif-400", 8.5, 72.2),
            (sender.address, "serif-400", 8.5, 76.4),
        )
        for text, face, size, baseline in lines:
            width = self.sheet.width(text, face, size)
            fitted = size * min(1.0, (RIGHT - LEFT) / width) if width else size
            self.sheet.text(RIGHT, baseline, text, face=face, size=fitted, align="right")

    def _continued(self, page: int) -> float:
        """The top of a further page; returns where its text begins."""
        head = f"{self.data.document_number}　受付番号 {self.data.case_number}"
        self.sheet.text(RIGHT, 18, head, face="serif-400", size=8.5, align="right", color=SOFT)
        self._page_number(page)
        return 26.0

    def _page_number(self, page: int) -> None:
        text = f"{page}／{self.total}"
        self.sheet.text(105, 289, text, face="serif-400", size=9, align="center", color=SOFT)

    def _entry(self, flow: Flow, number: int, entry: Entry) -> None:
        flow.need(BODY.leading)
        label = f"{number}　{fill(entry.label, self.data)}"
        if entry.block is None:
            top = flow.y
            flow.paragraph(label, BODY, left=LEFT + 4, right=_ENTRY_TEXT - 2)
            after_label = flow.y
            flow.y = top
            flow.paragraph(fill(entry.text, self.data), BODY, left=_ENTRY_TEXT)
            flow.y = max(flow.y, after_label) + 0.6
            return
        flow.paragraph(label, BODY, left=LEFT + 4)
        blocks: Mapping[Block, list[tuple[str, list[str]]]] = {
            Block.GRANTED: [(_decided(d), []) for d in self.data.granted],
            Block.REFUSED: [(_decided(d), self._reason(d)) for d in self.data.refused],
            Block.CORRECTIONS: self._corrections() if entry.block is Block.CORRECTIONS else [],
        }
        for index, (head, texts) in enumerate(blocks[entry.block], start=1):
            flow.paragraph(f"({index})　{head}", BODY, left=LEFT + 10)
            for text in texts:
                flow.paragraph(text, BODY, left=LEFT + 17)
        flow.skip(0.6)

    def _reason(self, decision: Decision) -> list[str]:
        if decision.reason is None or not decision.text:
            raise LetterProblem(
                "お応えできない項目に、理由の符号または理由の文がありません。",
                "起案に戻り、項目ごとに理由を入力してください。",
            )
        wording = self.definition.reasons[decision.reason]
        return [f"理由　{wording.text}（{wording.basis}）", decision.text]

    def _corrections(self) -> list[tuple[str, list[str]]]:
        rows: list[tuple[str, list[str]]] = []
        for correction in self.data.corrections:
            wording = self.definition.corrections.get(correction.code)
            if wording is None:
                raise LetterProblem(
                    f"補正をお願いする事項 {correction.code} の文面がありません。",
                    "事項を選び直してください。",
                )
            texts = [fill(wording.text, self.data), correction.note]
            rows.append((wording.label, [text for text in texts if text]))
        return rows

    def _enquiries(self, flow: Flow) -> None:
        sender = self.data.sender
        height = 16.5
        flow.skip(2)
        flow.need(height)
        # At the foot of the sheet where the letter leaves room, below its text where it is long.
        top = max(flow.y, 255.0)
        self.sheet.frame(Rect(LEFT, top, RIGHT - LEFT, height), 0.2)
        flow.y = top + 1.8
        flow.paragraph(
            f"お問い合わせ先　{sender.office}　{sender.desk}",
            _SMALL_STRONG,
            left=LEFT + 3,
        )
        flow.paragraph(f"〒{sender.postal}　{sender.address}", SMALL, left=LEFT + 3)
        contact = f"電話　{sender.phone}　　受付時間　{sender.hours}"
        flow.paragraph(contact, SMALL, left=LEFT + 3)
        flow.y = top + height


def _decided(decision: Decision) -> str:
    return f"{decision.label}（{decision.request}）"
