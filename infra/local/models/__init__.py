"""Developer tools that fit models to labelled questions; what they write is committed."""
