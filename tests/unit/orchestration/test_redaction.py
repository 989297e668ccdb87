"""Credentials stay out of what is printed."""

from orchestration.redaction import redact


def test_a_password_in_a_url_is_left_out() -> None:
    assert redact("GET https://ann:s3cret@news.example/wp-json failed", {}) == (
        "GET https://***@news.example/wp-json failed"
    )


def test_an_authorization_header_is_left_out() -> None:
    assert redact("{'Authorization': 'Basic YW5uOnMzY3JldA=='}", {}) == "{'Authorization': 'Basic ***'}"


def test_secrets_of_the_environment_are_left_out_by_the_names_of_their_variables() -> None:
    environment = {"COURIER_PASSWORD": "abcd efgh ijkl", "EDITOR": "emacs -nw"}
    assert redact("sent abcd efgh ijkl with emacs -nw", environment) == "sent *** with emacs -nw"


def test_a_secret_too_short_to_tell_from_words_does_not_eat_the_text() -> None:
    assert redact("the cat sat", {"API_TOKEN": "cat"}) == "the cat sat"


def test_addresses_without_credentials_stay_whole() -> None:
    text = "See https://news.example/a@b and mail ann@news.example"
    assert redact(text, {}) == text
