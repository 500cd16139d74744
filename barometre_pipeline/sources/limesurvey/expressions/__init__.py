"""LimeSurvey's expression language (ExpressionScript): text to tree, and what a tree is worth for one response.

Nothing here knows questionnaires or files; who was shown a question is ``relevance``'s and ``display``'s.
"""
