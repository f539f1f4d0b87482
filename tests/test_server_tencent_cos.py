"""The client of Tencent's object store, unmodified, against a running server: objects, and cards on them."""

from __future__ import annotations

import hashlib
import json
import os
import time
from base64 import b64decode, b64encode
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

import cv2
import httpx
import numpy as np
import pytest
from qcloud_cos import CosConfig, CosS3Client
from qcloud_cos.cos_auth import CosS3Auth
from qcloud_cos.cos_exception import CosServiceError

from idvision.models import Models
from idvision.schemas.tencent_idcard import FLAGS
from idvision.server.data_folder import OBJECTS
from idvision.server.keys import Key, KeyStore
from tests.server_fixture import KEY, KEYS, OTHER_KEY, Running, running
from tests.tencent_photos import (
    BACK,
    BOTH,
    FRONT,
    GLARE,
    NOTHING,
    PASSPORT,
    black,
    blurred,
    two_fronts,
    wrong_number,
)

pytestmark = [pytest.mark.weights, pytest.mark.usefixtures("loopback")]
BUCKET, REGION = "tests-1250000000", "ap-guangzhou"
FACE = {
    "Name": "袁杰艳",
    "Sex": "男",
    "Nation": "土家",
    "Birth": "1980/2/10",
    "Address": "四川省成都市武侯区建设南街97号",
    "IdNum": "510107198002104572",
}


def client(server: Running, key: Key = KEY, *, by_domain: bool = False) -> CosS3Client:
    place = {"Domain": server.endpoint} if by_domain else {"IP": "127.0.0.1", "Port": server.port}
    config = CosConfig(Region=REGION, SecretId=key.id, SecretKey=key.secret, Scheme="http", **place)
    return CosS3Client(config, retry=0)


def put(server: Running, photo: bytes, key: str = "folder/a b+ü.jpg") -> str:
    client(server).put_object(Bucket=BUCKET, Key=key, Body=photo)
    return key


def process(server: Running, key: str, **more: str) -> dict[str, object]:
    """Ask what is on a stored object, as the client's users do."""
    return client(server).ci_process(Bucket=BUCKET, Key=key, CiProcess="IDCardOCR", Params=more)


def process_while_putting(server: Running, key: str, photo: bytes, **more: str) -> httpx.Response:
    """Put an object and be told what is on it; the client has no method for it, but signs it."""
    cos = client(server)
    params = {"ci-process": "IDCardOCR", **more}
    return cos.send_request(
        method="PUT",
        url=cos._conf.uri(bucket=BUCKET, path=key),
        bucket=BUCKET,
        auth=CosS3Auth(cos._conf, key, params=params),
        params=params,
        data=photo,
        headers={},
    )


def config(*flags: str) -> str:
    return json.dumps(dict.fromkeys(flags, True))


def refused(run: object) -> CosServiceError:
    with pytest.raises(CosServiceError) as caught:
        run()  # type: ignore[operator]
    error = caught.value
    assert error.get_request_id() != "Unknown" and error.get_error_msg()
    return error


