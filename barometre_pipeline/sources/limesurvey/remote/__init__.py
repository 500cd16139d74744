"""Fetches a survey from a live LimeSurvey server (RemoteControl 2) into the raw folder.

Everything that touches the network is in here; reading the files it leaves is done as for any other extract.
"""

from barometre_pipeline.sources.limesurvey.remote.errors import RemoteError
from barometre_pipeline.sources.limesurvey.remote.pull import Listener, PullRequest, PullResult, pull
from barometre_pipeline.sources.limesurvey.remote.session import RetryPolicy
from barometre_pipeline.sources.limesurvey.remote.settings import (
    RemoteSettings,
    settings_from_environment,
    survey_id,
)

__all__ = [
    "Listener",
    "PullRequest",
    "PullResult",
    "RemoteError",
    "RemoteSettings",
    "RetryPolicy",
    "pull",
    "settings_from_environment",
    "survey_id",
]
