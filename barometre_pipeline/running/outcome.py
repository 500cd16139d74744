"""What became of one edition in a run, as a terminal tells it; no Dagster here, so that asking costs nothing."""

from dataclasses import dataclass, field


@dataclass
class EditionOutcome:
    """What became of one edition."""

    edition: str
    etat: str  # calculee, a_jour, echec, en_attente
    message: str = ""
    run_id: str = ""
    controles_passes: int = 0
    controles_echoues: list[str] = field(default_factory=list)
    avertissements: list[str] = field(default_factory=list)
    a_completer: list[str] = field(default_factory=list)  # red too, but what was computed stands

    def then(self, other: "EditionOutcome") -> "EditionOutcome":
        """Add what came of another of the edition's sources."""
        return EditionOutcome(
            self.edition,
            other.etat if self.etat == "calculee" else self.etat,
            "\n".join(filter(None, (self.message, other.message))),
            other.run_id,
            self.controles_passes + other.controles_passes,
            self.controles_echoues + other.controles_echoues,
            self.avertissements + other.avertissements,
            self.a_completer + other.a_completer,
        )
