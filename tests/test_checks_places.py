"""Misread characters in the names of Chinese places, offices and authorities."""

from __future__ import annotations

import pytest

from idvision.checks import cn_divisions, tw_places
from idvision.checks._mended import Mended
from idvision.checks.cn_address_words import mend_address
from idvision.checks.cn_offices import mend_office
from idvision.checks.cn_province import mend_bilingual
from idvision.checks.known_words import mend_known

BORDER, OFFICE = "公安部出入境管理局", "国家移民管理局"


def unsure(text: str) -> list[float]:
    return [0.5] * len(text)


def sure(text: str) -> list[float]:
    return [0.999] * len(text)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("网北省邢台市广宗县新兴乡五组51号", "河北省邢台市广宗县新兴乡五组51号"),
        ("内家古自治区赤峰市红山区青年路8号", "内蒙古自治区赤峰市红山区青年路8号"),
        ("浙江省金牛市义乌市晴川路8号", "浙江省金华市义乌市晴川路8号"),
        ("四川省凉山族自治州美姑县石桥乡", "四川省凉山彝族自治州美姑县石桥乡"),
        ("四7川省成都市武侯区晴川路8号", "四川省成都市武侯区晴川路8号"),
        ("址四川省成都市武侯区晴川路8号", "四川省成都市武侯区晴川路8号"),
        ("2011年4月6日由河北省那台市广宗县迁来", "2011年4月6日由河北省邢台市广宗县迁来"),
        ("那台市广宗县新兴乡", "邢台市广宗县新兴乡"),
        ("四川道眉山市东坡区晴川路8号", "四川省眉山市东坡区晴川路8号"),
    ],
    ids=[
        "province",
        "long",
        "prefecture",
        "missing",
        "digit within",
        "of a caption",
        "moved",
        "no province",
        "kind of province",
    ],
)
def test_a_name_that_the_places_within_it_confirm_is_put_right(read: str, meant: str) -> None:
    assert mend_address(read, sure(read)) == Mended(meant, certain=True)
    assert mend_address(meant, unsure(meant)) is None


def test_the_last_name_is_put_right_where_it_is_the_only_one_near_and_was_not_surely_read() -> None:
    read, meant = "浙江省金华市义鸟市晴川路8号", "浙江省金华市义乌市晴川路8号"
    assert mend_address(read, unsure(read)) == Mended(meant, certain=False)
    assert mend_address(read, sure(read)) is None


@pytest.mark.parametrize(
    "address",
    [
        "南京市玄武区晴川路8号",
        "吉林市昌邑区晴川路8号",
        "网北省某某路8号",
        "长春市朝阳区晴川路8号",
        "晴川路8号",
        "江苏省沙洲镇人民路8号",
        "湖南省长沙市开福寺路8号",
        "天津市南开大学",
        "泰州市高新区晴川路8号",
        "浙江省杭州市临平区晴川路8号",
        "重庆市万洲区晴川路8号",
        "江收县晴川路8号",
        "中国江苏省扬州市江都区晴川路8号",
        "四川成都市武侯区晴川路8号",
        "",
        "省",
    ],
    ids=[
        "city like a capital",
        "city like its province",
        "no place",
        "another city",
        "street",
        "town called like a county",
        "street called like a district",
        "university called like a district",
        "quarter like a district",
        "young district",
        "two districts near",
        "county alone",
        "country",
        "province without its kind",
        "empty",
        "short",
    ],
)
def test_what_may_be_meant_otherwise_is_left(address: str) -> None:
    assert mend_address(address, unsure(address)) is None


def test_the_number_of_the_holder_tells_which_of_several_counties_is_meant() -> None:
    read = "山西省临汾市聚县晴川路8号"
    assert mend_address(read, unsure(read)) is None
    assert mend_address(read, unsure(read), "141031") == Mended("山西省临汾市隰县晴川路8号", certain=False)
    assert mend_address(read, unsure(read), "110105") is None


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("苏尼特左焦公安局", "苏尼特左旗公安局"),
        ("美苏尼特左旗公安局", "苏尼特左旗公安局"),
        ("易州市公安局江都分局", "扬州市公安局江都分局"),
        ("扬州市公安局江部分局", "扬州市公安局江都分局"),
        ("北京市公女局朝阳分局", "北京市公安局朝阳分局"),
        ("福建省公安厅出人境管理局", "福建省公安厅出入境管理局"),
    ],
)
def test_an_office_is_put_right_where_only_one_comes_near(read: str, meant: str) -> None:
    assert mend_office(read, unsure(read)) == Mended(meant, certain=False)
    assert mend_office(meant, unsure(meant)) is None


@pytest.mark.parametrize(
    "office", ["江收县公安局", "限县公安局", "泰州市公安局高新区分局", "某某铁路公安处", "公安局", ""]
)
def test_an_office_that_may_be_another_one_is_left(office: str) -> None:
    assert mend_office(office, unsure(office)) is None