class TestObjects:
    @pytest.mark.parametrize("by_domain", [False, True])
    def test_an_object_is_put_got_and_deleted(self, server: Running, by_domain: bool) -> None:
        cos, key = client(server, by_domain=by_domain), "folder/ü 1.jpg"
        digest = hashlib.md5(NOTHING).hexdigest()
        assert cos.put_object(Bucket=BUCKET, Key=key, Body=NOTHING, EnableMD5=True)["ETag"] == f'"{digest}"'
        head = cos.head_object(Bucket=BUCKET, Key=key)
        assert (head["ETag"], int(head["Content-Length"])) == (f'"{digest}"', len(NOTHING))
        assert cos.get_object(Bucket=BUCKET, Key=key)["Body"].get_raw_stream().read() == NOTHING
        assert cos.object_exists(Bucket=BUCKET, Key=key)
        cos.delete_object(Bucket=BUCKET, Key=key)
        cos.delete_object(Bucket=BUCKET, Key=key)
        assert not cos.object_exists(Bucket=BUCKET, Key=key)

    def test_a_missing_object_has_its_error(self, server: Running) -> None:
        error = refused(lambda: client(server).get_object(Bucket=BUCKET, Key="none.jpg"))
        assert (error.get_status_code(), error.get_error_code()) == (404, "NoSuchKey")
        host = f"{BUCKET}.cos.{REGION}.myqcloud.com"
        assert error.get_resource_location() == f"{host}/none.jpg"

    def test_buckets_and_accounts_are_apart(self, server: Running) -> None:
        put(server, NOTHING, "one.jpg")
        assert not client(server).object_exists(Bucket="other-1250000000", Key="one.jpg")
        assert not client(server, OTHER_KEY).object_exists(Bucket=BUCKET, Key="one.jpg")

    def test_keys_of_one_account_share_its_buckets(self, models: Models, tmp_path: Path) -> None:
        keys = [Key("a", "1", "77"), Key("b", "2", "77"), Key("c", "3", "")]
        with running(models, tmp_path, KeyStore(keys)) as server:
            client(server, keys[0]).put_object(Bucket=BUCKET, Key="x", Body=b"1")
            seen = [client(server, key).object_exists(Bucket=BUCKET, Key="x") for key in keys]
        assert seen == [True, True, False]

    def test_a_bucket_is_there(self, server: Running) -> None:
        cos = client(server)
        assert cos.bucket_exists(Bucket=BUCKET)
        cos.create_bucket(Bucket=BUCKET)
        assert refused(lambda: cos.list_objects(Bucket=BUCKET)).get_error_code() == "MethodNotAllowed"

    @pytest.mark.parametrize("key", ["../../etc/passwd", "/a//b", "a/../../b"])
    def test_no_key_leaves_the_folder(self, server: Running, key: str) -> None:
        answer = httpx.put(
            f"http://{server.endpoint}/{quote(key, safe='')}", content=b"x", headers={"host": "x"}
        )
        assert answer.status_code == 403
        client(server).put_object(Bucket=BUCKET, Key=key, Body=b"x")
        assert client(server).object_exists(Bucket=BUCKET, Key=key)

    def test_what_is_not_offered_changes_no_object(self, server: Running) -> None:
        cos, key = client(server), put(server, NOTHING)
        source = {"Bucket": BUCKET, "Key": key, "Region": REGION}
        for run in (
            lambda: cos.put_object_acl(Bucket=BUCKET, Key=key, ACL="private"),
            lambda: cos.copy_object(Bucket=BUCKET, Key=key, CopySource=source),
            lambda: cos.create_multipart_upload(Bucket=BUCKET, Key=key),
        ):
            error = refused(run)
            assert (error.get_status_code(), error.get_error_code()) == (405, "MethodNotAllowed")
        assert cos.get_object(Bucket=BUCKET, Key=key)["Body"].get_raw_stream().read() == NOTHING

    @pytest.mark.parametrize(
        ("digest", "expected"),
        [
            (b64encode(hashlib.md5(b"another").digest()).decode(), "BadDigest"),
            ("abc", "BadDigest"),
        ],
    )
    def test_a_wrong_digest_is_refused(self, server: Running, digest: str, expected: str) -> None:
        error = refused(
            lambda: client(server).put_object(Bucket=BUCKET, Key="x", Body=b"1", ContentMD5=digest)
        )
        assert (error.get_status_code(), error.get_error_code()) == (400, expected)

    def test_a_key_that_is_too_long_is_refused(self, server: Running) -> None:
        error = refused(lambda: put(server, b"1", "k" * 851))
        assert (error.get_status_code(), error.get_error_code()) == (400, "KeyTooLong")

    def test_objects_are_forgotten(self, models: Models, tmp_path: Path) -> None:
        with running(models, tmp_path, object_hours=1.0) as server:
            put(server, NOTHING, "old.jpg")
            (file,) = (tmp_path / OBJECTS).iterdir()
            os.utime(file, (time.time() - 3700,) * 2)
        with running(models, tmp_path, object_hours=1.0) as server:
            for _ in range(100):
                if not file.exists():
                    break
                time.sleep(0.05)
            assert not client(server).object_exists(Bucket=BUCKET, Key="old.jpg")

    def test_without_signatures_digests_are_held_too(self, models: Models, tmp_path: Path) -> None:
        with running(models, tmp_path, KeyStore(()), auth=False) as server:
            url = f"http://{server.endpoint}/a/b.jpg"
            for digest, expected in (("abc", "InvalidDigest"), (b64encode(bytes(16)).decode(), "BadDigest")):
                answer = httpx.put(url, content=b"1", headers={"content-md5": digest})
                assert ET.fromstring(answer.content).findtext("Code") == expected
            assert httpx.put(url, content=b"1").status_code == 200
            assert httpx.get(url).content == b"1"
            assert httpx.get(f"http://{server.endpoint}/%ff").status_code == 400


