"""Fixtures of the whole suite: Dagster's storage, the shared data where they are, one invented edition."""

import os

# Before numpy is loaded: its threads wait by spinning, and on the cores that two processes share that takes more
# time than the small matrices of a test do.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from support import REPOSITORY, SHARED, Computed, copy_of_lake, once, out_of_date, run
from tiny_edition import write_edition

# No timed test: a slow or busy machine must not turn a property red.
settings.register_profile(
    "barometre", deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("barometre")

pytest_plugins = ["alert_servers"]

# Each of these files takes a minute or more, and needs no lake. They begin while a lake is computed: at the end, one of
# the processes would be left alone with them.
LONGEST = ("test_demonstration_committed.py", "test_reader_generated.py", "test_tabulation.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; ``--no-loadscope-reorder`` keeps this order."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


@pytest.fixture(scope="session", autouse=True)
def dagster_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep Dagster's runs of the tests in a folder of their own."""
    home = tmp_path_factory.mktemp("dagster_home")
    names = ("DAGSTER_HOME", "BAROMETRE_RAW", "BAROMETRE_LAKE", "BAROMETRE_PROCESSUS")
    names += ("BAROMETRE_COPIES", "BAROMETRE_EXECUTEUR", "BAROMETRE_INSTANCE")
    before = {k: os.environ.pop(k, None) for k in names}
    os.environ["DAGSTER_HOME"] = str(home)
    # Most tests compute one small edition: starting processes would cost more than it gains.
    os.environ["BAROMETRE_PROCESSUS"] = "0"
    # The lakes of several tests have the same charts: each is drawn once a session, whichever process needs it first.
    kept = tmp_path_factory.getbasetemp()
    kept = kept.parent if "PYTEST_XDIST_WORKER" in os.environ else kept
    os.environ["BAROMETRE_DESSINS"] = str(kept / "dessins")
    yield home
    del os.environ["DAGSTER_HOME"], os.environ["BAROMETRE_PROCESSUS"], os.environ["BAROMETRE_DESSINS"]
    os.environ.update({k: v for k, v in before.items() if v is not None})


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of the real data, which are never in the repository."""
    if not (SHARED / "observatoire_2023").is_dir():
        pytest.skip("données réelles absentes : pas de dossier ../shared/observatoire_2023 à côté du dépôt")
    return SHARED


@pytest.fixture(scope="session")
def real_2023_lake(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compute the real 2023 edition once, by the command line, without Great Expectations."""
    raw = shared / "data_raw_reel"
    if not (raw / "2023" / "limesurvey").is_dir():
        pytest.skip("extrait réel absent : pas de dossier ../shared/data_raw_reel/2023/limesurvey")

    def compute(folder: Path) -> None:
        result = run(raw, folder / "lac", "--edition", "2023")
        assert result.exit_code == 0, result.stderr

    return once(tmp_path_factory, "lac_2023", compute) / "lac"


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Computed:
    """Compute the invented edition once; read it, do not write into it (see ``tiny_copy``)."""

    def compute(folder: Path) -> None:
        write_edition(folder / "raw")
        # Another process of the test run may read this lake: its history is kept with it.
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("DAGSTER_HOME", str(folder / "dagster"))
            environment.delenv("COLUMNS", raising=False)  # the width of whoever happens to compute first
            result = run(folder / "raw", folder / "lac")
        assert result.exit_code == 0, result.stderr
        (folder / "dit.txt").write_text(result.stdout + result.stderr, encoding="utf-8")

    base = once(tmp_path_factory, "edition_inventee", compute)
    return Computed(
        base / "raw", base / "lac", (base / "dit.txt").read_text(encoding="utf-8"), base / "dagster"
    )


@pytest.fixture
def tiny_copy(tiny: Computed, tmp_path: Path) -> Computed:
    """Return the invented edition and its computed lake as this test's own."""
    shutil.copytree(tiny.raw, tmp_path / "raw")
    shutil.copytree(tiny.lake, tmp_path / "lac")
    return Computed(tmp_path / "raw", tmp_path / "lac", tiny.output, tiny.home)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Computed:
    """Compute every edition of the demonstration data once; read it, do not write into it.

    ``BAROMETRE_DEMONSTRATION`` may name the lake that ``make run`` has just computed: a copy of it, with the history
    of its computation, is taken instead, and must be whole and up to date.
    """
    raw, given = REPOSITORY / "data_raw", os.environ.get("BAROMETRE_DEMONSTRATION")

    def compute(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("DAGSTER_HOME", str(folder / "dagster"))
            # The other process of the suite waits for this lake: its core is free.
            result = run(raw, folder / "lac", "--processus", "2")
        assert result.exit_code == 0, result.stderr

    def copy(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as environment:
            environment.delenv("DAGSTER_HOME", raising=False)
            copy_of_lake(Path(given or ""), folder / "lac", folder / "dagster")
        outdated = out_of_date(raw, folder / "lac")
        assert not outdated, f"BAROMETRE_DEMONSTRATION={given}: « make run » first, for {outdated}"

    base = once(tmp_path_factory, "demonstration", copy if given else compute)
    return Computed(raw, base / "lac", "", base / "dagster")


@pytest.fixture
def own(demo: Computed, tmp_path: Path) -> Computed:
    """Return the demonstration data and their lake as this test's own; files are links until they are changed."""
    shutil.copytree(demo.raw, tmp_path / "raw", copy_function=os.link)
    aside = shutil.ignore_patterns("publication", "data_docs")
    shutil.copytree(demo.lake, tmp_path / "lac", copy_function=os.link, ignore=aside)
    return Computed(tmp_path / "raw", tmp_path / "lac", "", demo.home)


@pytest.fixture
def new_edition(tmp_path: Path) -> Callable[..., Path]:
    """Return ``write_edition`` bound to this test's raw folder, which it returns."""

    def write(**changes: object) -> Path:
        write_edition(tmp_path / "raw", **changes)  # type: ignore[arg-type]
        return tmp_path / "raw"

    return write


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let Ctrl-C and a hangup reach what this test starts: a suite that runs in the background has them ignored."""
    handlers = {signal.SIGINT: signal.default_int_handler, signal.SIGHUP: signal.SIG_DFL}
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)
