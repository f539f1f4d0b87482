"""Who is admitted: a signature once, so many a second, and what each vendor is told otherwise."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idvision.errors import SignatureError, SignatureFault, ThrottledError
from idvision.server.access import ANONYMOUS, SMALL_BODY, admit
from idvision.server.bucket import Bucket
from idvision.server.choices import Choices
from idvision.server.config import ServerConfig
from idvision.server.dispatch import Service, service_of
from idvision.server.engine import Engine
from idvision.server.fetch import build_fetcher
from idvision.server.gate import Gate
from idvision.server.keys import Key, KeyStore
from idvision.server.metrics import Metrics
from idvision.server.native import scan
from idvision.server.nonces import Nonces
from idvision.server.rates import Rates
from idvision.server.refusals import SIGNATURE, THROTTLED, refusal_of, throttled
from idvision.server.services import Services
from idvision.server.tasks import TaskStore
from idvision.server.wire import WireRequest
from idvision.types import Options, Result
from tests.signed_requests import KEY, KEYS, WAYS, altered, signed_by, unsigned_payload

IN_MEMORY = Path(":memory:")
NOT_REPEATABLE = [name for name in WAYS if not name.startswith("cos")]


class Clock:
    """A clock that the test moves."""

    def __init__(self, at: float) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at


def never_read(_data: bytes, _options: Options) -> Result:
    raise AssertionError("nothing is read here")


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Callable[..., Services]]:
    """Builds services whose clocks stand where the test puts them."""
    engines: list[Engine] = []

    def built(clock: Clock, keys: KeyStore = KEYS, **settings_: object) -> Services:
        config = replace(ServerConfig(rate_per_s=1.0, burst=3), **settings_)
        engines.append(Engine(never_read, workers=1, queue=0))
        gate = Gate(Nonces(), Rates(config.rate_per_s, config.burst, clock=clock), clock)
        fetcher, tasks, bucket = build_fetcher(config), TaskStore(IN_MEMORY), Bucket(tmp_path / "objects")
        return Services(config, engines[-1], keys, Metrics(lambda: 0), gate, fetcher, tasks, bucket)

    yield built
    for engine in engines:
        asyncio.run(engine.close(0.0))


@pytest.fixture(scope="module")
def sent(loopback: None) -> dict[str, WireRequest]:
    return {name: signed_by(way.send) for name, way in WAYS.items()}


def start_of(name: str, request: WireRequest) -> float:
    """Return when the request was signed."""
    return WAYS[name].verify(request, KEYS, time.time()).signed_at


def admitted(request: WireRequest, services: Services) -> Key:
    service = service_of(request)
    assert service is not None
    return asyncio.run(admit(request, services, service))


@pytest.mark.parametrize("name", WAYS)
def test_each_client_is_admitted_by_the_recipe_it_follows(
    name: str, sent: dict[str, WireRequest], build: Callable[..., Services]
) -> None:
    services = build(Clock(start_of(name, sent[name])))
    assert admitted(sent[name], services) is KEY


@pytest.mark.parametrize("name", NOT_REPEATABLE)
def test_a_request_is_admitted_once(
    name: str, sent: dict[str, WireRequest], build: Callable[..., Services]
) -> None:
    clock = Clock(start_of(name, sent[name]))
    services = build(clock)
    admitted(sent[name], services)
    clock.at += 5.0
    with pytest.raises(SignatureError) as caught:
        admitted(sent[name], services)
    assert caught.value.fault is SignatureFault.REPLAYED


def test_equal_requests_of_one_second_are_twins_only_where_no_nonce_is_signed(
    sent: dict[str, WireRequest], build: Callable[..., Services]
) -> None:
    clock = Clock(start_of("tc3", sent["tc3"]))
    services = build(clock)
    admitted(sent["tc3"], services)
    clock.at += 4.9
    assert admitted(sent["tc3"], services) is KEY
    strict = build(clock, choices=Choices(repeat_without_nonce_s=0.0))
    admitted(sent["tc3"], strict)
    with pytest.raises(SignatureError):
        admitted(sent["tc3"], strict)
    assert admitted(sent["rpc_v1"], services) is KEY
    with pytest.raises(SignatureError):
        admitted(sent["rpc_v1"], services)


def test_a_signature_for_objects_may_be_used_again(
    sent: dict[str, WireRequest], build: Callable[..., Services]
) -> None:
    services = build(Clock(start_of("cos_process", sent["cos_process"])))
    assert [admitted(sent["cos_process"], services) for _ in range(3)] == [KEY] * 3
    assert len(services.gate.nonces) == 0


def test_a_forged_request_spends_neither_nonce_nor_rate(
    sent: dict[str, WireRequest], build: Callable[..., Services]
) -> None:
    services = build(Clock(start_of("acs3_form", sent["acs3_form"])))
    forged = replace(sent["acs3_form"], query="OcrValueStandard=0")
    for _ in range(5):
        with pytest.raises(SignatureError):
            admitted(forged, services)
    assert (len(services.gate.nonces), len(services.gate.rates)) == (0, 0)
    assert admitted(sent["acs3_form"], services) is KEY


def test_a_body_beside_the_signature_is_refused_unless_that_is_chosen(
    loopback: None, build: Callable[..., Services]
) -> None:
    request = signed_by(unsigned_payload)
    clock = Clock(start_of("tc3", request))
    with pytest.raises(SignatureError) as caught:
        admitted(request, build(clock))
    assert caught.value.fault is SignatureFault.BODY_MISMATCH
    assert admitted(request, build(clock, choices=Choices(unsigned_bodies=True))) is KEY


def test_a_large_body_is_checked_beside_the_loop(
    sent: dict[str, WireRequest], build: Callable[..., Services]
) -> None:
    services = build(Clock(start_of("acs3_stream", sent["acs3_stream"])))
    large = replace(sent["acs3_stream"], body=b"x" * (SMALL_BODY + 1))
    with pytest.raises(SignatureError) as caught:
        admitted(large, services)
    assert caught.value.fault is SignatureFault.BODY_MISMATCH


def test_a_key_is_throttled_and_counted(sent: dict[str, WireRequest], build: Callable[..., Services]) -> None:
    clock = Clock(start_of("cos_put", sent["cos_put"]))
    services = build(clock)
    for _ in range(3):
        admitted(sent["cos_put"], services)
    with pytest.raises(ThrottledError) as caught:
        admitted(sent["cos_put"], services)
    assert caught.value.retry_after_s == pytest.approx(1.0)
    assert b'idvision_throttled_total{service="tencent_cos",why="rate"} 1.0' in services.metrics.answer().body
    clock.at += 1.0
    assert admitted(sent["cos_put"], services) is KEY


def test_without_signatures_everybody_is_admitted_at_the_rate_of_an_address(
    sent: dict[str, WireRequest], build: Callable[..., Services]
) -> None:
    services = build(Clock(0.0), auth=False)
    bare = altered(sent["tc3"], authorization="")
    assert [admitted(bare, services) for _ in range(3)] == [ANONYMOUS] * 3
    with pytest.raises(ThrottledError):
        admitted(bare, services)
    assert admitted(replace(bare, remote="127.0.0.2"), services) is ANONYMOUS


def test_a_mark_is_forgotten_when_its_signature_has_expired() -> None:
    nonces = Nonces()
    nonces.spend("key", "a", now=0.0, until=900.0)
    nonces.spend("other", "a", now=0.0, until=900.0)
    with pytest.raises(SignatureError):
        nonces.spend("key", "a", now=900.0, until=900.0)
    assert len(nonces) == 2
    nonces.spend("key", "b", now=900.1, until=1800.0)
    assert len(nonces) == 1


def test_a_key_and_a_mark_are_not_run_together() -> None:
    nonces = Nonces()
    nonces.spend("ab", "c", now=0.0, until=1.0)
    nonces.spend("a", "bc", now=0.0, until=1.0)
    assert len(nonces) == 2


def test_a_full_memory_refuses_rather_than_forgets() -> None:
    nonces = Nonces(capacity=2)
    for mark in "ab":
        nonces.spend("key", mark, now=0.0, until=10.0)
    with pytest.raises(ThrottledError):
        nonces.spend("key", "c", now=10.0, until=20.0)
    with pytest.raises(SignatureError):
        nonces.spend("key", "a", now=10.0, until=10.0)
    nonces.spend("key", "c", now=10.1, until=20.0)
    assert len(nonces) == 1


@given(steps=st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 40)), max_size=60))
@settings(derandomize=True, database=None, deadline=None)
def test_no_mark_passes_twice_while_its_signature_lives(steps: list[tuple[str, float]]) -> None:
    nonces, now, until = Nonces(), 0.0, {}
    for mark, pause in steps:
        now += pause
        alive = mark in until and now <= until[mark]
        if alive:
            with pytest.raises(SignatureError):
                nonces.spend("key", mark, now=now, until=until[mark])
        else:
            until[mark] = now + 30.0
            nonces.spend("key", mark, now=now, until=until[mark])


def test_a_bucket_fills_by_the_second_up_to_its_burst() -> None:
    clock = Clock(100.0)
    rates = Rates(2.0, 3, clock=clock)
    for _ in range(3):
        rates.take("key")
    with pytest.raises(ThrottledError) as caught:
        rates.take("key")
    assert caught.value.retry_after_s == pytest.approx(0.5)
    clock.at += 0.5
    rates.take("key")
    clock.at += 60.0
    for _ in range(3):
        rates.take("key")
    with pytest.raises(ThrottledError):
        rates.take("key")
    rates.take("another")


@given(pauses=st.lists(st.floats(0, 3), max_size=80))
@settings(derandomize=True, database=None, deadline=None)
def test_no_more_pass_than_the_burst_and_the_rate_allow(pauses: list[float]) -> None:
    clock = Clock(0.0)
    rates = Rates(1.5, 4, clock=clock)
    passed = 0
    for pause in pauses:
        clock.at += pause
        try:
            rates.take("key")
            passed += 1
        except ThrottledError:
            pass
    assert passed <= 4 + 1.5 * clock.at + 1e-6


def test_of_too_many_names_the_quiet_one_is_forgotten() -> None:
    clock = Clock(0.0)
    rates = Rates(1.0, 1, clock=clock, max_buckets=2)
    for name in ("a", "b", "c"):
        rates.take(name)
    assert len(rates) == 2
    with pytest.raises(ThrottledError):
        rates.take("c")
    rates.take("a")


def test_every_service_has_a_word_for_every_fault() -> None:
    assert set(SIGNATURE) == set(THROTTLED) == set(Service)
    assert all(set(table) == set(SignatureFault) for table in SIGNATURE.values())


@pytest.mark.parametrize(
    ("service", "fault", "code", "status"),
    [
        (Service.ALIYUN_RPC, SignatureFault.UNKNOWN_KEY, "InvalidAccessKeyId.NotFound", 404),
        (Service.ALIYUN_RPC, SignatureFault.MISMATCH, "SignatureDoesNotMatch", 400),
        (Service.ALIYUN_GREEN, SignatureFault.EXPIRED, "InvalidTimeStamp.Expired", 400),
        (Service.ALIYUN_GREEN, SignatureFault.REPLAYED, "SignatureNonceUsed", 400),
        (Service.TENCENT_OCR, SignatureFault.UNKNOWN_KEY, "AuthFailure.SecretIdNotFound", 200),
        (Service.TENCENT_OCR, SignatureFault.MISMATCH, "AuthFailure.SignatureFailure", 200),
        (Service.TENCENT_OCR, SignatureFault.EXPIRED, "AuthFailure.SignatureExpire", 200),
        (Service.TENCENT_CI, SignatureFault.UNKNOWN_KEY, "InvalidAccessKeyId", 403),
        (Service.TENCENT_COS, SignatureFault.MISMATCH, "SignatureDoesNotMatch", 403),
        (Service.TENCENT_COS, SignatureFault.EARLY, "RequestTimeTooSkewed", 403),
        (Service.TENCENT_COS, SignatureFault.EXPIRED, "AccessDenied", 403),
    ],
)
def test_a_fault_has_its_vendor_s_code(
    service: Service, fault: SignatureFault, code: str, status: int
) -> None:
    refusal = refusal_of(service, SignatureError(fault), Choices())
    assert (refusal.code, refusal.status) == (code, status)


def test_the_first_generation_client_finds_its_colon() -> None:
    # It takes the second part of the message at the colons when the code is this one and the status 400.
    refusal = refusal_of(Service.ALIYUN_RPC, SignatureError(SignatureFault.MISMATCH), Choices())
    assert len(refusal.message.split(":")) == 2


@pytest.mark.parametrize(
    ("service", "code", "status"),
    [
        (Service.ALIYUN_RPC, "Throttling.Api", 403),
        (Service.ALIYUN_GREEN, "Throttling.User", 400),
        (Service.TENCENT_OCR, "RequestLimitExceeded", 200),
        (Service.TENCENT_CI, "SlowDown", 503),
        (Service.TENCENT_COS, "SlowDown", 503),
    ],
)
def test_too_many_requests_have_their_vendor_s_code(service: Service, code: str, status: int) -> None:
    refusal = refusal_of(service, ThrottledError(1.0), Choices())
    assert (refusal.code, refusal.status) == (code, status)


def test_what_is_inferred_can_be_chosen() -> None:
    choices = Choices(
        green_throttled_code="Throttling", cos_expired_code="RequestTimeTooSkewed", cos_throttled_status=429
    )
    expired = SignatureError(SignatureFault.EXPIRED)
    assert throttled(Service.ALIYUN_GREEN, choices).code == "Throttling"
    assert throttled(Service.TENCENT_CI, choices).status == 429
    assert refusal_of(Service.TENCENT_CI, expired, choices).code == "RequestTimeTooSkewed"
    assert refusal_of(Service.TENCENT_OCR, expired, choices).code == "AuthFailure.SignatureExpire"


def test_the_native_call_is_throttled_by_key(build: Callable[..., Services]) -> None:
    services = build(Clock(0.0), burst=1)
    # A form without its boundary is refused before anything is read.
    headers = {"authorization": f"Bearer {KEY.secret}", "content-type": "multipart/form-data"}
    request = WireRequest("", "POST", "/v1/scan", "", headers, b"")
    answers = [asyncio.run(scan(request, services)) for _ in range(2)]
    assert [answer.status for answer in answers] == [400, 429]
    assert answers[1].headers == {"retry-after": "1"}
    stranger = altered(request, authorization="Bearer nobody")
    assert asyncio.run(scan(stranger, services)).status == 401
