"""Every family of ADDRESS §3 and §4 on real places. Expected parts are written by hand."""

from __future__ import annotations

import pytest
from japan import parse

# text | municipality | town | 丁目 | the numbers behind it
FAMILIES = {
    "numerals inside names": """
東京都千代田区一番町5-3 | 千代田区 | 一番町 | | 5-3
東京都千代田区1番町5番地3 | 千代田区 | 一番町 | | 5-3
愛媛県松山市一番町四丁目4-2 | 松山市 | 一番町 | 4 | 4-2
新潟県三条市旭町2-3-1 | 三条市 | 旭町 | 2 | 3-1
新潟県新潟市西区五十嵐2の町8050 | 新潟市西区 | 五十嵐二の町 | | 8050
宮城県仙台市青葉区八幡3-1-50 | 仙台市青葉区 | 八幡 | 3 | 1-50
奈良県橿原市四条町840 | 橿原市 | 四条町 | | 840
静岡県静岡市葵区与一四-1 | 静岡市葵区 | 与一 | 4 | 1
鳥取県米子市古豊千6 | 米子市 | 古豊千 | | 6
埼玉県春日部市八丁目123 | 春日部市 | 八丁目 | | 123
埼玉県春日部市8丁目123 | 春日部市 | 八丁目 | | 123
静岡県下田市2丁目4-26 | 下田市 | | 2 | 4-26
静岡県富士市四十九 | 富士市 | 四十九 | |
""",
    "numbers pressed together in Hokkaido": """
北海道札幌市中央区北3条西6丁目1 | 札幌市中央区 | 北三条西 | 6 | 1
北海道札幌市中央区北3西6-1 | 札幌市中央区 | 北三条西 | 6 | 1
札幌市中央区北一一西一三-1 | 札幌市中央区 | 北十一条西 | 13 | 1
札幌24-2-2-3-3 | 札幌市西区 | 二十四軒二条 | 2 | 3-3
札幌市西区二十四軒2条2丁目3-3 | 札幌市西区 | 二十四軒二条 | 2 | 3-3
札幌市豊平区月寒東3-18-1-72 | 札幌市豊平区 | 月寒東三条 | 18 | 1-72
北海道帯広市西18条南37-1-6 | 帯広市 | 西十八条南 | 37 | 1-6
北海道旭川市6条通9丁目46 | 旭川市 | 六条通 | 9 | 46
北海道札幌市白石区南郷通1南8-1 | 札幌市白石区 | 南郷通一丁目南 | | 8-1
北海道上川郡東神楽町東1線13号 | 上川郡東神楽町 | 東一線 | | 13
北海道標津郡中標津町字俵橋西5線南28番地 | 標津郡中標津町 | 字俵橋西 | | 5-南28
北海道夕張市本町4丁目番外地 | 夕張市 | 本町 | 4 | 番外地
""",
    "地割": """
岩手県九戸郡軽米町大字軽米第10地割23番地 | 九戸郡軽米町 | 大字軽米 | | 10-23
岩手県九戸郡軽米町大字軽米第10地割字大軽米23番地 | 九戸郡軽米町 | 大字軽米 | | 10-23
岩手県八幡平市大更35-62 | 八幡平市 | 大更 | | 35-62
岩手県花巻市12丁目704 | 花巻市 | 十二丁目 | | 704
""",
    "letters for numbers": """
石川県七尾市藤橋町亥45番地1 | 七尾市 | 藤橋町亥 | | 45-1
石川県羽咋郡志賀町高浜町ヤの79番地1 | 羽咋郡志賀町 | 高浜町ヤ | | 79-1
石川県金沢市大桑町ロ12-3 | 金沢市 | 大桑町ロ | | 12-3
石川県小松市軽海町ノ14-1 | 小松市 | 軽海町ノ | | 14-1
千葉県香取市佐原ロ2127 | 香取市 | 佐原ロ | | 2127
千葉県匝瑳市八日市場イ2402 | 匝瑳市 | 八日市場イ | | 2402
千葉県旭市ニの1920番地 | 旭市 | ニ | | 1920
千葉県八街市八街は18番地 | 八街市 | 八街は | | 18
高知県高岡郡佐川町甲1650-2 | 高岡郡佐川町 | 甲 | | 1650-2
群馬県伊勢崎市国定町2の甲1994 | 伊勢崎市 | 国定町 | 2 | 甲-1994
大阪府大阪市中央区上町A-12 | 大阪市中央区 | 上町 | | A-12
""",
    "大字 and 字": """
東京都西多摩郡瑞穂町箱根ヶ崎2335 | 西多摩郡瑞穂町 | 大字箱根ケ崎 | | 2335
東京都西多摩郡瑞穂町大字箱根ケ崎2335番地 | 西多摩郡瑞穂町 | 大字箱根ケ崎 | | 2335
福島県郡山市富田町字町西60 | 郡山市 | 富田町字町西 | | 60
福島県郡山市富田町町西60 | 郡山市 | 富田町町西 | | 60
福島県石川郡石川町長久保185-4 | 石川郡石川町 | 字長久保 | | 185-4
山形県山形市大字十文字1 | 山形市 | 大字十文字 | | 1
広島県府中市栗柄町名字八五十2459 | 府中市 | 栗柄町名字八五十 | | 2459
香川県高松市林町字148 | 高松市 | 林町 | | 148
山形県鶴岡市大字無番地 | 鶴岡市 | | | 無番地
""",
    "no town at all": """
東京都西多摩郡檜原村467-1 | 西多摩郡檜原村 | | | 467-1
茨城県龍ケ崎市3710番地 | 龍ケ崎市 | | | 3710
""",
    "one town, several spellings": """
愛知県名古屋市中区三の丸3-1-2 | 名古屋市中区 | 三の丸 | 3 | 1-2
愛知県名古屋市中区三ノ丸3-1-2 | 名古屋市中区 | 三の丸 | 3 | 1-2
愛知県名古屋市中区三之丸3-1-2 | 名古屋市中区 | 三の丸 | 3 | 1-2
神奈川県茅ケ崎市茅が崎1-1-1 | 茅ヶ崎市 | 茅ヶ崎 | 1 | 1-1
宮城県塩釜市旭町1-1 | 塩竈市 | 旭町 | | 1-1
青森県西津軽郡鯵ケ沢町大字舞戸町字鳴戸321 | 西津軽郡鰺ヶ沢町 | 大字舞戸町字鳴戸 | | 321
茨城県竜ヶ崎市3710 | 龍ケ崎市 | | | 3710
新潟県小千谷市大字籔川41 | 小千谷市 | 大字藪川 | | 41
愛媛\U000e0103県松山市一番町4-4-2 | 松山市 | 一番町 | 4 | 4-2
東京都葛\U000e0100飾区立石5-13-1 | 葛飾区 | 立石 | 5 | 13-1
千葉県巿川巿巿川1-2 | 市川市 | 市川 | 1 | 2
宮城県大崎市古川大崎東亞1 | 大崎市 | 古川大崎東亞 | | 1
東京都江戸川区西小松川12-34 | 江戸川区 | 西小松川町 | | 12-34
愛知県名古屋市千種区姫池通り2-5 | 名古屋市千種区 | 姫池通 | 2 | 5
""",
    "丁目, 番, 号 in every writing": """
東京都江東区豊洲四丁目2番27号 | 江東区 | 豊洲 | 4 | 2-27
東京都江東区豊洲4-2-27 | 江東区 | 豊洲 | 4 | 2-27
東京都江東区豊洲４ー２ー２７ | 江東区 | 豊洲 | 4 | 2-27
東京都江東区豊洲四ー二ー二七 | 江東区 | 豊洲 | 4 | 2-27
東京都江東区豊洲四の二の二十七 | 江東区 | 豊洲 | 4 | 2-27
東京都江東区豊洲4丁目2-27 | 江東区 | 豊洲 | 4 | 2-27
東京都江東区豊洲 4 丁目 2 番 27 号 | 江東区 | 豊洲 | 4 | 2-27
東京都千代田区紀尾井町壱番地三号 | 千代田区 | 紀尾井町 | | 1-3
東京都千代田区紀尾井町壱丿３ | 千代田区 | 紀尾井町 | | 1-3
東京都千代田区紀尾井町1一3 | 千代田区 | 紀尾井町 | | 1-3
長野県北佐久郡軽井沢町長倉100番地の3 | 北佐久郡軽井沢町 | 大字長倉 | | 100-3
和歌山県東牟婁郡串本町串本千二百三十四 | 東牟婁郡串本町 | 串本 | | 1234
大阪府堺市堺区大町東1丁1-5 | 堺市堺区 | 大町東 | 1 | 1-5
大阪市中央区久太郎町四丁目渡辺3号 | 大阪市中央区 | 久太郎町 | 4 | 渡辺-3
福島県いわき市平上高久塚田97乙 | いわき市 | 平上高久塚田 | | 97-乙
""",
    "parts left out": """
軽井沢町長倉100-3 | 北佐久郡軽井沢町 | 大字長倉 | | 100-3
新宿区西新宿2-8-1 | 新宿区 | 西新宿 | 2 | 8-1
北区紫野大徳寺町88番地 | 京都市北区 | 紫野大徳寺町 | | 88
府中市府川町315 | 府中市 | 府川町 | | 315
府中市宮西町2-24 | 府中市 | 宮西町 | 2 | 24
釧路町別保1-1 | 釧路郡釧路町 | 別保 | 1 | 1
東京新宿区西新宿2-8-1 | 新宿区 | 西新宿 | 2 | 8-1
札幌市中央区大通西11丁目 | 札幌市中央区 | 大通西 | 11 |
札幌市北3条西6丁目1 | 札幌市中央区 | 北三条西 | 6 | 1
紀尾井町1-3 | 千代田区 | 紀尾井町 | | 1-3
""",
}
CASES = [
    pytest.param(*(cell.strip() for cell in line.split("|")), id=f"{family}: {line.split('|')[0]}")
    for family, lines in FAMILIES.items()
    for line in lines.strip().split("\n")
]


