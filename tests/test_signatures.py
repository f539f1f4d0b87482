"""What the official clients sign is accepted; whatever is changed on the way is not."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idvision.errors import SignatureError, SignatureFault
from idvision.server.keys import Key, KeyStore
from idvision.server.signatures import acs3, cos, roa_v1, rpc_v1, tc3, tencent_v1
from idvision.server.signatures.common import percent
from idvision.server.wire import FORM, WireRequest
from tests.signed_requests import (
    BUCKET,
    KEY,
    KEYS,
    OBJECT,
    PICTURE,
    WAYS,
    altered,
    cos_client,
    put_with_md5,
    raw_picture,
    signed_by,
    unsigned_payload,
)

RECIPES = (acs3.verify, roa_v1.verify, rpc_v1.verify, tc3.verify, tencent_v1.verify, cos.verify)
BY_PARAMETERS = ("rpc_v1", "rpc_v1_newer", "tencent_sha256", "tencent_sha1")
BY_HEADER = tuple(name for name in WAYS if name not in BY_PARAMETERS)


@pytest.fixture(scope="module")
def sent(loopback: None) -> dict[str, WireRequest]:
    """What each client sends, by the name of the way."""
    return {name: signed_by(way.send) for name, way in WAYS.items()}


def signed_at(name: str, request: WireRequest) -> float:
    """Return the time that a request says it was signed."""
    return WAYS[name].verify(request, KEYS, now_of(request)).signed_at


def now_of(_request: WireRequest) -> float:
    """Return a time at which the request is fresh: the tests are faster than any skew."""
    return time.time()


def fault_of(name: str, request: WireRequest, now: float, keys: KeyStore = KEYS) -> SignatureFault | None:
    try:
        WAYS[name].verify(request, keys, now)
    except SignatureError as error:
        return error.fault
    return None


@pytest.mark.parametrize("name", WAYS)
def test_what_an_official_client_signs_is_accepted(name: str, sent: dict[str, WireRequest]) -> None:
    signed = WAYS[name].verify(sent[name], KEYS, now_of(sent[name]))
    assert signed.key is KEY
    assert bool(signed.nonce) == WAYS[name].nonce
    assert not signed.open_body
    assert signed.repeatable == name.startswith("cos")
    assert signed.valid_until > signed.signed_at


@pytest.mark.parametrize("name", WAYS)
def test_another_secret_or_an_unknown_key_is_refused(name: str, sent: dict[str, WireRequest]) -> None:
    now = now_of(sent[name])
    other = KeyStore([Key(KEY.id, KEY.secret + "x")])
    assert fault_of(name, sent[name], now, other) is SignatureFault.MISMATCH
    assert fault_of(name, sent[name], now, KeyStore([])) is SignatureFault.UNKNOWN_KEY


def changed_letters(text: str) -> Iterator[str]:
    """Yield the text with each character changed by one bit, then cut short and made longer."""
    for place, letter in enumerate(text):
        yield text[:place] + chr(ord(letter) ^ 1) + text[place + 1 :]
    if text:
        yield text[:-1]
    yield text + "0"


def same_meaning(one: WireRequest, other: WireRequest) -> bool:
    """Return whether two requests differ in how they are written only."""
    return (unquote(one.path), one.query_pairs, one.form_pairs) == (
        unquote(other.path),
        other.query_pairs,
        other.form_pairs,
    )


@pytest.mark.parametrize("name", WAYS)
def test_every_change_of_method_path_or_query_is_refused(name: str, sent: dict[str, WireRequest]) -> None:
    request = sent[name]
    changes = [replace(request, method="DELETE")]
    if name not in BY_PARAMETERS[:2]:
        # The first recipe for actions signs a path of its own.
        changes += [replace(request, path=path) for path in changed_letters(request.path)]
    changes += [replace(request, query=query) for query in changed_letters(request.query) if request.query]
    now = now_of(request)
    meant = [
        change for change in changes if change.method != request.method or not same_meaning(change, request)
    ]
    assert len(meant) > len(request.query) // 2
    assert [change for change in meant if fault_of(name, change, now) is None] == []


@pytest.mark.parametrize("name", WAYS)
def test_every_change_of_a_signed_header_is_refused(name: str, sent: dict[str, WireRequest]) -> None:
    request, now = sent[name], now_of(sent[name])
    assert WAYS[name].headers <= request.headers.keys()
    for header in WAYS[name].headers:
        for value in changed_letters(request.header(header)):
            if value.strip() != request.header(header):
                assert fault_of(name, altered(request, **{header: value}), now) is not None, (header, value)


@pytest.mark.parametrize("name", [name for name, way in WAYS.items() if way.covers_body])
def test_every_change_of_the_body_is_refused(name: str, sent: dict[str, WireRequest]) -> None:
    request, now = sent[name], now_of(sent[name])
    text = request.body.decode("latin-1")
    for changed in changed_letters(text):
        body = changed.encode("latin-1")
        other = replace(request, body=body)
        if request.content_type == FORM and name in BY_PARAMETERS and same_meaning(other, request):
            continue
        assert fault_of(name, other, now) is not None, body


@pytest.mark.parametrize("name", BY_HEADER)
def test_every_change_of_the_authorization_is_refused(name: str, sent: dict[str, WireRequest]) -> None:
    request, now = sent[name], now_of(sent[name])
    for value in changed_letters(request.header("authorization")):
        assert fault_of(name, altered(request, authorization=value), now) is not None, value


@pytest.mark.parametrize("name", WAYS)
def test_a_request_without_any_signature_is_refused_as_such(name: str, sent: dict[str, WireRequest]) -> None:
    bare = replace(altered(sent[name], authorization=""), query="", body=b"")
    assert fault_of(name, bare, now_of(bare)) is SignatureFault.MISSING


@pytest.mark.parametrize(
    ("name", "skew_s"), [(name, 300 if name[0] == "t" else 900) for name in WAYS if "cos" not in name]
)
def test_a_clock_may_differ_by_the_documented_skew(
    name: str, skew_s: float, sent: dict[str, WireRequest]
) -> None:
    at = signed_at(name, sent[name])
    assert fault_of(name, sent[name], at + skew_s) is None
    assert fault_of(name, sent[name], at - skew_s) is None
    assert fault_of(name, sent[name], at + skew_s + 1) is SignatureFault.EXPIRED
    assert fault_of(name, sent[name], at - skew_s - 1) is SignatureFault.EARLY


def test_a_signature_for_objects_holds_within_its_own_window(sent: dict[str, WireRequest]) -> None:
    # The client begins a minute before its clock and ends 10,000 seconds after it.
    start = signed_at("cos_put", sent["cos_put"])
    assert fault_of("cos_put", sent["cos_put"], start) is None
    assert fault_of("cos_put", sent["cos_put"], start + 10_060) is None
    assert fault_of("cos_put", sent["cos_put"], start - 1) is SignatureFault.EARLY
    assert fault_of("cos_put", sent["cos_put"], start + 10_061) is SignatureFault.EXPIRED


def test_a_changed_body_is_told_from_a_wrong_signature(sent: dict[str, WireRequest], loopback: None) -> None:
    for name in ("acs3_form", "acs3_stream", "acs3_green", "roa_v1"):
        longer = replace(sent[name], body=sent[name].body + b"x")
        assert fault_of(name, longer, now_of(longer)) is SignatureFault.BODY_MISMATCH
    put = signed_by(put_with_md5)
    assert fault_of("cos_put", put, now_of(put)) is None
    assert fault_of("cos_put", replace(put, body=PICTURE[1:]), now_of(put)) is SignatureFault.BODY_MISMATCH


def test_a_header_that_changes_the_call_must_be_signed(sent: dict[str, WireRequest]) -> None:
    request, now = sent["acs3_form"], now_of(sent["acs3_form"])
    more = altered(request, x_acs_region_id="elsewhere")
    assert fault_of("acs3_form", more, now) is SignatureFault.MALFORMED
    names = request.header("authorization").replace("content-type;", "")
    assert fault_of("acs3_form", altered(request, authorization=names), now) is SignatureFault.MALFORMED
    # These are not signed in the first generation, but what they repeat is.
    other = altered(sent["rpc_v1"], x_acs_action="CredentialRecognitionIntl")
    assert fault_of("rpc_v1", other, now) is SignatureFault.MISMATCH


@pytest.mark.parametrize("name", [name for name in BY_HEADER if "cos" not in name])
def test_a_parameter_that_was_added_is_refused(name: str, sent: dict[str, WireRequest]) -> None:
    request = sent[name]
    added = replace(request, query=f"{request.query}&DocType=HKG01001".removeprefix("&"))
    assert fault_of(name, added, now_of(request)) is SignatureFault.MISMATCH


@pytest.mark.parametrize("name", BY_PARAMETERS)
def test_a_parameter_given_twice_is_refused(name: str, sent: dict[str, WireRequest]) -> None:
    request, now = sent[name], now_of(sent[name])
    signature = dict([*request.query_pairs, *request.form_pairs])["Signature"]
    twice = replace(request, query=f"{request.query}&{urlencode({'Signature': signature})}")
    assert fault_of(name, twice, now) is SignatureFault.MALFORMED
    added = replace(request, query=f"{request.query}&DocType=HKG01001")
    assert fault_of(name, added, now) is SignatureFault.MISMATCH


def test_a_body_that_is_not_signed_is_said_to_be_open(loopback: None) -> None:
    payload, picture = signed_by(unsigned_payload), signed_by(raw_picture)
    assert tc3.verify(payload, KEYS, now_of(payload)).open_body
    assert rpc_v1.verify(picture, KEYS, now_of(picture)).open_body
    # Taking the header away does not make another body pass for a signed one.
    assert (
        fault_of("tc3", altered(payload, x_tc_content_sha256=""), now_of(payload)) is SignatureFault.MISMATCH
    )


def test_a_link_with_a_signature_is_accepted() -> None:
    url = cos_client(1).get_presigned_url(
        BUCKET, OBJECT, "GET", Params={"ci-process": "IDCardOCR"}, Headers={"x-cos-note": "ü"}, SignHost=False
    )
    path, _, query = url.partition("//")[2].partition("/")[2].partition("?")
    headers = {"x-cos-note": "ü".encode().decode("latin-1"), "host": "127.0.0.1"}
    request = WireRequest("", "GET", f"/{path}", query, headers, b"")
    signed = cos.verify(request, KEYS, now_of(request))
    assert (signed.key, signed.repeatable) == (KEY, True)
    other = replace(request, query=query.replace("IDCardOCR", "IDCardOCQ"))
    assert fault_of("cos_put", other, now_of(request)) is SignatureFault.MISMATCH


def test_lines_within_a_path_are_refused(sent: dict[str, WireRequest]) -> None:
    request = replace(sent["cos_put"], path="/a%0Ab")
    assert fault_of("cos_put", request, now_of(request)) is SignatureFault.MALFORMED


@pytest.mark.parametrize(
    ("name", "header", "value"),
    [
        ("acs3_form", "x-acs-date", "2026-13-21T10:55:28Z"),
        ("acs3_form", "x-acs-date", "yesterday"),
        ("roa_v1", "date", "yesterday"),
        ("roa_v1", "authorization", "acs KEYofTESTS0001"),
        ("roa_v1", "x-acs-signature-method", "HMAC-SM3"),
        ("tc3", "x-tc-timestamp", "1e9"),
        ("tc3", "authorization", "TC3-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=0"),
        ("tc3", "authorization", "TC3-HMAC-SHA256"),
        ("cos_put", "authorization", "q-sign-algorithm=sha1&q-ak=a"),
        ("cos_put", "authorization", "Bearer abc"),
    ],
)
def test_what_has_another_form_is_malformed(
    name: str, header: str, value: str, sent: dict[str, WireRequest]
) -> None:
    request = altered(sent[name], **{header: value})
    assert fault_of(name, request, now_of(request)) is SignatureFault.MALFORMED


@pytest.mark.parametrize("name", WAYS)
def test_an_error_says_nothing_of_the_request(name: str, sent: dict[str, WireRequest]) -> None:
    with pytest.raises(SignatureError) as caught:
        WAYS[name].verify(replace(sent[name], method="PATCH"), KEYS, now_of(sent[name]))
    assert str(caught.value) == "the signature is refused: mismatch"


@given(text=st.text())
@settings(derandomize=True, database=None, deadline=None, max_examples=300)
def test_percent_encoding_is_undone_by_decoding(text: str) -> None:
    encoded = percent(text)
    assert unquote(encoded, errors="strict") == text.encode("utf-8", "replace").decode()
    assert set(encoded) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~%")


LINES = st.text(st.characters(codec="latin-1"), max_size=60)
NAMES = st.sampled_from(
    [
        "authorization",
        "content-md5",
        "content-type",
        "date",
        "host",
        "x-acs-content-sha256",
        "x-acs-date",
        "x-acs-signature-nonce",
        "x-tc-timestamp",
    ]
)
PARAMETERS = st.sampled_from(
    [
        "Signature",
        "SignatureMethod",
        "SignatureNonce",
        "SignatureVersion",
        "Timestamp",
        "AccessKeyId",
        "SecretId",
    ]
)
VALUES = st.one_of(
    LINES,
    st.sampled_from(["1.0", "HMAC-SHA1", KEY.id, "2026-11-21T10:55:28Z", "1795258534", "99999999999"]),
)
AUTHORIZATIONS = st.one_of(
    LINES,
    st.sampled_from([acs3.SCHEME, roa_v1.SCHEME, tc3.SCHEME]).flatmap(
        lambda scheme: LINES.map(
            lambda tail: f"{scheme} Credential={KEY.id}{tail},SignedHeaders=host{tail},Signature={tail}"
        )
    ),
    LINES.map(
        lambda tail: (
            f"q-sign-algorithm=sha1&q-ak={KEY.id}&q-sign-time=1;99999999999&q-key-time=1;99999999999"
            f"&q-header-list={tail}&q-url-param-list={tail}&q-signature={tail}"
        )
    ),
)


@given(
    headers=st.dictionaries(NAMES, VALUES),
    authorization=AUTHORIZATIONS,
    query=st.one_of(LINES, st.dictionaries(PARAMETERS, VALUES).map(urlencode)),
    path=LINES.map(lambda tail: f"/{tail}"),
    body=st.binary(max_size=80),
)
@settings(derandomize=True, database=None, deadline=None, max_examples=400)
def test_whatever_arrives_is_refused_and_breaks_nothing(
    headers: dict[str, str], authorization: str, query: str, path: str, body: bytes
) -> None:
    request = WireRequest("", "POST", path, query, {**headers, "authorization": authorization}, body)
    for verify in RECIPES:
        with pytest.raises(SignatureError):
            verify(request, KEYS, 1795258534.0)
