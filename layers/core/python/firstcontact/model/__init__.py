"""Facts: frozen records that every floor shares."""
