"""The drawn documents are the ground truth of other tests, so they are tested themselves."""

from __future__ import annotations

import dataclasses
import json

import cv2
import numpy as np
import pytest
from stdnum import numdb
from stdnum.cn import ric

from examples import draw as examples_draw
from idvision.geometry import frame_quad, homography_from_quad, quad_area, quad_sides, visible_share
from tests.drawing import (
    SURFACES,
    Pose,
    Shot,
    draw_mrva,
    draw_mrvb,
    draw_passport,
    draw_resident_id_back,
    draw_resident_id_front,
    draw_surface,
    draw_td1_back,
    draw_td1_front,
    draw_td2,
    photograph,
    photograph_cards,
    place_objects,
    random_resident,
    random_traveller,
)
from tests.drawing.camera import STEADY_SHOT
from tests.drawing.mrz import check_digit, mrva_lines, mrvb_lines, td1_lines, td2_lines, td3_lines
from tests.drawing.people import (
    GIVEN,
    LONG_TERM,
    MINORITIES,
    MINORITY_NAMES,
    REGIONS,
    STREETS,
    SURNAMES,
    XINJIANG,
    Resident,
    Traveller,
)
from tests.drawing.resident_id import printed_validity, wrap_address
from tests.drawing.sheet import HAN_FONT, load_font

GREY = np.full((300, 400, 3), 120, np.uint8)
SMALL = dataclasses.replace(STEADY_SHOT, size_wh=(800, 600))


@pytest.fixture(scope="module")
def resident() -> Resident:
    return random_resident(1)


@pytest.fixture(scope="module")
def traveller() -> Traveller:
    return Traveller(
        surname="DORNIAK",
        given_names="MIRA ELENA",
        sex="F",
        nationality="UTO",
        issuing_country="UTO",
        birth_date="1990-02-03",
        issue_date="2021-06-15",
        expiry_date="2031-06-14",
        document_number="AB2134",
        birth_place="ZENITH",
        issuing_authority="UTOPIAN PASSPORT OFFICE",
        face_seed=5,
    )


@pytest.mark.parametrize("seed", range(20))
def test_a_resident_number_agrees_with_the_printed_values(seed: int) -> None:
    person = random_resident(seed)
    province, county = numdb.get("cn/loc").info(person.id_number[:6])
    assert person.address.startswith(province[1]["province"])
    assert county[1]["county"].rpartition("]")[2] in person.address
    assert person.id_number[17] == ric.calc_check_digit(person.id_number)
    assert person.id_number[6:14] == person.birth_date.replace("-", "")
    assert int(person.id_number[16]) % 2 == (person.sex == "M")


def test_a_holder_over_46_gets_a_card_without_end() -> None:
    person = random_resident(4, long_term=True)
    assert int(person.valid_from[:4]) - int(person.birth_date[:4]) >= 46
    assert person.expiry_date == LONG_TERM
    assert printed_validity(person) == f"{person.valid_from.replace('-', '.')}-长期"


def test_options_give_a_middle_dot_and_three_address_lines() -> None:
    person = random_resident(6, minority=True, long_address=True)
    lines = wrap_address(person.address)
    assert "·" in person.name
    assert len(lines) == 3
    assert "".join(lines) == person.address


def test_every_character_of_the_lists_is_in_the_font() -> None:
    regions = "".join(place + authority for _, place, authority in (*REGIONS, XINJIANG))
    text = SURNAMES + GIVEN + "".join((*MINORITY_NAMES, *MINORITIES, *STREETS)) + regions
    text += "男女汉姓名性别民族出生年月日住址公民身份号码号楼单元室"
    text += "中华人民共和国居民身份证签发机关有效期限长期"
    font = load_font(HAN_FONT, 40)
    missing = bytes(font.getmask("\U000f0000"))
    assert [char for char in set(text) if bytes(font.getmask(char)) == missing] == []


@pytest.mark.parametrize(("text", "digit"), [("520727", "3"), ("AB2134<<<", "5"), ("<<<", "0")])
def test_check_digit_by_hand(text: str, digit: str) -> None:
    # 5*7 + 2*3 + 0*1 + 7*7 + 2*3 + 7*1 = 103; with A = 10 and B = 11: 70 + 33 + 2 + 7 + 9 + 4 = 125.
    assert check_digit(text) == digit


def test_td3_lines_by_hand(traveller: Traveller) -> None:
    assert td3_lines(traveller) == (
        "P<UTODORNIAK<<MIRA<ELENA<<<<<<<<<<<<<<<<<<<<",
        "AB2134<<<5UTO9002030F3106143<<<<<<<<<<<<<<02",
    )


