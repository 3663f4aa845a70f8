"""One Idempotency-Key, one effect: a call that is repeated is answered as the first time."""
