"""Whose a number is: somebody else's figure is recognised by the name that is said to count it, and left alone.

Names and verbs only; a name alone is not enough (« le rôle de l'ANSSI est connu »).
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from barometre_pipeline.printed.documents.context import Site
from barometre_pipeline.printed.documents.model import FRACTION, PART
from barometre_pipeline.printed.documents.words import flat

_SAYS: Final = (
    r"recens\w+|estim\w+|denombr\w+|compt\w+|indiqu\w+|publi\w+|relev\w+|chiffr\w+|evalu\w+|cit(?:e|ait|ent|aient)\b|identifi\w+|montr\w+|rapport\w*|annonc\w+|"
    r"mesur\w+|fait\s+etat|etud\w+|enquete|sondage|panorama|selon|d.apres|source\s*:|observ\w+|constat\w+|signal\w+|trait\w+|revel\w+|enregistr\w+|interrog\w+|"
    r"rappel\w+|calcul\w+|avanc(?:e|ait|ent|aient)\b|soulign\w+|mentionn\w+|precis(?:e|ait|ent|aient)\b|recu\b|recoi\w+"
)
_OTHER_STUDY: Final = re.compile(
    r"\b(?:un|une|autre|derniere?|le|la|ce|cette)\s+(?:autre\s+|recente?\s+|derniere?\s+)?(?:barometre|etude|enquete|sondage|rapport|panorama|note|recensement|diagnostic|audit|consultation)\s+"
    r"(?:(?:annuelle?|nationale?|europeenne?|recente?|publiee?|realisee?|menee?|conduite?)\s+){0,2}(?:de\s+l[a'’]\s*|de\s+l.|du|des|de|d.|par|pour)\s*(?!observatoire|l.observatoire|barometre|(?:cabinet\s+|institut\s+)?ipsos)"
    r"([a-z0-9’'&.-]+(?:\s+[a-z0-9’'&.-]+){0,3})"
)
_OURS: Final = re.compile(
    r"observatoire\s+data\s+publica|ipsos(?!(?:\s+\w+){0,2}\s+pour\b(?!\s+(?:l.observatoire|le\s+barometre|data)))|data\s*publica|notre\s+(?:enquete|barometre|sondage)\b|barometre\s+(?:20\d\d|de\s+l.observatoire)"
)
# « Selon l'AMRF, », « d'après le Cerema »: whoever bears a name and is neither a group nor the barometer.
_ACCORDING: Final = re.compile(
    r"\b(?:[Ss]elon|[Dd]['’]après)\s+(?:une?\s+\w+\s+(?:de\s+)?)?(?:(?:l['’]|d['’])|(?:la|le|les|du|des)\s+)?"
    r"(?P<name>(?:[A-ZÉÈÀ][\w.&-]*[A-Za-zé]{1,}|[A-Z]{2,}\w*)(?:\s+(?:de\s+|des\s+|du\s+|d['’])?[A-ZÉ][\w-]+){0,3})"
)
_NO_SOURCE: Final = re.compile(
    r"observatoire|barometre|ipsos|data|francais|region|metropole|departement|commune|epci|collectivit|intercommun|ville|agent|elu"
)
# Figures of one place, of the house itself or of the method: « À Dijon, 215 agents », « nos agents », « objectif : ».
_LOCAL: Final = re.compile(
    r"^[\W\d]*(?:À|A|Au|Dans|Chez)\s+(?:la\s+(?:ville|commune|métropole|région|communauté)\s+(?:de|d['’])\s*)?[A-ZÉÈÎ][\w’'-]{2,}"
)
_ITS_OWN: Final = re.compile(
    r"marge\s+d.erreur|\b(?:notre|nos)\s+(?:propres?|clients?|clientes|adherent\w*|membres|abonnes|usagers|eleves|lecteurs|association|federation|reseau|entreprise|"
    r"cabinet|plateforme|solution|logiciel|equipes?|collaborateurs|salaries|administres)\b|\bdans\s+(?:ma|notre)\s+(?:ville|commune|propre|metropole|mairie|ancienne)\b|"
    r"\bdans\s+l.arrondissement\b|\bnous\s*:|\bcout\s+(?:total|de\s+l.operation|moyen|annuel)|\bcofinanc\w+|\b(?:est|sont|ete)\s+finance\w*|\bpris\s+en\s+charge\s+par\b|\bpaye\w*\s+par\b|"
    r"\bde\s+satisfaction\b|\bde\s+nos\s+(?!homologues|pairs)\w+\b|\bvoix\b|\babstentions?\b|\bdemarches?\s+(?:sont\s+)?(?:accessibles|en\s+ligne)\b|\bcharges\s+de\b|^\W*objectif\b(?!\s+(?:le\s+plus|principal|premier|numero|n\W|prioritaire|cite))|\b(?:notre|nos)\s+(?:collectivite|commune|ville|agents|services|budget|effectifs|territoire|communaute|syndicat|"
    r"metropole|departement|\d+\s+communes)\b|\bl.agglomeration\b|\bl.effectif\b|\ben\s+interne\s*,|\bbudget\s+(?:primitif|data|annuel|20\d\d)|\bdepenses\s+numeriques\b|"
    r"\bfonds\s+vert\b|\btaxe\b|\bsubvention|\bfactures?\b|\bchez\s+nous\b|\bsa\s+ville\b|\bvotants\b|\bconseil\s+(?:communautaire|municipal)\b|\bla\s+ville\s+de\b|"
    r"\bnombre\s+de\s+conseillers\b|\bmarches?\s+publics?\s+de\s+\d"
)
_OF_WHOM: Final = re.compile(
    r"[\s*)]*(?:des|de|d[’'])\s*(?:(?:petites?|grandes?|jeunes|nos|tous\s+les|toutes\s+les)\s+)*(.{2,40})"
)
_TARGET: Final = re.compile(
    r"\bobjectif[^.;:%]{0,60}\s(?:de|a|est)\s*$|\bd.ici\s+(?:a\s+|fin\s+)?20\d\d\b[^.;:%]{0,40}$"
)
_AIMED: Final = re.compile(
    r"\b(?:atteign\w+|atteindre|viser?|porter\s+a|passer\s+a|objectifs?|demande\w*\s+que|exig\w+\s+que)\b[^.;%]{0,60}$"
)
_BY: Final = re.compile(
    r"^[^.;%]{0,50}\b(?:d.ici\s+(?:a\s+|fin\s+)?20\d\d|a\s+l.horizon\s+20\d\d|en\s+20[3-9]\d)\b"
)
_EXPECTED: Final = re.compile(r"^\s*(?:\w+\s+){0,2}(?:attendue?s?|esperee?s?|visee?s?|prevue?s?\s+d.ici)\b")
_HEADS: Final = re.compile(r"(?:\.\w+)*(?:\s*,[^.;:%\d]{0,60}|\s*\([^)]*\))?\s*:")  # « Eurostat : 13,5 % »
_BREAK: Final = re.compile(r"[;:]|,\s*mais\b|\btandis\s+que\b|\balors\s+que\b")
_NEXT: Final = re.compile(r";|\btandis\s+que\b|\balors\s+que\b")
_BACK: Final = 2  # sentences before, where « selon l'INSEE » may still govern a number


def other_source(site: Site, names: Iterable[str], publics: Iterable[str] = ()) -> str:
    """Return the name of the source that a number is said to come from, "" where it is the barometer's.

    Args:
        site: the number where it stands.
        names: institutions and studies whose figures are their own.
        publics: those whom the barometer does not ask, « entreprises »: theirs is another's figure.
    """
    passage = site.passage
    if site.found.cellule:
        return ""
    if other := _other_public(site, publics) or _no_result(site):
        return other
    rank = passage.phrases.index(site.phrase)
    for back in range(_BACK):
        if rank - back < 0:
            break
        start, end = passage.phrases[rank - back]
        text = passage.texte[start:end]
        if not back:
            text = text[_clause(site) : _clause_end(site)]
        plain = flat(text)
        ours, own = _whose(text)
        if ours:
            return ""
        if not back and own:
            return own
        found = _named(text, plain, names, anaphora=back > 0, following=flat(site.text))
        if found:
            return found
    return ""


@lru_cache(maxsize=256)
def _whose(text: str) -> tuple[bool, str]:
    """Tell whether a text names the barometer, and return the words that make its numbers of one place or house."""
    plain = flat(text)
    own = _LOCAL.search(text) or _ITS_OWN.search(plain)
    return bool(_OURS.search(plain)), text[own.start() : own.end()].strip() if own else ""


def _other_public(site: Site, publics: Iterable[str]) -> str:
    """Return the public that a number counts where it is none of the barometer's: « 55 % des PME »."""
    if site.found.genre not in (PART, FRACTION):
        return ""
    after = site.passage.texte[site.found.end : site.phrase[1]]
    match = _OF_WHOM.match(flat(after))
    if not match:
        return ""
    words = match[1]
    return next((p for p in publics if re.match(rf"{re.escape(flat(p))}(?!\w)", words)), "")


