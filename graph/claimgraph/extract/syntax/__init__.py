"""Words, sentences and what stands where in them: what every stage of the reader builds on."""
