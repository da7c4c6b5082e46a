"""What is known of single words and characters: sounds, frequencies, ratings, parts of speech, rhymes."""
