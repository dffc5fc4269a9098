"""Passwords and one-time codes: Argon2id, and codes by time (RFC 6238) as authenticator apps make them."""

import hashlib
import secrets
from datetime import datetime

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

STEP = 30
"""Seconds for which a code holds."""
SHORTEST = 12
"""Characters of a password."""
_HASHER = PasswordHasher()
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without characters that are taken for one another."""


def hash_of(password: str) -> str:
    """What is kept of a password."""
    return _HASHER.hash(password)


def is_password(password: str, kept: str) -> bool:
    """Whether this is the password."""
    try:
        return _HASHER.verify(kept, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def new_password() -> str:
    """A password by chance: four groups of four characters, some 79 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def new_second_factor() -> str:
    """The secret that an authenticator app is given."""
    return pyotp.random_base32()


def code_at(second_factor: str, at: datetime) -> str:
    """The code that the app shows at a moment."""
    return pyotp.TOTP(second_factor, interval=STEP).at(at)


def step_of(second_factor: str, code: str, at: datetime) -> int | None:
    """The time step whose code this is: now, or just before or after; None where it is none of these."""
    now = int(at.timestamp()) // STEP
    digits = "".join(code.split())
    for step in (now, now - 1, now + 1):
        if secrets.compare_digest(pyotp.TOTP(second_factor, interval=STEP).generate_otp(step), digits):
            return step
    return None


def address_for_app(second_factor: str, sign_in: str) -> str:
    """What an authenticator app takes in, as a link."""
    return pyotp.TOTP(second_factor, interval=STEP).provisioning_uri(name=sign_in, issuer_name="Oxyclaim")


def new_token() -> str:
    """A secret for a cookie, a form or a link."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is kept of such a secret."""
    return hashlib.sha256(token.encode()).hexdigest()
