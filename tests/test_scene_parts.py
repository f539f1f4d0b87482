"""Numbers in the open, part by part: declaration, colour, outline, grammar, lines, surroundings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from idvision.checks import CHECKS, CLEANERS
from idvision.checks.vin import check_digit
from idvision.documents import SceneColour, SceneForm, get_spec
from idvision.documents.spec import load_spec
from idvision.errors import DocumentSpecError, InvalidValue
from idvision.geometry import as_quad, quad_iou
from idvision.scene_carrier import RoughLine, beside, is_believable, is_borne_out
from idvision.scene_colour import coloured_outline, coloured_places, ground_colour
from idvision.scene_grammar import Reading, best_reading, row_probabilities
from idvision.scene_lines import find_scene_lines
from idvision.scene_outline import grown_outline, has_proportions, on_edges, part_of
from idvision.scene_text import may_hold
from idvision.types import FloatArray, Image, Side

PLATE = get_spec("vehicle_plate", Side.FRONT)
VIN = get_spec("vehicle_vin", Side.PAGE)
assert PLATE.scene is not None and VIN.scene is not None
SCENE = PLATE.scene
ONE_ROW = next(form for form in SCENE.forms if form.name == "one_row")
DECLARATION = """
type = "berth"
side = "front"
title_en = "Berth"
title_zh = "泊位"
aspect = 2.0
layout_source = "invented"
[[fields]]
name = "number"
region = [0.0, 0.0, 1.0, 1.0]
[scene]
field = "number"
hint = '[A-Z]\\d'
[scene.classes]
N = "0123456789"
[[scene.colours]]
name = "blue"
hue = [200, 260]
[[scene.forms]]
name = "board"
size_mm = [200, 100]
line = [0.1, 0.2, 0.9, 0.8]
rows = [[0.0, 0.0, 1.0, 1.0]]
[[scene.kinds]]
name = "sea"
colour = "blue"
forms = ["board"]
grammar = "BN"
"""


def line(x: float, y: float, text: str = "", width: float = 40, height: float = 10) -> RoughLine:
    return RoughLine(as_quad([[x, y], [x + width, y], [x + width, y + height], [x, y + height]]), text)


def plain(colour_bgr: tuple[int, int, int], size_wh: tuple[int, int] = (120, 40)) -> Image:
    return np.full((size_wh[1], size_wh[0], 3), colour_bgr, np.uint8)


def with_strokes(ground: tuple[int, int, int], ink: tuple[int, int, int]) -> Image:
    crop = plain(ground)
    crop[8:32, 10:110:12] = ink
    crop[8:32, 11:110:12] = ink
    return crop


def test_a_declaration_with_a_scene_becomes_a_spec() -> None:
    scene = load_spec(DECLARATION, "berth.toml").scene
    assert scene is not None
    assert scene.alphabet == "0123456789B"
    assert scene.characters(scene.kinds[0]) == ("B", "0123456789")
    assert scene.forms[0].rows == ((0.0, 0.0, 1.0, 1.0),)
    assert hash(scene) == hash(load_spec(DECLARATION, "berth.toml").scene)


@pytest.mark.parametrize(
    ("good", "bad", "key"),
    [
        ('field = "number"', 'field = "nmber"', "scene.field"),
        ("hint = '[A-Z]", "hint = '[A-Z", "scene.hint"),
        ('colour = "blue"\n', 'colour = "red"\n', "scene.kinds.colour"),
        ('forms = ["board"]', 'forms = ["bord"]', "scene.kinds.forms"),
        ('grammar = "BN"', 'gramar = "BN"', "scene.kinds"),
        ("size_mm =", "size =", "scene.forms"),
        ("hue =", "hues =", "scene.colours"),
        ("hint =", 'colour_field = "colour"\nhint =', "scene.colour_field"),
        ('[[scene.kinds]]\nname = "sea"\ncolour = "blue"\nforms = ["board"]\ngrammar = "BN"\n', "", "scene"),
    ],
)
def test_a_slip_in_a_scene_is_refused_by_its_key(good: str, bad: str, key: str) -> None:
    assert good in DECLARATION
    with pytest.raises(DocumentSpecError) as caught:
        load_spec(DECLARATION.replace(good, bad), "berth.toml")
    assert caught.value.key.startswith(key)


def test_a_number_of_a_region_without_a_check_digit_is_kept_and_one_with_it_is_held_to_it() -> None:
    assert CHECKS["vin_by_region"]("VXRZZZ8TZ1A004217") == "VXRZZZ8TZ1A004217"
    # 24 + 42 + 42 + 10 + 4 + 3 + 4 + 10 + 0 + 27 + 24 + 35 + 0 + 5 + 36 + 12 + 12 = 290 = 26 * 11 + 4
    assert check_digit("LFPKA12A0C3501946") == "4"
    assert CHECKS["vin_by_region"]("LFPKA12A4C3501946") == "LFPKA12A4C3501946"
    for text, problem in (
        ("LFPKA12A2C3501946", "checksum_failed"),
        ("VXRZZZ8TZ1A00421", "bad_length"),
        ("VXRZZZ8TZ1A00O217", "bad_format"),
        ("VXRZZZ8TZ1A00421B", "bad_format"),
    ):
        with pytest.raises(InvalidValue, match=problem):
            CHECKS["vin_by_region"](text)


def test_letters_that_no_such_number_holds_become_the_digits_they_look_like() -> None:
    assert CLEANERS["vin_twins"]("VXRZZZ8TZIAOO42Q7") == "VXRZZZ8TZ1A004207"


def test_the_armed_police_has_plates_of_its_own() -> None:
    assert CHECKS["cn_plate"]("WJ·鲁12345") == "WJ鲁12345"
    with pytest.raises(InvalidValue):
        CHECKS["cn_plate"]("WJ·鲁1234I")


@pytest.mark.parametrize(
    ("ground", "ink", "name"),
    [
        ((160, 60, 20), (240, 240, 240), "blue"),
        ((20, 190, 245), (25, 25, 25), "yellow"),
        ((110, 190, 75), (25, 25, 25), "green"),
        ((236, 238, 238), (25, 25, 25), "white"),
        ((22, 20, 20), (240, 240, 240), "black"),
    ],
)
def test_the_ground_between_the_strokes_has_the_colour(
    ground: tuple[int, int, int], ink: tuple[int, int, int], name: str
) -> None:
    assert ground_colour(with_strokes(ground, ink), SCENE.colours) == name
    dim = (with_strokes(ground, ink) * 0.4).astype(np.uint8)
    assert ground_colour(dim, SCENE.colours) == name


def test_a_ground_of_no_declared_colour_has_none() -> None:
    hues = [colour for colour in SCENE.colours if colour.hue]
    assert ground_colour(with_strokes((60, 20, 200), (240, 240, 240)), hues) == ""


def test_patches_of_a_declared_colour_are_found_where_they_are() -> None:
    image = plain((120, 120, 120), (640, 480))
    image[200:230, 300:400] = (160, 60, 20)
    image[50:60, 20:22] = (160, 60, 20)
    boxes = coloured_places(image, SCENE.colours, 4)
    assert boxes.shape == (1, 4)
    np.testing.assert_allclose(boxes[0], [300, 200, 400, 230], atol=1.5)
    assert len(coloured_places(image, [SceneColour("white", light=True)], 4)) == 0


def test_the_patch_that_a_line_stands_on_is_its_plate_unless_it_goes_on_and_on() -> None:
    image = plain((120, 120, 120), (640, 480))
    image[200:256, 300:476] = (160, 60, 20)
    there = as_quad([[330, 212], [460, 212], [460, 244], [330, 244]])
    found = coloured_outline(image, there, SCENE.colours)
    assert found is not None
    assert quad_iou(found, as_quad([[300, 200], [476, 200], [476, 256], [300, 256]])) > 0.95
    image[:] = (160, 60, 20)
    assert coloured_outline(image, there, SCENE.colours) is None
    image[:] = (120, 120, 120)
    assert coloured_outline(image, there, SCENE.colours) is None


def test_an_outline_grows_out_of_the_line_as_the_form_has_it() -> None:
    form = SceneForm("board", (200, 100), (0.1, 0.2, 0.9, 0.8), ((0.0, 0.0, 0.5, 1.0),))
    grown = grown_outline(as_quad([[20, 20], [180, 20], [180, 80], [20, 80]]), form)
    np.testing.assert_allclose(grown, [[0, 0], [200, 0], [200, 100], [0, 100]], atol=1e-3)
    np.testing.assert_allclose(
        part_of(grown, form.rows[0]), [[0, 0], [100, 0], [100, 100], [0, 100]], atol=1e-3
    )
    assert has_proportions(grown, form)
    assert not has_proportions(as_quad([[0, 0], [80, 0], [80, 100], [0, 100]]), form)


def test_an_outline_moves_onto_the_edges_and_stays_where_there_are_none() -> None:
    image = plain((120, 120, 120), (640, 480))
    true = as_quad([[200, 150], [420, 150], [420, 220], [200, 220]])
    image[150:221, 200:421] = (160, 60, 20)
    rough = as_quad([[206, 154], [428, 144], [426, 226], [196, 224]])
    assert quad_iou(on_edges(image, rough, ONE_ROW), true) > max(0.96, quad_iou(rough, true))
    np.testing.assert_allclose(on_edges(plain((9, 9, 9), (640, 480)), rough, ONE_ROW), rough, atol=0.01)


def spelt(text: str, alphabet: str, sure: float = 0.9) -> FloatArray:
    """Return probabilities that read as `text`; what is missing to 1 went to characters outside."""
    probs = np.zeros((2 * len(text) + 1, 1 + len(alphabet)), np.float32)
    probs[::2, 0] = 1
    for place, character in enumerate(text):
        if character in alphabet:
            probs[2 * place + 1, 1 + alphabet.index(character)] = sure
    return probs


def test_the_grammar_that_fits_names_the_kind() -> None:
    yellow = [kind for kind in SCENE.kinds if kind.colour == "yellow"]
    found = best_reading(spelt("皖K06Z4学", SCENE.alphabet), SCENE, yellow)
    assert found is not None
    assert (found.kind.name, found.text) == ("learner", "皖K06Z4学")
    assert found.score == pytest.approx(0.9)
    assert best_reading(spelt("皖K", SCENE.alphabet), SCENE, yellow) is None


def test_a_character_counts_for_the_one_it_looks_like_where_only_that_can_be() -> None:
    crop = plain((0, 0, 0))

    def network(_crop: Image, alphabet: str) -> FloatArray:
        assert set(alphabet) >= {"O", "I", "0", "1"}
        return spelt("皖KO6Z4I", alphabet)

    probs = row_probabilities([crop], SCENE, network)
    small = [kind for kind in SCENE.kinds if kind.name == "small_car"]
    found = best_reading(probs, SCENE, small)
    assert found is not None and found.text == "皖K06Z41"
    assert is_believable(found)


def test_rows_follow_one_another_so_that_equal_neighbours_stay_two() -> None:
    rows = iter(["皖K", "K5678"])
    probs = row_probabilities(
        [plain((0, 0, 0))] * 2, SCENE, lambda _crop, alphabet: spelt(next(rows), alphabet)[1:-1]
    )
    large = [kind for kind in SCENE.kinds if kind.name == "large_car"]
    found = best_reading(probs, SCENE, large)
    assert found is not None and found.text == "皖KK5678"


def read_as(text: str, *probabilities: float) -> Reading:
    score = float(np.exp(np.mean(np.log(probabilities))))
    return Reading(SCENE.kinds[0], text, probabilities, score)


def test_a_number_that_the_network_hardly_saw_is_not_believed() -> None:
    assert is_believable(read_as("皖K06Z41", 0.15, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9))
    assert not is_believable(read_as("皖K06Z41", 0.15, 0.15, 0.9, 0.9, 0.9, 0.9, 0.9))
    assert not is_believable(read_as("皖K06Z41", 0.4, 0.4, 0.4, 0.4, 0.5, 0.6, 0.6))


def test_a_plate_of_latin_letters_is_no_plate_of_a_province() -> None:
    reading = read_as("新CK3610", 0.16, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9)
    assert not is_borne_out("6CK 3610", reading)
    assert is_borne_out("邮C·K3610", reading)
    assert not is_borne_out("品6C·K3610", reading)
    assert not is_borne_out("新C K36 10 TAXI", reading)
    assert is_borne_out("C·K3610", replace(reading, probabilities=(0.4, *reading.probabilities[1:])))


def test_lines_beside_a_plate_count_those_on_it_and_far_away_do_not() -> None:
    outline = as_quad([[100, 100], [300, 100], [300, 160], [100, 160]])
    around = [line(120, 120), line(350, 120), line(120, 190), line(120, 900), line(2000, 120)]
    assert beside(outline, around) == 2


def test_only_lines_like_the_number_are_looked_at_and_an_excluded_word_rules_out_all() -> None:
    texts = ["皖K·06Z41", "06Z41", "TRAM", "2025-06-01 12:30 Tuesday", "K06Z41 K06Z41 K06"]
    lines = [line(0, 20 * place, text) for place, text in enumerate(texts)]
    assert {one.text for one in may_hold(lines, PLATE)} == {"皖K·06Z41", "06Z41"}
    patch = replace(line(0, 300, "F5"), on_patch=True)
    assert patch in may_hold([patch], PLATE)
    assert may_hold([patch], VIN) == ()
    number = line(0, 0, "LFPKA12A4C3501946")
    assert may_hold([number], VIN) == (number,)
    assert may_hold([number, line(0, 20, "INVOICE No. 7")], VIN) == ()


def test_what_is_too_small_is_looked_at_enlarged_and_found_where_it_is() -> None:
    image = plain((120, 120, 120), (1600, 1200))
    image[600:630, 800:890] = (160, 60, 20)
    sizes: list[tuple[int, ...]] = []

    def detect(picture: Image, _long_side: int) -> tuple[FloatArray, FloatArray]:
        sizes.append(picture.shape)
        if len(sizes) == 1:
            return np.zeros((0, 4, 2), np.float32), np.zeros(0, np.float32)
        ys, xs = np.nonzero((picture == (160, 60, 20)).all(axis=2))
        x1, y1, x2, y2 = xs.min(), ys.min(), xs.max(), ys.max()
        quad = np.array([[[x1, y1], [x2, y1], [x2, y2], [x1, y2]]], np.float32)
        return quad, np.ones(1, np.float32)

    plain_lines, enlarged = find_scene_lines(image, detect, SCENE.colours)
    assert len(sizes) == 2 and len(plain_lines) == 0
    np.testing.assert_allclose(enlarged[0], [[800, 600], [889, 600], [889, 629], [800, 629]], atol=2)
    sizes.clear()
    find_scene_lines(plain((120, 120, 120), (1600, 1200)), detect, SCENE.colours)
    assert len(sizes) == 1