def test_td1_lines_by_hand(traveller: Traveller) -> None:
    assert td1_lines(traveller) == (
        "I<UTOAB2134<<<5<<<<<<<<<<<<<<<",
        "9002030F3106143UTO<<<<<<<<<<<2",
        "DORNIAK<<MIRA<ELENA<<<<<<<<<<<",
    )


def test_a_visa_has_no_composite_check_digit(traveller: Traveller) -> None:
    assert mrvb_lines(traveller)[1] == "AB2134<<<5UTO9002030F3106143<<<<<<<<"


@pytest.mark.parametrize(
    ("lines", "lengths"),
    [
        (td3_lines, [44, 44]),
        (mrva_lines, [44, 44]),
        (td2_lines, [36, 36]),
        (mrvb_lines, [36, 36]),
        (td1_lines, [30, 30, 30]),
    ],
)
def test_machine_readable_lines_have_the_length_of_their_format(lines, lengths, traveller: Traveller) -> None:
    assert [len(line) for line in lines(traveller)] == lengths


def test_an_unstated_sex_is_a_filler_in_the_machine_readable_zone(traveller: Traveller) -> None:
    lower = td3_lines(dataclasses.replace(traveller, sex="X"))[1]
    assert lower[20] == "<"


@pytest.mark.parametrize(
    ("draw", "size_mm"),
    [
        (draw_passport, (125, 88)),
        (draw_td1_front, (85.6, 54)),
        (draw_td1_back, (85.6, 54)),
        (draw_td2, (105, 74)),
        (draw_mrva, (120, 80)),
        (draw_mrvb, (105, 74)),
    ],
)
def test_a_travel_document_has_the_proportions_of_its_size(draw, size_mm, traveller: Traveller) -> None:
    image = draw(traveller, 500)
    assert image.shape == (round(500 * size_mm[1] / size_mm[0]), 500, 3)
    assert image.dtype == np.uint8


def changed_rows_mm(before: np.ndarray, after: np.ndarray, width_mm: float) -> tuple[float, float]:
    rows = np.flatnonzero(np.any(before != after, axis=(1, 2))) * width_mm / before.shape[1]
    return float(rows.min()), float(rows.max())


@pytest.mark.parametrize(
    ("change", "rows_mm"),
    [
        ({"name": "丁丁"}, (6, 12)),
        ({"ethnicity": "布依"}, (13, 19)),
        ({"birth_date": "1900-12-30"}, (20, 25)),
        ({"address": "天津市南开区"}, (27, 38)),
        ({"id_number": "000000000000000000"}, (44, 50)),
    ],
)
def test_each_value_of_a_card_is_printed_on_its_own_line(change, rows_mm, resident: Resident) -> None:
    before = draw_resident_id_front(resident, 600)
    after = draw_resident_id_front(dataclasses.replace(resident, **change), 600)
    top, bottom = changed_rows_mm(before, after, 85.6)
    assert rows_mm[0] <= top < bottom <= rows_mm[1]


def test_the_machine_readable_zone_lies_in_the_lowest_23_mm(traveller: Traveller) -> None:
    other = dataclasses.replace(traveller, nationality="XXA")
    top, bottom = changed_rows_mm(draw_passport(traveller, 900), draw_passport(other, 900), 125)
    assert 88 - 23.2 < top < bottom < 88 - 4


def test_both_sides_are_decided_by_the_person_alone(resident: Resident) -> None:
    again = random_resident(1)
    assert np.array_equal(draw_resident_id_front(resident, 400), draw_resident_id_front(again, 400))
    assert np.array_equal(draw_resident_id_back(resident, 400), draw_resident_id_back(again, 400))


@pytest.mark.parametrize("surface", SURFACES)
def test_a_surface_is_decided_by_its_seed(surface) -> None:
    first, again, other = (draw_surface(surface, (160, 120), seed) for seed in (1, 1, 2))
    assert first.shape == (120, 160, 3)
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_objects_leave_a_corner_of_the_table_alone() -> None:
    table = np.full((120, 160, 3), 130, np.uint8)
    scene = place_objects(table, 1)
    assert np.array_equal(scene[-15:, :15], table[-15:, :15])
    assert np.ptp(scene) > 150


def test_a_flat_card_lies_where_the_pose_says() -> None:
    _, quad = photograph(GREY, Pose((0.5, 0.5), 0.5), "desk", 1, SMALL)
    expected = np.array([[199.5, 149.5], [599.5, 149.5], [599.5, 449.5], [199.5, 449.5]])
    assert quad == pytest.approx(expected, abs=1e-3)


