"""Verdicts, due months, checklists and claims as tables for a spreadsheet: one row a thing, with stable columns."""

from oxyclaim.services.exports.exporting import ExportAnswer, ExportRequest, export
from oxyclaim.services.exports.layout import TABLES, What

__all__ = ["TABLES", "ExportAnswer", "ExportRequest", "What", "export"]
