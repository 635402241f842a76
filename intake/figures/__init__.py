"""Figures as tables that can be taken along: as a spreadsheet, as CSV, as a PDF to print."""
