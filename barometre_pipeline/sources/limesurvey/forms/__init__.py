"""Readers of the forms in which LimeSurvey exports responses, one module each."""
