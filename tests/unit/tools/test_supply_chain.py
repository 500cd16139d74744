"""The page of licences is that of the lock, and a service that does not answer proves nothing."""

from tools.supply_chain.licences import PAGE, page
from tools.supply_chain.lock import LOCK, pinned
from tools.supply_chain.vulnerabilities import KNOWN, UNPROVED, read_answer

_SOUND = {"name": "alpha", "version": "1.0", "vulns": []}
_FAULTY = {"name": "beta", "version": "2.0", "vulns": [{"id": "X-1", "fix_versions": ["2.1"]}]}
_UNKNOWN = {"name": "gamma", "skip_reason": "not found"}


def _answer(*found: dict[str, object]):
    return read_answer({"dependencies": list(found)}, {"alpha": "1.0", "beta": "2.0", "gamma": "3.0"})


def test_the_page_of_licences_names_every_package_of_the_lock_at_its_version() -> None:
    listed = [line for line in LOCK.read_text(encoding="utf-8").splitlines() if "==" in line]
    assert len(pinned()) == len(listed)
    assert PAGE.read_text(encoding="utf-8") == page(), "make docs"


def test_a_package_that_the_service_does_not_know_is_not_called_sound() -> None:
    answer = _answer(_SOUND, _UNKNOWN)
    assert answer.unanswered == ["beta", "gamma"] and answer.exit_code == UNPROVED


def test_a_known_vulnerability_is_named_with_the_version_that_mends_it() -> None:
    answer = _answer(_SOUND, _FAULTY, _UNKNOWN)
    assert answer.known == {"beta 2.0": ["X-1 (fixed in 2.1)"]} and answer.exit_code == KNOWN


def test_all_answered_for_and_none_known_is_the_only_success() -> None:
    gamma = {"name": "gamma", "version": "3.0", "vulns": []}
    beta = {"name": "beta", "version": "2.0", "vulns": []}
    assert _answer(_SOUND, beta, gamma).exit_code == 0
