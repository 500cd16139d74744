"""``barometre publier``: freezes what is published of an edition under a version, and says what moved since.

Whether the edition may be published is decided here; freezing and comparing are ``publication.releases``'.
"""

from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from barometre_pipeline.cli.common import (
    EXIT_FAILED,
    LakeOption,
    RawOption,
    chosen_editions,
    french_errors,
    print_raw,
    stderr,
)
from barometre_pipeline.cli.publish_show import show_gaps, show_releases, show_result, show_verified
from barometre_pipeline.cli.wrong_calls import WrongValueError
from barometre_pipeline.errors import InputError
from barometre_pipeline.folders import dagster_home
from barometre_pipeline.french.spaces import NBSP
from barometre_pipeline.lake import Lake
from barometre_pipeline.publication.releases import (
    Release,
    check_name,
    find,
    freeze,
    gaps_since,
    is_over,
    make_public,
    parsed_embargo,
    releases,
    set_embargo,
    write_gaps,
)
from barometre_pipeline.writer import COMMAND_LINE, writing

_MOST = 5  # red checks quoted


def publish(
    raw: RawOption,
    lake: LakeOption,
    edition: Annotated[
        str | None, typer.Option("--edition", metavar="ANNÉE", help="Édition à publier, par exemple 2025.")
    ] = None,
    version: Annotated[
        str | None, typer.Option("--version", metavar="NUMÉRO", help="Nom de la version : 1.0, puis 1.1…")
    ] = None,
    embargo: Annotated[
        str | None,
        typer.Option(
            "--embargo",
            metavar="DATE",
            help="Jusqu’à quand rien n’est public, heure de Paris : 2026-10-15, ou 2026-10-15T09:00. Avant, la "
            "version est figée dans « sous_embargo/ », que rien ne sert ; la même commande, passé ce moment, la "
            "rend publique.",
        ),
    ] = None,
    liste: Annotated[bool, typer.Option("--liste", help="Liste les versions figées.")] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Compare les fichiers d’une version à leurs empreintes.")
    ] = False,
    ecarts: Annotated[
        bool,
        typer.Option(
            "--ecarts",
            help="Dit ce qui a bougé depuis une version (la dernière si --version manque) : chiffres, graphiques, "
            "pages, diapositives, feuilles ; et prépare l’erratum.",
        ),
    ] = False,
    errata: Annotated[
        bool,
        typer.Option(
            "--errata", help="Avec --ecarts : écrit l’erratum, daté du jour, sur la sortie standard."
        ),
    ] = False,
) -> None:
    """Fige ce qui est publié d’une édition sous un numéro de version, avec les empreintes de chaque fichier."""
    _check_usage(edition, version, embargo, (liste, verify, ecarts), errata)
    store, key, name = Lake.at(lake), edition or "", version or ""
    with french_errors():
        if liste:
            show_releases(releases(store, edition), datetime.now().astimezone())
        elif verify:
            _verify(_known(store, key, name))
        elif ecarts:
            # What moved is written beside the lake's pages: nobody else may write meanwhile.
            with _holding(lake):
                _gaps(store, _known(store, key, name), errata)
        else:
            _publish(store, raw, lake, key, check_name(name), embargo or "")


def _check_usage(
    edition: str | None, version: str | None, embargo: str | None, asks: tuple[bool, bool, bool], errata: bool
) -> None:
    """Refuse options that do not go together.

    Raises:
        WrongValueError: naming the option.
    """
    liste, _, ecarts = asks
    if sum(asks) > 1:
        raise WrongValueError("une seule de --liste, --verify et --ecarts", param_hint="--liste")
    if embargo and sum(asks):
        raise WrongValueError("rien n’est publié avec --liste, --verify ou --ecarts", param_hint="--embargo")
    if errata and not ecarts:
        raise WrongValueError("cette option demande --ecarts", param_hint="--errata")
    if not edition and not liste:
        raise WrongValueError("dites quelle édition", param_hint="--edition")
    if not version and not sum(asks):
        raise WrongValueError("dites sous quel numéro, par exemple 1.0", param_hint="--version")


def _known(store: Lake, edition: str, version: str) -> Release:
    """Return a version that exists; the last of the edition where none is named."""
    known = releases(store, edition)
    found = find(store, edition, check_name(version)) if version else (known[-1] if known else None)
    if found is None:
        named = ", ".join(r.manifest.version for r in known)
        raise InputError(
            f"édition {edition}" + (f", version {version}" if version else ""), "", "elle n’a pas été publiée",
            f"une version parmi{NBSP}: {named}" if named else "une version figée par « barometre publier »",
            "corrigez --version, --edition ou --lake",
        )  # fmt: skip
    return found


