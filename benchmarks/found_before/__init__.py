"""What people found when they attacked an earlier commit, done again by its commands and by ours."""
