"""Who may import whom. A new module of the package needs one line in `RULES`."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

import idvision

PACKAGE = Path(idvision.__file__).parent


@dataclass(frozen=True, slots=True)
class Rule:
    """What one module may import: modules of idvision, and packages from elsewhere."""

    own: frozenset[str]
    third: frozenset[str]


def may(own: str = "", third: str = "") -> Rule:
    return Rule(frozenset(own.split()), frozenset(third.split()))


DETECTORS = "locate text_detect text_recognize text_compact text_orient face"
PICTURES = f"{DETECTORS} rectify assess quality outline portrait"
STAGES = f"{PICTURES} barcode classify read mrz_reader parse repair validate rivals verdict"
RULES_OF_FIELDS = "validate.INCONSISTENT validate.clean validate.cross_check validate.validate_field"
KEPT = "validate.INCONSISTENT validate.KEPT_AFTER_DISAGREEMENT validate.KEPT_AFTER_PROBLEM"
PIXELS = "numpy cv2"
CLOUD = "bench.answer.* bench.providers.protocol.* bench.providers.cloud.* documents schemas"

# The standard library is open to all but for `NETWORK`. A pattern such as `checks.*` speaks for every
# module that has no line of its own; `module.Name` allows that one name. No stage calls another. `rectify`
# is also a helper, because its crops are pure geometry on pixels; reading a field again needs the rules of
# the fields.
RULES = {
    "idvision": may("api fuse errors types models limits preview sides warmup", ""),
    "__main__": may("cli"),
    # Leaves: values, arithmetic, files.
    "errors": may(),
    "types": may("", "numpy"),
    "limits": may("types"),
    "geometry": may("errors types", PIXELS),
    "tensor": may("errors types", PIXELS),
    "ctc": may("types", "numpy"),
    "ctc_search": may("types ctc", "numpy"),
    "letterbox": may("types", PIXELS),
    "detail": may("types", PIXELS),
    "once": may(),
    "session": may("errors once types", "numpy onnxruntime"),
    "weights": may("errors"),
    "progress": may("errors types"),
    "stopwatch": may(),
    "decode": may("errors types decode_*", "numpy cv2 PIL"),
    "photo": may("types geometry decode rectify", "numpy"),
    "decode_*": may("errors types decode_*", "numpy cv2 PIL"),
    # Knowledge about documents and numbers, without pixels.
    "checks.*": may("checks errors", "stdnum"),
    "checks.citizenship": may("checks errors", "rapidfuzz"),
    "checks._latin_dates": may("checks errors", "rapidfuzz"),
    "checks.cn_birth_date": may("checks errors", "rapidfuzz"),
    "documents.*": may("documents checks errors types"),
    # Stages.
    "locate": may("types geometry tensor letterbox locate_*", PIXELS),
    "locate_*": may("types geometry tensor locate_*", PIXELS),
    "rectify": may("types geometry tensor", PIXELS),
    "assess": may("types detail", "numpy"),
    "quality": may("types geometry", PIXELS),
    "text_detect": may("types geometry tensor", PIXELS),
    "text_recognize": may("types geometry tensor ctc", PIXELS),
    "text_orient": may("types geometry tensor", PIXELS),
    "face": may("types letterbox tensor", PIXELS),
    "text_compact": may("types geometry tensor ctc", PIXELS),
    "text_map": may("types", PIXELS),
    "slots": may("types documents", "numpy"),
    "spacing": may("types", "numpy"),
    "line_cut": may("types", PIXELS),
    "looks": may("documents assess.Assessment"),
    "contrast": may("types", PIXELS),
    "read": may("types geometry rectify contrast joined_rows", PIXELS),
    "joined_rows": may("types rectify", "numpy"),
    "mrz_reader": may("types errors geometry checks ctc rectify mrz_rows mrz_states", "numpy"),
    "mrz_states": may("types checks", "numpy"),
    "mrz_rows": may("types geometry checks", "numpy"),
    "tilt": may("types", "numpy"),
    "anchors": may("types geometry documents tilt", "numpy"),
    "outline": may("types geometry anchors", PIXELS),
    "portrait": may("types anchors face.Face"),
    "rivals": may("types geometry"),
    "look_alikes": may(),
    "labels": may("types documents look_alikes", "numpy rapidfuzz"),
    "page_hints": may("documents labels"),
    "resemble": may("documents labels looks", "numpy rapidfuzz"),
    "joined_lines": may("labels types"),
    "headline_sum": may("types documents joined_lines", "numpy"),
    "label_page": may("types labels"),
    "label_places": may("types label_page"),
    "label_values": may(
        "types documents labels joined_lines label_page label_places faint_labels bare_values.ORDER_IN_TIME"
    ),
    "faint_labels": may("documents labels", "rapidfuzz"),
    "bare_values": may("documents joined_lines types validate.validate_field"),
    "row_places": may("label_page label_places"),
    "row_lines": may("bare_values documents faint_labels joined_lines label_page row_places types"),
    "row_values": may(
        "bare_values checks documents errors joined_lines label_page row_lines row_places types"
        " validate.validate_field"
    ),
    "zone_names": may("documents joined_lines types zone_fields"),
    "zone_echo": may("documents joined_lines types zone_fields"),
    "zone_rest": may("documents joined_lines label_page row_lines row_places types zone_fields"),
    "last_value": may("documents joined_lines label_page row_lines types"),
    "unlabelled": may(
        "bare_values documents faint_labels last_value label_page label_values row_lines.HEADING row_values"
        " types validate.validate_field zone_fields zone_rest"
    ),
    "address_block": may("types documents faint_labels labels joined_lines"),
    "classify": may("types errors documents checks anchors labels looks resemble barcode_fields.belongs_to"),
    "barcode": may("types", "numpy cv2 zxingcpp"),
    "barcode_fields": may(f"types documents geometry checks.GRAMMARS {KEPT}"),
    "parse": may("types documents anchors checks"),
    "confidence": may(),
    "validate": may("types errors documents checks confidence"),
    "zone_dates": may("documents joined_lines types zone_fields.dates_in"),
    "zone_fields": may(
        f"types errors checks labels {RULES_OF_FIELDS} validate.KEPT_AFTER_DISAGREEMENT", "rapidfuzz"
    ),
    "mend": may("types documents checks validate.CUT_OFF validate.validate_field"),
    "forms": may("types documents"),
    "sides": may("types documents checks.PAIR_CHECKS"),
    "derive": may("types documents checks.DERIVATIONS"),
    "repair": may(f"types documents checks.LEXICONS rectify ctc_search {RULES_OF_FIELDS}", "numpy"),
    "verdict": may("types documents prompts"),
    "prompts": may("types"),
    # What joins them.
    "interpret": may(
        "address_block headline_sum unlabelled anchors barcode_fields classify documents label_values looks"
        " mend parse read.UprightText forms repair types validate zone_dates zone_echo zone_fields zone_names"
    ),
    "scene_colour": may("types geometry documents", PIXELS),
    "scene_outline": may("types geometry documents locate_refine", PIXELS),
    "scene_grammar": may("types ctc documents", "numpy"),
    "scene_lines": may("types documents read.DetectText scene_colour", PIXELS),
    "scene_carrier": may(f"models cascade geometry documents types scene_* {STAGES}", PIXELS),
    "scene_text": may("models geometry documents types rectify scene_carrier scene_lines", "numpy"),
    "scene_cards": may(f"models documents geometry photo types scene_text scene_carrier {STAGES}", "numpy"),
    "models": may(f"session weights documents types errors {STAGES}", "numpy"),
    "cascade": may("models slots spacing types"),
    "visual_zone": may("models documents cascade geometry label_values labels read rectify types", "numpy"),
    "known_lines": may("assess.Assessment documents line_cut looks rectify slots text_map types", "numpy"),
    "read_document": may(
        "models documents labels looks slots cascade known_lines label_values page_hints text_map types"
        " visual_zone zone_fields address_block interpret barcode_fields.searched_formats"
        " barcode_fields.understood"
        f" {STAGES}",
        "numpy",
    ),
    "upright": may(
        f"models interpret.ReadDocument read_document documents photo geometry stopwatch types {STAGES}"
    ),
    "pipeline": may(
        "models upright scene_cards page_hints interpret.ReadDocument read_document derive documents decode"
        " photo geometry anchors stopwatch tensor locate_refine barcode_fields.moved"
        f" types errors {STAGES}",
        "numpy",
    ),
    "api": may("pipeline models decode types errors", "numpy"),
    "preview": may("api models decode_header detail geometry types errors quality rectify verdict", PIXELS),
    "warmup": may("api models types", ""),
    "fuse": may("fuse_* barcode_fields.moved derive documents geometry types rivals verdict"),
    "fuse_vote": may(),
    "fuse_*": may(
        "fuse_* checks confidence documents errors geometry types mrz_reader mrz_rows mend validate"
    ),
    # What comes out.
    "schemas.*": may("schemas types errors documents"),
    "crops": may("types geometry rectify", "cv2"),
    "overlay": may("types geometry errors", "numpy cv2 PIL"),
    "overlay_maps": may("types geometry rectify", PIXELS),
    "table": may("types errors"),
    "doctor": may("api models weights types errors", ""),
    "cli": may("cli_bench cli_inputs cli_scan cli_serve cli_values doctor limits types errors"),
    "cli_values": may(),
    "cli_bench": may("cli_values bench.command.* bench.providers.*"),
    "cli_serve": may("server.run.* errors"),
    # The server; of frameworks only `app` and the description of the calls know anything.
    "server.run": may("server.* api models warmup types errors", "uvicorn"),
    "server.app": may("server.*", "fastapi starlette"),
    "server.api_docs": may("documents limits schemas types", "fastapi"),
    "server.wire": may("", "urllib"),
    "server.dispatch": may("server.wire.*", "urllib"),
    "server.metrics": may("server.wire.* types", "prometheus_client"),
    "server.native": may("server.* documents limits schemas types errors", "python_multipart"),
    "server.choices": may("schemas.choices.*"),
    "server.signatures.*": may("server.signatures.* server.wire.* server.keys.* errors", "urllib"),
    "server.nonces": may("errors"),
    "server.rates": may("errors"),
    "server.gate": may("server.config.* server.nonces.* server.rates.*"),
    "server.access": may("server.* errors"),
    "server.refusals": may("server.choices.* server.dispatch.* errors"),
    "server.fetch": may("server.config.* server.fetch_rules.* errors", "httpx socket ssl urllib"),
    "server.fetch_rules": may("server.config.* errors", "httpx"),
    "server.tencent_*": may("server.* schemas crops decode types errors", "urllib"),
    "server.pictures": may("decode_header errors"),
    "server.aliyun_*": may("server.* schemas.* documents limits types errors"),
    "server.green_*": may("server.* schemas.* documents types errors"),
    "server.*": may("server.* types errors"),
    # The comparison with others; engines and clients are opened by their providers alone.
    "bench.answer": may("types"),
    "bench.results": may("bench.providers.protocol.*"),
    "bench.dataset": may("bench.truth.*"),
    "bench.truth": may("bench.datasets.realset geometry types"),
    "bench.providers.protocol": may("bench.answer.*"),
    "bench.environment": may("weights.manifest"),
    "bench.providers.lines": may("bench.answer.* bench.providers.* types", PIXELS),
    "bench.providers.local": may(
        "bench.answer.* bench.environment.* bench.providers.* api models types errors warmup"
    ),
    "bench.providers.zones": may("bench.answer.* checks errors"),
    "bench.providers.rapidocr_engine": may("bench.providers.*", "rapidocr"),
    "bench.providers.onnxtr_engine": may("bench.providers.*", "onnxtr"),
    "bench.providers.passporteye_engine": may("bench.answer.* bench.providers.*", "passporteye"),
    "bench.providers.paddle_worker": may("", "numpy cv2 paddleocr"),
    "bench.run": may("bench.* progress"),
    "bench.command": may("bench.* errors models table"),
    "bench.report.figure": may("", "matplotlib"),
    "bench.report.plot_*": may("bench.*", "matplotlib"),
    "bench.report.page_worst": may("bench.* decode errors types", "numpy cv2"),
    "bench.report.terminal": may("bench.* table.printable"),
    "bench.report.*": may("bench.*"),
    "bench.metrics.calibration": may("", "numpy scipy"),
    "bench.metrics.fields": may("bench.metrics.basics.* checks.clean.HAN"),
    "bench.metrics.mrz": may("bench.metrics.basics.* checks.mrz.* errors"),
    "bench.metrics.paired": may("bench.metrics.resample.*", "numpy scipy"),
    "bench.metrics.quality": may("", "scipy"),
    "bench.datasets.drawn": may("bench.* geometry types errors", "numpy training"),
    "bench.datasets.legible": may("geometry labels.is_han types quality.COVERED", "numpy training"),
    "bench.datasets.idbench": may("bench.* checks documents errors", "training"),
    "bench.datasets.loading": may("bench.* geometry types errors", "PIL"),
    "bench.published": may("bench.results.* bench.providers.protocol.*"),
    "bench.providers.clouds": may("bench.providers.protocol.* bench.providers.cloud.*"),
    "bench.providers.cloud.call": may("bench.answer.* bench.providers.protocol.*", "urllib"),
    "bench.providers.cloud.aliyun*": may(
        CLOUD,
        "alibabacloud_cloudauth_intl20220809 alibabacloud_ocr_api20210707 alibabacloud_tea_openapi"
        " alibabacloud_tea_util aliyunsdkcore aliyunsdkgreen oss2",
    ),
    "bench.providers.cloud.green_pictures": may("", "http"),
    "bench.providers.cloud.tencent*": may(CLOUD, "qcloud_cos tencentcloud"),
    "bench.providers.cloud.textract": may(CLOUD, "boto3 botocore"),
    "bench.providers.cloud.azure": may(CLOUD, "azure"),
    "bench.providers.cloud.baidu": may(CLOUD, "aip requests"),
    "bench.providers.cloud.*": may(CLOUD),
    "bench.*": may("bench.* geometry types errors documents", "numpy"),
    "cli_inputs": may("types errors"),
    "cli_docs": may("cli"),
    "cli_scan": may(
        "cli_inputs api decode documents limits models overlay* progress schemas table types errors",
        "cv2",
    ),
}
NETWORK = {"ftplib", "http", "smtplib", "socket", "socketserver", "ssl", "telnetlib", "urllib", "xmlrpc"}


def module_name(path: Path) -> str:
    """Return `decode` for `idvision/decode.py`, `checks.sex`, and `checks.__init__` for a package."""
    dotted = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
    return "idvision" if dotted == "__init__" else dotted


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def rule_for(module: str) -> Rule | None:
    patterns = (pattern for pattern in RULES if fnmatchcase(module, pattern))
    return RULES.get(module) or RULES.get(next(patterns, ""))


def imported(nodes: Iterator[ast.AST]) -> Iterator[str]:
    """Yield the dotted name of everything that the nodes import, `.` before what is relative."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = "." * node.level + (node.module or "")
            yield from (f"{start}.{alias.name}" for alias in node.names)


