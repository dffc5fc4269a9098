"""Months under another payer, before and between Medicare's."""
