"""What registers of a whole country cost: taking in, updating, establishing to selecting, locating; peers beside us."""