def test_rotation_is_clockwise_and_keeps_the_printed_top_left_first() -> None:
    _, quad = photograph(GREY, Pose((0.5, 0.5), 0.5, rotation_deg=90), "desk", 1, SMALL)
    assert quad[0] == pytest.approx([549.5, 99.5], abs=1e-3)
    assert quad[1] == pytest.approx([549.5, 499.5], abs=1e-3)


def test_a_tilt_shortens_the_edge_that_moves_away() -> None:
    _, quad = photograph(GREY, Pose(tilt_x_deg=25), "desk", 1, SMALL)
    top, _, bottom, _ = quad_sides(quad)
    assert top < 0.9 * bottom


@pytest.mark.parametrize(
    "pose", [Pose(), Pose((0.45, 0.55), 0.6, 33, 20, -15), Pose(rotation_deg=180, tilt_y_deg=12)]
)
def test_the_photo_taken_back_by_its_quad_is_the_card(pose: Pose, resident: Resident) -> None:
    card = cv2.GaussianBlur(draw_resident_id_front(resident, 400), (0, 0), 1.5)
    photo, quad = photograph(card, pose, "wood", 1, SMALL)
    card_from_photo = homography_from_quad(quad, frame_quad(card.shape[1], card.shape[0]))
    back = cv2.warpPerspective(photo, card_from_photo, card.shape[1::-1], flags=cv2.INTER_LINEAR)
    inner = (slice(20, -20), slice(20, -20))
    assert float(np.abs(back[inner].astype(float) - card[inner]).mean()) < 1.5


def test_a_card_may_be_cut_by_the_frame() -> None:
    _, quad = photograph(GREY, Pose((1.0, 0.5), 0.5), "desk", 1, SMALL)
    assert visible_share(quad, 800, 600) == pytest.approx(0.5, abs=0.01)


def test_two_cards_in_one_photo_have_a_quad_each() -> None:
    poses = (Pose((0.25, 0.5), 0.4), Pose((0.75, 0.5), 0.4))
    white, black = np.full((200, 320, 3), 255, np.uint8), np.zeros((200, 320, 3), np.uint8)
    photo, quads = photograph_cards([(white, poses[0]), (black, poses[1])], "cloth", 1, SMALL)
    assert [round(quad_area(quad)) for quad in quads] == [320 * 200, 320 * 200]
    assert photo[300, 200].tolist() == [255, 255, 255]
    assert photo[300, 600].tolist() == [0, 0, 0]


def test_glare_burns_out_the_place_it_is_put_and_no_other() -> None:
    photo, _ = photograph(GREY, Pose(), "desk", 1, dataclasses.replace(SMALL, glare_at=(0.25, 0.5)))
    assert photo[300, 276].min() == 255
    assert photo[300, 600].max() < 140


def test_blur_and_shake_take_detail_away(resident: Resident) -> None:
    card = draw_resident_id_front(resident, 600)
    shots = (SMALL, dataclasses.replace(SMALL, blur_px=3.0), dataclasses.replace(SMALL, motion_px=15.0))
    sharp, blurred, shaken = (
        cv2.Laplacian(photograph(card, Pose(), "desk", 1, shot)[0], cv2.CV_64F).var() for shot in shots
    )
    assert blurred < 0.2 * sharp
    assert shaken < 0.5 * sharp


def test_the_same_seed_takes_the_same_photo() -> None:
    first, again, other = (photograph(GREY, Pose(), "noise", seed, Shot((320, 240)))[0] for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_the_committed_examples_are_what_the_script_draws() -> None:
    committed = json.loads((examples_draw.FOLDER / "truth.json").read_text(encoding="utf-8"))
    assert committed == [examples_draw.truth(scene) for scene in examples_draw.scenes()]
    for scene in committed:
        data = np.frombuffer((examples_draw.FOLDER / scene["file"]).read_bytes(), np.uint8)
        photo = cv2.imdecode(data, cv2.IMREAD_COLOR)
        assert photo.shape == (scene["height"], scene["width"], 3)


def test_random_travellers_have_names_that_fit_the_data_page() -> None:
    people = [random_traveller(seed) for seed in range(50)]
    assert max(len(person.surname + person.given_names) for person in people) < 37
    assert {person.sex for person in people} == {"M", "F"}
    assert random_traveller(3, sex="X").sex == "X"
