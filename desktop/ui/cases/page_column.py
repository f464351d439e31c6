"""The two left columns of a case: thumbnails of its papers and letters, and the chosen page."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame

from desktop.domain.errors import DeskError
from desktop.domain.reading import Box, PageKind
from desktop.services.case_views import CaseView, LetterView
from desktop.services.case_views import PageView as CasePage
from desktop.ui import theme
from desktop.ui.cases.pictures import Pictures
from desktop.ui.cases.words import letter_state, page_word
from desktop.ui.labels import keycap, label
from desktop.ui.widgets.buttons import IconButton
from desktop.ui.widgets.keys import bind
from desktop.ui.widgets.layout import column, panel, row
from desktop.ui.widgets.page_view import PageView
from desktop.ui.widgets.thumbnails import Flag, Thumb, Thumbnails

_LETTER = "letter:"
_NARROW, _WIDE = 120, 148
_NARROW_THUMB, _WIDE_THUMB = 76, 104


class PageColumn(QFrame):
    """Papers first, then the letters of the case; PgUp and PgDn go from page to page."""

    page_shown = Signal(str)  # page id, or "" while a letter is shown
    move_requested = Signal(str, str)  # page id and what it is called
    number_found = Signal(str, str)  # the same

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self.setProperty("surface", "clear")
        self._pictures = pictures
        self._pages: dict[str, tuple[int, CasePage, str]] = {}
        self._letters: dict[str, LetterView] = {}
        self._wide: bool | None = None
        self._wanted: tuple[str, Box | None, str] = ("", None, "")
        self.thumbs = Thumbnails(
            name="case_pages",
            accessible=self.tr("書類のページ"),
            width=_NARROW_THUMB,
        )
        self._count = label("", "small", name="case_page_count")
        self.title = label("", "strong", name="case_page_title")
        self.note = label("", "caption", name="case_page_note")
        self.zoom = label("", "small", name="case_zoom", align=Qt.AlignmentFlag.AlignCenter)
        self.zoom.setFixedWidth(theme.px(44))
        self.view = PageView(name="case_page")
        smaller = IconButton("zoom-out", self.tr("縮小する"), name="case_zoom_out")
        larger = IconButton("zoom-in", self.tr("拡大する"), name="case_zoom_in")
        turn = IconButton("rotate-cw", self.tr("時計回りに回す"), name="case_rotate")
        self.misfiled = IconButton(
            "folder-open", self.tr("別の案件や受付へ移す"), name="case_page_move", key="Ctrl+M"
        )
        self.misfiled.clicked.connect(self._ask_move)
        self.numbered = IconButton(
            "octagon-alert",
            self.tr("取得してはならない番号が写っている"),
            name="case_page_number",
            key="Ctrl+Shift+M",
        )
        self.numbered.clicked.connect(self._tell_number)
        smaller.clicked.connect(self.view.zoom_out)
        larger.clicked.connect(self.view.zoom_in)
        turn.clicked.connect(self.view.turn)
        self.view.zoom_changed.connect(self._on_zoom)
        self._strip = panel(
            column(
                row(self._count, None, keycap("PgDn"), margins=(6, 0, 6, 0)),
                (self.thumbs, 1),
                spacing=4,
                margins=(4, 8, 4, 4),
            ),
            "column",
            width=theme.px(_NARROW),
        )
        bar = panel(
            row(
                self.title,
                self.note,
                None,
                smaller,
                self.zoom,
                larger,
                turn,
                self.misfiled,
                self.numbered,
                spacing=4,
                margins=(12, 4, 12, 4),
            ),
            "bar",
        )
        bar.setFixedHeight(theme.px(40))
        viewer = panel(column(bar, (self.view, 1), spacing=0), "viewer")
        self.setLayout(row(self._strip, (viewer, 1), spacing=0))
        self.thumbs.page_chosen.connect(self._on_chosen)
        pictures.page_arrived.connect(self._on_arrived)
        pictures.page_refused.connect(self._on_refused)
        pictures.letter_arrived.connect(self._on_letter_arrived)
        pictures.letter_refused.connect(self._on_letter_refused)
        pictures.thumbnail_arrived.connect(self.thumbs.set_image)
        bind(self, "PgDown", lambda: self.thumbs.step(1))
        bind(self, "PgUp", lambda: self.thumbs.step(-1))

    def set_wide(self, wide: bool) -> None:
        """Larger thumbnails on a large screen, and the whole page in view."""
        if wide == self._wide:
            return
        self._wide = wide
        (self.view.fit_page if wide else self.view.fit_width)()
        self._strip.setFixedWidth(theme.px(_WIDE if wide else _NARROW))
        self.thumbs.set_sheet_width(_WIDE_THUMB if wide else _NARROW_THUMB)

    def set_case(self, view: CaseView) -> None:
        """Show the papers of a case; the page in view stays."""
        self._pages = {}
        number = 0
        for document in view.documents:
            for page in document.pages:
                number += 1
                self._pages[page.id] = (number, page, document.form)
        self._letters = {one.id: one for one in view.letters if one.state != "VOID"}
        self._count.setText(self.tr("{0}枚").format(number))
        self._set_thumbs()
        if self._wanted[0] not in self._pages:  # the page went to another case
            self._wanted = ("", None, "")
        if not self.thumbs.current_key():
            first = next((p.id for _n, p, _f in self._pages.values() if _readable(p)), "")
            self.show_page(first or next(iter(self._pages), ""))

    def show_page(self, page_id: str, box: Box | None = None, tag: str = "") -> None:
        """Show a page with a field marked."""
        if page_id not in self._pages:
            return
        self._wanted = (page_id, box, tag)
        if self.thumbs.current_key() == page_id:
            self._show_wanted()
        else:
            self.thumbs.choose(page_id)

    def show_letter(self, letter_id: str) -> None:
        if letter_id in self._letters:
            key = f"{_LETTER}{letter_id}:0"
            if self.thumbs.current_key() == key:
                self._show_letter(letter_id, 0)
            else:
                self.thumbs.choose(key)

    def shown_page(self) -> str:
        key = self.thumbs.current_key()
        return "" if key.startswith(_LETTER) else key

    def offer_moving(self, *, may: bool) -> None:
        """Whether this person may take a misfiled page elsewhere."""
        self.misfiled.setVisible(may)

    def offer_taking_out(self, *, may: bool) -> None:
        """Whether this person may take out a page with a forbidden number."""
        self.numbered.setVisible(may)

    def _tell_number(self) -> None:
        page_id = self.shown_page()
        if page_id in self._pages and not self._pages[page_id][1].destroyed:
            self.number_found.emit(page_id, self.title.text())

    def _ask_move(self) -> None:
        page_id = self.shown_page()
        if page_id in self._pages and not self._pages[page_id][1].destroyed:
            self.move_requested.emit(page_id, self.title.text())

    def _set_thumbs(self) -> None:
        thumbs = [
            Thumb(
                page.id,
                f"{number} {page_word(page.kind)}",
                flag=Flag(self.tr("黒塗り {0}").format(page.masked), "ok", "shield-check")
                if page.masked and not page.destroyed
                else None,
                barred=_gone(page),
            )
            for number, page, _form in self._pages.values()
        ]
        for letter in self._letters.values():
            thumbs += self._letter_thumbs(letter)
        self.thumbs.set_thumbs(thumbs)
        for _number, page, _form in self._pages.values():
            if not page.destroyed:
                self._pictures.want_thumbnail(page.id)
        for letter in self._letters.values():
            if self._pictures.letter(letter.id) is None and not letter.destroyed:
                self._pictures.want_letter(letter.id)
            self._give_letter_images(letter.id)

    def _letter_thumbs(self, letter: LetterView) -> list[Thumb]:
        opened = self._pictures.letter(letter.id)
        word, tone, icon = letter_state(letter.state)
        flag = Flag(word, tone, icon) if word and not letter.destroyed else None
        return [
            Thumb(
                f"{_LETTER}{letter.id}:{number}",
                letter.title if number == 0 else self.tr("{0}枚目").format(number + 1),
                flag=flag if number == 0 else None,
                barred=(self.tr("廃棄済"),) if letter.destroyed else (),
            )
            for number in range(len(opened) if opened else 1)
        ]

    def _give_letter_images(self, letter_id: str) -> None:
        for number, image in enumerate(self._pictures.letter(letter_id) or ()):
            self.thumbs.set_picture(f"{_LETTER}{letter_id}:{number}", image)

    def _on_chosen(self, key: str) -> None:
        if key.startswith(_LETTER):
            letter_id, _, number = key.removeprefix(_LETTER).rpartition(":")
            self._show_letter(letter_id, int(number))
            self.page_shown.emit("")
            return
        if self._wanted[0] != key:
            self._wanted = (key, None, "")
        self._show_wanted()
        self.page_shown.emit(key)

    def _show_wanted(self) -> None:
        page_id, box, tag = self._wanted
        number, page, form = self._pages[page_id]
        self.title.setText(f"{number} {page_word(page.kind)}")
        self.note.setText(self.tr("様式 {0}").format(form) if form else "")
        if page.destroyed:
            waiting = self.tr(
                "このページは消去待ちです。責任者が鍵を更新すると、写しも開けなくなります。"
            )
            self.view.clear(waiting if page.erasing else self.tr("このページは廃棄済みです。"))
            return
        opened = self._pictures.page(page_id)
        if opened is None:
            self.view.clear(self.tr("開いています。"))
            self._pictures.want_page(page_id)
            return
        if self.view.image().cacheKey() != opened.image.cacheKey():
            self.view.set_page(opened.image)
        self.view.setAccessibleName(self.title.text())
        self.view.set_mark(box, tag)

    def _show_letter(self, letter_id: str, number: int) -> None:
        letter = self._letters.get(letter_id)
        if letter is None:
            return
        self._wanted = ("", None, "")
        self.title.setText(letter.title)
        self.note.setText(letter.number)
        if letter.destroyed:
            self.view.clear(self.tr("この文書は廃棄済みです。"))
            return
        opened = self._pictures.letter(letter_id)
        if opened is None:
            self.view.clear(self.tr("文書を描いています。"))
            self._pictures.want_letter(letter_id)
        elif number < len(opened):
            self.view.set_page(opened[number])
            self.view.setAccessibleName(f"{letter.title} {number + 1}/{len(opened)}")

    def _on_arrived(self, page_id: str) -> None:
        if self._wanted[0] == page_id:
            self._show_wanted()

    def _on_refused(self, page_id: str, error: object) -> None:
        if self._wanted[0] == page_id and isinstance(error, DeskError):
            self.view.clear(str(error))

    def _on_letter_arrived(self, letter_id: str) -> None:
        if letter_id in self._letters:
            current = self.thumbs.current_key()
            self._set_thumbs()
            if current == f"{_LETTER}{letter_id}:0":
                self._show_letter(letter_id, 0)

    def _on_letter_refused(self, letter_id: str, error: object) -> None:
        if self.thumbs.current_key().startswith(f"{_LETTER}{letter_id}:"):
            self.view.clear(str(error) if isinstance(error, DeskError) else "")

    def _on_zoom(self, percent: int) -> None:
        self.zoom.setText(f"{percent}%")


def _gone(page: CasePage) -> tuple[str, ...]:
    if page.erasing:
        return (_tr("消去待ち"),)
    return (_tr("廃棄済"),) if page.destroyed else ()


def _readable(page: CasePage) -> bool:
    return not page.destroyed and page.kind is PageKind.FORM


def _tr(text: str) -> str:
    return QCoreApplication.translate("PageColumn", text)
