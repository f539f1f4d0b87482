"""Where a server's data lies, what is demanded of pictures, and what bodies of green requests can do."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from idvision.errors import (
    ConfigError,
    ImageTooLargeError,
    ImageTooSmallError,
    InputError,
    ParameterError,
    UnsupportedFormatError,
)
from idvision.schemas.aliyun_green import card_kinds
from idvision.server.data_folder import data_folder, private_file
from idvision.server.green_reading import RULES as GREEN_RULES
from idvision.server.green_submission import submission_in, task_ids_in
from idvision.server.pictures import PictureRules, check_picture


class TestFolder:
    def test_without_a_name_it_goes_with_the_server(self) -> None:
        with data_folder("") as folder:
            assert folder.stat().st_mode & 0o077 == 0
            private_file(folder, "kept").write_text("a")
        assert not folder.exists()

    def test_one_that_is_named_stays_and_is_private(self, tmp_path: Path) -> None:
        with data_folder(str(tmp_path / "a" / "b")) as folder:
            assert folder.stat().st_mode & 0o077 == 0
            assert private_file(folder, "kept").stat().st_mode & 0o077 == 0
        assert (folder / "kept").exists()

    def test_two_servers_do_not_work_in_one(self, tmp_path: Path) -> None:
        with data_folder(str(tmp_path)), pytest.raises(ConfigError, match="another server"):
            data_folder(str(tmp_path)).__enter__()
        with data_folder(str(tmp_path)) as again:
            assert again == tmp_path

    def test_one_that_cannot_be_is_refused_without_its_name(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(ConfigError) as caught, data_folder(str(tmp_path / "file" / "a")):
            pass
        assert str(caught.value) == "data_dir cannot be used (NotADirectoryError)"


def picture(width: int, height: int, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("L", (width, height)).save(out, kind)
    return out.getvalue()


RULES = PictureRules(frozenset({"PNG", "GIF"}), 20, 400, 10, max_pixels=40_000, format_pixels=(("GIF", 900),))


class TestRules:
    @pytest.mark.parametrize("size", [(20, 20), (400, 100), (199, 20), (20, 199)])
    def test_the_limits_themselves_are_kept(self, size: tuple[int, int]) -> None:
        check_picture(picture(*size), RULES)
        check_picture(picture(30, 30, "GIF"), RULES)

    @pytest.mark.parametrize(
        ("data", "error"),
        [
            (picture(19, 40), ImageTooSmallError),
            (picture(401, 60), ImageTooLargeError),
            (picture(200, 20), ImageTooLargeError),
            (picture(201, 200), ImageTooLargeError),
            (picture(31, 30, "GIF"), ImageTooLargeError),
            (picture(30, 30, "BMP"), UnsupportedFormatError),
            (b"", InputError),
            (picture(30, 30)[:20], InputError),
        ],
    )
    def test_what_breaks_one_is_refused(self, data: bytes, error: type[InputError]) -> None:
        with pytest.raises(error):
            check_picture(data, RULES)

    def test_green_takes_fewer_pixels_of_an_animation(self) -> None:
        check_picture(picture(2049, 2048, "PNG"), GREEN_RULES)
        check_picture(picture(2048, 2048, "GIF"), GREEN_RULES)
        with pytest.raises(ImageTooLargeError):
            check_picture(picture(2049, 2048, "GIF"), GREEN_RULES)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
BODIES = st.fixed_dictionaries(
    {
        "scenes": st.just(["ocr"]) | JSON_VALUES,
        "extras": st.fixed_dictionaries({"card": st.sampled_from(card_kinds()) | JSON_VALUES}) | JSON_VALUES,
        "tasks": JSON_VALUES
        | st.lists(
            st.dictionaries(
                st.sampled_from(["url", "dataId"]), st.just("http://a.example/") | JSON_VALUES, max_size=2
            ),
            max_size=3,
        ),
    },
    optional={name: st.just("aA1") | JSON_VALUES for name in ("callback", "seed", "cryptType")},
)


@settings(deadline=None)
@given(st.binary() | (BODIES | JSON_VALUES).map(lambda content: json.dumps(content).encode()))
def test_no_body_is_more_than_a_bad_parameter(body: bytes) -> None:
    for read in (lambda: submission_in(body, "uid", lambda _: None), lambda: task_ids_in(body)):
        try:
            told = read()
        except ParameterError as error:
            assert str(error)
        else:
            assert told


def test_brackets_without_end_are_no_json() -> None:
    with pytest.raises(ParameterError, match="JSON"):
        task_ids_in(b"[" * 200_000)
    with pytest.raises(ParameterError, match="large"):
        task_ids_in(b" " * 1_000_001)
