"""Fetches a survey from a live LimeSurvey server (RemoteControl 2) into the raw folder.

Everything that touches the network is in here; reading the files it leaves is done as for any other extract.
"""

from barometre_pipeline.sources.limesurvey.remote.choice import Choice, choose_survey, is_configured
from barometre_pipeline.sources.limesurvey.remote.errors import RemoteError
from barometre_pipeline.sources.limesurvey.remote.pull import Listener, PullRequest, PullResult, pull
from barometre_pipeline.sources.limesurvey.remote.session import RetryPolicy
from barometre_pipeline.sources.limesurvey.remote.settings import (
    RemoteSettings,
    settings_from_environment,
)

__all__ = [
    "Choice",
    "Listener",
    "PullRequest",
    "PullResult",
    "RemoteError",
    "RemoteSettings",
    "RetryPolicy",
    "choose_survey",
    "is_configured",
    "pull",
    "settings_from_environment",
]
