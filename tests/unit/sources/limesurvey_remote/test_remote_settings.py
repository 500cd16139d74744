"""What the environment must hold, and what is refused before any call."""

import pytest

from barometre_pipeline.sources.limesurvey.remote import settings_from_environment
from barometre_pipeline.sources.limesurvey.remote.errors import MissingSettingError

GOOD = {
    "LIMESURVEY_URL": "https://enquetes.example.org/index.php/admin/remotecontrol",
    "LIMESURVEY_UTILISATEUR": "lectrice",
    "LIMESURVEY_MOT_DE_PASSE": " espaces compris ",
}


def test_password_is_taken_as_it_is_and_never_shown():
    settings = settings_from_environment(GOOD)
    assert settings.password.get_secret_value() == " espaces compris "
    assert "espaces" not in repr(settings) + str(settings)


@pytest.mark.parametrize("absent", sorted(GOOD))
def test_missing_variable_is_named(absent):
    with pytest.raises(MissingSettingError, match=absent):
        settings_from_environment({k: v for k, v in GOOD.items() if k != absent})


@pytest.mark.parametrize(
    "url", ["enquetes.example.org", "ftp://enquetes.example.org", "https://", "http://[::1"]
)
def test_address_that_is_not_one_is_refused(url):
    with pytest.raises(MissingSettingError):
        settings_from_environment({**GOOD, "LIMESURVEY_URL": url})


def test_address_that_holds_a_password_is_refused_without_showing_it():
    with pytest.raises(MissingSettingError) as caught:
        settings_from_environment({**GOOD, "LIMESURVEY_URL": "https://moi:sesame@enquetes.example.org/"})
    assert "sesame" not in str(caught.value)


def test_clear_text_over_a_network_is_recognised():
    assert settings_from_environment({**GOOD, "LIMESURVEY_URL": "http://enquetes.example.org/"}).unencrypted
    assert not settings_from_environment({**GOOD, "LIMESURVEY_URL": "http://127.0.0.1:8080/"}).unencrypted