def test_a_county_alone_is_put_right_where_the_number_of_the_holder_names_it() -> None:
    read = "江收县晴川路8号"
    assert mend_address(read, unsure(read), "540222") == Mended("江孜县晴川路8号", certain=False)
    assert mend_address(read, unsure(read), "540221") is None
    assert mend_address(read, sure(read), "540222") is None


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("晴川路8号楼5本元1903室", "晴川路8号楼5单元1903室"),
        ("晴川路8号楼5单无1903室", "晴川路8号楼5单元1903室"),
        ("晴川路8号楼1903宝", "晴川路8号楼1903室"),
        ("榆钱村村民小担7号", "榆钱村村民小组7号"),
        ("晴川路8号元1903室", "晴川路8号元1903室"),
        ("晴川路8单元楼1903", "晴川路8单元楼1903"),
    ],
)
def test_a_word_between_numbers_is_put_right_where_it_was_not_surely_read(read: str, meant: str) -> None:
    mended = mend_address(read, unsure(read))
    assert (mended.text if mended else read) == meant
    assert mend_address(read, sure(read)) is None


def test_an_office_that_was_surely_read_is_left() -> None:
    assert mend_office("苏尼特左焦公安局", sure("苏尼特左焦公安局")) is None


def test_the_number_of_the_holder_tells_the_office_of_a_short_name() -> None:
    assert mend_office("限县公安局", unsure("限县公安局"), "141031") == Mended("隰县公安局", certain=False)


def test_a_word_of_few_is_known_by_most_of_its_characters() -> None:
    words = (BORDER, OFFICE)
    one, two = "公安部出入局管理局", "公安部台入统管理局"
    assert mend_known(one, unsure(one), words) == Mended(BORDER, certain=True)
    assert mend_known(two, unsure(two), words) == Mended(BORDER, certain=False)
    assert mend_known(one, sure(one), words) is None
    assert mend_known(BORDER, unsure(BORDER), words) is None
    assert mend_known("同家移代暨理局", unsure("同家移代暨理局"), words) is None


def test_a_part_of_one_known_word_is_completed_and_one_of_two_is_not() -> None:
    part = "出入境管理局"
    assert mend_known(part, sure(part), (BORDER, OFFICE)) == Mended(BORDER, certain=False)
    assert mend_known(part, sure(part), (BORDER, "中华出入境管理局")) is None
    assert mend_known("管理局", sure("管理局"), (BORDER,)) is None


def test_a_province_in_two_scripts_is_put_right_by_the_one_that_was_read() -> None:
    assert mend_bilingual("夭津/TIANJIN", sure("夭津/TIANJIN")) == Mended("天津/TIANJIN", certain=True)
    assert mend_bilingual("福建/FUJLAN", sure("福建/FUJLAN")) == Mended("福建/FUJIAN", certain=True)
    assert mend_bilingual("夭津/TIANJIN", unsure("夭津/TIANJIN")) is None
    for left in ("天津/TIANJIN", "福建/TIANJIN", "上游/TIANJIN", "天津", "/TIANJIN", "天津/", ""):
        assert mend_bilingual(left, sure(left)) is None


def test_a_former_name_counts_under_the_names_of_its_years_only() -> None:
    hebei = next(one for one in cn_divisions.provinces() if one.name == "河北省")
    names = {one.name: one.counties for one in hebei.prefectures if one.name.startswith("邢台")}
    # The county of 邢台 became districts of the city in 2020; the prefecture had become part of it in 1993.
    assert {"邢台市", "邢台地区"} <= set(names)
    assert "信都区" in names["邢台市"]
    assert "信都区" not in names["邢台地区"]


def test_a_number_names_its_county_by_all_names_that_it_had() -> None:
    assert cn_divisions.county_named_by("141031") == {"隰县"}
    assert cn_divisions.county_named_by("000000") == frozenset()
    assert cn_divisions.county_named_by("") == frozenset()


def test_simplified_shapes_of_an_address_on_taiwan_become_traditional_ones() -> None:
    assert tw_places.traditional("花莲县东区复兴南路7号2楼") == "花蓮縣東區復興南路7號2樓"
    # Printed on Taiwan as well, or meant in more than one way.
    assert tw_places.traditional("台北里后云") == "台北里后云"


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("花蓮赫晴川里7號", "花蓮縣晴川里7號"),
        ("臺灣省屏柬縣晴川里", "臺灣省屏東縣晴川里"),
        ("嘉義赫晴川里7號", None),
        ("臺比市晴川里7號", None),
        ("台北市晴川里7號", None),
        ("晴川里", None),
        ("", None),
    ],
)
def test_a_county_of_taiwan_is_put_right_where_only_one_is_near(read: str, meant: str | None) -> None:
    assert tw_places.mend_address(read, unsure(read)) == (Mended(meant, certain=False) if meant else None)
    assert tw_places.mend_address(read, sure(read)) is None


@pytest.mark.parametrize(
    ("read", "meant"),
    [("花蓮", "花蓮縣"), ("高雄", None), ("嘉義", None), ("花蓮縣", None), ("福建省", None), ("", None)],
)
def test_a_place_of_birth_gets_its_kind_where_it_can_have_but_one(read: str, meant: str | None) -> None:
    assert tw_places.mend_county(read, sure(read)) == (Mended(meant, certain=False) if meant else None)
