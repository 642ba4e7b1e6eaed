"""Figures in prose: intervals, what they count, on whose side."""
