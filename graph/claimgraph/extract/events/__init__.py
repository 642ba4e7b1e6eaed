"""Events in prose: frames, the roles that neighbours play, and which mentions are one event."""
