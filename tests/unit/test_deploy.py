"""The files of ``deploy/`` can be read, hold no secret, and name only what the guide documents."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support import REPOSITORY
from tools.containers.images import AWS, MADE
from tools.supply_chain.lock import pinned

DEPLOY = REPOSITORY / "deploy"
GUIDE = REPOSITORY / "docs" / "plusieurs-machines.md"
DAGSTER = DEPLOY / "dagster.yaml"
COMPOSE = DEPLOY / "compose.yaml"
VALUES = DEPLOY / "kubernetes" / "values.yaml"
_OURS = re.compile(r"\b(?:BAROMETRE|AWS|LIMESURVEY)_[A-Z_]*[A-Z]\b")


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _documented() -> set[str]:
    rows = [line for line in GUIDE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    return {name for row in rows for name in _OURS.findall(row.split("|")[1])}


def _leaves(node: Any) -> list[Any]:
    if isinstance(node, dict):
        return [leaf for value in node.values() for leaf in _leaves(value)]
    return [leaf for value in node for leaf in _leaves(value)] if isinstance(node, list) else [node]


@pytest.mark.parametrize(
    "name",
    ["dagster.yaml", "compose.yaml", ".env.example", "Caddyfile", "Dockerfile", "kubernetes/values.yaml"],
)
def test_every_variable_is_in_the_table_of_the_guide(name: str) -> None:
    used = set(_OURS.findall((DEPLOY / name).read_text(encoding="utf-8")))
    assert used - {"BAROMETRE_ALERTE"} <= _documented()


def test_the_example_has_every_variable_that_compose_asks_for_and_no_secret() -> None:
    asked = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", COMPOSE.read_text(encoding="utf-8")))
    lines = (DEPLOY / ".env.example").read_text(encoding="utf-8").splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert set(given) == asked
    secret = {n: v for n, v in given.items() if n.endswith(("MOT_DE_PASSE", "KEY", "KEY_ID", "EMPREINTE"))}
    assert len(secret) == 6 and not any(v.strip("'") for v in secret.values())


def test_nothing_but_the_entrance_has_a_port_and_the_entrance_asks_for_a_password() -> None:
    services = _read(COMPOSE)["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["entree"]
    sites = (DEPLOY / "Caddyfile").read_text(encoding="utf-8").split("{$BAROMETRE_NOM_")[1:]
    assert len(sites) == 2 and all("basic_auth" in site and "reverse_proxy" in site for site in sites)
    assert "--read-only" in services["lecture"]["command"]
    assert "--read-only" not in services["operation"]["command"]


def test_every_service_tells_whether_it_is_well() -> None:
    assert [n for n, s in _read(COMPOSE)["services"].items() if "healthcheck" not in s] == []


def test_only_what_computes_knows_the_bucket_and_the_survey() -> None:
    services = _read(COMPOSE)["services"]
    knowing = {
        n
        for n, s in services.items()
        if {"AWS_SECRET_ACCESS_KEY", "LIMESURVEY_URL"} & s["environment"].keys()
    }
    assert knowing == {"code"}


def test_an_edition_has_one_run_at_a_time_and_nothing_is_resumed_in_the_middle() -> None:
    ours = _read(DAGSTER)
    limits = ours["concurrency"]["runs"]["tag_concurrency_limits"]
    assert {"key": "dagster/partition", "value": {"applyLimitPerUniqueValue": True}, "limit": 1} in limits
    assert ours["concurrency"]["pools"] == {"granularity": "run", "default_limit": 1}
    assert ours["run_monitoring"]["enabled"] and ours["run_monitoring"]["max_resume_run_attempts"] == 0
    assert not ours["telemetry"]["enabled"]


def test_what_the_chart_writes_in_its_dagster_yaml_is_what_ours_says() -> None:
    ours, values = _read(DAGSTER), _read(VALUES)
    daemon, as_it_is = values["dagsterDaemon"], values["additionalInstanceConfig"]
    assert as_it_is == {name: ours[name] for name in ("nux", "concurrency")}
    assert values["telemetry"] == ours["telemetry"]
    coordinator = ours["run_coordinator"]
    assert daemon["runCoordinator"]["config"]["customRunCoordinator"] == coordinator
    # The chart writes a key of this type in one way only where it is called custom.
    assert daemon["runCoordinator"]["type"] == "CustomRunCoordinator"
    for name, block in (("run_monitoring", daemon["runMonitoring"]), ("run_retries", daemon["runRetries"])):
        said = {_snake(key): value for key, value in block.items()}
        assert said.items() >= ours[name].items(), name


def _snake(name: str) -> str:
    return re.sub(r"(?=[A-Z])", "_", name).lower()


def test_kubernetes_has_a_pod_per_run_behind_a_password() -> None:
    values = _read(VALUES)
    assert values["runLauncher"]["type"] == "K8sRunLauncher"
    assert values["dagsterWebserver"]["enableReadOnly"]
    assert values["ingress"]["annotations"]["nginx.ingress.kubernetes.io/auth-type"] == "basic"
    assert not [leaf for leaf in _leaves(values) if isinstance(leaf, str) and "password" in leaf.lower()]


def test_the_pod_of_a_run_has_no_more_rights_than_the_code_server() -> None:
    values = _read(VALUES)
    (code,) = values["dagster-user-deployments"]["deployments"]
    runs = values["runLauncher"]["config"]["k8sRunLauncher"]["runK8sConfig"]
    assert runs["containerConfig"]["securityContext"] == code["securityContext"]
    assert runs["podSpecConfig"]["securityContext"] == code["podSecurityContext"]
    assert code["podSecurityContext"]["runAsNonRoot"] and code["securityContext"]["capabilities"]["drop"] == [
        "ALL"
    ]


def test_helm_is_never_called_without_our_values() -> None:
    """What ``helm upgrade --set`` is not given, it takes from the chart, not from what runs."""
    told = [*GUIDE.read_text(encoding="utf-8").splitlines(), *VALUES.read_text(encoding="utf-8").splitlines()]
    calls = [line for line in told if "helm upgrade" in line]
    assert len(calls) >= 3 and all("--values deploy/kubernetes/values.yaml" in call for call in calls)


def test_the_image_has_the_versions_that_are_tested_and_nothing_that_is_not_pinned() -> None:
    names = ("requirements.lock", "requirements-dev.lock")
    tested = {k: v for name in names for k, v in pinned(REPOSITORY / name).items()}
    image = pinned(REPOSITORY / "requirements-deploy.lock")
    assert {name: v for name, v in image.items() if tested.get(name, v) != v} == {}
    assert image.keys() >= pinned(REPOSITORY / "requirements.lock").keys()
    assert image["dagster-k8s"] == image["dagster-postgres"]
    installs = re.findall(r"pip install (.+)", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"))
    assert len(installs) == 2 and all("--no-deps" in words for words in installs)
    assert "--require-hashes" in installs[0] and "--no-build-isolation ." in installs[1]


def test_the_image_takes_in_what_it_copies_and_no_data() -> None:
    taken = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    allowed = {line[1:] for line in taken if line.startswith("!")}
    copied = re.findall(
        r"^COPY (?:--\S+ )?(.+) \S+$", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"), re.M
    )
    assert "*" in taken and allowed == {name for line in copied for name in line.split()}
    assert all((REPOSITORY / name).exists() for name in allowed)


def test_the_trial_in_containers_has_every_image_that_is_asked_for() -> None:
    asked = {service["image"] for service in _read(COMPOSE)["services"].values()}
    asked |= set(re.findall(r"^FROM (\S+)", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"), re.M))
    others = {name for name in asked if not name.startswith("${BAROMETRE_IMAGE")}
    made = {name.removeprefix("localhost/").removesuffix(":latest") for name in MADE if name != AWS}
    assert others == made
