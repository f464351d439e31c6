"""A letter as a PDF: definition and facts in, pages out (DOMAIN §9).

The same definition and facts give the same bytes, so that an approval can freeze them by hash.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from desktop.domain.forms import Rect
from desktop.domain.letters import Condition, LetterData, LetterProblem, conditions, fill
from desktop.domain.wareki import wareki
from desktop.domain.wording import Entry, LetterDefinition
from desktop.letters.address_window import SLIP, draw_address, require_window
from desktop.letters.annex import draw_annex
from desktop.letters.blank import draw_form_page
from desktop.letters.blocks import block_rows
from desktop.letters.flow import BODY, LEFT, RIGHT, SMALL, Flow, Style
from desktop.letters.fonts import Fonts, load_fonts
from desktop.letters.letter_texts import require_letter
from desktop.letters.marks import qr
from desktop.letters.sheet import SOFT, Sheet
from desktop.letters.writing import clean_letter

Joined = tuple[LetterDefinition, LetterData]
"""A letter joined to another one: its wording, and the decisions that it tells."""

WINDOW = Rect(22, 15, 83, 35)  # of a 長形3号 envelope, on the folded sheet
_ENTRY_TEXT = LEFT + 46
_QR = Rect(175, 27, 13, 13)
_TITLE = Style("serif-700", 14, 9)
_CLOSER = Style("serif-400", 10, 5.6)  # for a letter that would go a little beyond its page
_SMALL_STRONG = Style("sans-700", SMALL.size, SMALL.leading)
_FOLDS = (99.0, 198.0)
_DEAR, _SINCERELY = "拝啓", "敬具"
_TOGETHER = 3  # lines: a list does not begin with its label alone at the foot of a page
_APART, _ENQUIRIES = 2.0, 16.5  # millimetres: the gap above the 問い合わせ先, and its height
_SENDER_TOP = 52.2  # of the office's name, where nothing pushes it down
_CLEAR = 0.5


def render_letter(
    definition: LetterDefinition,
    data: LetterData,
    fonts_dir: Path,
    *,
    window: Rect = WINDOW,
    joined: Sequence[Joined] = (),
) -> bytes:
    """The letter, its annex and its reply slip. Raises MissingGlyph, LetterProblem, AddressTooLong.

    `window` is where the envelope shows the address; nothing else is printed there. `joined` are
    the letters of further kinds of request that this one answers with it: what they have to say
    follows under the same 記, one numbering for all (DOMAIN §1).
    """
    if definition.annex_title and data.granted and not (data.annex or data.annex_pages):
        raise LetterProblem(
            "開示する内容が別紙にありません。",
            "担当部署の回答を取り込んでから、もう一度作成してください。",
        )
    parts = [(definition, clean_letter(data))]
    parts += [(other, clean_letter(facts)) for other, facts in joined]
    require_window(window)
    fonts = load_fonts(fonts_dir)
    for _definition, facts in parts:
        require_letter(facts, fonts)
    letter = _Letter(parts, fonts, window, BODY)
    if letter.text_pages > 1:  # a few lines closer, where that spares a page that is nearly empty
        closer = _Letter(parts, fonts, window, _CLOSER)
        letter = closer if closer.text_pages < letter.text_pages else letter
    letter.draw_enclosures()
    return letter.sheet.finish()


class _Letter:
    """The pages of one letter, and the number that each gets once the last is drawn."""

    def __init__(self, parts: Sequence[Joined], fonts: Fonts, window: Rect, body: Style) -> None:
        self.parts = parts
        self.definition, self.data = parts[0]
        mixed = frozenset({Condition.MIXED})
        self.found = mixed if len(parts) > 1 else conditions(self.data)
        self.title = fill(self.definition.title_for(self.found), self.data)
        self.sheet = Sheet(fonts, f"{self.title}（{self.data.document_number}）")
        self.sheet.at_end(self._page_number)
        self.window = window
        # The sender and all below it stand clear of the window, wherever the letter slips to.
        self.lower = max(0.0, window.bottom + SLIP + _CLEAR - _SENDER_TOP)
        self.body = body
        self.flow = Flow(self.sheet, max(84.0, 82.0 + self.lower), self._continued)
        self._draw_text(self.flow)
        self.text_pages = self.flow.page

    def _draw_text(self, flow: Flow) -> None:
        self._head()
        flow.line(self.title, _TITLE, align="center")
        flow.skip(4)
        self._greet(flow)
        flow.skip(3.5)
        flow.line("記", self.body, align="center")
        flow.skip(1.5)
        for number, (part, entry) in enumerate(self._entries(), start=1):
            self._entry(flow, number, entry, *part)
        self._close(flow)
        self._enquiries(flow)

    def draw_enclosures(self) -> None:
        """The 別紙 and the reply slip, behind the letter itself."""
        flow = self.flow
        if self.definition.annex_title and (self.data.annex or self.data.annex_pages):
            flow.next_page()
            draw_annex(flow, self.definition.annex_title, self.data, self.definition.annex_layouts)
        if self.definition.slip is not None:
            self.sheet.next_page()
            values = dataclasses.asdict(self.data.sender)
            slip, number_of_case = self.definition.slip, self.data.case_number
            draw_form_page(self.sheet, slip, 1, number_of_case, values)

    def _greet(self, flow: Flow) -> None:
        """The letter's own sentences; one that begins with 拝啓 ends with 敬具."""
        told = [
            fill(one.text, self.data) for one in self.definition.opening if one.holds(self.found)
        ]
        for text in told:
            flow.paragraph(text, self.body, indent="" if text.startswith(_DEAR) else "　")
        if any(text.startswith(_DEAR) for text in told):
            flow.line(_SINCERELY, self.body, align="right")

    def _close(self, flow: Flow) -> None:
        """The last sentences under the 記, and 以上; what ends the letter stays on one page."""
        closing = self._closing()
        flow.skip(1.5 if closing else 0)
        for text in closing[:-1]:
            flow.paragraph(text, self.body, indent="　")
        last = len(flow.lines(closing[-1], self.body, RIGHT - LEFT, "　")) if closing else 0
        flow.need((last + 1) * self.body.leading + _APART + _ENQUIRIES)
        for text in closing[-1:]:
            flow.paragraph(text, self.body, indent="　")
        flow.line("以上", self.body, align="right")

    def _entries(self) -> list[tuple[Joined, Entry]]:
        """What every part has to say, each by its own decisions."""
        return [
            (part, entry)
            for number, part in enumerate(self.parts)
            for entry in part[0].entries
            if entry.holds(conditions(part[1])) and not (number and entry.once)
        ]

    def _closing(self) -> tuple[str, ...]:
        """The last sentences of every part; the same sentence is said once."""
        texts = [
            fill(paragraph.text, data)
            for definition, data in self.parts
            for paragraph in definition.closing
            if paragraph.holds(conditions(data))
        ]
        return tuple(dict.fromkeys(texts))

    def _head(self) -> None:
        data = self.data
        draw_address(self.sheet, self.window, data.addressee)
        for index, text in enumerate((data.document_number, wareki(data.issued_on))):
            self.sheet.text(RIGHT, 19 + index * 5.4, text, face="serif-400", size=10, align="right")
        self.sheet.cells(_QR, qr(data.case_number))
        number = f"受付番号　{data.case_number}"
        self.sheet.text(_QR.x - 3, 38.5, number, face="sans-500", size=9.5, align="right")
        self._sender()
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
            y = baseline + self.lower
            self.sheet.text(RIGHT, y, text, face=face, size=fitted, align="right")

    def _continued(self, _page: int) -> float:
        """The top of a further page; returns where its text begins."""
        head = f"{self.data.document_number}　受付番号 {self.data.case_number}"
        self.sheet.text(RIGHT, 18, head, face="serif-400", size=8.5, align="right", color=SOFT)
        return 26.0

    def _page_number(self, page: int, total: int) -> None:
        text = f"{page}／{total}"
        self.sheet.text(105, 289, text, face="serif-400", size=9, align="center", color=SOFT)

    def _entry(
        self,
        flow: Flow,
        number: int,
        entry: Entry,
        definition: LetterDefinition,
        data: LetterData,
    ) -> None:
        body = self.body
        label = f"{number}　{fill(entry.label, data)}"
        beside = len(flow.lines(label, body, _ENTRY_TEXT - 2 - LEFT - 4))  # its text stands there
        flow.need(body.leading * (beside if entry.block is None else _TOGETHER))
        if entry.block is None:
            top, page = flow.y, flow.page
            flow.paragraph(label, body, left=LEFT + 4, right=_ENTRY_TEXT - 2)
            after_label = flow.y
            flow.y = top
            flow.paragraph(fill(entry.text, data), body, left=_ENTRY_TEXT)
            flow.y = (max(flow.y, after_label) if flow.page == page else flow.y) + 0.6
            return
        flow.paragraph(label, body, left=LEFT + 4)
        for index, (head, texts) in enumerate(block_rows(entry.block, definition, data), start=1):
            flow.paragraph(f"({index})　{head}", body, left=LEFT + 10)
            for text in texts:
                flow.paragraph(text, body, left=LEFT + 17)
        flow.skip(0.6)

    def _enquiries(self, flow: Flow) -> None:
        sender = self.data.sender
        height = _ENQUIRIES
        flow.skip(_APART)
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
