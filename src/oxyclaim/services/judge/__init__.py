"""Verdicts for millions of cases: tables of cases in, tables of judged lines out, here or on Spark."""

from oxyclaim.services.judge.question import Engine, JudgeAnswer, JudgeRequest, judge

__all__ = ["Engine", "JudgeAnswer", "JudgeRequest", "judge"]