def _no_result(site: Site) -> str:
    """Return the words that make a number a target or a forecast, which no survey measured."""
    start, end = site.phrase
    before, after = site.passage.texte[start : site.found.start], site.passage.texte[site.found.end : end]
    match = _TARGET.search(flat(before)) or _EXPECTED.match(flat(after))
    if match is None and (aimed := _AIMED.search(flat(before))) and _BY.match(flat(after)):
        match = aimed
    return match[0].strip(" (,") if match else ""


def _clause(site: Site) -> int:
    """Return where the clause of a number begins: a name before another number and a break is of that one."""
    if not site.before:
        return 0
    start = site.phrase[0]
    between = flat(site.passage.texte[site.before[-1].end : site.found.start])
    cut = max((m.end() for m in _BREAK.finditer(between)), default=-1)
    return site.before[-1].end + cut - start if cut >= 0 else 0


def _clause_end(site: Site) -> int:
    """Return where the clause of a number ends: a name after a break and before another number is of that one."""
    start, end = site.phrase
    if site.after:
        after = flat(site.passage.texte[site.found.end : site.after[0].start])
        if (cut := _NEXT.search(after)) is not None:
            return site.found.end + cut.start() - start
    return end - start


def _named(text: str, plain: str, names: Iterable[str], *, anaphora: bool, following: str) -> str:
    for name in names:
        if flat(name) not in plain:
            continue
        match = re.search(rf"(?<!\w){re.escape(flat(name))}(?!\w)", plain)
        if not match:
            continue
        around = plain[max(0, match.start() - 45) : match.end() + 45]
        if _HEADS.match(plain[match.end() :]) and not re.search(r"\w", plain[: match.start()]):
            return text[match.start() : match.end()]
        if re.search(rf"\b(?:{_SAYS})", around) and not (anaphora and not _goes_on(following)):
            return text[match.start() : match.end()]
    if anaphora:
        return ""
    said = next((m for m in _ACCORDING.finditer(text) if not _NO_SOURCE.match(flat(m["name"]))), None)
    if said:
        return said["name"]
    match = _OTHER_STUDY.search(plain)
    if match and not re.match(
        r"(?:collectivites|communes|territoires|la data|donnees|septembre|\d)", match[1]
    ):
        return text[match.start() : match.end()].strip()
    return ""


def _goes_on(following: str) -> bool:
    """Tell whether a sentence goes on with the source of the one before: « Elle en compte 12 »."""
    return bool(
        re.match(
            r"[\s«\"]*(?:elle|il|l.institut|l.agence|l.etude|cette\s+etude|ce\s+rapport|parmi|dont|soit|en\s+20\d\d)\b",
            following,
        )
    )