def violations(module: str, source: str) -> list[str]:
    """Return a sentence for each import of `source` that the rules of `module` do not allow."""
    rule = rule_for(module)
    if rule is None:
        return [f"idvision.{module} has no rule: add a line to RULES in tests/test_imports.py"]
    found = []
    for name in imported(ast.walk(ast.parse(source))):
        top, _, rest = name.partition(".")
        if top == "idvision":
            names = (rest, rest.partition(".")[0])
            allowed = any(fnmatchcase(name, pattern) for name in names for pattern in rule.own)
        else:
            allowed = top in rule.third or (top in sys.stdlib_module_names and top not in NETWORK)
        if not allowed:
            found.append(f"idvision.{module} may not import {name}")
    return found


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_its_rule_allows(module: str) -> None:
    assert violations(module, MODULES[module].read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("module", "source", "complaint"),
    [
        ("quality", "import onnxruntime", "idvision.quality may not import onnxruntime"),
        ("quality", "from idvision.read import read", "idvision.quality may not import idvision.read.read"),
        ("quality", "from idvision import read", "idvision.quality may not import idvision.read"),
        ("quality", "def f():\n    import idvision.read", "idvision.quality may not import idvision.read"),
        ("quality", "from .types import Image", "idvision.quality may not import .types.Image"),
        ("parse", "from idvision.read import read", "idvision.parse may not import idvision.read.read"),
        ("parse", "from idvision.classify import run", "idvision.parse may not import idvision.classify.run"),
        ("checks.sex", "import numpy as np", "idvision.checks.sex may not import numpy"),
        ("schemas.native", "import idvision.api", "idvision.schemas.native may not import idvision.api"),
        ("weights", "import urllib.request", "idvision.weights may not import urllib.request"),
        ("pipeline", "import training.synth", "idvision.pipeline may not import training.synth"),
        ("api", "import benchmarks", "idvision.api may not import benchmarks"),
        ("newcomer", "", "idvision.newcomer has no rule: add a line to RULES in tests/test_imports.py"),
    ],
)
def test_a_forbidden_import_is_named(module: str, source: str, complaint: str) -> None:
    assert violations(module, source) == [complaint]


def test_only_the_session_may_import_onnxruntime_and_only_inside_a_function() -> None:
    holders = [name for name, rule in RULES.items() if "onnxruntime" in rule.third]
    top_level = imported(iter(ast.parse(MODULES["session"].read_text(encoding="utf-8")).body))
    assert holders == ["session"]
    assert not any(name.partition(".")[0] == "onnxruntime" for name in top_level)


def test_importing_the_package_loads_nothing_heavy_that_a_photo_may_not_need() -> None:
    heavy = {"onnxruntime", "torch", "fastapi", "ray", "rapidocr", "PIL", "ssl", "stdnum", "zxingcpp"}
    code = f"import sys, idvision; print(*{heavy} & sys.modules.keys())"
    command = [sys.executable, "-I", "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("", "")
