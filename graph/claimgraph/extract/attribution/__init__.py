"""Who said what in running text: source, cue and content."""