@pytest.mark.parametrize(("text", "municipality", "town", "chome", "block"), CASES)
def test_each_family_is_read(text: str, municipality: str, town: str, chome: str, block: str):
    a = parse(text)
    assert (a.municipality, a.town, a.chome, a.block) == (municipality, town, chome, block)
    assert not a.repaired


@pytest.mark.parametrize(
    ("text", "town", "street", "block"),
    [
        (
            "京都市上京区下立売通新町西入ル薮ノ内町85-3",
            "藪之内町",
            "下立売通新町西入ル",
            "85-3",
        ),
        ("京都市中京区寺町通御池上る上本能寺前町488番地", "上本能寺前町", "寺町通御池上る", "488"),
        ("京都市下京区烏丸通七条下る東塩小路町721-1", "東塩小路町", "烏丸通七条下る", "721-1"),
        ("京都市中京区三条通烏丸西入御倉町85-1", "御倉町", "三条通烏丸西入", "85-1"),
        (
            "京都市上京区堀川通寺之内上る2丁目下天神町650-1",
            "下天神町",
            "堀川通寺之内上る2丁目",
            "650-1",
        ),
        (
            "京都市東山区大和大路通七条下る5丁目下池田町527",
            "下池田町",
            "大和大路通七条下る5丁目",
            "527",
        ),
        ("京都市中京区油小路通御池押油小路町238-1", "押油小路町", "油小路通御池", "238-1"),
        ("京都市下京区高辻堀川町西堀川通高辻下る366番2", "高辻堀川町", "西堀川通高辻下る", "366-2"),
        ("京都市東山区本町22丁目742", "本町", "", "742"),
        ("京都市中京区二条殿町538", "二条殿町", "", "538"),
    ],
)
def test_the_street_of_kyoto_stands_apart_from_the_town(text, town, street, block):
    a = parse(text)
    assert (a.town, a.street, a.block) == (town, street, block)
    assert a.known
    assert a.written("street") == street


