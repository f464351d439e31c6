"""Which reading of addresses a generation was built with.

Rows keep the sketches that the parser made at their import, and are found by tokens of them. After
an update that reads addresses otherwise the old sketches still serve, but rank worse until the
next import. The edition is what the parser says of probes all over Japan, and a checksum of the
gazetteer: it changes with what is read, not with the wording of the source.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from functools import lru_cache
from itertools import cycle
from pathlib import Path
from typing import Final

from desktop.address.reader import AddressReader
from desktop.services import register_marks
from desktop.services.register_sketch import sketch

_EVERY_PLACE: Final = 16
_TOWNS: Final = 4
_WRITINGS: Final = (
    "{prefecture}{place}{town}2丁目14番6号 見本ハイツ203号室",
    "{place}{town}２－１４－６　見本ハイツ第２　２０３",
    "{prefecture}{place}大字{town}字見本123番地の4",
    "{place}{town}一丁目二番三号",
    "{prefecture}{place}{town}1234-5 見本方",
    "{town}3-4-5-601",
    "{prefecture} {place} {town} 無番地",
    "{prefecture}{place}{town}12番地3 県営住宅4号棟505",
)
_FAMILIES: Final = (
    "京都府京都市中京区寺町通御池上る上本能寺前町488",
    "北海道札幌市中央区北3条西6丁目1-1",
    "札幌市西区24-2-2-3-3",
    "北海道旭川市6条通9丁目46",
    "岩手県盛岡市大通12地割34番地5",
    "石川県金沢市広坂1丁目1番1号",
    "石川県七尾市袖ケ江町イ部25番地",
    "千葉県旭市ニの1920",
    "千葉県匝瑳市八日市場ハ793番地2",
    "千葉県八街市八街は18番地",
    "香取市佐原ロ2127",
    "埼玉県春日部市八丁目100",
    "静岡県浜松市中区元城町103-2",
    "東京都港区六本木6-10-1 六本木ヒルズ森タワー23F",
    "東京都千代田区一番町1番地",
    "福島県いわき市平字梅本21",
    "愛媛県松山市一番町4-4-2",
    "沖縄県那覇市泉崎1-2-2 2階 気付 見本 花子様",
)


def edition_of(addresses: AddressReader, gazetteer: Path) -> str:
    """The edition of this program; a tenth of a second or more, see `known_edition`."""
    told = hashlib.sha256()
    for text in _probes(addresses):
        one = sketch("", addresses.parse(text))
        told.update(repr((tuple(one), list(register_marks.of_address(one, "見本")))).encode())
    summed = 0
    for file in sorted(gazetteer.glob("*.bin")) + sorted(gazetteer.glob("*.trie")):
        summed = zlib.crc32(file.read_bytes(), summed)
    return f"{summed:08x}-{told.hexdigest()[:12]}"


@lru_cache(maxsize=2)
def known_edition(addresses: AddressReader, gazetteer: Path) -> str:
    """`edition_of`, asked once for a reader: it never reads otherwise than at first."""
    return edition_of(addresses, gazetteer)


def _probes(addresses: AddressReader) -> Iterator[str]:
    yield from _FAMILIES
    known, writings = addresses.gazetteer, cycle(_WRITINGS)
    for place in known.places[::_EVERY_PLACE]:
        towns = known.towns_of(place.index)
        for _, number in towns[:: max(len(towns) // _TOWNS, 1)]:
            yield next(writings).format(
                prefecture=place.prefecture, place=place.name, town=known.town(number).name
            )
