"""Models: encoders, routers, language detection."""