@pytest.mark.parametrize(
    ("behind", "building", "floor", "room"),
    [
        ("ダイアパレス3", "ダイアパレス3", "", ""),
        ("第2山田ビル1001号", "第2山田ビル", "", "1001号"),
        ("第2山田ビル 1001号", "第2山田ビル", "", "1001号"),
        ("見本ビル3階301号室", "見本ビル", "3階", "301号室"),
        ("見本ビル12F", "見本ビル", "", "12F"),
        ("見本ハイツA棟203", "見本ハイツA棟", "", "203"),
        ("1号棟203号室", "1号棟", "", "203号室"),
        ("見本プラザ5号館 B-12", "見本プラザ5号館", "", "B-12"),
        ("ロイヤル例示Ⅲ 203", "ロイヤル例示III", "", "203"),
        ("五十五番館ビル", "五十五番館ビル", "", ""),
        ("三番町架空ビル10階", "三番町架空ビル", "", "10階"),
        ("千代田架空21ビル7階", "千代田架空21ビル", "", "7階"),
        ("ｺｰﾎﾟ見本203", "コーポ見本", "", "203"),
        ("見本寮", "見本寮", "", ""),
        ("例示社宅2-101", "例示社宅", "", "2-101"),
    ],
)
@pytest.mark.parametrize("joint", [" ", "　", "\n"])
def test_a_building_keeps_its_digits_and_gives_up_its_room(behind, building, floor, room, joint):
    a = parse(f"東京都新宿区西新宿2-8-1{joint}{behind}")
    assert (a.block, a.building, a.floor, a.room) == ("8-1", building, floor, room)


