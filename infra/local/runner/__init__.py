"""Starting and stopping the suite on a laptop: one step at a time, all of it in one background session."""
