"""Text analysis: words, sentences, questions, queries."""