def _verify(release: Release) -> None:
    altered = release.altered()
    show_verified(release, altered)
    if altered:
        raise typer.Exit(EXIT_FAILED)


def _gaps(store: Lake, release: Release, errata: bool) -> None:
    gaps = gaps_since(store, release)
    if errata:
        print_raw("".join(gaps.errata(f"{date.today():%Y-%m-%d}").values()))
    else:
        show_gaps(gaps, write_gaps(store, gaps))
    if len(gaps.figures):
        raise typer.Exit(EXIT_FAILED)


def _publish(store: Lake, raw: Path, lake: Path, edition: str, version: str, embargo: str) -> None:
    until = f"{parsed_embargo(embargo).isoformat()}" if embargo else ""
    now = datetime.now().astimezone()
    title = chosen_editions(raw, [edition])[edition].config.titre
    with _holding(lake):
        _require_ready(store, raw, lake, edition)
        # An embargo that is over when it is first asked is none.
        frozen = freeze(store, edition, version, title, "" if is_over(until, now) else until)
        release = frozen.release if frozen.new or not until else _with_embargo(frozen.release, until, now)
        opened = not release.public and is_over(release.manifest.embargo, now)
        if opened:
            release = make_public(store, release)
    show_result(release, new=frozen.new, opened=opened)


def _holding(lake: Path) -> AbstractContextManager[int]:
    return writing(lake, dagster_home(lake), COMMAND_LINE, lambda told: stderr().print(told, markup=False))


def _with_embargo(release: Release, until: str, now: datetime) -> Release:
    """Give another end to the embargo of a version that is there already.

    Raises:
        InputError: it is public, and cannot be taken back.
    """
    if not release.public:
        return set_embargo(release, until)
    if is_over(until, now):
        return release
    raise InputError(
        f"édition {release.name}", "", "elle est déjà publique, un embargo n’y peut plus rien",
        "une version qui n’a pas été publiée", "retirez --embargo, ou publiez la suivante sous embargo",
    )  # fmt: skip


def _require_ready(store: Lake, raw: Path, lake: Path, edition: str) -> None:
    """Refuse an edition that is not up to date, whose checks are red, or that would show one that is not public yet.

    Raises:
        InputError: says which, and what mends it.
    """
    from barometre_pipeline.dagster.red_checks import check_states
    from barometre_pipeline.editions.loader import discover_editions
    from barometre_pipeline.provenance.freshness import Freshness
    from barometre_pipeline.provenance.standing import UP_TO_DATE, standing_of, standing_of_all

    _require_earlier_only(store, edition)
    fresh = Freshness(store, discover_editions(raw))
    for what, standing in ((f"édition {edition}", standing_of(fresh, edition)),
                           ("ce qui réunit les éditions", standing_of_all(fresh))):  # fmt: skip
        if standing.state != UP_TO_DATE:
            raise InputError(
                what, "", f"{standing.words}{NBSP}: {standing.reason}",
                "à jour, avec les données et le code de maintenant",
                "lancez « barometre run », puis publiez",
            )  # fmt: skip
    states = check_states(raw, lake, dagster_home(lake), edition)
    if not states.known:
        raise InputError(
            f"édition {edition}", "", "aucun contrôle n’est connu de ce lac sur cette machine", "des contrôles passés",
            "lancez « barometre run --tout-recalculer », puis publiez",
        )  # fmt: skip
    if states.red:
        more = [f"… et {len(states.red) - _MOST} autres"] if len(states.red) > _MOST else []
        lines = "".join(f"\n    {line}" for line in (*states.red[:_MOST], *more))
        raise InputError(
            f"édition {edition}", "", f"des contrôles sont rouges{NBSP}:{lines}", "aucun contrôle rouge",
            "faites ce qu’ils disent, relancez « barometre run », puis publiez",
        )  # fmt: skip


def _require_earlier_only(store: Lake, edition: str) -> None:
    """Refuse while the site, whose pages follow indicators over the years, shows a later edition that is not public."""
    shown = store.read("gold/indicateurs", columns=["edition"])["edition"].astype(str) if store.exists(
        "gold/indicateurs"
    ) else ()  # fmt: skip
    public = {r.manifest.edition for r in releases(store) if r.public}
    later = sorted(e for e in {*shown, *store.editions("gold/tris")} if e > edition and e not in public)
    if later:
        raise InputError(
            f"édition {edition}", "", f"les pages du lac montrent aussi l’édition {later[0]}, qui n’est pas publiée",
            "un lac dont les éditions suivantes sont publiées, ou absentes",
            f"publiez d’abord l’édition {later[0]}, ou calculez dans un autre lac sans elle "
            "(« barometre run --raw … --lake … »)",
        )  # fmt: skip
