"""The signature of the authentication page, computed by other means."""

from gio_pipeline.core.config.specs import Credentials
from gio_pipeline.growingio.tokens import signature, token_request_body

CREDENTIALS = Credentials(
    uid="nxog09md",
    base_url="https://www.growingio.com",
    ai="0a1b4118dd954ec3bcc69da5138bdb96",
    secret="a-private-key",
    client_id="a-public-key",
)


# printf 'POST\n/auth/token\nproject=nxog09md&ai=0a1b4118dd954ec3bcc69da5138bdb96&tm=1571068800000' \
#   | openssl dgst -sha256 -hmac a-private-key
def test_the_signature_is_what_openssl_makes_of_the_documented_message() -> None:
    assert signature(CREDENTIALS, 1571068800000) == ("df63d423013cc33dac9dccb763dce65110df95a6f7c5f97a5dd1b28d02819792")


def test_the_body_is_the_documented_raw_string() -> None:
    assert token_request_body(CREDENTIALS, 1571068800000) == (
        "project=nxog09md&ai=0a1b4118dd954ec3bcc69da5138bdb96&tm=1571068800000"
        "&auth=df63d423013cc33dac9dccb763dce65110df95a6f7c5f97a5dd1b28d02819792"
    )