@pytest.mark.parametrize(
    ("behind", "care_of", "building", "room"),
    [
        (" 見本様方", "見本様方", "", ""),
        (" 例示荘 201号 架空方", "架空方", "例示荘", "201号"),
        (" 株式会社見本気付", "株式会社見本気付", "", ""),
        (" (仮野 方)", "仮野 方", "", ""),
        (" コーポ南方", "", "コーポ南方", ""),
    ],
)
def test_who_takes_the_letter_in_is_no_building(behind, care_of, building, room):
    a = parse(f"東京都中野区中野4-8-1{behind}")
    assert (a.care_of, a.building, a.room) == (care_of, building, room)


@pytest.mark.parametrize(
    "text",
    [
        "東京都新宿区西新宿2-8-1 東京都中野区中野4-8-1",
        "東京都新宿区西新宿2-8-1／東京都中野区中野4-8-1",
        "東京都新宿区西新宿2-8-1\n東京都中野区中野4-8-1",
        "東京都新宿区西新宿2-8-1（旧住所 東京都中野区中野4-8-1）",
        "東京都新宿区西新宿2丁目8番1号東京都中野区中野4-8-1",
    ],
)
def test_of_two_addresses_the_first_is_read_and_the_other_is_told(text: str):
    a = parse(text)
    assert (a.town, a.block, a.building) == ("西新宿", "8-1", "")
    assert "住所が二つ書かれています" in a.notes
    assert a.alternatives == ("東京都中野区中野4-8-1",)
    assert [(other.town, other.block) for other in a.others] == [("中野", "8-1")]
    assert a.confidence <= 0.5


def test_a_post_box_is_told_and_has_no_number():
    a = parse("東京都新宿区新宿郵便局私書箱12号")
    assert "私書箱です" in a.notes
    assert (a.depth, a.numbers, a.key) == ("town", (), "")


def test_more_numbers_of_the_same_land_are_told():
    a = parse("東京都中央区晴海1丁目6-1・2")
    assert (a.block, a.building, a.room) == ("6-1", "", "")
    assert "番地が二つ以上書かれています" in a.notes


@pytest.mark.parametrize(
    "text", ["", " ", "あああああ", "架空太郎", "123", "！？", "〒", "-", "字"]
)
def test_what_is_no_address_has_no_depth(text: str):
    a = parse(text)
    assert (a.depth, a.city, a.known) == ("none", "", False)


def test_a_town_that_several_wards_have_is_left_to_a_person():
    a = parse("神奈川県相模原市田名2178")
    assert (a.depth, a.city, a.ward) == ("city", "相模原市", "")
    assert a.alternatives == ("神奈川県相模原市緑区田名", "神奈川県相模原市中央区田名")
    assert [other.ward for other in a.others] == ["緑区", "中央区"]
    assert all(other.depth == "number" for other in a.others)


def test_a_town_that_many_municipalities_have_is_left_to_a_person():
    a = parse("本町1-2-3")
    assert (a.depth, a.city) == ("none", "")
    assert len(a.alternatives) == 5
    assert a.confidence < 0.5


def test_a_municipality_of_two_prefectures_is_left_to_a_person():
    a = parse("府中市架空町1-2")
    assert (a.prefecture, a.city, a.depth) == ("", "府中市", "city")
    assert "同じ名前の市区町村が二つ以上あります" in a.notes


def test_a_prefecture_that_does_not_have_the_city_is_told():
    a = parse("千葉県新宿区西新宿2-8-1")
    assert (a.prefecture, a.municipality, a.repaired) == ("東京都", "新宿区", ("prefecture",))
    assert a.written("prefecture") == "千葉県"
    assert "「千葉県」に新宿区はありません" in a.notes


def test_a_ward_that_was_renamed_has_its_name_of_today():
    a = parse("静岡県浜松市中区元城町103-2")
    assert (a.city, a.ward, a.town, a.aliased) == ("浜松市", "中央区", "元城町", ("ward",))
    assert a.key == parse("浜松市中央区元城町103-2").key
    assert a.written("ward") == "中区"


def test_a_town_that_is_not_in_the_gazetteer_is_read_and_told():
    a = parse("大阪府堺市北区見本町1-2-3")
    assert (a.town, a.block, a.depth, a.known) == ("見本町", "1-2-3", "number", False)
    assert "町名が地名辞書にありません" in a.notes
    assert a.confidence <= 0.5
