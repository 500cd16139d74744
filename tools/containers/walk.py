"""What is tried, one line of the table after the other."""

import os
import shutil
import time
from pathlib import Path
from typing import Final

from barometre_pipeline.french.numbers import count, number
from tests.tiny_edition import PERSONAL, write_edition
from tools.containers.images import AWS, PRODUCT, ROOT, podman
from tools.containers.interface import Interface
from tools.containers.stack import LAKE, OURS, Stack, container
from tools.kills.processes import kill, until
from tools.trial import Table, files
from tools.two_machines import Machine

_FIRST, _SECOND = "2031", "2032"
_USER: Final = 10001
_LONG: Final = 900.0
_BASE: Final = ("exec", "-T", "postgres")
_BUCKET: Final = """import boto3; boto3.client('s3').create_bucket(Bucket='observatoire', \
CreateBucketConfiguration={'LocationConstraint': 'eu-west-3'})"""
_NOT_OURS: Final = "find / -xdev ( -name .env -o -name data_raw -o -path */.cache/pip ) -not -empty"
_WRITABLE: Final = "find /usr /opt/barometre /etc -xdev -not -type l -writable"


class Walk:
    """From no container to a lake, a kill, a restoration."""

    def __init__(self, work: Path, table: Table, program: str) -> None:
        self.work, self.table = work, table
        self.raw = work / "raw"
        for edition in (_FIRST, _SECOND):
            write_edition(self.raw, edition=edition)
        shutil.copytree(ROOT / "data_raw" / "referentiels", self.raw / "referentiels")
        machine, lake = Machine.new(work, "hote", self.raw), work / "lac_hote"
        self.host = machine.run("run", "--sans-gx", lake=str(lake))
        self.reference = files(lake)
        self.stack = Stack(work, self.raw, program)
        self.said = ""

    def image_alone(self) -> None:
        """Look into the image, and compute in a folder with nothing else."""
        run = ("run", "--rm", "--network", "none", "--cap-drop", "ALL")
        who = podman(*run, PRODUCT, "id", "-u").stdout.strip()
        found = podman(*run, PRODUCT, *_NOT_OURS.split(), check=False).stdout.split()
        writable = podman(*run, PRODUCT, *_WRITABLE.split(), check=False).stdout.split()
        helped = podman(*run, PRODUCT, "barometre", "--help", check=False).returncode
        self.table.row(
            "l’image : utilisateur, secrets, données, cache de pip, ce qu’il peut y écrire ; `barometre --help`",
            f"{who}, {len(found)} trouvé, {len(writable)} fichier, code {helped}",
            who == str(_USER) and not found and not writable and helped == 0,
        )  # fmt: skip
        lake = self.work / "lac_image"
        lake.mkdir()
        os.chown(lake, _USER, _USER)
        mounts = ("-v", f"{self.raw}:/data_raw:ro", "-v", f"{lake}:/lac")
        own = ("-e", "DAGSTER_HOME=/var/lib/barometre/dagster")
        command = ("barometre", "run", "--lake", "/lac", "--sans-gx")
        code = podman(*run, *own, *mounts, PRODUCT, *command, check=False).returncode
        self.table.row(
            "l’image seule calcule deux éditions, lac dans un dossier", f"code {code}", code == self.host
        )
        self.table.compared(
            "octets de ce lac et de celui de l’hôte, sans conteneur", files(lake), self.reference
        )

    def up(self) -> None:
        """Bring everything up."""
        begun = time.monotonic()
        well = self.stack.up()
        lasted = number(time.monotonic() - begun, 0)
        healthy = sum(self.stack.is_well(name) for name in self.stack.services)
        told = f"{healthy} services sur {len(self.stack.services)} en bonne santé, {lasted} s"
        self.table.row("`compose --profile essai up -d`", told, well and healthy == len(self.stack.services))

    def rights(self) -> None:
        """Look at what the processes may do, write and know."""
        able = {
            n: self.stack.inside(n, "grep", "-E", "^(CapBnd|CapEff|NoNewPrivs|Uid)", "/proc/1/status")
            for n in OURS
        }
        bare = [n for n, said in able.items() if _bare(said)]
        folders = ("/opt/dagster/dagster_home", "/var/lib/barometre/copies")
        test = " && ".join(f"touch {f}/essai && rm {f}/essai" for f in folders)
        code = podman("exec", container("code"), "sh", "-c", test, check=False).returncode
        self.table.row(
            "code, démon, interfaces : sans droits (`cap_drop`, `no-new-privileges`), sous 10001 ; volumes en écriture",
            f"{len(bare)} sur {len(OURS)}, code {code}", len(bare) == len(OURS) and code == 0,
        )  # fmt: skip
        knowing = [
            n for n in (*OURS, "postgres", "entree") if self.stack.secret in self.stack.inside(n, "env")
        ]
        self.table.row("qui connaît le secret du seau", ", ".join(knowing), knowing == ["code"])

    def entrance(self) -> None:
        """Knock at both doors."""
        reader, operator = Interface(self.stack, "lecture"), Interface(self.stack, "operation")
        crossed = (
            Interface(self.stack, "operation", login="lecture"),
            Interface(self.stack, "lecture", login="operation"),
        )
        codes = [site.status(known=known) for site in (reader, operator) for known in (False, True)]
        codes += [site.status() for site in crossed]
        self.table.row(
            "l’entrée, en HTTPS : lecture sans puis avec mot de passe, opération de même, puis celui de l’autre",
            " ".join(map(str, codes)), codes == [401, 200, 401, 200, 401, 401],
        )  # fmt: skip
        refused, _ = reader.launch("edition", _FIRST)
        self.table.row("l’interface de lecture refuse de lancer", refused, refused == "UnauthorizedError")
        code = self.stack.compose("run", "--rm", "code", "python", "-c", _BUCKET, check=False).returncode
        state = operator.stop_automation()
        self.table.row(
            "seau créé par `compose run --rm code` ; automatisme arrêté depuis l’interface",
            f"code {code}, {state}", code == 0 and state == "STOPPED",
        )  # fmt: skip

    def computed(self) -> None:
        """Compute from the interface; kill the code server in the middle."""
        operator = Interface(self.stack, "operation")
        self.table.row(
            f"{_FIRST} lancée depuis l’interface d’opération", *_well(self._finished(operator, _FIRST))
        )
        _, run = operator.launch("edition", _SECOND)
        self._computing(run)
        kill(self.stack.state("code")["Pid"])
        restarted = until(lambda: self.stack.state("code")["Running"], 60)
        until(lambda: bool(_retry(operator, run)), _LONG)
        dead, again = operator.runs()[run][0], _ends(operator, _retry(operator, run))
        self.table.row(
            f"serveur de code tué (SIGKILL) pendant {_SECOND} : redémarré, exécution marquée, relancée en entier",
            f"{'redémarré' if restarted is not None else 'arrêté'}, {dead}, puis {again}",
            restarted is not None and (dead, again) == ("FAILURE", "SUCCESS"),
        )  # fmt: skip
        self.table.row("ce qui réunit les éditions, de même", *_well(self._finished(operator, None)))
        self.table.compared("octets du seau et du lac de l’hôte", self.stack.objects(), self.reference)

    def stopped(self) -> None:
        """Stop the code server during a run, as an update does."""
        operator = Interface(self.stack, "operation")
        _, run = operator.launch("edition", _FIRST)
        self._computing(run)
        begun = time.monotonic()
        self.stack.compose("stop", "code")
        lasted, code = number(time.monotonic() - begun, 0), self.stack.state("code")["ExitCode"]
        status = operator.runs()[run][0]
        told = f"arrêté en {lasted} s, code {code}, exécution {status}"
        self.table.row(
            "`compose stop code` pendant une exécution : elle finit d’abord",
            told,
            (code, status) == (0, "SUCCESS"),
        )
        self.stack.up()
        migrated = self.stack.compose(
            "run", "--rm", "code", "dagster", "instance", "migrate", check=False
        ).returncode
        self.table.row("`compose run --rm code dagster instance migrate`", f"code {migrated}", migrated == 0)

    def restored(self) -> None:
        """Save the base and the bucket, lose both, bring everything up again, put both back."""
        before, objects = Interface(self.stack, "lecture").runs(), self.stack.objects()
        saved = self.stack.compose(*_BASE, "pg_dump", "-U", "dagster", "--format=custom", "dagster").stdout
        self._sync(LAKE, "/sauvegarde/lac")
        self.said += self.stack.logs()  # they go with the containers
        self.stack.compose("down")
        well = self.stack.up()
        after = Interface(self.stack, "lecture").runs()
        self.table.row(
            "`compose down` puis `up -d` : l’historique est resté",
            f"{count(len(after), 'exécution', 'exécutions')} sur {len(before)}",
            well and after == before and bool(after),
        )  # fmt: skip
        self.stack.compose("run", "--rm", "code", "python", "-c", _BUCKET)
        self._sync("/sauvegarde/lac", LAKE, "--exclude", "lac.json")
        self._sync("/sauvegarde/lac", LAKE)
        self.table.compared(
            "seau perdu (moto oublie tout), remis par `aws s3 sync`", self.stack.objects(), objects
        )
        command = ("exec", container("code"), "barometre", "run", "--sans-gx")
        done = podman(*command, check=False)
        fresh = done.returncode == self.host and "calculée" not in done.stdout and "à jour" in done.stdout
        self.table.row("`barometre run` y trouve tout à jour", f"code {done.returncode}", fresh)
        self._base_restored(saved)

    def _base_restored(self, saved: bytes) -> None:
        before = Interface(self.stack, "lecture").runs()
        self.stack.compose("stop", *OURS)
        self.stack.compose(*_BASE, "dropdb", "-U", "dagster", "--force", "dagster")
        self.stack.compose(*_BASE, "createdb", "-U", "dagster", "dagster")
        restore = ("pg_restore", "-U", "dagster", "--exit-on-error", "--dbname=dagster")
        code = self.stack.compose(*_BASE, *restore, data=saved, check=False).returncode
        well = self.stack.up()
        after = Interface(self.stack, "lecture").runs()
        kept = {run for run in before if run in after}
        size = number(len(saved) / 1024, 0)
        self.table.row(
            "base effacée, recréée, restaurée par les commandes du guide",
            f"code {code}, {len(kept)} exécutions de la sauvegarde sur {len(after)}, {size} Kio",
            code == 0 and well and bool(after) and kept == after.keys(),
        )  # fmt: skip

    def told(self) -> None:
        """Read all that was printed."""
        said = self.said + self.stack.logs()
        secret = [word for word in self.stack.never_told if word in said]
        people = [word for word in PERSONAL if word in said]
        lines = number(said.count("\n"), 0)
        self.table.row(
            "journaux de tous les conteneurs : secrets, données personnelles plantées",
            f"{len(secret)} et {len(people)} dans {lines} lignes", not secret and not people,
        )  # fmt: skip

    def _sync(self, source: str, target: str, *words: str) -> None:
        stack, kept = self.stack, self.work / "sauvegarde"
        kept.mkdir(exist_ok=True)
        own = {
            "AWS_ACCESS_KEY_ID": stack.key,
            "AWS_SECRET_ACCESS_KEY": stack.secret,
            "AWS_DEFAULT_REGION": "eu-west-3",
        }
        given = [word for name, value in own.items() for word in ("-e", f"{name}={value}")]
        command = ("aws", "--endpoint-url", "http://seau:9000", "s3", "sync", source, target, *words)
        podman(
            "run",
            "--rm",
            "--network",
            "barometre_default",
            *given,
            "-v",
            f"{kept}:/sauvegarde",
            AWS,
            *command,
        )

    def _computing(self, run: str) -> None:
        """Wait until a run has computed something."""
        done = until(
            lambda: any(run in line and "STEP_SUCCESS" in line for line in self._said("code")), _LONG
        )
        assert done is not None, "nothing was computed"

    def _said(self, name: str) -> list[str]:
        done = podman("logs", "--tail", "200", container(name))
        return (done.stdout + done.stderr).splitlines()

    def _finished(self, operator: Interface, edition: str | None) -> str:
        _, run = operator.launch("edition" if edition else "ensemble", edition)
        return _ends(operator, run)


def _ends(operator: Interface, run: str) -> str:
    """Wait for the end of a run; return its status."""
    until(lambda: operator.runs()[run][0] in {"SUCCESS", "FAILURE", "CANCELED"}, _LONG)
    return operator.runs()[run][0]


def _retry(operator: Interface, run: str) -> str:
    """Return the run that was launched again for another, "" where there is none."""
    return next((again for again, (_, parent) in operator.runs().items() if parent == run), "")


def _well(status: str) -> tuple[str, bool]:
    return status, status == "SUCCESS"


def _bare(said: str) -> bool:
    """Tell of /proc/1/status whether the process has no right of root's, can get none, and is our user's."""
    found = dict(line.split(":", 1) for line in said.splitlines())
    none = not int(found["CapEff"], 16) and not int(found["CapBnd"], 16)
    return none and found["NoNewPrivs"].strip() == "1" and set(found["Uid"].split()) == {str(_USER)}
