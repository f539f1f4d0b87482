"""How each vendor's clients sign a request, one module a recipe, all with the same verb.

    verify(request, keys, now) -> Signed     raises SignatureError

`now` is in seconds since 1970. A recipe says who signed, when, and what must not be seen twice; whether it
was seen is for `nonces` to know, and `access` joins them. Every comparison takes the same time wherever the
difference is.
"""
