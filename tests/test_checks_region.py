"""A misread character in the province of an address."""

from __future__ import annotations

import pytest

from idvision.checks.cn_region import mend_head


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("网北省邢台市广宗县新兴乡五组51号", "河北省邢台市广宗县新兴乡五组51号"),
        ("内家古自治区赤峰市红山区青年路8号", "内蒙古自治区赤峰市红山区青年路8号"),
        ("四川省成都市武侯区晴川路8号", "四川省成都市武侯区晴川路8号"),
    ],
)
def test_a_province_that_the_rest_of_the_address_names_is_put_right(read: str, meant: str) -> None:
    assert mend_head(read) == meant
    assert mend_head(meant) == meant


@pytest.mark.parametrize(
    "address",
    [
        "南京市玄武区晴川路8号",
        "吉林市昌邑区晴川路8号",
        "网北省某某路8号",
        "长春市朝阳区晴川路8号",
        "晴川路8号",
        "",
        "省",
    ],
    ids=[
        "city like a capital",
        "city like its province",
        "no place",
        "another city",
        "street",
        "empty",
        "short",
    ],
)
def test_what_may_be_meant_otherwise_is_left(address: str) -> None:
    assert mend_head(address) == address