class TestCards:
    def test_a_stored_card_is_read(self, server: Running) -> None:
        assert process(server, put(server, FRONT), CardSide="FRONT") == {"IdInfo": FACE}

    def test_a_card_is_read_while_it_is_put_and_kept(self, server: Running) -> None:
        answer = process_while_putting(server, "up.jpg", BACK, Config=config("Quality"))
        assert answer.headers["content-type"] == "application/xml"
        assert answer.headers["server"] == "tencent-image"
        assert int(answer.headers["content-length"]) == len(answer.content)
        root = ET.fromstring(answer.content)
        assert root.findtext("IdInfo/ValidDate") == "2020.07.30-长期"
        assert root.find("IdInfo/Name") is None
        assert int(root.findtext("AdvancedInfo/Quality") or 0) >= 50
        stored = client(server).get_object(Bucket=BUCKET, Key="up.jpg")["Body"].get_raw_stream().read()
        assert stored == BACK

    def test_all_flags_at_once(self, server: Running) -> None:
        answer = process(server, put(server, BOTH), Config=config(*FLAGS))
        advanced = answer["AdvancedInfo"]
        assert set(advanced) == {"IdCard", "Portrait", "Quality", "BorderCodeValue"}
        card = cv2.imdecode(np.frombuffer(b64decode(advanced["IdCard"]), np.uint8), cv2.IMREAD_COLOR)
        assert card.shape[1] / card.shape[0] == pytest.approx(1.586, abs=0.01)
        assert b64decode(advanced["Portrait"]).startswith(b"\xff\xd8\xff")
        assert (answer["IdInfo"]["IdNum"], answer["IdInfo"]["ValidDate"]) == (
            "650102197604158281",
            "2021.07.06-2041.07.06",
        )

    @pytest.mark.parametrize("flag", FLAGS)
    def test_each_flag_alone_adds_its_own(self, server: Running, flag: str) -> None:
        names = {
            "CropIdCard": {"IdCard"},
            "CropPortrait": {"Portrait"},
            "Quality": {"Quality"},
            "BorderCheckWarn": {"BorderCodeValue"},
        }
        answer = process(server, put(server, FRONT), Config=config(flag))
        assert set(answer.get("AdvancedInfo") or {}) == names.get(flag, set())
        assert answer["IdInfo"] == FACE

    def test_repeats_and_spaces_in_the_configuration_do_no_harm(self, server: Running) -> None:
        text = '{"CropPortrait":true, "CropPortrait":true}'
        assert set(process(server, put(server, FRONT), Config=text)["AdvancedInfo"]) == {"Portrait"}

    @pytest.mark.parametrize(
        ("photo", "more", "expected"),
        [
            (lambda: NOTHING, {}, "FailedOperation.ImageNoIdCard"),
            (lambda: PASSPORT, {}, "FailedOperation.ImageNoIdCard"),
            (lambda: FRONT, {"CardSide": "BACK"}, "FailedOperation.ImageNoIdCard"),
            (lambda: BOTH, {}, "FailedOperation.MultiCardError"),
            (two_fronts, {}, "FailedOperation.MultiCardError"),
            (lambda: blurred(6.0), {}, "FailedOperation.ImageBlur"),
            (wrong_number, {}, "FailedOperation.IdCardInfoIllegal"),
            (lambda: GLARE, {}, "FailedOperation.IdCardInfoIllegal"),
            (lambda: b"", {}, "FailedOperation.EmptyImageError"),
            (lambda: b"no picture", {}, "FailedOperation.ImageDecodeFailed"),
            (lambda: black(40, 5, ".png"), {}, "FailedOperation.ImageNoIdCard"),
            (lambda: black(9000, 9000, ".png"), {}, "FailedOperation.ImageSizeTooLarge"),
            (lambda: bytes(5_600_000), {}, "LimitExceeded.TooLargeFileError"),
            (lambda: FRONT, {"CardSide": "TOP"}, "InvalidParameterValue.InvalidParameterValueLimit"),
            (lambda: FRONT, {"Config": "{"}, "InvalidParameter.ConfigFormatError"),
        ],
    )
    def test_what_is_refused_has_its_documented_code(
        self, server: Running, photo: object, more: dict[str, str], expected: str
    ) -> None:
        key = put(server, photo())  # type: ignore[operator]
        error = refused(lambda: process(server, key, **more))
        assert (error.get_status_code(), error.get_error_code()) == (400, expected)
        assert error.get_resource_location().endswith(f"/{key}")

    def test_a_photo_that_is_refused_while_it_is_put_is_kept_all_the_same(self, server: Running) -> None:
        error = refused(lambda: process_while_putting(server, "kept.jpg", NOTHING))
        assert error.get_error_code() == "FailedOperation.ImageNoIdCard"
        assert client(server).object_exists(Bucket=BUCKET, Key="kept.jpg")

    def test_a_missing_object_and_another_processing_are_refused(self, server: Running) -> None:
        error = refused(lambda: process(server, "none.jpg"))
        assert (error.get_status_code(), error.get_error_code()) == (404, "NoSuchKey")
        cos, key = client(server), put(server, FRONT)
        error = refused(lambda: cos.ci_process(Bucket=BUCKET, Key=key, CiProcess="AssessQuality"))
        assert (error.get_status_code(), error.get_error_code()) == (400, "InvalidArgument")

    @pytest.mark.parametrize(
        ("key", "expected"),
        [
            (Key("nobody", KEY.secret), "InvalidAccessKeyId"),
            (Key(KEY.id, "guessed"), "SignatureDoesNotMatch"),
        ],
    )
    def test_without_a_signature_of_a_known_key_nothing_is_told(
        self, server: Running, key: Key, expected: str
    ) -> None:
        cos = client(server, key)
        for run in (
            lambda: cos.ci_process(Bucket=BUCKET, Key="x", CiProcess="IDCardOCR"),
            lambda: cos.get_object(Bucket=BUCKET, Key="x"),
        ):
            error = refused(run)
            assert (error.get_status_code(), error.get_error_code()) == (403, expected)
        answer = httpx.get(f"http://{server.endpoint}/x?ci-process=IDCardOCR")
        assert (answer.status_code, answer.headers["content-type"]) == (403, "application/xml")
        assert ET.fromstring(answer.content).findtext("Code") == "AccessDenied"

    def test_too_many_requests_and_a_full_queue_slow_clients_down(
        self, models: Models, tmp_path: Path, server: Running, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        key = put(server, FRONT)
        with monkeypatch.context() as patch:
            patch.setattr(server.services.engine, "_room", 0)
            error = refused(lambda: process(server, key))
        assert (error.get_status_code(), error.get_error_code()) == (503, "SlowDown")
        with running(models, tmp_path, KEYS, rate_per_s=0.001, burst=1) as slow:
            put(slow, FRONT)
            assert refused(lambda: put(slow, FRONT)).get_error_code() == "SlowDown"

    def test_a_fault_of_our_own_is_an_internal_error(
        self, server: Running, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(_data: bytes, _options: object) -> None:
            raise RuntimeError("林小舟")

        key = put(server, FRONT)
        monkeypatch.setattr(server.services.engine, "_analyze", broken)
        error = refused(lambda: process(server, key))
        assert (error.get_status_code(), error.get_error_code()) == (500, "InternalError")
