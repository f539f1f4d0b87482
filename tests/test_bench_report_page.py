"""The page that can be handed on: what is in it, what is not, and how it behaves in a browser."""

from __future__ import annotations

import base64
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from idvision.bench.report.page import write_html
from idvision.bench.results import BadPicture, Report
from idvision.decode import decode, read_header
from tests.bench_reports import FILE, LOCAL, SECRET, answers, dataset, real_report, report

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SOURCES = {"https://layout.example/a", "https://vendor.example/doc", "https://vendor.example/price"}
VOID = {"meta", "br"}


class Seen(HTMLParser):
    """Everything that the tests ask for: tags in order, attributes, and whether the nesting is right."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def written(path: Path, made: Report | None = None, *, with_pictures: bool = False) -> str:
    write_html(made or report(), [dataset()], answers(), path, with_pictures=with_pictures)
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def markup(tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(tmp_path_factory.mktemp("page") / "report.html")


@pytest.fixture(scope="module")
def seen(markup: str) -> Seen:
    return Seen(markup)


class TestMarkup:
    def test_elements_are_closed_and_ids_are_unique(self, seen: Seen) -> None:
        assert seen.open == []
        ids = [attributes["id"] for _, attributes in seen.tags if "id" in attributes]
        assert len(ids) == len(set(ids))
        used = [a["href"] for a in (*seen.all("a"), *seen.all("use")) if str(a.get("href")).startswith("#")]
        assert used and {str(one)[1:] for one in used} <= set(ids)

    def test_it_asks_for_nothing_and_leads_only_to_cited_sources(self, seen: Seen, markup: str) -> None:
        assert not any({"src", "srcset", "action", "data"} & attributes.keys() for _, attributes in seen.tags)
        links = {href for _, a in seen.tags if (href := a.get("href")) and not href.startswith("#")}
        assert links == SOURCES
        assert not seen.all("link") and not seen.all("iframe")
        style = markup[markup.index("<style>") : markup.index("</style>")]
        assert "url(" not in style and "@import" not in style
        policy = seen.all("meta")[1]["content"] or ""
        assert policy.startswith("default-src 'none'; img-src data:;")
        assert "http" not in re.sub("|".join(map(re.escape, SOURCES)), "", markup).replace("http-equiv", "")

    def test_no_value_file_or_picture_is_in_it_unless_asked(self, markup: str) -> None:
        assert SECRET not in markup
        assert FILE not in markup and SECRET.lower() not in markup
        assert "data:image" not in markup
        assert "picture 1 of 1" in markup

    def test_what_comes_from_outside_is_escaped(self, tmp_path: Path) -> None:
        made = report()
        hostile = "<script>alert(1)</script>\"'"
        column = replace(made.columns[0], name=hostile, not_run=hostile)
        note = replace(made.datasets[0], licence=hostile, source="javascript:alert(1)")
        group = {hostile: LOCAL.by_group["plain"], **LOCAL.by_group}
        local = replace(LOCAL, by_group=group, confusion={hostile: {hostile: 1}})
        published = replace(made.published[0], provider=hostile, source=f"https://a.example/{hostile}")
        changed = replace(
            made,
            columns=(column, *made.columns[1:]),
            datasets=(note,),
            measured=(local, *made.measured[1:]),
            published=(published,),
            options={hostile: [hostile]},
        )
        seen = Seen(written(tmp_path / "report.html", changed))
        assert len(seen.all("script")) == 1
        assert not any(str(a.get("href")).startswith("javascript") for a in seen.all("a"))
        assert hostile in "".join(seen.text)

    def test_tables_have_heads_and_plots_have_words(self, seen: Seen) -> None:
        tables = len(seen.all("table"))
        assert tables == len([name for name, _ in seen.tags if name == "caption"]) >= 6
        assert all(a["scope"] in ("col", "row") for a in seen.all("th"))
        plots = [a for a in seen.all("svg") if a.get("aria-hidden") != "true"]
        assert all(a["role"] == "img" and a["aria-label"] for a in plots)
        labels = " ".join(str(a["aria-label"]) for a in plots)
        for words in (
            "Share of pictures answered within a time. About half are answered within: local 420 ms",
            "Share of exact fields against severity. local: 98.0% at severity 0, 61.0% at severity 1",
            "Share of wrong values against coverage. local: 0.0% at coverage 0.5, 5.0% at coverage 1",
            "local: 13 of 15 documents under their true type. Confused most: visa_mrva as none 1, "
            "passport as visa_mrva 1.",
            "Fields exact, % by group. local: plain 97.0 %, 证件 glare 70.0 %, tiny 80.0 %; rapidocr: ",
            "Fields exact: local − rapidocr +10.0 [4.0, 16.0]",
            "picture 1 of 1: 1 true and 1 answered outlines",
        ):
            assert words in labels

    def test_synthetic_pictures_are_labelled_at_every_figure(self, seen: Seen, tmp_path: Path) -> None:
        text = "".join(seen.text)
        for caption in re.findall(r"drawn\. [A-Z][^°]*?synthetic", text):
            assert caption.endswith("synthetic")
        assert text.count("synthetic") >= 10
        assert "90.0°" in text and "412°" in text
        plain = "".join(Seen(written(tmp_path / "plain.html", real_report())).text)
        assert "°" not in plain and not re.search(r"\bsynthetic\b", plain.partition("{")[0])

    def test_what_was_not_run_and_what_was_not_measured(self, seen: Seen) -> None:
        text = "".join(seen.text)
        assert "not run: the environment variable KEY_ID is not set" in text
        heading = text.index("Stated by the vendors, not measured here")
        assert text.index("about 3 s") > heading and text.count("about 3 s") == 1

    def test_the_same_report_is_the_same_file(self, markup: str, tmp_path: Path) -> None:
        assert written(tmp_path / "again.html") == markup

    def test_colours_are_those_of_the_page(self, markup: str) -> None:
        plots = markup[markup.index('class="plots"') :]
        assert "var(--p1)" in plots and "var(--p2)" in plots
        assert not re.search(r"#0[1-6]0[0-9a-f]{3}", plots)


class TestPictures:
    def test_a_picture_is_small_and_carries_both_outlines(self, tmp_path: Path) -> None:
        markup = written(tmp_path / "report.html", with_pictures=True)
        (encoded,) = re.findall(r'href="data:image/jpeg;base64,([^"]+)"', markup)
        pixels = cv2.imdecode(np.frombuffer(base64.b64decode(encoded), np.uint8), cv2.IMREAD_COLOR)
        assert pixels is not None and pixels.shape == (448, 640, 3)
        assert f"<b>{FILE}</b>" in markup
        assert '<polygon class="true" points="100.0,80.0 700.0,90.0 690.0,470.0 110.0,460.0"/>' in markup
        assert '<polygon class="answered" points="120.0,90.0' in markup
        assert SECRET not in markup

    def test_what_cannot_be_shown_is_left_out(self, tmp_path: Path) -> None:
        path = tmp_path / "report.html"
        broken = replace(dataset(), pictures={FILE: b"no picture"})
        write_html(report(), [broken], {}, path, with_pictures=True)
        markup = path.read_text(encoding="utf-8")
        assert "data:image" not in markup
        assert "1 true and 0 answered outlines" in markup
        gone = replace(LOCAL, worst=(BadPicture("drawn", "other.jpg", 1.0, ()),))
        made = replace(report(), measured=(gone,))
        write_html(made, [dataset()], answers(), path)
        assert "Worst pictures" not in path.read_text(encoding="utf-8")
        write_html(report(), [], {}, path)
        assert "Worst pictures" not in path.read_text(encoding="utf-8")

    def test_the_fixture_is_a_picture(self) -> None:
        data = dataset().pictures[FILE]
        header = read_header(data, max_pixels=10**6, max_bytes=10**6)
        assert decode(data, header).shape == (560, 800, 3)


def test_without_matplotlib_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(RuntimeError, match=r"pip install 'idvision\[bench\]'"):
        written(tmp_path / "report.html")
    assert not (tmp_path / "report.html").exists()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip("there is no browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


class TestInABrowser:
    @pytest.mark.parametrize("width", [1440, 390])
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_it_opens_from_a_file_without_faults(
        self, browser: Any, tmp_path: Path, width: int, scheme: str
    ) -> None:
        path = tmp_path / "report.html"
        written(path, with_pictures=True)
        faults: list[str] = []
        asked: list[str] = []
        with browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme) as context:
            page = context.new_page()
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda line: faults.append(line.text))
            page.on("request", lambda request: asked.append(request.url))
            page.goto(path.as_uri())
            assert faults == []
            assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            colours = page.evaluate(
                "() => { const style = getComputedStyle(document.documentElement);"
                " return ['--ink', '--paper'].map((name) => style.getPropertyValue(name)); }"
            )
            assert colours == (["#1c2430", "#fff"] if scheme == "light" else ["#e6eaf0", "#171c23"])

    def test_a_heading_sorts_and_what_is_missing_stays_last(self, browser: Any, tmp_path: Path) -> None:
        path = tmp_path / "report.html"
        written(path)
        with browser.new_context() as context:
            page = context.new_page()
            page.goto(path.as_uri())
            heads = page.locator(".sortable tbody th")
            head = page.locator(".sortable thead th", has_text="Fields exact")
            head.locator("button").click()
            assert head.get_attribute("aria-sort") == "descending"
            assert heads.all_inner_texts() == ["local", "rapidocr", "aliyun-dococrmax"]
            head.locator("button").click()
            assert head.get_attribute("aria-sort") == "ascending"
            assert heads.all_inner_texts() == ["rapidocr", "local", "aliyun-dococrmax"]
            page.locator(".sortable thead button").first.click()
            assert heads.all_inner_texts() == ["rapidocr", "local", "aliyun-dococrmax"]
            assert head.get_attribute("aria-sort") is None
