"""How well the numbers of documents are found and tied, and how fast: by the measure of the shared documents.

usage: python benchmarks/bench_documents.py [SHARED]    (SHARED: folder of the shared data, ../shared by default)

The shared documents, then the invented ones (benchmarks/documents, written and annotated before the rules were seen),
each by the whole vocabulary: those that served to mend rules, then those that served to mend none. Then each shared
document by the vocabulary of the other shared ones: the phrases that it alone speaks are taken away, as if the
vocabulary had been written without it. Then the time of 180,000 characters.
"""

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from barometre_pipeline.catalogue.catalogue import Catalogue, load_catalogue
from barometre_pipeline.catalogue.spoken import IndicatorWords, VocabularyFile, load_vocabulary
from barometre_pipeline.printed.documents.checked import make_lexicon, tie_document
from barometre_pipeline.printed.documents.layout import passages
from barometre_pipeline.printed.documents.lexicon import Lexicon
from barometre_pipeline.printed.documents.model import Checked
from barometre_pipeline.printed.documents.words import Phrase, PhraseIndex
from barometre_pipeline.publication.verification.rows import as_csv
from barometre_pipeline.sources.documents.model import DocumentText

HERE = Path(__file__).parent
CHARACTERS = 180_000
UNUSED = ("faq_2025", "lettre_2025", "magazine_2024")  # measured once the rules were written


def main(shared: Path) -> None:
    catalogue, vocabulary = load_catalogue(), load_vocabulary()
    whole = make_lexicon(catalogue, vocabulary)
    printed, invented = _documents(shared / "documents"), _documents(HERE / "documents")
    groups = (
        ("Documents partagés", printed),
        (
            "Documents inventés, qui ont servi à corriger des règles",
            [p for p in invented if p.stem not in UNUSED],
        ),
        (
            "Documents inventés, qui n’ont servi à corriger aucune règle",
            [p for p in invented if p.stem in UNUSED],
        ),
    )
    texts = {path: _read(path) for _, paths in groups for path in paths}
    for title, paths in groups:
        print(f"\n{title}")
        for path in paths:
            print(_measured(path, texts[path], catalogue, whole, shared))
    print("\nChaque document partagé par le vocabulaire des autres (sans les mots qu’il est seul à dire)")
    for path in printed:
        others = [texts[other] for other in printed if other != path]
        reduced, dropped = _without(vocabulary, texts[path], others)
        print(f"{dropped} mots ou groupes de mots retirés")
        print(_measured(path, texts[path], catalogue, make_lexicon(catalogue, reduced), shared))
    _time(catalogue, whole, [texts[p] for p in (*printed, *invented)])


def _documents(folder: Path) -> list[Path]:
    return sorted(p.with_name(f"{p.stem.removeprefix('verite_')}.txt") for p in folder.glob("verite_*.csv"))


def _read(path: Path) -> DocumentText:
    lines = tuple(path.read_text(encoding="utf-8").split("\n"))
    return DocumentText(path.stem, lines, ("",) * len(lines))


def _measured(path: Path, text: DocumentText, catalogue: Catalogue, lexicon: Lexicon, shared: Path) -> str:
    edition = re.findall(r"20\d\d", path.stem)[-1]
    found = tie_document(text, catalogue, edition, lexicon)
    truth, rejects = path.with_name(f"verite_{path.stem}.csv"), path.with_name("rejets.csv")
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "sortie.csv"
        output.write_text(as_csv(text, Checked(text.nom, edition, tuple(found))), encoding="utf-8")
        measure = [
            sys.executable,
            str(shared / "documents" / "mesurer.py"),
            str(output),
            str(truth),
            str(rejects),
        ]
        return subprocess.run(measure, capture_output=True, text=True, check=True).stdout.rstrip()


def _without(
    vocabulary: VocabularyFile, own: DocumentText, others: list[DocumentText]
) -> tuple[VocabularyFile, int]:
    """Return a vocabulary without the phrases that one document says and no other does, and how many they are."""
    mine, elsewhere = _said(vocabulary, [own]), _said(vocabulary, others)
    only, dropped = mine - elsewhere, 0

    def kept(phrases: Iterable[str]) -> tuple[str, ...]:
        nonlocal dropped
        left = tuple(p for p in phrases if Phrase.of(p) not in only)
        dropped += len(list(phrases)) - len(left)
        return left

    words = {
        name: IndicatorWords(
            mots=kept(w.mots),
            signes=kept(w.signes),
            sujet=kept(w.sujet),
            ecarte=kept(w.ecarte),
            defaut=w.defaut,
            categories={c: kept(p) for c, p in w.categories.items()},
        )
        for name, w in vocabulary.indicateurs.items()
    }
    reduced = VocabularyFile(
        reponses={c: kept(p) for c, p in vocabulary.reponses.items()},
        indicateurs=words,
        populations={n: kept(p) for n, p in vocabulary.populations.items()},
        autres_sources=vocabulary.autres_sources,
    )
    return reduced, dropped


def _said(vocabulary: VocabularyFile, texts: list[DocumentText]) -> set[Phrase]:
    lists = [
        w
        for i in vocabulary.indicateurs.values()
        for w in (i.mots, i.signes, i.sujet, i.ecarte, *i.categories.values())
    ]
    lists += [*vocabulary.reponses.values(), *vocabulary.populations.values()]
    index = PhraseIndex(Phrase.of(text) for phrases in lists for text in phrases)
    return {phrase for text in texts for p in passages(text.lignes) for phrase, _ in index.found(p.mots)}


def _time(catalogue: Catalogue, lexicon: Lexicon, texts: list[DocumentText]) -> None:
    lines: list[str] = []
    for text in sorted(texts, key=lambda t: -len(t.lignes)) * 2:
        lines += text.lignes
        if len("\n".join(lines)) >= CHARACTERS:
            break
    long = DocumentText("long", tuple(lines), ("",) * len(lines))
    start, worked = time.perf_counter(), time.process_time()
    found = tie_document(long, catalogue, "2024", lexicon)
    passed, work = time.perf_counter() - start, time.process_time() - worked
    size = len("\n".join(lines))
    print(f"\n{size} caractères, {len(found)} nombres : {passed:.1f} s, dont {work:.1f} s de processeur")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent.parent / "shared")
