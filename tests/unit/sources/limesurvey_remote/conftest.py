from collections.abc import Iterator
from pathlib import Path

import pytest
from replay import ReplayServer, account

from barometre_pipeline.sources.limesurvey.remote import RemoteSettings, RetryPolicy

REPO = Path(__file__).parents[4]
INVENTED = REPO / "tests" / "data" / "rpc_invente.jsonl"
REAL = REPO.parent / "shared" / "limesurvey" / "642"


@pytest.fixture
def server() -> Iterator[ReplayServer]:
    replay = ReplayServer(INVENTED)
    yield replay
    replay.close()


@pytest.fixture
def real() -> Path:
    if not REAL.is_dir():
        pytest.skip("../shared/limesurvey est absent : l’enregistrement du vrai serveur n’est pas là")
    return REAL


@pytest.fixture
def real_server(real: Path) -> Iterator[ReplayServer]:
    replay = ReplayServer(real / "rpc_recording.jsonl")
    # The recording lacks the export of A in one piece; the folder has its bytes.
    replay.exports[482026] = (real / "edition_a" / "rpc" / "code_short_all.csv").read_bytes()
    yield replay
    replay.close()


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def policy(pauses: list[float]) -> RetryPolicy:
    return RetryPolicy(attempts=4, sleep=pauses.append)


@pytest.fixture
def settings(server: ReplayServer) -> RemoteSettings:
    return account(server)
