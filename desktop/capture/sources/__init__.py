"""Where pages come from. Each source hands over whole envelopes of bytes."""
