"""Who may be answered: the signature of a request, that it is new, and how many its key has sent.

A handler calls `admit` first and turns what it raises into its vendor's words with `refusals`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from idvision.errors import SignatureError, SignatureFault, ThrottledError
from idvision.server.dispatch import Service
from idvision.server.keys import Key, KeyStore
from idvision.server.services import Services
from idvision.server.signatures import acs3, cos, roa_v1, rpc_v1, tc3, tencent_v1
from idvision.server.signatures.common import Signed
from idvision.server.wire import WireRequest

ANONYMOUS: Final = Key(id="", secret="")
"""Whoever sends a request to a server that checks no signatures."""
SMALL_BODY: Final = 100_000
"""Bytes up to which a signature is checked at once; a larger body would hold up everybody else."""

Verify = Callable[[WireRequest, KeyStore, float], Signed]


async def admit(request: WireRequest, services: Services, service: Service) -> Key:
    """Return whose request it is, `ANONYMOUS` where signatures are not checked.

    Raises:
        SignatureError: there is no signature, it is wrong, its time is over, or it was seen before.
        ThrottledError: the key, or the address where signatures are not checked, sends too many requests.
    """
    try:
        if not services.config.auth:
            services.gate.rates.take(request.remote)
            return ANONYMOUS
        signed = await _verified(request, services, verifier(request, service))
        _spend(signed, services)
        services.gate.rates.take(signed.key.id)
        return signed.key
    except ThrottledError:
        services.metrics.throttled(service.value, "rate")
        raise


def verifier(request: WireRequest, service: Service) -> Verify:
    """Return the recipe that a request follows, of those its service knows."""
    scheme = request.header("authorization").partition(" ")[0]
    match service:
        case Service.ALIYUN_RPC:
            return acs3.verify if scheme else rpc_v1.verify
        case Service.ALIYUN_GREEN:
            return acs3.verify if scheme == acs3.SCHEME else roa_v1.verify
        case Service.TENCENT_OCR:
            return tc3.verify if scheme else tencent_v1.verify
        case Service.TENCENT_CI | Service.TENCENT_COS:
            return cos.verify


async def _verified(request: WireRequest, services: Services, verify: Verify) -> Signed:
    if len(request.body) <= SMALL_BODY:
        signed = verify(request, services.keys, services.gate.now())
    else:
        signed = await asyncio.to_thread(verify, request, services.keys, services.gate.now())
    if signed.open_body and not services.config.choices.unsigned_bodies:
        raise SignatureError(SignatureFault.BODY_MISMATCH)
    return signed


def _spend(signed: Signed, services: Services) -> None:
    if signed.repeatable:
        return
    # Equal requests signed within one second are equal to the letter where nothing random is signed.
    twins_s = 0.0 if signed.nonce else services.config.choices.repeat_without_nonce_s
    # The letter in front keeps a nonce from passing for a signature.
    mark = f"n{signed.nonce}" if signed.nonce else f"s{signed.signature}"
    services.gate.nonces.spend(
        signed.key.id, mark, now=services.gate.now(), until=signed.valid_until, repeat_s=twins_s
    )
