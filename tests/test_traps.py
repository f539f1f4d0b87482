"""What other readers are known to get wrong, on drawn cards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import cv2
import pytest

import idvision
from idvision import Decision, Models, Options
from tests.drawing import Pose, Resident, Shot, draw_resident_id_front, photograph, random_resident
from tests.drawing.people import resident_number
from tests.drawing.resident_id import wrap_address

pytestmark = pytest.mark.weights

OPTIONS = Options(today=date(2026, 11, 21))
POSE = Pose((0.5, 0.5), 0.7, 3, 5, -6)
REGION = "420106"


def card_of(person: Resident, models: Models) -> idvision.Card:
    shot = Shot(size_wh=(1600, 1200), jpeg_quality=0)
    photo, _ = photograph(draw_resident_id_front(person), POSE, "desk", 17, shot)
    data = cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes()
    (card,) = idvision.analyze(data, models, OPTIONS).cards
    return card


def values(card: idvision.Card) -> dict[str, str]:
    return {field.name: field.value for field in card.fields}


def test_an_x_at_the_end_of_a_number(models: Models) -> None:
    birth = date(1987, 3, 14)
    numbers = (resident_number(REGION, birth, sequence) for sequence in range(101, 999, 2))
    number = next(number for number in numbers if number.endswith("X"))
    person = replace(random_resident(5), id_number=number, birth_date=birth.isoformat(), sex="M")
    assert values(card_of(person, models))["id_number"] == number


@pytest.mark.parametrize(("lines", "last"), [(1, 8), (2, 1), (2, 4), (3, 1), (3, 4)])
def test_addresses_of_one_to_three_lines(lines: int, last: int, models: Models) -> None:
    full = "武汉市武昌区文昌巷建设新村和平里学府小区青年社区滨河苑东区西栋"
    width = len(wrap_address(full)[0])
    address = full[: width * (lines - 1) + last]
    assert len(wrap_address(address)) == lines
    person = replace(random_resident(6), address=address)
    assert values(card_of(person, models))["address"] == address


@pytest.mark.parametrize("name", ["阿依古丽·玉山", "买买提江·卡德尔", "丹增·次仁卓玛"])
def test_the_dot_of_a_minority_name(name: str, models: Models) -> None:
    person = replace(random_resident(7, minority=True), name=name)
    assert values(card_of(person, models))["name"] == name


@pytest.mark.parametrize(
    "name", ["陈翀", "李龑", "王甦", "赵昶", "马骉", "林堃", "周喆", "吴赟", "何燚", "高犇"]
)
def test_a_rare_character_is_read_or_doubted(name: str, models: Models) -> None:
    card = card_of(replace(random_resident(8), name=name), models)
    (read,) = (field for field in card.fields if field.name == "name")
    assert read.value == name or card.verdict.decision is not Decision.ACCEPT


@pytest.mark.parametrize("group", ["汉", "仫佬", "仡佬", "土", "土家", "塔吉克", "塔塔尔", "傈僳"])
def test_ethnic_groups_that_look_alike(group: str, models: Models) -> None:
    card = card_of(replace(random_resident(9), ethnicity=group), models)
    (read,) = (field for field in card.fields if field.name == "ethnicity")
    assert read.value == group or read.problems
