import hashlib
import json
from dataclasses import replace

import pytest

from idvision import cli, doctor
from idvision.doctor import Finding, Report
from idvision.errors import DecodeError, ModelError
from idvision.weights import ModelSpec
from tests.sample_results import CARD, EMPTY_RESULT, RESULT

CPUINFO = """\
processor\t: 0
model name\t: Invented Processor 3000
flags\t\t: fpu sse4_2 avx2 fma nonsense

processor\t: 1
model name\t: Invented Processor 3000
flags\t\t: fpu sse4_2 avx2 fma nonsense
"""
SPEC = ModelSpec("reader", "idvision", "reader.onnx", "0" * 64, "Apache-2.0", "", "", "")
EXPECTED = {
    "type": "chn_resident_id",
    "side": "front",
    "fields": {"name": "林小舟"},
    "mrz": {"surname": "LIN"},
}


@pytest.fixture
def assets(tmp_path, monkeypatch):
    """A folder in the place of the package, with a built-in card."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "selftest.jpg").write_bytes(b"picture")
    (tmp_path / "assets" / "selftest.json").write_text(json.dumps(EXPECTED), encoding="utf-8")
    monkeypatch.setattr(doctor, "files", lambda _: tmp_path)
    return tmp_path / "assets"


def test_the_features_that_matter_are_picked_from_the_kernels_list():
    assert doctor.describe_cpu(CPUINFO) == ("Invented Processor 3000", ("sse4_2", "avx2", "fma"))
    assert doctor.describe_cpu("Features\t: fp asimd i8mm") == ("", ("asimd", "i8mm"))
    assert doctor.describe_cpu("") == ("", ())


def test_machine_names_threads_and_python():
    names = [finding.name for finding in doctor.machine()]
    assert names == ["platform", "cpu", "cpu features", "threads", "python"]


def test_a_dependency_that_cannot_be_imported_is_a_fault():
    findings = {finding.name: finding for finding in doctor.versions({"no_such_module_here": "gone"})}
    assert not findings["gone"].sound
    assert "cannot be imported" in findings["gone"].value
    assert findings["idvision"].sound


def test_a_module_of_another_distribution_is_sound():
    (finding,) = [row for row in doctor.versions({"json": "no-such-distribution"}) if "no-such" in row.name]
    assert finding == Finding(
        "no-such-distribution", True, f"{json.__version__} (another distribution of json)"
    )


def test_a_model_shows_hash_licence_and_place(tmp_path, monkeypatch):
    content = b"weights"
    (tmp_path / "reader.onnx").write_bytes(content)
    spec = replace(SPEC, sha256=hashlib.sha256(content).hexdigest())
    monkeypatch.setattr(doctor, "manifest", lambda: (spec,))
    monkeypatch.setattr("idvision.weights._MODEL_FOLDERS", (tmp_path,))
    (finding,) = doctor.models()
    assert finding.sound
    for part in (spec.sha256, "Apache-2.0", str(tmp_path / "reader.onnx")):
        assert part in finding.value


def test_an_altered_model_is_a_fault(tmp_path, monkeypatch):
    (tmp_path / "reader.onnx").write_bytes(b"altered")
    monkeypatch.setattr(doctor, "manifest", lambda: (SPEC,))
    monkeypatch.setattr("idvision.weights._MODEL_FOLDERS", (tmp_path,))
    (finding,) = doctor.models()
    assert finding == Finding("model reader", False, "reader: file differs from the manifest (SHA-256)")


def test_a_missing_manifest_is_a_fault(monkeypatch):
    def fail():
        raise ModelError("not found", model="manifest.toml")

    monkeypatch.setattr(doctor, "manifest", fail)
    assert list(doctor.models()) == [Finding("models", False, "manifest.toml: not found")]


def test_the_self_test_passes_when_every_expected_value_is_read(assets):
    finding = doctor.self_test(lambda _: RESULT)
    assert finding == Finding("self-test", True, "every value read, 8 ms")


@pytest.mark.parametrize(
    ("card", "wrong"),
    [
        (replace(CARD, fields=()), "name"),
        (replace(CARD, mrz=None), "surname"),
        (replace(CARD, document=replace(CARD.document, type="passport")), "type"),
        (replace(CARD, document=replace(CARD.document, side="back"), mrz=None), "side, surname"),
    ],
)
def test_the_self_test_names_what_differs(assets, card, wrong):
    finding = doctor.self_test(lambda _: replace(RESULT, cards=(card,)))
    assert finding == Finding("self-test", False, f"differs in {wrong}")


def test_the_self_test_wants_one_card(assets):
    assert doctor.self_test(lambda _: EMPTY_RESULT).value == "found 0 cards instead of 1"


def test_an_error_in_the_self_test_is_a_fault(assets):
    def fail(picture):
        raise DecodeError("cut short")

    assert doctor.self_test(fail) == Finding("self-test", False, "DecodeError: cut short")


@pytest.mark.parametrize("name", ["selftest.jpg", "selftest.json"])
def test_a_missing_built_in_card_is_a_fault(assets, name):
    (assets / name).unlink()
    finding = doctor.self_test(lambda _: RESULT)
    assert not finding.sound
    assert finding.value.startswith("FileNotFoundError")


@pytest.mark.parametrize(("sound", "status"), [(True, 0), (False, 1)])
def test_the_command_ends_with_1_when_something_is_wrong(monkeypatch, capsys, sound, status):
    report = Report((Finding("python", True, "3.11"), Finding("self-test", sound, "differs in name")))
    monkeypatch.setattr(doctor, "examine", lambda: report)
    assert cli.main(["doctor"]) == status
    assert ("FAIL  self-test  differs in name" in capsys.readouterr().out) is not sound
    assert cli.main(["doctor", "--format", "json"]) == status
    assert json.loads(capsys.readouterr().out) == {
        "schema": "idvision-doctor/1",
        "sound": sound,
        "findings": [
            {"name": "python", "sound": True, "value": "3.11"},
            {"name": "self-test", "sound": sound, "value": "differs in name"},
        ],
    }


@pytest.mark.weights
def test_the_built_in_card_is_read_by_the_real_networks():
    finding = doctor.self_test(doctor.analyze_built_in)
    assert finding.sound, finding.value
