"""Invented people. The surnames are put together so that nobody need be called so."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

import jaconv

Reading = tuple[str, str]

# Those who write to the office: every character is one that a reader of print knows.
WRITERS: tuple[Reading, ...] = (
    *(("架空", "カクウ"), ("見本", "ミホン"), ("仮野", "カリノ"), ("例示", "レイジ")),
    *(("雛形", "ヒナガタ"), ("試山", "タメヤマ"), ("例川", "レイカワ"), ("仮原", "カリハラ")),
    *(("模木", "モギ"), ("写田", "ウツシダ"), ("夢野", "ユメノ"), ("想田", "ソウダ")),
    *(("絵島", "エシマ"), ("架橋", "カケハシ"), ("空木", "ソラキ"), ("試野", "タメノ")),
    *(("例岡", "レイオカ"), ("仮坂", "カリサカ"), ("夢川", "ユメカワ"), ("作原", "サクハラ")),
)
GIVEN: tuple[Reading, ...] = (
    *(("太郎", "タロウ"), ("花子", "ハナコ"), ("次郎", "ジロウ"), ("誠", "マコト")),
    *(("明", "アキラ"), ("翼", "ツバサ"), ("守", "マモル"), ("桜", "サクラ"), ("恵", "メグミ")),
    *(("陽子", "ヨウコ"), ("健一", "ケンイチ"), ("直樹", "ナオキ"), ("美咲", "ミサキ")),
    *(("翔太", "ショウタ"), ("由美", "ユミ"), ("和也", "カズヤ"), ("千夏", "チナツ")),
    *(("幸子", "サチコ"), ("浩二", "コウジ"), ("正人", "マサト"), ("春香", "ハルカ")),
    *(("大輔", "ダイスケ"), ("里美", "サトミ"), ("文子", "フミコ"), ("洋平", "ヨウヘイ")),
    *(("三郎", "サブロウ"), ("小百合", "サユリ"), ("真理", "マリ"), ("光一", "コウイチ")),
    *(("秋子", "アキコ"), ("修", "オサム"), ("静江", "シズエ"), ("勇気", "ユウキ")),
    *(("奈々", "ナナ"), ("良平", "リョウヘイ"), ("早苗", "サナエ"), ("武", "タケシ")),
)
_HEADS: tuple[Reading, ...] = (
    *(("仮", "カリ"), ("例", "レイ"), ("試", "タメ"), ("雛", "ヒナ"), ("模", "モ")),
    *(("写", "ウツ"), ("夢", "ユメ"), ("想", "ソウ"), ("架", "カケ"), ("絵", "エ")),
    *(("空", "ソラ"), ("作", "サク"), ("髙", "タカ"), ("見", "ミ"), ("虚", "ウロ"), ("影", "カゲ")),
)
_TAILS: tuple[Reading, ...] = (
    *(("野", "ノ"), ("山", "ヤマ"), ("川", "カワ"), ("田", "ダ"), ("原", "ハラ"), ("谷", "タニ")),
    *(("沢", "サワ"), ("﨑", "サキ"), ("橋", "ハシ"), ("島", "シマ"), ("村", "ムラ"), ("井", "イ")),
    *(("本", "モト"), ("木", "キ"), ("岡", "オカ"), ("坂", "サカ"), ("瀬", "セ"), ("邉", "ベ")),
)
_WRITING = frozenset(kanji for kanji, _ in WRITERS)
# Names a CP932 file cannot hold; the register has a few, as real ones do.
RARE: tuple[Reading, ...] = (("𠮷例", "ヨシレイ"), ("𠮷仮", "ヨシカリ"))

# Who works at the sample office (settings.toml): no customer is called so.
STAFF = frozenset({"見本 花子", "仮野 次郎", "例示 誠", "雛形 明", "写田 薫", "試山 守", "架橋 恵"})


@dataclass(frozen=True, slots=True)
class Person:
    family: str
    given: str
    family_kana: str
    given_kana: str
    birth: date
    phone: str

    @property
    def name(self) -> str:
        return f"{self.family} {self.given}"

    @property
    def kana(self) -> str:
        return f"{self.family_kana} {self.given_kana}"


def as_keyed(person: Person, rng: random.Random) -> Person:
    """As clerks and spreadsheets leave it: half-width kana, no hyphens, a lost leading zero."""
    if rng.random() < 0.1:
        person = replace(
            person,
            family_kana=jaconv.z2h(person.family_kana, kana=True),
            given_kana=jaconv.z2h(person.given_kana, kana=True),
        )
    if rng.random() < 0.1:
        digits = person.phone.replace("-", "")
        person = replace(person, phone=digits[1:] if rng.random() < 0.1 else digits)
    return person


class Population:
    """Deals out people, none of them twice and none of the staff's names."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._names: set[str] = set(STAFF)
        self._phones: set[str] = set()
        self._writers = list(WRITERS)
        rng.shuffle(self._writers)

    def writer(self) -> Person:
        """Somebody who writes to the office; each has a surname of their own."""
        return self._person(self._writers.pop())

    def customer(self) -> Person:
        """Somebody who is only in the register."""
        if self._rng.random() < 0.004:
            return self._person(self._rng.choice(RARE))
        while True:
            head, tail = self._rng.choice(_HEADS), self._rng.choice(_TAILS)
            if head[0] + tail[0] not in _WRITING:
                return self._person((head[0] + tail[0], head[1] + tail[1]))

    def relative(self, of: Person) -> Person:
        """Another of the same surname: a near miss in every search by name."""
        return self._person((of.family, of.family_kana))

    def _person(self, family: Reading) -> Person:
        while True:
            given = self._rng.choice(GIVEN)
            name = f"{family[0]} {given[0]}"
            if name not in self._names or (self._rng.random() < 0.02 and name not in STAFF):
                break
        self._names.add(name)
        birth = date(1938, 1, 1) + timedelta(days=self._rng.randrange(67 * 365))
        return Person(family[0], given[0], family[1], given[1], birth, self._phone())

    def _phone(self) -> str:
        # 0A0-0…: no operator gives such numbers out, so nobody is ever rung.
        while True:
            phone = f"0{self._rng.choice('789')}0-0000-{self._rng.randrange(10000):04d}"
            if phone not in self._phones:
                self._phones.add(phone)
                return phone
